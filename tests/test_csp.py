"""The sources for a Content-Security-Policy."""

from __future__ import annotations

import re

import pytest

from wootric_snippet import InvalidAccountToken
from wootric_snippet.csp import TRUSTED_TYPES_POLICY, directives
from wootric_snippet.markup import read_template

TOKEN = "NPS-01fe3cbc"

SURVEY = {
    "script-src": ["https://cdn.wootric.com"],
    "connect-src": ["https://*.wootric.com"],
    "style-src": ["'unsafe-inline'"],
    "frame-src": ["*"],
    "font-src": ["*", "data:"],
}


@pytest.mark.parametrize(
    ("token", "domain"),
    [
        (TOKEN, "wootric.com"),
        ("NPS-EU-01fe3cbc", "wootric.eu"),
        ("NPS-AU-01fe3cbc", "wootric.au"),
        ("NPS-EU01fe3cbc", "wootric.com"),
        ("NPS-au-01fe3cbc", "wootric.com"),
    ],
)
def test_the_sources_depend_on_the_tokens_region(token: str, domain: str) -> None:
    assert directives(token) == SURVEY | {"connect-src": [f"https://*.{domain}"]}


@pytest.mark.parametrize("token", ["", "01fe3cbc", "NPS-", "NPS-EU-", "nps-01fe3cbc", "NPS-1; script-src *"])
def test_invalid_token_is_refused(token: str) -> None:
    with pytest.raises(InvalidAccountToken, match=r"^account_token: "):
        directives(token)


def test_changed_sources_do_not_change_those_of_the_next_call() -> None:
    for sources in directives(TOKEN).values():
        sources.append("'self'")
    assert directives(TOKEN) == SURVEY


def test_the_trusted_types_policy_is_the_one_that_the_snippet_makes() -> None:
    policies = re.findall(
        r"createPolicy\(\s*[\"']([^\"']+)", read_template("loader.js") + read_template("inline.lazy.min.js")
    )
    assert set(policies) == {TRUSTED_TYPES_POLICY}
