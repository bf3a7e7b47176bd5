"""Litestar's response cache."""

import pytest

from tests.stacks.servers import asgi_fixture
from tests.stacks.visitors import emails, forwarded_emails

site = asgi_fixture("litestar_site", DEBUG="1")


@pytest.mark.packages("litestar", mind="`cache=` on a route stores no page with a user.")
def test_response_cache_gives_nobody_the_page_of_another(site: str) -> None:
    assert forwarded_emails(site, "/cached/", "carol", "dave", "carol") == emails("carol", "dave", "carol")
