"""Starlette and FastAPI: `wootric = Wootric(account_token=...)`, `wootric.init_app(app, templates)`.

A template then has `{{ wootric_snippet() }}` and `{% wootric_snippet %}`. An endpoint: `wootric.track(request, ...)`.
"""

from collections.abc import Mapping, MutableMapping
from typing import Any

from markupsafe import Markup
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates
from starlette.types import ASGIApp, Receive, Scope, Send

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.integration.asgi import guarding_send, private_send
from wootric_snippet.integration.cache_guard import guard
from wootric_snippet.integration.configuration import Spelling, load_configuration
from wootric_snippet.integration.endpoints import METHODS, respond
from wootric_snippet.integration.site import Site
from wootric_snippet.integration.site_request import RequestedPage, SiteRequest, hide_arguments
from wootric_snippet.integration.tag import render_shutdown, render_snippet
from wootric_snippet.integration.template_function import TemplateFunction
from wootric_snippet.integration.tracking import RequestAnalytics, analytics, track
from wootric_snippet.integration.visitor import account_user
from wootric_snippet.jinja2 import WootricExtension
from wootric_snippet.models import User


class StarletteRequest(SiteRequest):
    """One request of Starlette's or FastAPI's."""

    middleware = "wootric.init_app(app, templates)"

    def __init__(self, request: Request) -> None:
        """Take the framework's request."""
        scope = request.scope
        super().__init__(
            request, state=scope, method=scope["method"], prefix="", debug=getattr(scope.get("app"), "debug", False)
        )
        # The root path of the application that has the kit, and not of one that is mounted in it.
        self.prefix = self.state.prefix
        self.has_accounts = "user" in scope

    def origin(self) -> str:
        """Return the site's own origin."""
        return f"{self.native.url.scheme}://{self.native.url.netloc}"

    def page(self) -> RequestedPage:
        """Return the page; its name is the route's or the endpoint's."""
        scope, path = self.native.scope, self.native.url.path
        name = getattr(scope.get("route"), "name", None) or getattr(scope.get("endpoint"), "__name__", None)
        parameters = scope.get("path_params")
        return RequestedPage(
            path, self.native.url.query, name, hide_arguments(path, parameters) if parameters else None
        )

    def account(self) -> Any:
        """Return the `request.user` of `AuthenticationMiddleware`."""
        return self.native.scope.get("user")

    def nonce(self) -> Any:
        """Return `request.state.csp_nonce`, where a site's middleware has put one."""
        return getattr(self.native.state, "csp_nonce", None)

    def session(self, *, create: bool) -> MutableMapping[str, Any] | None:  # noqa: ARG002 - it is there or not
        """Return the session of `SessionMiddleware`."""
        session: MutableMapping[str, Any] | None = self.native.scope.get("session")
        return session


class Wootric:
    """Surveys in one application: its templates, its URLs and its responses."""

    def __init__(self, *misplaced: Any, **options: Any) -> None:
        """Take the options of docs/configuration.md by name, such as `account_token` and `user`.

        A function of the site's takes the request. Raises the `WootricSnippetError` of the first option that is wrong.
        """
        if misplaced:
            problem = f"is called with a {type(misplaced[0]).__name__} that has no name"
            raise InvalidSetting("Wootric(...)", problem, 'options by name, such as account_token="NPS-..."')
        self._site = Site(load_configuration(options, Spelling()))

    def init_app(self, app: Starlette, *templates: Jinja2Templates) -> None:
        """Give the templates `wootric_snippet` and `wootric_shutdown`, and the application its URLs and middleware."""
        for each in templates:
            each.env.add_extension(WootricExtension)
            each.env.globals.update(
                wootric_snippet=TemplateFunction(lambda request, args, kwargs: self._snippet(request, args, kwargs)),
                wootric_shutdown=TemplateFunction(lambda request, _args, kwargs: self.shutdown(request, **kwargs)),
            )
        mount_path = self._site.configuration.mount_path
        app.router.routes.insert(0, Route(f"{mount_path}/{{name}}", self._respond, methods=METHODS, name="wootric"))
        # Inside of the site's middleware, where its caches see what is private; and outside, for the last word.
        app.user_middleware.append(Middleware(_PrivateMiddleware))
        app.add_middleware(_GuardMiddleware, site=self._site)

    def snippet(self, request: Request | None, **arguments: Any) -> Markup:
        """Return the script block of a request's page, for where a value is wanted."""
        return self._snippet(request, (), arguments)

    def shutdown(self, request: Request | None, *, nonce: str | None = None) -> Markup:
        """Return the script block for the page after log-out."""
        return render_shutdown(self._site, _site_request(request), nonce)

    def track(self, request: Request, event: str, properties: Mapping[str, Any] | None = None) -> None:
        """Ask about an event on the next page of this visitor: `wootric.track(request, "Order Completed")`."""
        track(self._site, StarletteRequest(request), event, properties)

    def analytics(self, request: Request) -> RequestAnalytics:
        """Return Segment's calls of a request; `request.state.analytics` is the same."""
        return analytics(self._site, StarletteRequest(request))

    def account_user(self, request: Request, **fields: Any) -> User | None:
        """Return the `User` of who is signed in, with more fields by name; `None` for nobody."""
        account = request.scope.get("user")
        return None if account is None else account_user(self._site, StarletteRequest(request), account, **fields)

    def _snippet(self, request: Request | None, misplaced: tuple[Any, ...], arguments: Mapping[str, Any]) -> Markup:
        return render_snippet(self._site, _site_request(request), arguments, misplaced)

    def _respond(self, request: Request) -> Response:
        answer = respond(self._site, StarletteRequest(request), request.path_params["name"], request.query_params)
        return (
            Response(status_code=404) if answer is None else Response(answer.body, answer.status, dict(answer.headers))
        )


def _site_request(request: Request | None) -> StarletteRequest | None:
    return None if request is None else StarletteRequest(request)


class _PrivateMiddleware:
    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_page = scope["type"] == "http"
        await self._app(scope, receive, private_send(StarletteRequest(Request(scope)), send) if is_page else send)


class _GuardMiddleware:
    def __init__(self, app: ASGIApp, site: Site) -> None:
        self._app, self._site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = StarletteRequest(Request(scope))
        request.state.prefix = scope.get("root_path", "")
        request.native.state.analytics = analytics(self._site, request)
        guard(request)
        try:
            await self._app(scope, receive, guarding_send(self._site, request, send))
        finally:
            request.state.guarded = False  # a page for a 500 is made outside of every middleware
