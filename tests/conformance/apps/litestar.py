"""Litestar, with its sessions and an authentication middleware."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, NoReturn

from jinja2 import Environment
from litestar import Litestar, Request, Response, route
from litestar.connection import ASGIConnection
from litestar.exceptions import HTTPException, LitestarException, NotFoundException
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult, DefineMiddleware
from litestar.middleware.session.client_side import CookieBackendConfig
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Stream
from litestar.template import TemplateConfig

from tests.conformance.site import Account, Reply, Site, View, Visit
from wootric_snippet.litestar import WootricPlugin
from wootric_snippet.segment import Analytics

ASGI = True
LANGUAGE = None
MARKS = ()


class _Middleware(AbstractAuthenticationMiddleware):
    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        key = connection.session.get("account")
        return AuthenticationResult(None if key is None else Account(key), None)


class _Visit(Visit):
    wootric: WootricPlugin

    async def render(self, source: str) -> str:
        engine = self.request.app.template_engine
        page: str = engine.render_string(source, {**self.site.context, "request": self.request})
        return page

    def track(self, event: str, properties: Mapping[str, Any] | None = None) -> None:
        self.wootric.track(self.request, event, properties)

    @property
    def analytics(self) -> Analytics:
        return self.wootric.analytics(self.request)

    def set_nonce(self, nonce: str) -> None:
        self.request.scope["state"]["csp_nonce"] = nonce

    def sign_in(self, account: Account) -> None:
        self.request.session["account"] = account.id

    def sign_out(self) -> None:
        del self.request.session["account"]

    def not_found(self) -> NoReturn:
        raise NotFoundException


def make_app(site: Site) -> Any:
    """Return the application."""
    wootric = WootricPlugin(**site.options)
    visit_class = type("LitestarVisit", (_Visit,), {"wootric": wootric})

    def endpoint(name: str, path: str, view: View) -> Any:
        @route(path.replace("}", ":str}"), name=name, http_method=["GET", "POST", "HEAD"], status_code=200)
        async def respond(request: Request[Any, Any, Any]) -> Response[Any]:
            return _response(await view(visit_class(site, request, request.path_params)))

        return respond

    app = Litestar(
        [endpoint(name, path, view) for name, path, view in site.routes()],
        debug=site.debug,
        middleware=[CookieBackendConfig(secret=b"sixteen letters.").middleware, DefineMiddleware(_Middleware)],
        template_config=TemplateConfig(JinjaTemplateEngine.from_environment(Environment(autoescape=True))),
        openapi_config=None,
        plugins=[wootric],
        exception_handlers={HTTPException: _error_page, Exception: _raise},
        logging_config=None,
    )
    asyncio.run(_start(app))

    async def application(scope: Any, receive: Any, send: Any) -> None:
        try:
            await app(scope, receive, send)
        except LitestarException as error:
            raise _raised_by_stream(error) from None

    return application


def _raised_by_stream(error: BaseException) -> BaseException:
    """Return what a stream raised, without what Litestar has wrapped around it."""
    if isinstance(error, BaseExceptionGroup):
        return _raised_by_stream(error.exceptions[0])
    if isinstance(error, LitestarException) and error.__cause__ is not None:
        return _raised_by_stream(error.__cause__)
    return error


def _error_page(_request: Any, error: HTTPException) -> Response[Any]:
    return Response(error.detail, status_code=error.status_code)


def _raise(_request: Any, error: Exception) -> NoReturn:
    raise error  # to the test, in production too


async def _start(app: Litestar) -> None:
    async with app.lifespan():
        pass


def _response(reply: Reply) -> Response[Any]:
    make: Callable[..., Response[Any]] = Response
    content: Any = reply.body
    if (parts := reply.parts) is not None:

        async def chunks() -> AsyncIterator[str]:
            for part in parts:
                yield await part

        make, content = Stream, chunks()
    headers = {"content-type": "text/html; charset=utf-8", **reply.headers}
    return make(content, status_code=reply.status, headers=headers, media_type=headers["content-type"])
