"""A server that plays both the site and InMoment's host: `uvicorn benchmarks.page.site:app`."""

import asyncio
import socket
from collections.abc import Callable, Mapping
from typing import NamedTuple
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.page import segment
from benchmarks.page.variants import CACHED_LOADER, FILES, TEMPLATES, head, settings_response
from wootric_snippet.loader_file import loader_file


class Host(NamedTuple):
    """How InMoment's host behaves: it answers after `seconds`, with a status."""

    title: str
    seconds: float
    status: int = 200


HOSTS: Mapping[str, Host] = {
    "hanging": Host("InMoment's host hangs for 10 s", 10, 504),
    "slow": Host("InMoment's host takes 0.5 s", 0.5),
    "fast": Host("InMoment's host is fast", 0.02),
    "refusing": Host("InMoment's host refuses the connection", 0),
    "missing": Host("InMoment's host answers 404", 0.02, 404),
}

SITE_SECONDS = 0.02
"""The delay of each response of the site, as over a network."""

# Nothing is cached; a cross-origin isolated page gets precise timestamps.
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_SDK = TEMPLATES.get_template("sdk.js").render(kilobytes=100)

# A port on which nobody listens, and which nobody else can take.
_closed = socket.socket()
_closed.bind(("127.0.0.1", 0))


async def page(request: Request) -> Response:
    """Return the page with one of the variants, for one of the hosts."""
    content = TEMPLATES.get_template("page.html").render(head=head(*_visit(request.url.path, request)))
    return await _delayed(content, "text/html")


async def settings(request: Request) -> Response:
    """Return the settings of the delivery `fetch`, for the page that asks."""
    path = urlsplit(request.headers["referer"]).path
    return await _delayed(settings_response(*_visit(path, request)), "application/json")


async def sdk(request: Request) -> Response:
    """Respond as InMoment's host does."""
    _, seconds, status = HOSTS[request.path_params["host"]]
    return await _delayed(_SDK if status == 200 else "", "text/javascript", seconds, status)


async def file(request: Request) -> Response:
    """Return one of the site's own files."""
    content, kind = _FILES[request.path_params["name"]]
    return await _delayed(content(), kind)


async def cached_loader(request: Request) -> Response:
    """Return a loader's file with a site's usual headers, so that the browser caches it."""
    cached = loader_file(request.path_params["delivery"])
    return Response(cached.content, headers={**_HEADERS, **cached.headers})


async def inline(request: Request) -> Response:
    """Return a page whose last script is measured alone: a variant's, or an empty one."""
    script = head(*_visit(f"/{request.path_params['variant']}/hanging", request))
    return await _delayed(TEMPLATES.get_template("inline.html").render(script=script), "text/html")


def _visit(path: str, request: Request) -> tuple[str, str]:
    """Return the variant that a path names, and the address of InMoment's script."""
    _, variant, host = path.split("/")
    port = _closed.getsockname()[1] if host == "refusing" else request.url.port
    return variant, f"http://sdk.localhost:{port}/{host}/wootric-sdk.js"


async def _delayed(content: str | bytes, kind: str, seconds: float = SITE_SECONDS, status: int = 200) -> Response:
    await asyncio.sleep(seconds)
    return Response(content, status, _HEADERS, kind)


_PRELOADED = "".join(
    f'<link rel="preload" as="script" href="{CACHED_LOADER}{delivery}.js">' for delivery in ("data", "fetch")
)
_FILES: Mapping[str, tuple[Callable[[], str | bytes], str]] = {
    "empty": (
        lambda: f'<link rel="icon" href="data:,">{_PRELOADED}',
        "text/html",
    ),
    "site.css": ((FILES / "site.css").read_bytes, "text/css"),
    "site.js": ((FILES / "site.js").read_bytes, "text/javascript"),
    "demo.png": ((FILES.parents[2] / "docs" / "demo.png").read_bytes, "image/png"),
    "data.js": (lambda: loader_file("data").content, "text/javascript"),
    "fetch.js": (lambda: loader_file("fetch").content, "text/javascript"),
    "segment.js": (segment.LIBRARY.read_bytes, "text/javascript"),
}

app = Starlette(
    routes=[
        Route("/inline/{variant}", inline),
        Route("/settings", settings),
        Route(f"{CACHED_LOADER}{{delivery}}.js", cached_loader),
        Route("/{name}", file),
        Route("/{host}/wootric-sdk.js", sdk),
        Route("/{variant}/{host}", page),
    ]
)
