"""Starlette and FastAPI: `wootric = Wootric(account_token=...)`, `wootric.init_app(app, templates)`.

A template then has `{{ wootric_snippet() }}` and `{% wootric_snippet %}`. An endpoint: `wootric.track(request, ...)`.
"""

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.integration.asgi import ASGIRequest, ASGIWootric, GuardMiddleware, PrivateMiddleware
from wootric_snippet.integration.endpoints import METHODS
from wootric_snippet.integration.events import analytics
from wootric_snippet.integration.site_request import RequestedPage, hide_arguments


class StarletteRequest(ASGIRequest):
    """One request of Starlette's or FastAPI's."""

    middleware = "wootric.init_app(app, templates)"
    request_class = Request

    def page(self) -> RequestedPage:
        scope = self.native.scope
        path: str = scope["path"]  # request.url.path has some characters percent-encoded
        name = getattr(scope.get("route"), "name", None) or getattr(scope.get("endpoint"), "__name__", None)
        return RequestedPage(path, self.native.url.query, name, hide_arguments(path, self.native.path_params))


class Wootric(ASGIWootric):
    """Surveys in one application: its templates, its URLs and its responses."""

    request_adapter = StarletteRequest

    def init_app(self, app: Starlette, *templates: Jinja2Templates) -> None:
        """Give the templates `wootric_snippet` and `wootric_shutdown`, and the application its URLs and middleware.

        Args:
            app: The application, after its own middleware was added.
            templates: Each `Jinja2Templates` that prints surveys.

        Raises:
            InvalidSetting: An argument is of another type, or the application was set up before.
        """
        for each, attribute in ((app, "user_middleware"), *((each, "env") for each in templates)):
            if not hasattr(each, attribute):
                problem = f"is called with a {type(each).__name__}"
                accepted = "the application, and then each Jinja2Templates"
                raise InvalidSetting("init_app(app, templates)", problem, accepted)
        if any(getattr(route, "name", None) == "wootric" for route in app.router.routes):
            raise InvalidSetting("init_app(app, templates)", "is called twice for this application", "one call")
        for each in templates:
            self.add_to(each.env)
        mount_path = self.site.configuration.mount_path
        app.router.routes.insert(0, Route(f"{mount_path}/{{name}}", self._respond, methods=METHODS, name="wootric"))
        # Inside the site's middleware, where its caches see what is private; and outside, for the last word.
        app.user_middleware.append(Middleware(PrivateMiddleware, wootric=self))
        app.add_middleware(GuardMiddleware, wootric=self)

    def begin(self, request: ASGIRequest) -> None:
        """Give a view Segment's calls as `request.state.analytics`."""
        super().begin(request)
        request.native.state.analytics = analytics(request)

    def _respond(self, request: Request) -> Response:
        answer = self.respond(request, request.path_params["name"], request.query_params)
        return Response(answer.body, answer.status, dict(answer.headers))
