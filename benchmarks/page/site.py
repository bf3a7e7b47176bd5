"""The server that plays the site and InMoment's host: uvicorn benchmarks.page.site:app."""

import asyncio
import socket
from collections.abc import Callable, Mapping
from typing import NamedTuple

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from benchmarks.page import segment
from benchmarks.page.ways import FILES, KEPT, TEMPLATES, answer, head
from wootric_snippet.loader_file import loader_file


class Host(NamedTuple):
    """What InMoment's host does: it answers after `seconds`, with a status."""

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
"""What each answer of the site takes, as over a network."""

# Nothing is kept, and a page that is isolated from others is told its own times exactly.
_HEADERS = {
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Resource-Policy": "cross-origin",
}
_SDK = TEMPLATES.get_template("sdk.js").render(kilobytes=100)

# A port that is taken, and where nobody listens.
_closed = socket.socket()
_closed.bind(("127.0.0.1", 0))


async def page(request: Request) -> Response:
    """Answer the page with one of the ways, for one of the hosts."""
    content = TEMPLATES.get_template("page.html").render(head=head(*_visit(request.url.path, request)))
    return await _later(content, "text/html")


async def settings(request: Request) -> Response:
    """Answer what the delivery `fetch` asks for, which tells the path of its page."""
    return await _later(answer(*_visit(request.query_params["path"], request)), "application/json")


async def sdk(request: Request) -> Response:
    """Answer as InMoment's host does."""
    _, seconds, status = HOSTS[request.path_params["host"]]
    return await _later(_SDK if status == 200 else "", "text/javascript", seconds, status)


async def file(request: Request) -> Response:
    """Answer one of the site's own files."""
    content, kind = _FILES[request.path_params["name"]]
    return await _later(content(), kind)


async def kept(_request: Request) -> Response:
    """Answer the loader's file with the headers that a site serves it with, so that the browser keeps it."""
    return Response(loader_file().content, headers={**_HEADERS, **loader_file().headers})


async def inline(request: Request) -> Response:
    """Answer a page whose last script is the one to be measured alone: one way's, or one with nothing in it."""
    script = head(*_visit(f"/{request.path_params['way']}/hanging", request))
    return await _later(TEMPLATES.get_template("inline.html").render(script=script), "text/html")


def _visit(path: str, request: Request) -> tuple[str, str]:
    """Return the way that a path is about, and the address of InMoment's script."""
    _, way, host = path.split("/")
    port = _closed.getsockname()[1] if host == "refusing" else request.url.port
    return way, f"http://sdk.localhost:{port}/{host}/wootric-sdk.js"


async def _later(content: str | bytes, kind: str, seconds: float = SITE_SECONDS, status: int = 200) -> Response:
    await asyncio.sleep(seconds)
    return Response(content, status, _HEADERS, kind)


_FILES: Mapping[str, tuple[Callable[[], str | bytes], str]] = {
    "empty": (lambda: f'<link rel="icon" href="data:,"><link rel="preload" as="script" href="{KEPT}">', "text/html"),
    "site.css": ((FILES / "site.css").read_bytes, "text/css"),
    "site.js": ((FILES / "site.js").read_bytes, "text/javascript"),
    "demo.png": ((FILES.parents[2] / "docs" / "demo.png").read_bytes, "image/png"),
    "loader.js": (lambda: loader_file().content, "text/javascript"),
    "segment.js": (segment.LIBRARY.read_bytes, "text/javascript"),
}

app = Starlette(
    routes=[
        Route("/inline/{way}", inline),
        Route("/settings", settings),
        Route(KEPT, kept),
        Route("/{name}", file),
        Route("/{host}/wootric-sdk.js", sdk),
        Route("/{way}/{host}", page),
    ]
)
