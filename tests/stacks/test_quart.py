"""Quart with Quart-Auth."""

import pytest

from tests.stacks.journey import follow_two_visitors
from tests.stacks.servers import asgi_fixture

site = asgi_fixture("quart_site")


@pytest.mark.packages(
    "Quart", "quart-auth", mind="Quart-Auth knows an id alone: a `user_class` of yours loads the rest."
)
def test_two_visitors_from_sign_in_to_sign_out_with_a_nonce(site: str) -> None:
    follow_two_visitors(site)
