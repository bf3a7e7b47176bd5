"""What frameworks that speak ASGI have in common: requests with a scope, the options, and the middleware.

Streams are never buffered.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from functools import partial
from typing import Any, ClassVar

from wootric_snippet.errors import InvalidSetting, WootricSnippetError
from wootric_snippet.integration.accounts import as_account
from wootric_snippet.integration.cache_control import make_private_unless_public
from wootric_snippet.integration.cache_guard import (
    finish,
    finish_headers,
    guard,
    holds_replayed,
    is_markup,
    stream_filter,
)
from wootric_snippet.integration.configuration import Spelling, load_configuration
from wootric_snippet.integration.events import forget_events
from wootric_snippet.integration.functions import RequestFunctions
from wootric_snippet.integration.replay import StreamFilter
from wootric_snippet.integration.site import Site
from wootric_snippet.integration.site_request import SiteRequest
from wootric_snippet.integration.visitor import warn_without_user_source

Message = MutableMapping[str, Any]
Send = Callable[[Message], Awaitable[None]]


class ASGIRequest(SiteRequest):
    """One request of an ASGI framework; it has a `scope`, a `url` and `headers`."""

    request_class: ClassVar[Any]
    """The framework's own class."""

    def __init__(self, site: Site, request: Any) -> None:
        scope = request.scope
        super().__init__(site, request, state=scope, prefix="", debug=getattr(scope.get("app"), "debug", False))
        # The root path of the application that has the kit, and not of one that is mounted in it.
        self.prefix = self.state.prefix
        self.has_accounts = "user" in scope

    def origin(self) -> str:
        return f"{self.native.scope.get('scheme', 'http')}://{self.native.url.netloc}"

    def account(self) -> Any:
        return as_account(self.native.scope.get("user"))

    def nonce(self) -> Any:
        return self.native.scope.get("state", {}).get("csp_nonce")

    def session(self, *, create: bool) -> MutableMapping[str, Any] | None:  # noqa: ARG002 - this framework cannot create one
        session = self.native.scope.get("session")
        # Its class and not itself: one of starsessions that is not loaded raises at whatever is asked of it.
        return session if issubclass(type(session), MutableMapping) else None


class ASGIWootric(RequestFunctions):
    """Surveys in one application."""

    request_adapter: ClassVar[type[ASGIRequest]]

    def __init__(self, *positional: Any, **options: Any) -> None:
        """Read the options.

        Args:
            positional: Nothing goes without its name.
            options: Those of docs/configuration.md, such as `account_token` and `user`. The site's functions take the
                request.

        Raises:
            WootricSnippetError: The first option that is wrong.
        """
        if positional:
            problem = f"is called with a {type(positional[0]).__name__} that has no name"
            accepted = f'options by name, such as account_token="NPS-..."; then {self.request_adapter.middleware}'
            raise InvalidSetting(f"{type(self).__name__}(...)", problem, accepted)
        self.site = Site(load_configuration(options, Spelling()))
        super().__init__(partial(self.request_adapter, self.site))

    def request_of(self, scope: Any) -> ASGIRequest:
        """Return the request of a scope."""
        return self.request_adapter(self.site, self.request_adapter.request_class(scope))

    def begin(self, request: ASGIRequest) -> None:
        """Prepare a request, before the application sees it."""
        request.state.prefix = request.native.scope.get("root_path", "")
        guard(request)


class _Middleware:
    """Passes requests of HTTP to `_serve`, and all others on."""

    def __init__(self, app: Any, wootric: ASGIWootric) -> None:
        self._app, self._wootric = app, wootric

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        serve = partial(self._serve, self._wootric.request_of(scope)) if scope["type"] == "http" else self._app
        await serve(scope, receive, send)

    async def _serve(self, request: ASGIRequest, scope: Any, receive: Any, send: Send) -> None:
        raise NotImplementedError


class PrivateMiddleware(_Middleware):
    """Inside the site's middleware, where its caches see what is private.

    What a view tracked before it failed has not happened.
    """

    async def _serve(self, request: ASGIRequest, scope: Any, receive: Any, send: Send) -> None:
        start: Message = {}

        async def send_private(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                if message["status"] >= 400:
                    forget_events(request)
                start = message
                return
            if start:
                first, start = start, {}
                headers = RawHeaders(first)
                if is_markup(headers) and holds_replayed(request, message.get("body", b"")):
                    request.state.private = True
                if request.state.private:
                    make_private_unless_public(headers)
                await send(first)
            await send(message)

        await self._app(scope, receive, send_private)


class GuardMiddleware(_Middleware):
    """Outside the site's middleware, for the last word on every response."""

    async def _serve(self, request: ASGIRequest, scope: Any, receive: Any, send: Send) -> None:
        self._wootric.begin(request)
        guarded = guarding_send(request, send)
        errors: list[WootricSnippetError] = []

        async def send_or_note(message: Message) -> None:
            try:
                if not errors:
                    await guarded(message)
            except WootricSnippetError as error:
                errors.append(error)  # raised outside of the application, which takes its response to be sent

        try:
            await self._app(scope, receive, send_or_note)
        finally:
            request.state.guarded, request.state.ended = False, True  # a page for a 500 is made outside
        if errors:
            raise errors[0]


class RawHeaders:
    """The headers of an `http.response.start` by name, over the list of pairs of bytes that ASGI has."""

    def __init__(self, message: Message) -> None:
        self._pairs = [(bytes(name).lower(), bytes(value)) for name, value in message.get("headers", ())]
        message["headers"] = self._pairs

    def get(self, name: str) -> str | None:
        own = _encoded(name)
        values = [value.decode("latin-1") for key, value in self._pairs if key == own]
        return ", ".join(values) if values else None

    def __contains__(self, name: str) -> bool:
        return self.get(name) is not None

    def __setitem__(self, name: str, value: str) -> None:
        del self[name]
        self._pairs.append((_encoded(name), value.encode("latin-1")))

    def __delitem__(self, name: str) -> None:
        own = _encoded(name)
        self._pairs[:] = [pair for pair in self._pairs if pair[0] != own]


def _encoded(name: str) -> bytes:
    return name.lower().encode("latin-1")


def guarding_send(request: ASGIRequest, send: Send) -> Send:
    """Return a `send` for outside of all other middleware: it has the last word on what is private and replayed."""
    start: Message = {}
    held = b""
    stream: StreamFilter | None = None

    async def send_guarded(message: Message) -> None:
        nonlocal start, held, stream
        if message["type"] == "http.response.start":
            start = message
            if message["status"] < 400:  # a middleware for sign-in has let it pass
                warn_without_user_source(request.site, has_accounts="user" in request.native.scope)
            return
        if message["type"] != "http.response.body":  # a file that the server sends by itself, say
            if start:
                finish_headers(request, RawHeaders(start))
                await send(start)
                start = {}
            await send(message)
            return
        more, body = message.get("more_body", False), held + message.get("body", b"")
        if start:
            headers = RawHeaders(start)
            if more and "Content-Length" in headers and is_markup(headers):
                held = body  # one whole page, which some middleware sends on in pieces
                return
            first, start, held = start, {}, b""
            if more:
                stream = stream_filter(request, headers)
                finish_headers(request, headers)
            elif (changed := finish(request, first["status"], headers, body)) is not None:
                body = changed
                headers["Content-Length"] = str(len(body))
            await send(first)
        if stream is not None:
            body = stream.feed(body, last=not more)
        await send({**message, "body": body})

    return send_guarded
