"""A page with a user in it is not left to a shared cache."""

import asyncio
from collections.abc import AsyncIterator
from functools import partial
from typing import Any

import httpx
import pytest
from jinja2 import DictLoader, Environment
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route
from starlette.templating import Jinja2Templates
from starlette.types import Message, Receive, Scope, Send

from tests.starlette.site import AMELIA, RENDERER, block, get, make_site, make_templates
from wootric_snippet import InvalidSetting, SharedCaching, SnippetRenderer
from wootric_snippet.starlette import AnalyticsMiddleware, WootricMiddleware, install

SHARED = "lets a shared cache keep a page that carries a user; accepted: private, or a page without the snippet"
LATE = (
    "Cache-Control: went out before the snippet was printed; accepted: private, set by the view, on a streamed page "
    "with the snippet"
)


def test_a_page_with_a_user_is_private() -> None:
    response = get(make_site(make_templates()))
    assert response.headers.get_list("cache-control") == ["private"]


@pytest.mark.parametrize("include_anonymous", [False, True])
def test_a_page_without_a_user_stays_as_the_site_has_it(include_anonymous: bool) -> None:
    renderer = SnippetRenderer("NPS-01fe3cbc", include_anonymous=include_anonymous)
    templates = make_templates(renderer=renderer, user=lambda _request: None)
    response = get(make_site(templates, headers={"Cache-Control": "public, max-age=60"}, debug=True))
    assert response.headers["cache-control"] == "public, max-age=60"


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("Cache-Control", "public, max-age=60", "private, max-age=60"),
        ("Cache-Control", "max-age=60, s-maxage=600", "private, max-age=60"),
        ("CDN-Cache-Control", "max-age=60", "no-store"),
        ("Cloudflare-CDN-Cache-Control", "max-age=60", "no-store"),
        ("Netlify-CDN-Cache-Control", "max-age=60", "no-store"),
        ("Vercel-CDN-Cache-Control", "max-age=60", "no-store"),
        ("Edge-Control", "cache-maxage=60s", "no-store"),
        ("X-Accel-Expires", "300", "0"),
    ],
)
def test_a_page_with_a_user_that_is_meant_for_shared_caches_is_made_private(
    header: str, value: str, expected: str, caplog: pytest.LogCaptureFixture
) -> None:
    response = get(make_site(make_templates(), headers={header: value}))
    assert (response.status_code, response.text, response.headers[header]) == (200, block(), expected)
    assert caplog.messages == [f"left out: {header}: {SHARED}"]


def test_a_developer_sees_that_a_page_with_a_user_is_meant_for_shared_caches() -> None:
    with pytest.raises(SharedCaching, match=f"^Cache-Control: {SHARED}$"):
        get(make_site(make_templates(), headers={"Cache-Control": "public"}, debug=True))


def test_the_middleware_can_be_told_to_log_while_debugging() -> None:
    middleware = [Middleware(WootricMiddleware, on_error="log")]
    site = make_site(make_templates(), headers={"Cache-Control": "public"}, debug=True, middleware=middleware)
    assert get(site).headers["cache-control"] == "private"


def test_a_middleware_in_between_changes_nothing() -> None:
    async def passing(request: Request, call_next: RequestResponseEndpoint) -> Response:
        return await call_next(request)

    middleware = [Middleware(WootricMiddleware), Middleware(BaseHTTPMiddleware, dispatch=passing)]
    response = get(make_site(make_templates(), middleware=middleware))
    assert (response.text, response.headers["cache-control"]) == (block(), "private")


def test_without_the_middleware_no_user_is_printed(caplog: pytest.LogCaptureFixture) -> None:
    response = get(make_site(make_templates("Prices{% wootric_snippet %}"), middleware=[]))
    assert response.text == "Prices"
    missing = "WootricMiddleware: is not there; accepted: app.add_middleware(WootricMiddleware)"
    assert caplog.messages == [f"left out: {missing}"]
    with pytest.raises(InvalidSetting, match=r"^WootricMiddleware: is not there"):
        get(make_site(make_templates(), middleware=[], debug=True))


def test_a_page_for_errors_that_no_middleware_sees_holds_no_user(caplog: pytest.LogCaptureFixture) -> None:
    templates = make_templates("Sorry{% wootric_snippet %}")

    def failing(_request: Request) -> Response:
        raise RuntimeError

    async def sorry(request: Request, _error: Exception) -> Response:
        return templates.TemplateResponse(request, "page.html", status_code=500, headers={"Cache-Control": "public"})

    site = Starlette(
        routes=[Route("/pricing", failing)],
        middleware=[Middleware(WootricMiddleware)],
        exception_handlers={Exception: sorry},
    )
    transport = httpx.ASGITransport(site, raise_app_exceptions=False)

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get("/pricing")

    assert asyncio.run(ask()).text == "Sorry"
    assert caplog.messages == [
        "left out: WootricMiddleware: is not there; accepted: app.add_middleware(WootricMiddleware)"
    ]


@pytest.mark.parametrize("middleware", [WootricMiddleware, partial(AnalyticsMiddleware, renderer=RENDERER)])
def test_a_middleware_is_told_what_happens_to_errors_in_one_of_the_two_ways(middleware: Any) -> None:
    with pytest.raises(InvalidSetting, match=r"^on_error: is not one of the choices; accepted: raise, log$"):
        middleware(Starlette(), on_error="ignore")


def streaming(*, debug: bool = False, headers: dict[str, str] | None = None) -> Starlette:
    loader = DictLoader({"page.html": "Prices{% wootric_snippet %}"})
    templates = Jinja2Templates(env=Environment(autoescape=True, enable_async=True, loader=loader))
    install(templates, RENDERER, user=lambda _request: AMELIA)

    def stream(request: Request) -> Response:
        parts: AsyncIterator[str] = templates.get_template("page.html").generate_async(request=request)
        return StreamingResponse(parts, headers=headers)

    return make_site(templates, debug=debug, view=stream)


def test_a_streamed_page_whose_headers_are_gone_holds_no_user(caplog: pytest.LogCaptureFixture) -> None:
    assert get(streaming()).text == "Prices"
    assert caplog.messages == [f"left out: {LATE}"]


def test_a_streamed_page_that_is_private_holds_the_snippet() -> None:
    assert get(streaming(debug=True, headers={"Cache-Control": "private"})).text == f"Prices{block()}"


def test_a_developer_sees_that_a_streamed_page_has_to_be_private() -> None:
    with pytest.raises(SharedCaching, match=f"^{LATE}$"):
        get(streaming(debug=True))


def test_a_web_socket_passes_untouched() -> None:
    seen: list[tuple[Scope, Receive, Send]] = []

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        seen.append((scope, receive, send))

    async def receive() -> Message:
        return {"type": "websocket.connect"}

    async def send(_message: Message) -> None:
        return

    asyncio.run(WootricMiddleware(app)({"type": "websocket"}, receive, send))
    assert seen == [({"type": "websocket"}, receive, send)]
