"""Starlette, with its sessions and its authentication."""

from collections.abc import AsyncIterator, Callable, Mapping
from typing import Any, NoReturn

from jinja2 import Environment
from starlette.applications import Starlette
from starlette.authentication import AuthCredentials, AuthenticationBackend, BaseUser
from starlette.exceptions import HTTPException
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import HTMLResponse, Response, StreamingResponse
from starlette.templating import Jinja2Templates

from tests.conformance.site import Account, Reply, Site, View, Visit
from wootric_snippet.segment import Analytics
from wootric_snippet.starlette import Wootric

ASGI = True
LANGUAGE = None
MARKS = ()


class _User(BaseUser):
    is_authenticated = True

    def __init__(self, account: Account) -> None:
        self.id, self.email, self.created_at = account.id, account.email, account.created_at


class _Backend(AuthenticationBackend):
    async def authenticate(self, conn: HTTPConnection) -> tuple[AuthCredentials, BaseUser] | None:
        key = conn.session.get("account") if "session" in conn.cookies else None
        return None if key is None else (AuthCredentials(), _User(Account(key)))


class StarletteVisit(Visit):
    """One request of Starlette's or FastAPI's."""

    wootric: Wootric
    templates: Jinja2Templates

    async def render(self, source: str) -> str:
        return self.templates.env.from_string(source).render(request=self.request, **self.site.context)

    def track(self, event: str, properties: Mapping[str, Any] | None = None) -> None:
        self.wootric.track(self.request, event, properties)

    @property
    def analytics(self) -> Analytics:
        analytics: Analytics = self.request.state.analytics
        return analytics

    def set_nonce(self, nonce: str) -> None:
        self.request.state.csp_nonce = nonce

    def sign_in(self, account: Account) -> None:
        self.request.session["account"] = account.id

    def sign_out(self) -> None:
        del self.request.session["account"]

    def not_found(self) -> NoReturn:
        raise HTTPException(404)


def set_up(app: Starlette, site: Site) -> type[StarletteVisit]:
    """Give the application what it needs; return the class of its visits."""
    templates = Jinja2Templates(env=Environment(autoescape=True))
    wootric = Wootric(**site.options)
    app.add_middleware(AuthenticationMiddleware, backend=_Backend())
    app.add_middleware(SessionMiddleware, secret_key="a test's")
    wootric.init_app(app, templates)
    return type("TestVisit", (StarletteVisit,), {"wootric": wootric, "templates": templates})


def make_app(site: Site) -> Starlette:
    """Return the application."""
    app = Starlette(site.debug)
    visit_class = set_up(app, site)

    def endpoint(view: View) -> Callable[[Request], Any]:
        async def respond(request: Request) -> Response:
            return response(await view(visit_class(site, request, request.path_params)))

        return respond

    for name, path, view in site.routes():
        app.add_route(path, endpoint(view), ["GET", "POST"], name)
    return app


def response(reply: Reply) -> Response:
    """Return the framework's response."""
    if (parts := reply.parts) is None:
        return HTMLResponse(reply.body, reply.status, reply.headers)

    async def chunks() -> AsyncIterator[str]:
        for part in parts:
            yield await part

    return StreamingResponse(chunks(), reply.status, reply.headers, "text/html")
