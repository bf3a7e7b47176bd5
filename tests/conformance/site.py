"""A site as a test wants it, for every framework: its options, its template, its views, and how it is asked."""

import asyncio
from abc import ABC, abstractmethod
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import wraps
from inspect import iscoroutinefunction
from types import ModuleType
from typing import Any, NoReturn, TypeVar

import httpx

from wootric_snippet import Group, Page, SnippetRenderer, User, WootricSnippetError
from wootric_snippet.segment import Analytics
from wootric_snippet.settings_url import settings_url

TOKEN = "NPS-01fe3cbc"
ORIGIN = "http://shop.example"
AMELIA = User(email="amelia@initech.example", external_id="1001")
BOB = User(email="bob@initech.example", external_id="1002")
INITECH = Group(id="0e8c", traits={"name": "Initech"})
SNIPPET = "{{ wootric_snippet() }}"

Result = TypeVar("Result")


# ---- What a framework's application is given ----


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in at the site; the frameworks' own users have the same fields."""

    id: int
    created_at: datetime = datetime(2018, 8, 3, 15, 28, 46, tzinfo=UTC)
    is_authenticated: bool = True

    @property
    def email(self) -> str:
        return f"person{self.id}@crowd.example"


@dataclass(frozen=True)
class Reply:
    """A view's response: a page, or a stream whose parts are rendered one after the other as they are sent."""

    body: str | bytes | Sequence[Coroutine[Any, Any, str]] = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def parts(self) -> Sequence[Coroutine[Any, Any, str]] | None:
        """The parts of a stream; `None` for a page."""
        return None if isinstance(self.body, str | bytes) else self.body


class Visit(ABC):
    """One request, as a view of the suite sees it. A framework's application says how each of these is done there."""

    def __init__(self, site: "Site", request: Any, arguments: Mapping[str, Any]) -> None:
        """Take the framework's request, whose `headers` can be looked up, and the route's arguments."""
        self.site, self.request, self.arguments = site, request, arguments

    @abstractmethod
    async def render(self, source: str) -> str:
        """Return a page of Jinja2's syntax, rendered as the framework's templates are, with `site.context`."""

    @abstractmethod
    def track(self, event: str, properties: Mapping[str, Any] | None = None) -> None:
        """Call the package's `track`."""

    @property
    @abstractmethod
    def analytics(self) -> Analytics:
        """Segment's calls, as views find them."""

    @abstractmethod
    def set_nonce(self, nonce: str) -> None:
        """Put the nonce of a policy where sites of the framework have one."""

    @abstractmethod
    def sign_in(self, account: Account) -> None:
        """Sign in, as the framework does it."""

    @abstractmethod
    def sign_out(self) -> None:
        """Sign out."""

    @abstractmethod
    def not_found(self) -> NoReturn:
        """Raise what the framework answers with 404."""


View = Callable[[Visit], Coroutine[Any, Any, Reply]]


@dataclass
class Site:
    """What an application is made of."""

    options: Mapping[str, Any]
    """The package's options in lower case; a function takes the framework's request."""
    template: str = SNIPPET
    """The page, in Jinja2's syntax; arguments of the tag are names of the context."""
    context: Mapping[str, Any] = field(default_factory=dict)
    debug: bool = False
    headers: Mapping[str, str] = field(default_factory=dict)
    """What the view of the page sends with it."""
    views: Mapping[str, View] = field(default_factory=dict)
    """More views by their paths."""
    resources: ExitStack = field(default_factory=ExitStack)
    """What an application opens is closed after the test."""

    def routes(self) -> Iterator[tuple[str, str, View]]:
        """Give name, path and view of each route; an argument is written `{key}`."""
        for path, view in {**_VIEWS, **self.views}.items():
            yield path.split("/")[1], path, view

    def capital_options(self) -> dict[str, Any]:
        """Return the options as frameworks with capital keys have them."""
        options = {name.upper(): value for name, value in self.options.items()}
        if "accounts" in self.options:
            accounts = self.options["accounts"].items()
            options["ACCOUNTS"] = {
                name: {key.upper(): value for key, value in known.items()} for name, known in accounts
            }
        return options

    def options_without_request(self, request: Any) -> dict[str, Any]:
        """Return capital options whose functions take nothing, where the framework has a current request."""

        def bound(function: Callable[[Any], Any]) -> Callable[[], Any]:
            return wraps(function)(lambda: function(request))

        return {
            name: bound(value) if callable(value) and not iscoroutinefunction(value) else value
            for name, value in self.capital_options().items()
        }


async def page_view(visit: Visit) -> Reply:
    """Return the site's page."""
    return Reply(await visit.render(visit.site.template), headers=visit.site.headers)


async def _sign_in(visit: Visit) -> Reply:
    visit.sign_in(Account(int(visit.arguments["id"])))
    return Reply("welcome")


