"""A Starlette site of one page for the tests, asked without a server."""

import asyncio
from collections.abc import Callable, Sequence
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

from tests.conformance.site import AMELIA, ORIGIN, TOKEN
from wootric_snippet.starlette import Wootric


def make_templates(**sources: str) -> Jinja2Templates:
    """Return templates by their names, which have to be rendered with a request."""
    return Jinja2Templates(env=Environment(autoescape=True, loader=DictLoader(sources)))


def make_wootric(**options: Any) -> Wootric:
    """Return the extension; its user is Amelia unless the options say otherwise."""
    return Wootric(**{"account_token": TOKEN, "user": lambda _request: AMELIA} | options)


def make_site(
    template: str = "{% wootric_snippet %}",
    *,
    debug: bool = False,
    middleware: Sequence[Middleware] = (),
    view: Callable[[Request], Response] | None = None,
    **options: Any,
) -> Starlette:
    """Return an application whose page /pricing is this template."""
    templates = make_templates(page=template)

    def pricing(request: Request) -> Response:
        return templates.TemplateResponse(request, "page")

    app = Starlette(debug, [Route("/pricing", view or pricing, name="pricing")], middleware=middleware)
    make_wootric(**options).init_app(app, templates)
    return app


def get(app: ASGIApp, url: str = "/pricing", *, raise_errors: bool = True) -> httpx.Response:
    """Return the response; what the application raises is raised."""

    async def ask() -> httpx.Response:
        transport = httpx.ASGITransport(app, raise_app_exceptions=raise_errors)
        async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as client:
            return await client.get(url)

    return asyncio.run(ask())
