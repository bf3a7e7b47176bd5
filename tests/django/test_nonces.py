"""The nonce of django-csp, and of Django's own policies, is found, and made only when it is needed."""

import re
from collections.abc import Callable
from typing import Any

import django
import pytest
from csp.constants import NONCE
from django.test import Client

from wootric_snippet import Page, SnippetRenderer, User

OWN = "django.middleware.csp.ContentSecurityPolicyMiddleware"
DJANGO_CSP = "csp.middleware.CSPMiddleware"
MAKERS = [DJANGO_CSP, *([OWN] if django.VERSION >= (6, 0) else [])]
AMELIA = User(email="amelia@initech.example")
HOME = Page(path="/", url="http://testserver/", name="home")


@pytest.fixture(params=MAKERS, autouse=True)
def _policy(request: pytest.FixtureRequest, settings: Any) -> None:
    """Put a policy with a nonce on the site."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, request.param]
    if request.param == OWN:
        from django.utils.csp import CSP

        settings.SECURE_CSP = {"script-src": [CSP.NONCE]}
    else:
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": [NONCE]}}


def test_script_has_the_nonce_of_the_header(client: Client, wootric: Callable[..., None]) -> None:
    wootric(USER=lambda _: AMELIA)
    response = client.get("/")
    header = re.search(r"script-src 'nonce-([^']+)'", response.headers["Content-Security-Policy"])
    assert header is not None
    assert response.text == SnippetRenderer("NPS-01fe3cbc").render(AMELIA, HOME, nonce=header[1])


@pytest.mark.parametrize("options", [{"USER": lambda _: None}, {"DELIVERY": "fetch"}], ids=["nobody", "fetch"])
def test_no_nonce_is_made_for_a_script_that_needs_none(
    client: Client, wootric: Callable[..., None], options: dict[str, Any]
) -> None:
    wootric(**options)
    response = client.get("/")
    assert response.status_code == 200
    assert "nonce-" not in response.headers["Content-Security-Policy"]
