"""A site that has no way to find a user is told at its first response, whatever that is; Pyramid at start-up."""

import asyncio
from collections.abc import Callable
from typing import Any

import flask
import httpx
import pytest
import quart
from litestar import Litestar
from litestar import get as litestar_get
from pyramid.config import Configurator
from starlette.applications import Starlette
from starlette.authentication import AuthenticationBackend
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.requests import HTTPConnection
from starlette.responses import PlainTextResponse
from starlette.routing import Route

import wootric_snippet.flask
import wootric_snippet.quart
from tests.log import Log
from wootric_snippet import User
from wootric_snippet.integration.visitor import REASONS
from wootric_snippet.litestar import WootricPlugin
from wootric_snippet.starlette import Wootric

LINE = f"no survey, unless a tag or a view names the user: {REASONS['no_user_function']}"
TOKEN = "NPS-01fe3cbc"


def find_user(*_: Any) -> User:
    return User(external_id="1")


def run_flask(**options: Any) -> None:
    app = flask.Flask(__name__)
    app.config.update(WOOTRIC_ACCOUNT_TOKEN=TOKEN, **{f"WOOTRIC_{name.upper()}": options[name] for name in options})
    wootric_snippet.flask.Wootric(app)
    for _ in range(2):
        app.test_client().get("/")


def run_quart(**options: Any) -> None:
    app = quart.Quart(__name__)
    app.config.update(WOOTRIC_ACCOUNT_TOKEN=TOKEN, **{f"WOOTRIC_{name.upper()}": options[name] for name in options})
    wootric_snippet.quart.Wootric(app)
    for _ in range(2):
        asyncio.run(app.test_client().get("/"))


def visit(app: Any) -> None:
    async def get_twice() -> None:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop.example") as browser:
            assert [(await browser.get("/")).text for _ in range(2)] == ["Shop", "Shop"]

    asyncio.run(get_twice())


def starlette_site(**options: Any) -> Starlette:
    app = Starlette(routes=[Route("/", lambda _request: PlainTextResponse("Shop"))])
    Wootric(account_token=TOKEN, **options).init_app(app)
    return app


def run_starlette(**options: Any) -> None:
    visit(starlette_site(**options))


def run_litestar(**options: Any) -> None:
    @litestar_get("/")
    async def shop() -> str:
        return "Shop"

    visit(Litestar([shop], plugins=[WootricPlugin(account_token=TOKEN, **options)], logging_config=None))


def run_pyramid(**options: Any) -> None:
    settings = {f"wootric.{name}": value for name, value in options.items()}
    with Configurator(settings={"wootric.account_token": TOKEN, **settings}) as config:
        config.include("wootric_snippet.pyramid")
        config.make_wsgi_app()


every_framework = pytest.mark.parametrize("start", [run_flask, run_quart, run_starlette, run_litestar, run_pyramid])


@every_framework
def test_site_without_a_way_to_find_a_user_is_warned_once(start: Callable[..., None], log: Log) -> None:
    start()
    assert log.warnings == [LINE]


@every_framework
@pytest.mark.parametrize("options", [{"user": find_user}, {"include_anonymous": True}, {"enabled": False}])
def test_site_that_needs_no_sign_in_gets_no_warning(
    start: Callable[..., None], log: Log, options: dict[str, Any]
) -> None:
    start(**options)
    assert log.warnings == []


def test_site_with_a_sign_in_middleware_gets_no_warning(log: Log) -> None:
    class Backend(AuthenticationBackend):
        async def authenticate(self, _connection: HTTPConnection) -> None:
            return None

    app = starlette_site()
    app.add_middleware(AuthenticationMiddleware, backend=Backend())
    visit(app)
    assert log.warnings == []
