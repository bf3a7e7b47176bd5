"""Segment's calls in endpoints: `request.state.analytics.track("Order Completed", {...})`."""

from collections.abc import Callable

from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wootric_snippet.conform import conform
from wootric_snippet.faults import OnError
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.request_analytics import RequestAnalytics
from wootric_snippet.starlette.found import account_user, by_debug
from wootric_snippet.starlette.visit import mark_carried
from wootric_snippet.user import User


class AnalyticsMiddleware:
    """Gives endpoints `request.state.analytics`, which takes Segment's calls; the templates' snippet prints them.

    An event of an endpoint that redirects travels in the session to the visitor's next page. Add it before
    `SessionMiddleware`: what is added later comes around it.
    """

    def __init__(
        self,
        app: ASGIApp,
        renderer: SnippetRenderer,
        *,
        user: Callable[[Request], User | None] | None = None,
        on_error: OnError | None = None,
    ) -> None:
        """Wrap `app`. `renderer`, `user` and `on_error` are those that `install` is given.

        `user` tells whose an event is: without it, one that travels would be taken for a visitor's.
        """
        self._app = app
        self._renderer = renderer
        self._user = user
        self._on_error = None if on_error is None else conform(OnError, "on_error", on_error)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, with a place for its calls."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        on_error = self._on_error or by_debug(scope)
        analytics = request.state.analytics = RequestAnalytics(
            self._renderer,
            session=lambda: scope.get("session"),
            user=lambda: account_user(request, on_error) if self._user is None else self._user(request),
            on_error=on_error,
        )

        async def send_carrying(message: Message) -> None:
            # What an endpoint tracked before it failed has not happened.
            if message["type"] == "http.response.start" and message["status"] < 400 and analytics.carry():
                mark_carried(scope)
            await send(message)

        await self._app(scope, receive, send_carrying)
