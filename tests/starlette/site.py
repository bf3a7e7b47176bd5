"""A Starlette site of one page for the tests, asked without a server."""

import asyncio
from collections.abc import Callable
from typing import Any

import httpx
from jinja2 import DictLoader, Environment
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates
from starlette.types import ASGIApp

from wootric_snippet import Page, SnippetRenderer, User
from wootric_snippet.starlette import WootricMiddleware, install

AMELIA = User(email="amelia@initech.example", external_id="1001")
RENDERER = SnippetRenderer("NPS-01fe3cbc")


def make_templates(template: str = "{% wootric_snippet %}", **arguments: Any) -> Jinja2Templates:
    """Return templates of which one is page.html; its user is AMELIA unless the arguments say otherwise."""
    templates = Jinja2Templates(env=Environment(autoescape=True, loader=DictLoader({"page.html": template})))
    renderer = arguments.pop("renderer", RENDERER)
    install(templates, renderer, **({"user": lambda _request: AMELIA} | arguments))
    return templates


def make_site(
    templates: Jinja2Templates,
    *,
    debug: bool = False,
    middleware: list[Middleware] | None = None,
    headers: dict[str, str] | None = None,
    view: Callable[[Request], Response] | None = None,
) -> Starlette:
    """Return an application whose page /pricing is page.html."""

    def pricing(request: Request) -> Response:
        return templates.TemplateResponse(request, "page.html", headers=headers)

    middleware = [Middleware(WootricMiddleware)] if middleware is None else middleware
    return Starlette(debug, [Route("/pricing", view or pricing, name="pricing")], middleware=middleware)


def get(app: ASGIApp, url: str = "/pricing", **headers: str) -> httpx.Response:
    """Return the response; what the application raises is raised."""

    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            return await client.get(url, headers=headers)

    return asyncio.run(ask())


def page(**given: Any) -> Page:
    """Return the page /pricing, with what a test has otherwise."""
    return Page(**{"path": "/pricing", "url": "http://localhost/pricing", "name": "pricing"} | given)


def block(user: User | None = AMELIA, **given: Any) -> str:
    """Return what has to be in the page."""
    return RENDERER.render(user, given.pop("page", page()), **given)
