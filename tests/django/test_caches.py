"""A page that carries a user is kept for nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import path
from django.views.decorators.cache import cache_page

from tests.django.conftest import Print
from tests.django.project import views
from tests.log import Log
from wootric_snippet import Page, SharedCaching, SnippetRenderer, User

renderer = SnippetRenderer("NPS-01fe3cbc")
pytestmark = pytest.mark.usefixtures("_in_production")


def visitor(request: HttpRequest) -> User | None:
    """Return who is named by a header: a site where signing in costs nothing."""
    email = request.headers.get("X-User")
    return User(email=email) if email else None


@pytest.fixture(autouse=True)
def _visitors(wootric: Callable[..., None]) -> None:
    wootric(USER=visitor)


def served(client: Client, path: str, email: str | None) -> tuple[str, str | None]:
    """Return the page that somebody gets, and its Cache-Control."""
    response = client.get(path, headers={"X-User": email} if email else None)
    return b"".join(response).decode(), response.headers.get("Cache-Control")


def snippet(path: str, email: str) -> str:
    return str(renderer.render(User(email=email), Page(path=path, url=f"http://testserver{path}", name="home")))


PLAIN = "tests.django.project.views.plain"
CACHE = ["django.middleware.cache.UpdateCacheMiddleware", "django.middleware.cache.FetchFromCacheMiddleware"]


@pytest.mark.parametrize(
    ("path", "middleware"),
    [
        ("/cache-page", []),
        ("/", CACHE),
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_djangos_own_cache_stores_no_page_with_a_user(
    client: Client, settings: Any, path: str, middleware: list[str], last: bool
) -> None:
    ours, *others = settings.MIDDLEWARE
    settings.MIDDLEWARE = [*middleware[:1], *others, *middleware[1:]]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, ours] if last else [ours, *settings.MIDDLEWARE]
    for email in ("a@x.example", "b@x.example"):
        assert served(client, path, email) == (snippet(path, email), "private")
    assert served(client, path, None) == ("", "max-age=600" if middleware else "max-age=60")


def test_cached_rest_framework_view_stores_no_page_with_a_user() -> None:
    class Wrapper:
        """As Django REST framework's: it reads through, and writes to itself."""

        def __init__(self, request: HttpRequest) -> None:
            self._request = request

        def __getattr__(self, name: str) -> Any:
            return getattr(self._request, name)

    request = RequestFactory().get("/", headers={"X-User": "a@x.example"})
    request._cache_update_cache = True  # type: ignore[attr-defined]
    template = engines["django"].from_string("{% wootric_snippet %}")
    assert "a@x.example" in template.render({"request": Wrapper(request)})
    assert request._cache_update_cache is False  # type: ignore[attr-defined]


def rendered_once(request: HttpRequest) -> HttpResponse:
    """Keep a rendered text, as sites do by hand."""
    html = cache.get_or_set("page", lambda: render_to_string("page.html", request=request))
    return HttpResponse(html)


def cached_footer(request: HttpRequest) -> HttpResponse:
    return HttpResponse(engines["django"].from_string(DIRECT).render(request=request))


urlpatterns = [
    path("kept", rendered_once, name="home"),
    path("footer", cached_footer, name="home"),
    path("view", cache_page(60)(views.page), name="home"),
    path("site", views.page, name="home"),
]


@pytest.mark.parametrize(
    ("url", "first", "second"),
    [
        ("/kept", "{amelia}", ""),
        ("/footer", "<footer></footer>", "<footer></footer>"),
        ("/view", "{amelia}", "{bob}"),
        ("/site", "{amelia}", "{bob}"),
    ],
)
@pytest.mark.urls(__name__)
def test_two_visitors_of_a_cached_page_a_thousand_times_each(
    client: Client, settings: Any, url: str, first: str, second: str
) -> None:
    if url == "/site":
        settings.MIDDLEWARE = [settings.MIDDLEWARE[0], CACHE[0], *settings.MIDDLEWARE[1:], CACHE[1]]
    emails = {"amelia": "amelia@x.example", "bob": "bob@x.example"}
    pages = {name: set[str]() for name in emails}
    for _ in range(1000):
        for name, email in emails.items():
            pages[name].add(served(client, url, email)[0])
    blocks = {name: snippet(url, email) for name, email in emails.items()}
    assert pages == {"amelia": {first.format_map(blocks)}, "bob": {second.format_map(blocks)}}


# ---- {% cache %} ----

INCLUDED = "{% cache 60 footer %}<footer>{% include 'page.html' %}</footer>{% endcache %}"
INSIDE = "snippet: stands inside {% cache %}, which stores it for everybody; expected a place outside of it"
DIRECT = "{% cache 60 footer %}<footer>{% wootric_snippet %}</footer>{% endcache %}"


@pytest.mark.parametrize("source", [DIRECT, INCLUDED])
def test_snippet_inside_a_cached_block_is_refused_while_debugging(
    print_page: Print, wootric: Callable[..., None], source: str
) -> None:
    wootric(ON_ERROR="raise")
    request = RequestFactory().get("/", headers={"X-User": "a@x.example"})
    with pytest.raises(SharedCaching) as raised:
        print_page(source, request)
    assert str(raised.value) == INSIDE


@pytest.mark.parametrize("source", [DIRECT, INCLUDED])
def test_snippet_inside_a_cached_block_is_left_out_and_logged(print_page: Print, log: Log, source: str) -> None:
    request = RequestFactory().get("/", headers={"X-User": "a@x.example"})
    assert print_page(source, request) == "<footer></footer>"
    assert log.warnings == [f"left out the snippet on a page without a name: {INSIDE}"]


def test_fetching_snippet_can_stand_inside_a_cached_block(print_page: Print, wootric: Callable[..., None]) -> None:
    wootric(DELIVERY="fetch")
    assert "data-wootric-url" in print_page(DIRECT)


def test_snippet_beside_a_cached_block_is_printed(print_page: Print) -> None:
    request = RequestFactory().get("/", headers={"X-User": "a@x.example"})
    html = print_page("{% cache 60 x %}cached{% endcache %}{% wootric_snippet name='home' %}", request)
    assert html == "cached" + snippet("/", "a@x.example")


# ---- The middleware ----


def test_snippet_printed_after_the_headers_is_refused(client: Client, settings: Any, log: Log) -> None:
    settings.MIDDLEWARE = ["tests.django.test_caches.PrintsLate", *settings.MIDDLEWARE]
    assert served(client, "/plain", "a@x.example") == ("", None)
    problem = "snippet: is printed after the page's headers were sent"
    assert [line.partition(";")[0] for line in log.warnings] == [f"left out the snippet on {PLAIN}: {problem}"]


class PrintsLate:
    """As Django's flat pages: answers in place of the site, with a template."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        self.get_response(request)
        return render(request, "page.html")


def test_without_the_middleware_no_user_is_printed(client: Client, settings: Any, log: Log) -> None:
    first, *settings.MIDDLEWARE = settings.MIDDLEWARE
    assert served(client, "/public", "a@x.example") == ("", "public, s-maxage=60")
    problem = "middleware: is missing: without it a shared cache could store this page"
    assert log.warnings == [f'left out the snippet on home: {problem}; expected "{first}" first in MIDDLEWARE']
