"""Whether the current request's response carries a user, and so may not be kept by a shared cache."""

from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wootric_snippet.caching import keep_private
from wootric_snippet.conform import conform
from wootric_snippet.errors import InvalidSetting, SharedCaching
from wootric_snippet.faults import REFUSE, OnError
from wootric_snippet.starlette.found import by_debug

_KEY = "wootric_snippet.visit"


@dataclass
class _Visit:
    watched: bool = True  # the middleware sees the response to it go out
    personal: bool = False
    sent_open: bool = False  # the headers are on their way, and let a shared cache keep the page


class WootricMiddleware:
    """Makes the response private where a snippet with a user was printed into it; pure ASGI, nothing is buffered.

    A response that says `public`, or is meant for a CDN, is refused while the application debugs, and logged and made
    private otherwise; `on_error` decides it instead. Add it last: what is added later comes after it.
    """

    def __init__(self, app: ASGIApp, *, on_error: OnError | None = None) -> None:
        """Wrap `app`."""
        self._app = app
        self._on_error = None if on_error is None else conform(OnError, "on_error", on_error)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, watching for what was printed into the response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visit = begun(scope)
        on_error = self._on_error or by_debug(scope)

        async def send_private(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                headers = MutableHeaders(scope=message)
                private = headers.mutablecopy()
                keep_private(private, REFUSE[on_error] if visit.personal else lambda *_: None)
                if visit.personal:
                    message["headers"] = private.raw
                visit.sent_open = private != headers and not visit.personal
            await send(message)

        try:
            await self._app(scope, receive, send_private)
        finally:
            visit.watched = False  # what answers an error from here on, such as a page for 500, is out of reach


def begun(scope: Scope) -> _Visit:
    """Return what is known of a request's response, and will be noted there: the same object for the same request."""
    # An object, so that it stays the same one where something on the way copies the scope.
    visit: _Visit = scope.setdefault(_KEY, _Visit())
    return visit


def mark_personal(request: Request) -> None:
    """Note that a snippet with a user was printed for this request.

    Raises `InvalidSetting` without the middleware, and `SharedCaching` where it is too late to make the response
    private, as in a streamed page: nothing else would keep it out of shared caches.
    """
    visit: _Visit | None = request.scope.get(_KEY)
    if visit is None or not visit.watched:
        raise InvalidSetting("WootricMiddleware", "is not there", "app.add_middleware(WootricMiddleware)")
    if visit.sent_open:
        problem = "went out before the snippet was printed"
        raise SharedCaching("Cache-Control", problem, "private, set by the view, on a streamed page with the snippet")
    visit.personal = True


def mark_carried(scope: Scope) -> None:
    """Note that the response sets the visitor's session, which is as little for others."""
    if _KEY in scope:
        scope[_KEY].personal = True
