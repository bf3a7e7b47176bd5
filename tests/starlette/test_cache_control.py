"""Where Starlette's own middleware, error pages and streams meet a page that carries a user."""

import asyncio

import pytest
from jinja2 import DictLoader, Environment
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.base import BaseHTTPMiddleware, RequestResponseEndpoint
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route, WebSocketRoute
from starlette.templating import Jinja2Templates
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocket

from tests.conformance.site import block, page
from tests.log import Log
from tests.starlette.site import get, make_site, make_templates, make_wootric
from wootric_snippet import InvalidSetting

MISSING = (
    "middleware: is missing: without it a shared cache could store this page; expected wootric.init_app(app, templates)"
)
OUTSIDE = (
    "snippet: stands in a page that is made outside of all middleware, so that nothing keeps it private; "
    "expected user=None in the tag of a template for errors"
)


async def passing(request: Request, call_next: RequestResponseEndpoint) -> Response:
    return await call_next(request)


def test_middleware_in_between_changes_nothing() -> None:
    response = get(make_site(middleware=[Middleware(BaseHTTPMiddleware, dispatch=passing)]))
    assert (response.text, response.headers["Cache-Control"]) == (block(), "private")


class PageCache:
    """A cache among the middleware that stores what is not private, and gives it to everybody."""

    def __init__(self, app: ASGIApp, seen: list[str | None]) -> None:
        self.app, self.seen = app, seen

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def look(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.seen.append(dict(message["headers"]).get(b"cache-control", b"").decode())
            await send(message)

        await self.app(scope, receive, look)


@pytest.mark.parametrize("is_added_last", [False, True])
def test_cache_among_the_middleware_sees_what_is_private(is_added_last: bool) -> None:
    seen: list[str | None] = []
    site = make_site(middleware=[] if is_added_last else [Middleware(PageCache, seen=seen)])
    if is_added_last:
        site.add_middleware(PageCache, seen=seen)
    assert get(site).text == block()
    assert seen == ["private"]


def test_user_is_not_printed_where_nothing_guards_the_response(log: Log) -> None:
    def site(debug: bool) -> Starlette:
        templates = make_templates(page="Prices{% wootric_snippet %}")
        make_wootric().add_to(templates.env)
        route = Route("/pricing", lambda request: templates.TemplateResponse(request, "page"), name="pricing")
        return Starlette(debug, [route])

    assert get(site(debug=False)).text == "Prices"
    assert log.warnings == [f"left out the snippet on pricing: {MISSING}"]
    with pytest.raises(InvalidSetting) as raised:
        get(site(debug=True))
    assert str(raised.value) == MISSING


# ---- Pages for errors ----


def make_failing_site(error: Exception, handled: type[Exception], *, debug: bool = False) -> Starlette:
    """Return a site whose page raises this error; its page for such errors has the snippet."""
    templates = make_templates(page="Sorry{% wootric_snippet %}")

    def failing(_request: Request) -> Response:
        raise error

    async def sorry(request: Request, _error: Exception) -> Response:
        return templates.TemplateResponse(request, "page", status_code=500)

    app = Starlette(debug, [Route("/pricing", failing, name="pricing")], exception_handlers={handled: sorry})
    make_wootric().init_app(app, templates)
    return app


@pytest.mark.parametrize("error", [HTTPException(404), KeyError("pricing")], ids=["404", "KeyError"])
def test_page_of_an_exception_handler_keeps_its_survey(error: Exception) -> None:
    response = get(make_failing_site(error, type(error)))
    assert (response.text, response.headers["Cache-Control"]) == (f"Sorry{block()}", "private")


def test_page_for_an_error_that_nothing_handled_holds_no_user(log: Log) -> None:
    assert get(make_failing_site(RuntimeError(), Exception), raise_errors=False).text == "Sorry"
    assert log.warnings == [f"left out the snippet on pricing: {OUTSIDE}"]


# ---- What is no page ----


def test_stream_of_an_async_environment_that_is_private_holds_the_snippet() -> None:
    loader = DictLoader({"page": "Prices{{ wootric_snippet() }}"})
    templates = Jinja2Templates(env=Environment(autoescape=True, enable_async=True, loader=loader))

    def stream(request: Request) -> Response:
        parts = templates.env.get_template("page").generate_async(request=request)
        return StreamingResponse(parts, headers={"Cache-Control": "private"}, media_type="text/html")

    app = Starlette(debug=True, routes=[Route("/pricing", stream)])
    make_wootric().init_app(app, templates)
    assert get(app).text == f"Prices{block(page=page(name='stream'))}"


def test_web_socket_passes_untouched() -> None:
    async def echo(socket: WebSocket) -> None:
        await socket.accept()
        await socket.send_text(await socket.receive_text())

    received = iter([{"type": "websocket.connect"}, {"type": "websocket.receive", "text": "hello"}])
    sent: list[Message] = []

    async def receive() -> Message:
        return next(received)

    async def send(message: Message) -> None:
        sent.append(message)

    app = Starlette(routes=[WebSocketRoute("/echo", echo)])
    make_wootric().init_app(app)
    asyncio.run(app({"type": "websocket", "path": "/echo", "headers": []}, receive, send))
    assert [message.get("text", message["type"]) for message in sent] == ["websocket.accept", "hello"]
