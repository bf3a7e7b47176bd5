"""The nonce of a Content-Security-Policy is found, and made only when it is needed."""

import re
from collections.abc import Callable
from typing import Any

import django
import pytest
from csp.constants import NONCE
from django.test import Client
from django.utils.functional import SimpleLazyObject

from tests.django.conftest import Print
from wootric_snippet import Page, SnippetRenderer, User

OWN = "django.middleware.csp.ContentSecurityPolicyMiddleware"
DJANGO_CSP = "csp.middleware.CSPMiddleware"
MAKERS = [DJANGO_CSP, *([OWN] if django.VERSION >= (6, 0) else [])]


@pytest.fixture(params=MAKERS)
def policy(request: pytest.FixtureRequest, settings: Any) -> str:
    """Put a policy with a nonce on the site."""
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, request.param]
    if request.param == OWN:
        from django.utils.csp import CSP

        settings.SECURE_CSP = {"script-src": [CSP.NONCE]}
    else:
        settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": [NONCE]}}
    return str(request.param)


@pytest.mark.usefixtures("policy")
def test_the_script_has_the_nonce_of_the_header(client: Client, wootric: Callable[..., None]) -> None:
    wootric(USER=lambda _: User(email="amelia@initech.example"))
    response = client.get("/")
    header = re.search(r"script-src 'nonce-([^']+)'", response.headers["Content-Security-Policy"])
    assert header is not None
    assert response.content.decode() == SnippetRenderer("NPS-01fe3cbc").render(
        User(email="amelia@initech.example"),
        Page(path="/", url="http://testserver/", name="home"),
        nonce=header[1],
    )


@pytest.mark.usefixtures("policy")
def test_no_nonce_is_made_where_nothing_is_printed(client: Client) -> None:
    response = client.get("/")
    assert response.content == b""
    assert "nonce-" not in response.headers["Content-Security-Policy"]


def test_an_empty_nonce_in_the_template_is_none(print_page: Print) -> None:
    assert print_page("{% wootric_snippet nonce=missing %}") == print_page("{% wootric_snippet %}")


def test_a_lazy_nonce_can_be_given(print_page: Print) -> None:
    lazy = SimpleLazyObject(lambda: "bm9uY2U=")
    assert print_page("{% wootric_snippet nonce=lazy %}", lazy=lazy) == print_page(
        "{% wootric_snippet nonce='bm9uY2U=' %}"
    )
