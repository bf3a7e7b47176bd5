"""Segment's calls in Starlette's endpoints."""

import asyncio
from typing import Any

import httpx
from jinja2 import DictLoader, Environment
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.sessions import SessionMiddleware
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from tests.starlette.site import AMELIA, RENDERER
from wootric_snippet import User
from wootric_snippet.starlette import AnalyticsMiddleware, WootricMiddleware, install
from wootric_snippet.testing import extract_settings


def visitor(request: Request) -> User | None:
    email = request.session.get("email")
    return User(email=email) if email else AMELIA


def make_shop() -> Starlette:
    """Return a site whose form is an order, and whose user is in the session."""
    environment = Environment(autoescape=True, loader=DictLoader({"page.html": "{{ wootric_snippet() }}"}))
    templates = Jinja2Templates(env=environment)
    install(templates, RENDERER, user=visitor)

    async def order(request: Request) -> Response:
        request.state.analytics.track("Order Completed", {"revenue": 12})
        return RedirectResponse("/pricing", 303, {"Cache-Control": "public, max-age=60"})

    async def failed(request: Request) -> Response:
        request.state.analytics.track("Order Completed")
        return Response(status_code=409)

    async def sign_in(request: Request) -> Response:
        request.session["email"] = request.query_params["email"]
        return Response()

    async def pricing(request: Request) -> Response:
        return templates.TemplateResponse(request, "page.html")

    return Starlette(
        routes=[
            Route("/order", order, methods=["POST"]),
            Route("/failed", failed, methods=["POST"]),
            Route("/as", sign_in),
            Route("/pricing", pricing, name="pricing"),
        ],
        middleware=[
            Middleware(WootricMiddleware),
            Middleware(SessionMiddleware, secret_key="for this test"),
            Middleware(AnalyticsMiddleware, renderer=RENDERER, user=visitor),
        ],
    )


def visit(*steps: tuple[str, str]) -> list[Any]:
    """Return what each page of a visit was asked about."""

    async def ask() -> list[httpx.Response]:
        transport = httpx.ASGITransport(make_shop())
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return [await client.request(method, path) for method, path in steps]

    seen = [extract_settings(response.text) for response in asyncio.run(ask()) if response.url.path == "/pricing"]
    return [settings and (settings["email"], settings["event_name"], settings.get("properties")) for settings in seen]


PAGE = ("GET", "/pricing")


def test_an_event_of_an_endpoint_that_redirects_is_asked_about_once() -> None:
    assert visit(("POST", "/order"), PAGE, PAGE) == [
        ("amelia@initech.example", "Order Completed", {"revenue": 12}),
        ("amelia@initech.example", None, None),
    ]


def test_an_answer_that_sets_the_session_for_an_event_is_for_nobody_else() -> None:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(make_shop()), base_url="http://localhost") as client:
            return await client.post("/order")

    response = asyncio.run(ask())
    assert (response.status_code, response.headers["cache-control"]) == (303, "private, max-age=60")
    assert response.headers["set-cookie"].startswith("session=")


def test_somebody_else_does_not_get_the_event() -> None:
    assert visit(("POST", "/order"), ("GET", "/as?email=bob@example.com"), PAGE) == [("bob@example.com", None, None)]


def test_what_failed_has_not_happened() -> None:
    assert visit(("POST", "/failed"), PAGE) == [("amelia@initech.example", None, None)]
