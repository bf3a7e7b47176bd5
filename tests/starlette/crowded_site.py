"""A site with a hundred accounts: uvicorn tests.starlette.crowded_site:app."""

import asyncio
import sys

from jinja2 import DictLoader, Environment
from starlette.applications import Starlette
from starlette.authentication import AuthCredentials, AuthenticationBackend, BaseUser
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.templating import Jinja2Templates

from tests.crowd import email
from wootric_snippet import SnippetRenderer
from wootric_snippet.starlette import WootricMiddleware, install

# Threads take turns a thousand times as often as they would: what two of them shared would be mixed up.
sys.setswitchinterval(5e-6)

pages = DictLoader({"page.html": "{{ number }}{% wootric_snippet %}"})
templates = Jinja2Templates(env=Environment(autoescape=True, loader=pages))
install(templates, SnippetRenderer("NPS-01fe3cbc"))


class Account(BaseUser):
    is_authenticated = True

    def __init__(self, person: str) -> None:
        self.id = person
        self.email = email(int(person))


class Backend(AuthenticationBackend):
    async def authenticate(self, conn: HTTPConnection) -> tuple[AuthCredentials, BaseUser] | None:
        await asyncio.sleep(0)  # as a database would, while others are served
        person = conn.cookies.get("person")
        return None if person is None else (AuthCredentials(), Account(person))


async def sign_in(request: Request) -> Response:
    response = PlainTextResponse("welcome")
    response.set_cookie("person", request.path_params["person"])
    return response


def in_thread(request: Request) -> Response:
    return templates.TemplateResponse(request, "page.html", request.path_params)


async def in_task(request: Request) -> Response:
    await asyncio.sleep(0)
    return in_thread(request)


async def page(request: Request) -> Response:
    """Render every second page in the thread pool, as a plain `def` view is, and the others in the event loop."""
    if request.path_params["number"] % 2:
        return await run_in_threadpool(in_thread, request)
    return await in_task(request)


app = Starlette(
    routes=[Route("/sign-in/{person}", sign_in), Route("/pages/{number:int}", page)],
    middleware=[Middleware(WootricMiddleware), Middleware(AuthenticationMiddleware, backend=Backend())],
)
