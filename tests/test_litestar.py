"""What is Litestar's alone; the rest is in tests/conformance."""

from typing import Any

import pytest
from jinja2 import Environment
from litestar import Litestar, Request, Response, get
from litestar.connection import ASGIConnection
from litestar.exceptions import NotAuthorizedException, NotFoundException
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult, DefineMiddleware
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Template
from litestar.template import TemplateConfig
from litestar.testing import TestClient

from wootric_snippet import User
from wootric_snippet.errors import InvalidSetting
from wootric_snippet.litestar import WootricPlugin
from wootric_snippet.loader_file import loader_file
from wootric_snippet.testing import extract_settings

TEMPLATES = TemplateConfig(JinjaTemplateEngine.from_environment(Environment(autoescape=True)))


def visitor(request: Any) -> User:
    return User(email=request.headers["X-User"])


def emails(*responses: Any) -> list[str]:
    return [(extract_settings(response.text) or {})["email"] for response in responses]


def test_cache_of_a_route_stores_no_page_with_a_user() -> None:
    calls: list[str] = []

    @get("/", cache=True)
    async def page(request: Request[Any, Any, Any]) -> Template:
        calls.append(request.headers["X-User"])
        return Template(template_str="{{ wootric_snippet }}")

    plugin = WootricPlugin(account_token="NPS-01fe3cbc", user=visitor)
    with TestClient(Litestar([page], plugins=[plugin], template_config=TEMPLATES, logging_config=None)) as client:
        pages = [client.get("/", headers={"X-User": f"{name}@initech.example"}) for name in ("amelia", "bob")]
    assert emails(*pages) == calls == ["amelia@initech.example", "bob@initech.example"]


def test_page_for_an_unknown_address_is_private() -> None:
    def unknown(_request: Any, _error: Exception) -> Response[Any]:
        return Template(template_str="{{ wootric_snippet }}", status_code=404)

    plugin = WootricPlugin(account_token="NPS-01fe3cbc", user=visitor)
    app = Litestar(
        plugins=[plugin],
        template_config=TEMPLATES,
        exception_handlers={NotFoundException: unknown},
        logging_config=None,
    )
    with TestClient(app) as client:
        response = client.get("/gone", headers={"X-User": "amelia@initech.example"})
    assert (response.status_code, response.headers["Cache-Control"]) == (404, "private")
    assert emails(response) == ["amelia@initech.example"]


def test_loader_is_served_without_a_sign_in() -> None:
    class Refusing(AbstractAuthenticationMiddleware):
        async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
            raise NotAuthorizedException(connection.url.path)

    plugin = WootricPlugin(account_token="NPS-01fe3cbc", delivery="fetch")
    app = Litestar(plugins=[plugin], middleware=[DefineMiddleware(Refusing)], logging_config=None)
    with TestClient(app) as client:
        statuses = [client.get(f"/wootric/{name}").status_code for name in (loader_file("data").name, "settings.json")]
    assert statuses == [200, 401]


def test_second_plugin_is_refused() -> None:
    plugins = [WootricPlugin(account_token="NPS-01fe3cbc") for _ in range(2)]
    with pytest.raises(InvalidSetting, match=r"^plugins: has two of WootricPlugin; expected one, with accounts=$"):
        Litestar(plugins=plugins)
