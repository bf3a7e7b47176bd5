"""Django under uvicorn or daphne: async views, an event, and a stream."""

import os
import sys
from collections.abc import AsyncIterator

from tests.stacks.project import MIDDLEWARE, OURS, common_urls, prepare, setup

setup(
    apps=["hijack"],
    middleware=[OURS, *MIDDLEWARE, "hijack.middleware.HijackUserMiddleware"],
    HIJACK_INSERT_BEFORE=None,
    LOGIN_REDIRECT_URL="/async/",
)

import uvicorn
from daphne.endpoints import build_endpoint_description_strings
from daphne.server import Server
from django.core.asgi import get_asgi_application
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import include, path

from wootric_snippet.django import atrack


async def page(request: HttpRequest) -> HttpResponse:
    """Show a page in an async view."""
    await request.auser()
    return render(request, "page.html")


async def careless(request: HttpRequest) -> HttpResponse:
    """Do the same without loading who is signed in."""
    return render(request, "page.html")


async def order(request: HttpRequest) -> HttpResponse:
    """Order something in an async view."""
    await atrack(request, "Order Completed", {"total": 12})
    return redirect("async")


async def stream(request: HttpRequest, cache_control: str) -> StreamingHttpResponse:
    """Send a page in pieces."""
    await request.auser()

    async def pieces() -> AsyncIterator[str]:
        yield "<title>Shop</title>"
        yield render_to_string("page.html", request=request)

    return StreamingHttpResponse(pieces(), headers={"Cache-Control": cache_control})


def token(request: HttpRequest) -> HttpResponse:
    """Return the visitor's token for forms."""
    return HttpResponse(get_token(request))


urlpatterns = [
    *common_urls(),
    path("hijack/", include("hijack.urls")),
    path("token/", token),
    path("async/", page, name="async"),
    path("careless/", careless, name="careless"),
    path("async/order/", order, name="async-order"),
    path("stream/", stream, {"cache_control": "private"}, name="stream"),
    path("shared-stream/", stream, {"cache_control": "max-age=60"}, name="shared-stream"),
]

if __name__ == "__main__":
    prepare()
    application, port = get_asgi_application(), int(sys.argv[1])
    if os.environ.get("SERVER") == "daphne":
        Server(application, build_endpoint_description_strings(host="127.0.0.1", port=port)).run()
    else:
        uvicorn.run(application, port=port, lifespan="off")