async def _sign_out(visit: Visit) -> Reply:
    visit.sign_out()
    return Reply("bye")


async def _terms(_visit: Visit) -> Reply:
    return Reply("Terms")


_VIEWS: Mapping[str, View] = {
    "/pricing": page_view,
    "/orders/{key}": page_view,
    "/sign-in/{id}": _sign_in,
    "/sign-out": _sign_out,
    "/terms": _terms,
}


async def text(text: str) -> str:
    """Return a part of a stream that was rendered before."""
    return text


def redirect(path: str = "/pricing", **headers: str) -> Reply:
    """Return a redirect, as after a form."""
    return Reply("", 303, {"Location": path, **headers})


def run(coroutine: Coroutine[Any, Any, Result]) -> Result:
    """Run what never waits to its end: for frameworks whose views are plain functions."""
    try:
        coroutine.send(None)
    except StopIteration as finished:
        result: Result = finished.value
        return result
    raise RuntimeError("this view waits for something")


# ---- How a test asks ----


class Shop:
    """A running site and the browsers that visit it."""

    def __init__(self, framework: ModuleType, site: Site, prefix: str) -> None:
        """Start the framework's application, mounted below `prefix`."""
        self.site, self.language = site, framework.LANGUAGE
        self._app, self._prefix = framework.make_app(site), prefix
        self._loop = site.resources.enter_context(asyncio.Runner()) if framework.ASGI else None

    def visitor(self, prefix: str | None = None) -> httpx.Client:
        """Return a browser without cookies; `prefix` is where the server has mounted the site for it."""
        prefix = self._prefix if prefix is None else prefix
        transport = (
            _WSGITransport(self._app, prefix) if self._loop is None else _ASGITransport(self._app, prefix, self._loop)
        )
        client = httpx.Client(transport=transport, base_url=ORIGIN + prefix)
        client.headers.clear()
        return client

    def signed_in(self, person: int = 7) -> httpx.Client:
        """Return a browser of somebody who has signed in."""
        client = self.visitor()
        assert client.get(f"/sign-in/{person}").text == "welcome"
        return client

    def get(self, path: str = "/pricing", headers: Mapping[str, str] | None = None) -> httpx.Response:
        """Return what a new visitor gets."""
        return self.visitor().get(path, headers=headers)


class _WSGITransport(httpx.BaseTransport):
    def __init__(self, app: Any, prefix: str) -> None:
        def application(environ: dict[str, Any], start_response: Any) -> Any:
            # As servers have it: the bytes of UTF-8, each as a character.
            environ["PATH_INFO"] = environ["PATH_INFO"].encode().decode("latin-1")
            return app(environ, start_response)

        self._inner, self._prefix = httpx.WSGITransport(application, script_name=prefix), prefix

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        path = request.url.raw_path.decode().removeprefix(self._prefix)
        request.url = request.url.copy_with(raw_path=path.encode())
        return self._inner.handle_request(request)


class _ASGITransport(httpx.BaseTransport):
    def __init__(self, app: Any, prefix: str, loop: asyncio.Runner) -> None:
        self._inner, self._loop = httpx.ASGITransport(app, root_path=prefix), loop

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        async def answer() -> httpx.Response:
            response = await self._inner.handle_async_request(request)
            body = b"".join([part async for part in response.aiter_raw()])
            return httpx.Response(response.status_code, headers=response.headers, stream=httpx.ByteStream(body))

        return self._loop.run(answer())


# ---- What has to be in the page ----


def page(**given: Any) -> Page:
    """Return the page /pricing, with what a test has otherwise."""
    path = given.get("path", "/pricing")
    return Page(**{"path": path, "url": ORIGIN + path, "name": "pricing"} | given)


def block(user: User | None = AMELIA, page: Page | None = page(), **given: Any) -> str:  # noqa: B008 - frozen
    """Return the block that has to be in the page; `event`, `group` and `nonce` are the page's, others the site's."""
    arguments = {name: given.pop(name) for name in ("event", "group", "nonce") if name in given}
    return str(SnippetRenderer(**{"account_token": TOKEN, **given}).render(user, page, **arguments))


def shutdown(nonce: str | None = None) -> str:
    """Return the block of the page after sign-out."""
    return str(SnippetRenderer(TOKEN).shutdown(nonce=nonce))


def fetching_block(
    renderer: SnippetRenderer,
    page: Page = page(),  # noqa: B008 - frozen
    event: str | None = None,
    nonce: str | None = None,
    **given: Any,
) -> str:
    """Return the block of the delivery `fetch`; `account` and `language` are given."""
    return str(renderer.script_for(settings_url(renderer.settings_url or "", page, event, **given)[0], nonce))


def error_of(function: Callable[..., Any], *args: Any, **kwargs: Any) -> str:
    """Return what an error of the package says."""
    try:
        function(*args, **kwargs)
    except WootricSnippetError as error:
        return str(error)
    raise AssertionError("nothing was raised")
