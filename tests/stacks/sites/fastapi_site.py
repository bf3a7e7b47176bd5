"""FastAPI with sessions that a view loads where it needs them, compression, caches, and a mounted application."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from fastapi import Depends, FastAPI, Request
from fastapi.responses import HTMLResponse, PlainTextResponse, RedirectResponse
from fastapi.templating import Jinja2Templates
from fastapi_cache import FastAPICache
from fastapi_cache.backends.inmemory import InMemoryBackend
from fastapi_cache.decorator import cache
from jinja2 import DictLoader, Environment
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import Response
from starsessions import InMemoryStore, SessionMiddleware, is_loaded, load_session

from tests.stacks.project import DEBUG, NAMES, SIGN_UP
from tests.stacks.users import HEADER
from wootric_snippet import User
from wootric_snippet.starlette import Wootric


def survey_user(request: Request) -> User | None:
    """Return whom a proxy names, else who is signed in, in a view that has loaded the session."""
    name = request.headers.get(HEADER)
    if name is not None:
        return User(email=f"{name}@initech.example", external_id=name)
    name = request.session.get("name") if is_loaded(request) else None
    if name is None:
        return User()
    return User(f"{name}@initech.example", SIGN_UP, language="EN", external_id=str(NAMES.index(name) + 1))


@asynccontextmanager
async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
    """Start fastapi-cache2."""
    FastAPICache.init(InMemoryBackend())
    yield


PAGE = "<!doctype html><title>Shop</title><p>Welcome</p>{{ wootric_snippet() }}"
SIGNED_OUT = "<title>Bye</title>{{ wootric_shutdown() }}{{ wootric_snippet() }}"
pages = {"page.html": PAGE, "signed_out.html": SIGNED_OUT}
templates = Jinja2Templates(env=Environment(autoescape=True, loader=DictLoader(pages)))
wootric = Wootric(account_token="NPS-01fe3cbc", user=survey_user)
app, help_pages = FastAPI(debug=DEBUG, lifespan=lifespan), FastAPI()


async def kept_page(request: Request, call_next: Any) -> Any:
    """Store the pages below /kept/ for everybody, whatever their headers say."""
    if not request.url.path.startswith("/kept/"):
        return await call_next(request)
    if (body := kept.get(request.url.path)) is None:
        response = await call_next(request)
        body = kept[request.url.path] = b"".join([part async for part in response.body_iterator])
    return Response(body, media_type="text/html")


async def obeyed_page(request: Request, call_next: Any) -> Any:
    """Store the pages below /obeyed/ that are not private."""
    if (body := kept.get(request.url.path)) is not None and request.url.path.startswith("/obeyed/"):
        return Response(body, media_type="text/html")
    response = await call_next(request)
    if request.url.path.startswith("/obeyed/") and "private" not in response.headers.get("Cache-Control", ""):
        body = kept[request.url.path] = b"".join([part async for part in response.body_iterator])
        return Response(body, media_type="text/html")
    return response


kept: dict[str, bytes] = {}
app.add_middleware(BaseHTTPMiddleware, dispatch=kept_page)
app.add_middleware(GZipMiddleware, minimum_size=1000)
app.add_middleware(SessionMiddleware, store=InMemoryStore(), cookie_https_only=False)
wootric.init_app(app, templates)
app.add_middleware(BaseHTTPMiddleware, dispatch=obeyed_page)
app.mount("/help", help_pages)


async def session(request: Request) -> None:
    """Load the session."""
    await load_session(request)


@app.get("/", name="home", dependencies=[Depends(session)])
@app.get("/unloaded/", name="unloaded")
@app.get("/kept/", name="kept")
@app.get("/obeyed/", name="obeyed")
@help_pages.get("/", name="help", dependencies=[Depends(session)])
def page(request: Request) -> Response:
    """Show the page."""
    return templates.TemplateResponse(request, "page.html")


@app.get("/cached/", response_class=HTMLResponse)
@cache(expire=60)
async def cached(request: Request) -> str:
    """Show a page that fastapi-cache2 stores."""
    return templates.get_template("page.html").render(request=request)


@app.get("/order/", dependencies=[Depends(session)])
def order(request: Request) -> Response:
    """Order something."""
    wootric.track(request, "Order Completed", {"total": 12})
    return RedirectResponse("/", 303)


@app.get("/sign-in/{name}/", dependencies=[Depends(session)])
def sign_in(request: Request, name: str) -> Response:
    """Sign somebody in."""
    request.session["name"] = name
    return PlainTextResponse("signed in")


@app.get("/sign-out/", dependencies=[Depends(session)])
def sign_out(request: Request) -> Response:
    """Sign somebody out."""
    request.session.clear()
    return templates.TemplateResponse(request, "signed_out.html")
