"""Litestar with its sessions, and its response cache."""

import pytest

from tests.stacks.journey import follow_two_visitors
from tests.stacks.servers import asgi_fixture
from tests.stacks.visitors import emails, forwarded_emails

site = asgi_fixture("litestar_site", DEBUG="1")

litestar = pytest.mark.packages(
    "litestar",
    mind="`cache=` on a route stores no page with a user. A page of the request that has signed out needs "
    "`request.session.clear()`: after `clear_session()` there is no session that your `user` function could read.",
)


@litestar
def test_two_visitors_from_sign_in_to_sign_out_with_a_nonce(site: str) -> None:
    follow_two_visitors(site)


@litestar
def test_response_cache_gives_nobody_the_page_of_another(site: str) -> None:
    assert forwarded_emails(site, "/cached/", "carol", "dave", "carol") == emails("carol", "dave", "carol")
