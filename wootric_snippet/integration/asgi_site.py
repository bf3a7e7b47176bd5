"""What Starlette and Litestar have in common: requests with an ASGI scope, the options, and the middleware."""

from collections.abc import MutableMapping
from typing import Any, ClassVar

from wootric_snippet.errors import InvalidSetting, WootricSnippetError
from wootric_snippet.integration.accounts import as_account
from wootric_snippet.integration.asgi import guarding_send, private_send
from wootric_snippet.integration.cache_guard import guard
from wootric_snippet.integration.configuration import Spelling, load_configuration
from wootric_snippet.integration.functions import RequestFunctions
from wootric_snippet.integration.site import Site
from wootric_snippet.integration.site_request import SiteRequest


class ASGIRequest(SiteRequest):
    """One request of a framework's whose request has a `scope`, a `url` and `headers`."""

    request_class: ClassVar[Any]
    """The framework's own class."""

    def __init__(self, request: Any) -> None:
        """Take the framework's request."""
        scope = request.scope
        debug = getattr(scope.get("app"), "debug", False)
        super().__init__(request, state=scope, method=scope["method"], prefix="", debug=debug)
        # The root path of the application that has the kit, and not of one that is mounted in it.
        self.prefix = self.state.prefix
        self.has_accounts = "user" in scope

    def origin(self) -> str:
        """Return the site's own origin."""
        return f"{self.native.scope.get('scheme', 'http')}://{self.native.url.netloc}"

    def account(self) -> Any:
        """Return the user whom an authentication middleware has found."""
        return as_account(self.native.scope.get("user"))

    def nonce(self) -> Any:
        """Return `request.state.csp_nonce`, where a site's middleware has put one."""
        return self.native.scope.get("state", {}).get("csp_nonce")

    def session(self, *, create: bool) -> MutableMapping[str, Any] | None:  # noqa: ARG002 - it is there or not
        """Return the session of the framework's session middleware."""
        session = self.native.scope.get("session")
        # Its class and not itself: one of starsessions that is not loaded raises at whatever is asked of it.
        return session if issubclass(type(session), MutableMapping) else None


class ASGIWootric(RequestFunctions):
    """Surveys in one application."""

    request_adapter: ClassVar[type[ASGIRequest]]

    def __init__(self, *misplaced: Any, **options: Any) -> None:
        """Take the options of docs/configuration.md by name, such as `account_token` and `user`.

        A function of the site's takes the request. Raises the `WootricSnippetError` of the first option that is wrong.
        """
        if misplaced:
            problem = f"is called with a {type(misplaced[0]).__name__} that has no name"
            accepted = 'options by name, such as account_token="NPS-..."'
            raise InvalidSetting(f"{type(self).__name__}(...)", problem, accepted)
        super().__init__(load_configuration(options, Spelling()), self.request_adapter)


class PrivateMiddleware:
    """Inside of the site's middleware, where its caches see what is private."""

    def __init__(self, app: Any, adapter: type[ASGIRequest]) -> None:
        """Take the rest of the application."""
        self._app, self._adapter = app, adapter

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request."""
        if scope["type"] == "http":
            send = private_send(self._adapter(self._adapter.request_class(scope)), send)
        await self._app(scope, receive, send)


class GuardMiddleware:
    """Outside of the site's middleware, for the last word on every response."""

    def __init__(self, app: Any, site: Site, adapter: type[ASGIRequest]) -> None:
        """Take the rest of the application."""
        self._app, self._site, self._adapter = app, site, adapter

    def begin(self, request: ASGIRequest) -> None:
        """Prepare the request, before the application sees it."""
        request.state.prefix = request.native.scope.get("root_path", "")
        guard(request)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = self._adapter(self._adapter.request_class(scope))
        self.begin(request)
        guarded = guarding_send(self._site, request, send)
        errors: list[WootricSnippetError] = []

        async def send_or_note(message: Any) -> None:
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
