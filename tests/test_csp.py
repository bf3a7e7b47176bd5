"""The sources for a Content-Security-Policy, and the policies of docs/csp.md, as they are sent."""

from __future__ import annotations

import doctest
import re
from pathlib import Path
from typing import Any

import django
import pytest
from django.test import Client, override_settings

import tests.django.conftest  # noqa: F401 - sets Django up
from wootric_snippet import InvalidAccountToken, User
from wootric_snippet.csp import TRUSTED_TYPES_POLICY, directives
from wootric_snippet.markup import read_template

ROOT = Path(__file__).parents[1]
DOCS = (ROOT / "docs" / "csp.md").read_text(encoding="utf-8")
TOKEN = "NPS-01fe3cbc"

SURVEY = {
    "script-src": ["https://cdn.wootric.com"],
    "connect-src": ["https://*.wootric.com"],
    "style-src": ["'unsafe-inline'"],
    "frame-src": ["*"],
    "font-src": ["*", "data:"],
}
SITE = {
    "default-src": ["'self'"],
    "script-src": ["'nonce-…'", "https://cdn.wootric.com"],
    "connect-src": ["'self'", "https://*.wootric.com"],
    "style-src": ["'self'", "'unsafe-inline'"],
    "frame-src": ["*"],
    "font-src": ["*", "data:"],
}


def block(name: str) -> dict[str, Any]:
    """Run a block of the page; return the names that it leaves."""
    (code,) = re.findall(rf"<!-- run: {name} -->\n```python\n(.*?)```", DOCS, re.DOTALL)
    names: dict[str, Any] = {"__name__": "docs"}
    exec(code, names)  # noqa: S102
    return names


def parsed(header: str) -> tuple[str, dict[str, list[str]]]:
    """Return a policy's nonce and its directives, with the nonce, which is another each time, left out."""
    (nonce,) = re.findall(r"'nonce-([^']+)'", header)
    parts = (part.split() for part in header.replace(nonce, "…").split(";"))
    return nonce, {name: sorted(sources, key=lambda text: (text[0] != "'", text)) for name, *sources in parts}


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
def test_the_sources_go_by_the_tokens_region(token: str, domain: str) -> None:
    assert directives(token) == SURVEY | {"connect-src": [f"https://*.{domain}"]}


@pytest.mark.parametrize("token", ["", "01fe3cbc", "NPS-", "NPS-EU-", "nps-01fe3cbc", "NPS-1; script-src *"])
def test_what_is_no_token_has_no_sources(token: str) -> None:
    with pytest.raises(InvalidAccountToken, match=r"^account_token: "):
        directives(token)


def test_the_sources_can_be_changed_without_changing_those_of_the_next_call() -> None:
    for sources in directives(TOKEN).values():
        sources.append("'self'")
    assert directives(TOKEN) == SURVEY


def test_the_trusted_types_policy_is_the_one_that_the_snippet_makes() -> None:
    policies = re.findall(
        r"createPolicy\(\s*[\"']([^\"']+)", read_template("loader.js") + read_template("loader.min.js")
    )
    assert set(policies) == {TRUSTED_TYPES_POLICY}
    assert f"trusted-types {TRUSTED_TYPES_POLICY}`" in DOCS


def test_the_docs_show_what_is_returned() -> None:
    (example,) = re.findall(r"```python\n(>>> .*?)```", DOCS, re.DOTALL)
    test = doctest.DocTestParser().get_doctest(example, {}, "csp.md", None, None)
    assert doctest.DocTestRunner().run(test) == doctest.TestResults(failed=0, attempted=2)


def test_a_header_of_ones_own() -> None:
    html, headers = block("plain")["page"]("bm9uY2U=")
    nonce, policy = parsed(headers["Content-Security-Policy"])
    assert (nonce, policy) == ("bm9uY2U=", SITE | {"object-src": ["'none'"], "base-uri": ["'none'"]})
    assert f'<script nonce="{nonce}">' in html


def test_flask_with_talisman() -> None:
    response = block("flask")["app"].test_client().get("/", base_url="https://localhost")
    nonce, policy = parsed(response.headers["Content-Security-Policy"])
    assert policy == SITE
    assert f'<h1>Welcome</h1><script nonce="{nonce}">' in response.text


# Django's own policy came with Django 6.
MIDDLEWARE = {
    "django-csp": "csp.middleware.CSPMiddleware",
    **({"django": "django.middleware.csp.ContentSecurityPolicyMiddleware"} if django.VERSION >= (6, 0) else {}),
}


@pytest.mark.parametrize("name", MIDDLEWARE)
def test_django(name: str) -> None:
    settings = {key: value for key, value in block(name).items() if key in {"SECURE_CSP", "CONTENT_SECURITY_POLICY"}}
    with override_settings(
        MIDDLEWARE=["wootric_snippet.django.middleware.WootricMiddleware", MIDDLEWARE[name]],
        WOOTRIC={"ACCOUNT_TOKEN": TOKEN, "USER": lambda _: User(email="hello@example.com")},
        **settings,
    ):
        response = Client().get("/")
    nonce, policy = parsed(response.headers["Content-Security-Policy"])
    assert policy == SITE
    assert f'<script nonce="{nonce}">' in response.content.decode()
