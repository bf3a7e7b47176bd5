"""Pyramid with its sessions and pyramid_jinja2."""

import pytest

from tests.stacks.journey import follow_two_visitors
from tests.stacks.servers import site_fixture

site = site_fixture("pyramid_site")


@pytest.mark.packages(
    "pyramid", "pyramid-jinja2", mind="After `forget` the visitor is signed in to the end of the request: redirect."
)
def test_two_visitors_from_sign_in_to_sign_out_with_a_nonce(site: str) -> None:
    follow_two_visitors(site)
