"""The deliveries `data` and `fetch` in Starlette: the file, and the address that the loader asks."""

import asyncio
from typing import Any

import httpx
import pytest
from jinja2 import DictLoader, Environment
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.templating import Jinja2Templates

from tests.settings_json import settings_json
from tests.starlette.site import AMELIA, get, page
from wootric_snippet import Group, SnippetRenderer, User
from wootric_snippet.loader_file import loader_file
from wootric_snippet.starlette import WootricMiddleware, install

FILE = loader_file()
LOADER = f"/wootric/{FILE.name}"
DATA = SnippetRenderer("NPS-01fe3cbc", delivery="data", loader_url=LOADER)
FETCH = SnippetRenderer("NPS-01fe3cbc", delivery="fetch", loader_url=LOADER, settings_url="/wootric/settings.json")


def make_site(renderer: SnippetRenderer, **arguments: Any) -> Starlette:
    """Return an application with one page and the routes of the snippet."""
    environment = Environment(autoescape=True, loader=DictLoader({"page.html": "{{ wootric_snippet() }}"}))
    templates = Jinja2Templates(env=environment)
    routes = install(templates, renderer, **({"user": lambda _request: AMELIA} | arguments))

    def pricing(request: Request) -> Response:
        return templates.TemplateResponse(request, "page.html")

    pages = [Route("/pricing", pricing, name="pricing"), Mount("/wootric", routes)]
    return Starlette(routes=pages, middleware=[Middleware(WootricMiddleware)])


def test_data_prints_the_users_settings_and_the_file() -> None:
    response = get(make_site(DATA))
    assert response.text == DATA.render(AMELIA, page())
    assert response.headers["Cache-Control"] == "private"


def test_the_file_is_kept_for_a_year() -> None:
    response = get(make_site(DATA), LOADER)
    assert response.text == FILE.content
    assert {name: response.headers[name] for name in FILE.headers} == FILE.headers


def test_fetch_pages_are_the_same_for_everybody_and_stay_cacheable() -> None:
    responses = [get(make_site(FETCH, user=lambda _request, user=user: user)) for user in (AMELIA, None)]
    assert [response.text for response in responses] == [FETCH.render(None, page())] * 2
    assert {"cache-control", "vary"}.isdisjoint(responses[0].headers)


def test_the_visitors_settings_are_answered_to_the_visitor() -> None:
    def visitor(request: Request) -> User | None:
        email = request.cookies.get("email")
        return User(email=email) if email else None

    site = make_site(FETCH, user=visitor, group=lambda _request: Group(id="0e8c"))
    url = "/wootric/settings.json?path=/pricing&name=pricing"
    answers = [get(site, url, cookie=f"email={email}") for email in ("amelia@example.com", "bob@example.com", "")]
    assert [answer.text for answer in answers] == [
        settings_json(FETCH, User(email="amelia@example.com"), page(), group=Group(id="0e8c")),
        settings_json(FETCH, User(email="bob@example.com"), page(), group=Group(id="0e8c")),
        "",
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 204]
    for answer in answers:
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert answer.headers["Vary"] == "Cookie"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(method: str) -> None:
    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(make_site(FETCH))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(method, "/wootric/settings.json")

    response = asyncio.run(ask())
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


def test_other_sites_are_refused() -> None:
    assert get(make_site(FETCH), "/wootric/settings.json", **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_who_refuses_tracking_is_nobody() -> None:
    renderer = SnippetRenderer(
        "NPS-1", delivery="fetch", loader_url=LOADER, settings_url="/wootric/settings.json", respect_gpc=True
    )
    assert get(make_site(renderer), "/wootric/settings.json", **{"Sec-GPC": "1"}).status_code == 204
    assert get(make_site(renderer), "/wootric/settings.json").status_code == 200
