"""Litestar: `Litestar(..., plugins=[WootricPlugin(account_token=...)])`.

A template then has `{{ wootric_snippet() }}`, and with Jinja2 `{% wootric_snippet %}`.
A route handler: `wootric.track(request, ...)`.
"""

from dataclasses import replace
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
from wootric_snippet.integration.asgi_site import ASGIRequest, ASGIWootric, GuardMiddleware, PrivateMiddleware
from wootric_snippet.integration.endpoints import respond
from wootric_snippet.integration.site_request import RequestedPage, route_pattern
from wootric_snippet.jinja2 import WootricExtension
from wootric_snippet.loader_file import loader_file


class LitestarRequest(ASGIRequest):
    """One request of Litestar's."""

    middleware = "plugins=[WootricPlugin(...)]"
    request_class = Request

    def page(self) -> RequestedPage:
        """Return the page; its name is the route handler's."""
        scope, url, handler = self.native.scope, self.native.url, self.native.scope.get("route_handler")
        name = None if handler is None else handler.name or handler.handler_name
        route = self.prefix + route_pattern(scope["path_template"]) if scope.get("path_params") else None
        return RequestedPage(url.path, url.query, name, route)


class WootricPlugin(ASGIWootric, InitPlugin):
    """Surveys in one application: its templates, its URLs and its responses."""

    adapter = LitestarRequest

    def on_app_init(self, app_config: AppConfig) -> AppConfig:
        """Give the application's templates their functions, and the application its URLs and middleware."""
        if sum(isinstance(plugin, WootricPlugin) for plugin in app_config.plugins) > 1:
            raise InvalidSetting("plugins", "has two of WootricPlugin", "one, with accounts=")
        if app_config.template_config is not None:
            engine = app_config.template_config.engine_instance
            for name, function in self._template_functions().items():
                engine.register_template_callable(name, function)
            if isinstance(environment := getattr(engine, "engine", None), Environment):
                environment.add_extension(WootricExtension)
        mount_path = self._site.configuration.mount_path
        files = [f"{mount_path}/{loader_file().name}", f"{mount_path}/mock-sdk.js"]
        app_config.route_handlers += [
            asgi(f"{mount_path}/{{name:str}}", name="wootric", copy_scope=False)(self._respond),
            # What Litestar's authentication middleware leaves alone: a sign-in page may load the script, too.
            asgi(files, name="wootric-files", copy_scope=False, exclude_from_auth=True)(self._respond),
        ]
        # Inside of the site's middleware, where its caches see what is private; and outside, for the last word.
        app_config.middleware.append(DefineMiddleware(PrivateMiddleware, adapter=self.adapter))
        app_config.middleware.insert(0, DefineMiddleware(_GuardMiddleware, site=self._site, adapter=self.adapter))
        app_config.on_startup.append(self._guard_error_pages)
        app_config.response_cache_config = _without_private_pages(app_config.response_cache_config)
        return app_config

    def _guard_error_pages(self, app: Litestar) -> None:
        # The page for an address that is no route's is made outside of every middleware.
        app.asgi_handler = _GuardMiddleware(app.asgi_handler, self._site, self.adapter)

    async def _respond(self, scope: Scope, receive: Receive, send: Send) -> None:
        request: Request[Any, Any, Any] = Request(scope)
        name = request.url.path.rpartition("/")[2]
        answer = respond(self._site, LitestarRequest(request), name, request.query_params)
        status, body, headers = (404, "", {}) if answer is None else answer
        await ASGIResponse(body=body.encode(), status_code=status, headers=dict(headers))(scope, receive, send)


class _GuardMiddleware(GuardMiddleware):
    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        is_guarded = scope["type"] == "http" and LitestarRequest(Request(scope)).state.guarded
        await (self._app if is_guarded else super().__call__)(scope, receive, send)


def _without_private_pages(config: ResponseCacheConfig) -> ResponseCacheConfig:
    """Return the configuration of `cache=` in routes so that no visitor's page is stored there."""

    def stores(scope: Any, status: int) -> bool:
        return not LitestarRequest(Request(scope)).state.private and config.cache_response_filter(scope, status)

    return replace(config, cache_response_filter=stores)
