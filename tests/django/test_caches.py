"""A page that carries a user is kept for nobody else."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.http import HttpRequest
from django.shortcuts import render
from django.template import engines
from django.test import Client, RequestFactory

from tests.django.conftest import Print
from wootric_snippet import Page, SharedCaching, SnippetRenderer, User

renderer = SnippetRenderer("NPS-01fe3cbc")


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


def test_a_page_with_a_user_is_private(client: Client) -> None:
    assert served(client, "/", "a@x.example") == (snippet("/", "a@x.example"), "private")


@pytest.mark.parametrize("path", ["/", "/plain"])
def test_a_page_without_one_is_as_the_site_made_it(client: Client, path: str) -> None:
    assert served(client, path, None)[1] is None


def test_a_page_that_is_kept_nowhere_stays_so(client: Client) -> None:
    assert served(client, "/no-store", "a@x.example")[1] == "no-store"


def test_a_page_that_was_made_public_is_made_private_and_logged(client: Client, caplog: Any) -> None:
    assert served(client, "/public", "a@x.example") == (snippet("/public", "a@x.example"), "private")
    problem = "Cache-Control: lets a shared cache keep a page that carries a user"
    assert caplog.messages == [f"left out: {problem}; accepted: private, or a page without the snippet"]
    assert served(client, "/public", None) == ("", "public, s-maxage=60")


def test_a_page_that_was_made_public_is_refused_while_debugging(client: Client, wootric: Callable[..., None]) -> None:
    wootric(ON_ERROR="raise")
    with pytest.raises(SharedCaching):
        served(client, "/public", "a@x.example")


CACHE = ["django.middleware.cache.UpdateCacheMiddleware", "django.middleware.cache.FetchFromCacheMiddleware"]


@pytest.mark.parametrize(
    ("path", "middleware"),
    [
        ("/cache-page", []),
        ("/", CACHE),
    ],
)
@pytest.mark.parametrize("last", [True, False])
def test_djangos_own_cache_keeps_no_page_with_a_user(
    client: Client, settings: Any, path: str, middleware: list[str], last: bool
) -> None:
    ours, *others = settings.MIDDLEWARE
    settings.MIDDLEWARE = [*middleware[:1], *others, *middleware[1:]]
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, ours] if last else [ours, *settings.MIDDLEWARE]
    for email in ("a@x.example", "b@x.example"):
        assert served(client, path, email) == (snippet(path, email), "private")
    assert served(client, path, None) == ("", "max-age=600" if middleware else "max-age=60")


def test_a_cached_view_under_rest_frameworks_request_keeps_no_page_with_a_user() -> None:
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


# ---- {% cache %} ----

INCLUDED = "{% cache 60 footer %}<footer>{% include 'page.html' %}</footer>{% endcache %}"
DIRECT = "{% cache 60 footer %}<footer>{% wootric_snippet %}</footer>{% endcache %}"


@pytest.mark.parametrize("source", [DIRECT, INCLUDED])
def test_a_snippet_inside_a_cached_block_is_refused_while_debugging(
    print_page: Print, wootric: Callable[..., None], source: str
) -> None:
    wootric(ON_ERROR="raise")
    with pytest.raises(SharedCaching, match=r"^snippet: stands inside {% cache %}; accepted: a place outside of it$"):
        print_page(source)


@pytest.mark.parametrize("source", [DIRECT, INCLUDED])
def test_a_snippet_inside_a_cached_block_is_left_out_and_logged(print_page: Print, caplog: Any, source: str) -> None:
    request = RequestFactory().get("/", headers={"X-User": "a@x.example"})
    assert print_page(source, request) == "<footer></footer>"
    assert caplog.messages == ["left out: snippet: stands inside {% cache %}; accepted: a place outside of it"]


def test_a_snippet_beside_a_cached_block_is_printed(print_page: Print) -> None:
    request = RequestFactory().get("/", headers={"X-User": "a@x.example"})
    html = print_page("{% cache 60 x %}cached{% endcache %}{% wootric_snippet name='home' %}", request)
    assert html == "cached" + snippet("/", "a@x.example")


# ---- Streamed pages ----


def test_a_streamed_page_that_is_not_private_gets_no_snippet(client: Client, caplog: Any) -> None:
    assert served(client, "/stream", "a@x.example") == ("<h1>Report</h1>", None)
    assert [message.partition(";")[0] for message in caplog.messages] == [
        "left out: snippet: is printed after the page's headers were made"
    ]


def test_a_streamed_page_that_is_private_gets_the_snippet(client: Client) -> None:
    html = "<h1>Report</h1>" + snippet("/private-stream", "a@x.example")
    assert served(client, "/private-stream", "a@x.example") == (html, "private")


def test_what_another_middleware_prints_too_late_is_refused(client: Client, settings: Any, caplog: Any) -> None:
    settings.MIDDLEWARE = ["tests.django.test_caches.PrintsLate", *settings.MIDDLEWARE]
    assert served(client, "/plain", "a@x.example") == ("", None)
    assert len(caplog.messages) == 1


class PrintsLate:
    """As Django's flat pages: answers in place of the site, with a template."""

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        self.get_response(request)
        return render(request, "page.html")


def test_no_page_of_anybody_is_in_the_cache(client: Client) -> None:
    served(client, "/cache-page", "a@x.example")
    assert not cache._cache  # type: ignore[attr-defined]


def test_without_the_middleware_no_user_is_printed(client: Client, settings: Any, caplog: Any) -> None:
    settings.MIDDLEWARE = settings.MIDDLEWARE[1:]
    assert served(client, "/public", "amelia@example.com")[0] == ""
    assert caplog.messages == [
        (
            "left out: snippet, because of WootricMiddleware: is not in MIDDLEWARE; "
            'accepted: "wootric_snippet.django.middleware.WootricMiddleware", first'
        )
    ]
