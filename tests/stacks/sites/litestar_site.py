"""Litestar with its sessions and its sign-in by session, `cache=` on a route, and a policy with a nonce."""

from secrets import token_urlsafe
from typing import Any

from jinja2 import DictLoader, Environment
from litestar import Litestar, Request, get
from litestar.connection import ASGIConnection
from litestar.middleware.session.server_side import ServerSideSessionConfig
from litestar.plugins.jinja import JinjaTemplateEngine
from litestar.response import Redirect, Template
from litestar.security.session_auth import SessionAuth
from litestar.template import TemplateConfig

from tests.stacks.project import DEBUG, NAMES, SIGN_UP
from tests.stacks.users import HEADER
from wootric_snippet import User
from wootric_snippet.litestar import WootricPlugin

AnyRequest = Request[Any, Any, Any]

PAGES = {
    "page.html": "<!doctype html><title>Shop</title><p>Welcome</p>{{ wootric_snippet() }}",
    "signed_out.html": "<title>Bye</title>{{ wootric_shutdown() }}{{ wootric_snippet() }}",
}
environment = Environment(autoescape=True, loader=DictLoader(PAGES))


def survey_user(request: AnyRequest) -> User | None:
    """Return whom a proxy names, else who is signed in."""
    if (name := request.headers.get(HEADER)) is not None:
        return User(email=f"{name}@initech.example", external_id=name)
    if (name := request.session.get("name")) is None:
        return User()
    return User(f"{name}@initech.example", SIGN_UP, "EN", NAMES.index(name) + 1)


async def account(session: dict[str, Any], _connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """Return who a session is of."""
    return session.get("name")


def page(request: AnyRequest, name: str) -> Template:
    """Return a page with a policy that has a nonce."""
    nonce = request.scope["state"]["csp_nonce"] = token_urlsafe(16)
    return Template(name, headers={"Content-Security-Policy": f"script-src 'nonce-{nonce}'"})


@get("/", name="home")
async def home(request: AnyRequest) -> Template:
    """Show the page."""
    return page(request, "page.html")


@get("/cached/", cache=60)
async def cached() -> Template:
    """Show a page that Litestar stores, unless it is private."""
    return Template("page.html")


@get("/order/")
async def order(request: AnyRequest) -> Redirect:
    """Order something."""
    plugin.track(request, "Order Completed", {"total": 12})
    return Redirect("/")


@get("/sign-in/{name:str}/")
async def sign_in(request: AnyRequest, name: str) -> str:
    """Sign somebody in."""
    request.set_session({"name": name})
    return "signed in"


@get("/sign-out/")
async def sign_out(request: AnyRequest) -> Template:
    """Sign somebody out."""
    request.session.clear()
    return page(request, "signed_out.html")


plugin = WootricPlugin(account_token="NPS-01fe3cbc", user=survey_user)
app = Litestar(
    [home, cached, order, sign_in, sign_out],
    debug=DEBUG,
    # Its middleware turns away whoever is not signed in, where it is not told otherwise: every page is for everybody.
    on_app_init=[
        SessionAuth[str, Any](
            retrieve_user_handler=account, session_backend_config=ServerSideSessionConfig(), exclude="^/(?!account)"
        ).on_app_init
    ],
    template_config=TemplateConfig(JinjaTemplateEngine.from_environment(environment)),
    plugins=[plugin],
)
