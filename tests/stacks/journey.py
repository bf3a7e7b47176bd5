"""The way of two visitors through a site, the same in each framework."""

import re
from typing import Any

from tests.stacks.visitors import Visitor, expected_settings

EVENT: dict[str, Any] = {"event_name": "Order Completed", "properties": {"total_amount": 12}}


def follow_two_visitors(site: str) -> None:
    """Follow two visitors from sign-in over an order to sign-out, and look at each page's policy and headers."""
    alice, bob = Visitor(site, "alice"), Visitor(site, "bob")
    assert [alice.settings(), bob.settings()] == [
        expected_settings(site, "alice", 1),
        expected_settings(site, "bob", 2),
    ]

    # The event of a view that redirects is on the visitor's next page, once.
    assert alice.get("/order/", follow_redirects=False).is_redirect
    assert bob.settings() == expected_settings(site, "bob", 2)
    assert [alice.settings() for _ in range(2)] == [
        expected_settings(site, "alice", 1, **EVENT),
        expected_settings(site, "alice", 1),
    ]

    response = alice.get("/")
    assert "private" in response.headers["Cache-Control"]
    assert _nonces(response.text) == _allowed(response)

    signed_out = alice.get("/sign-out/")
    assert re.findall(r'<script id="([\w-]+)', signed_out.text) == ["wootric-shutdown"]
    assert _nonces(signed_out.text) == _allowed(signed_out)
    assert [alice.settings(), bob.settings()] == [None, expected_settings(site, "bob", 2)]


def _nonces(html: str) -> list[str]:
    """Return the nonces of a page's scripts."""
    return re.findall(r'<script id="wootric-[\w-]+" nonce="([^"]+)">', html)


def _allowed(response: Any) -> list[str]:
    """Return the nonces that a page's policy allows."""
    return re.findall("'nonce-([^']+)'", response.headers["Content-Security-Policy"])
