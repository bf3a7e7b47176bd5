"""Litestar: `Litestar(..., plugins=[WootricPlugin(account_token=...)])`.

A template of Jinja2 then has `{{ wootric_snippet() }}` and `{% wootric_snippet %}`. A route handler:
`wootric.track(request, ...)`, with the plugin under that name.
"""

from dataclasses import replace
from functools import partial
from typing import Any

from jinja2 import Environment
from litestar import Litestar, Request, asgi
from litestar.config.app import AppConfig
from litestar.config.response_cache import ResponseCacheConfig
from litestar.middleware import DefineMiddleware
from litestar.plugins import InitPlugin
from litestar.response.base import ASGIResponse
from litestar.types import Receive, Scope, Send

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.integration.asgi import ASGIRequest, ASGIWootric, GuardMiddleware, PrivateMiddleware
from wootric_snippet.integration.site_request import RequestedPage
from wootric_snippet.loader_file import loader_files


class LitestarRequest(ASGIRequest):
    """One request of Litestar's."""

    middleware = "plugins=[WootricPlugin(...)]"
    request_class = Request

    def page(self) -> RequestedPage:
        scope, url, handler = self.native.scope, self.native.url, self.native.scope.get("route_handler")
        name = None if handler is None else handler.name or handler.handler_name
        route = self.route(scope.get("path_template", ""), scope.get("path_params", {}).values())
        return RequestedPage(url.path, url.query, name, route)


class WootricPlugin(ASGIWootric, InitPlugin):
    """Surveys in one application: its templates, its URLs and its responses."""

    request_adapter = LitestarRequest

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        """Give Jinja2's templates the tags and functions, and the application its URLs and middleware."""
        if sum(isinstance(plugin, WootricPlugin) for plugin in app_config.plugins) > 1:
            raise InvalidSetting("plugins", "has two of WootricPlugin", "one, with accounts=")
        if app_config.template_config is not None:
            environment = getattr(app_config.template_config.engine_instance, "engine", None)
            if isinstance(environment, Environment):
                self.add_to(environment)
        mount_path = self.site.configuration.mount_path
        files = [f"{mount_path}/{name}" for name in (*loader_files(), "mock-sdk.js")]
        app_config.route_handlers += [
            asgi(mount_path, name="wootric", is_mount=True, copy_scope=False)(self._respond),
            # What Litestar's authentication middleware leaves alone: a sign-in page may load the script, too.
            asgi(files, name="wootric-files", copy_scope=False, exclude_from_auth=True)(self._respond),
        ]
        # Inside the site's middleware, where its caches see what is private; and outside, for the last word.
        inner = DefineMiddleware(PrivateMiddleware, wootric=self)
        outer = DefineMiddleware(_GuardMiddleware, wootric=self)
        app_config.middleware = [outer, *app_config.middleware, inner]
        app_config.on_startup.append(self._guard_error_pages)
        app_config.response_cache_config = self._without_private_pages(app_config.response_cache_config)
        return app_config

    def _guard_error_pages(self, app: Litestar) -> None:
        # The page for an unknown address (404) is made outside of all middleware.
        app.asgi_handler = _GuardMiddleware(app.asgi_handler, self)

    def _without_private_pages(self, config: ResponseCacheConfig) -> ResponseCacheConfig:
        """Return the configuration of `cache=` in routes so that no visitor's page is stored there."""

        def stores(scope: Any, status: int) -> bool:
            return not self.request_of(scope).state.private and config.cache_response_filter(scope, status)

        return replace(config, cache_response_filter=stores)

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        request: Request[Any, Any, Any] = Request(scope)
        answer = self.respond(request, request.url.path.rstrip("/").rpartition("/")[2], request.query_params)
        headers = dict(answer.headers)
        await ASGIResponse(body=answer.body.encode(), status_code=answer.status, headers=headers)(scope, receive, send)


class _GuardMiddleware(GuardMiddleware):
    async def _serve(self, request: ASGIRequest, scope: Any, receive: Any, send: Any) -> None:
        serve = self._app if request.state.guarded else partial(super()._serve, request)
        await serve(scope, receive, send)
