"""The answers beside the pages: who gets one, and what is taken of the question."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wootric_snippet import Page
from wootric_snippet.endpoint import LONGEST_NAME, LONGEST_PATH, Answer, Asked, answer, asked, settings_answer

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Type": "application/json",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Vary": "Cookie",
    "X-Content-Type-Options": "nosniff",
}
TEXT = {**HEADERS, "Content-Type": "text/plain; charset=utf-8"}
ORIGIN = "https://shop.example"
PATH = "path: is not the path of a page; accepted: a path that begins with /, percent-encoded"


def never() -> str:
    raise AssertionError


@pytest.mark.parametrize("site", ["same-origin", "none", None])
def test_the_site_itself_and_the_visitor_get_an_answer(site: str | None) -> None:
    headers = {} if site is None else {"Sec-Fetch-Site": site}
    assert answer("GET", headers, lambda: "{}") == Answer(200, "{}", HEADERS)
    assert answer("HEAD", headers, lambda: "{}") == Answer(200, "", HEADERS)


def test_nobody_gets_an_empty_answer() -> None:
    assert answer("GET", {}, lambda: "") == Answer(204, "", HEADERS)


@pytest.mark.parametrize("site", ["cross-site", "same-site", "Same-Origin", ""])
def test_another_site_gets_none(site: str) -> None:
    assert answer("GET", {"Sec-Fetch-Site": site}, never) == Answer(403, "another site's page has sent this", TEXT)


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "get", ""])
def test_no_other_method_gets_one(method: str) -> None:
    assert answer(method, {}, never) == Answer(405, "GET and HEAD alone are answered", {**TEXT, "Allow": "GET, HEAD"})


def test_the_page_is_the_one_that_the_loader_names() -> None:
    query = {"path": "/caf%C3%A9", "name": "menu", "title": "Ménu", "event": "Ordered", "email": "x@example.com"}
    page = Page(path="/café", url="https://shop.example/caf%C3%A9", name="menu", title="Ménu")
    assert asked(query, ORIGIN) == Asked(page, "Ordered")
    assert asked({}, ORIGIN) == asked({"path": "", "event": ""}, ORIGIN) == Asked(Page(), None)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"path": "pricing"}, PATH),
        ({"path": "https://elsewhere.example/"}, PATH),
        ({"path": "/a b"}, PATH),
        ({"path": "/?token=secret"}, PATH),
        ({"path": "/#secret"}, PATH),
        ({"path": "/é"}, PATH),
        ({"path": "/" + "a" * LONGEST_PATH}, "path: is too long; accepted: at most 2048 characters"),
        ({"name": "a" * (LONGEST_NAME + 1)}, "name: is too long; accepted: at most 256 characters"),
        ({"title": "a" * (LONGEST_NAME + 1)}, "title: is too long; accepted: at most 256 characters"),
        ({"event": "a" * (LONGEST_NAME + 1)}, "event: is too long; accepted: at most 256 characters"),
    ],
    ids=range(10),
)
def test_a_page_that_cannot_be_one_is_told_so(query: dict[str, str], message: str) -> None:
    assert settings_answer("GET", {}, query, ORIGIN, lambda _: never()) == Answer(400, message, TEXT)


def test_the_answer_is_made_for_the_page_that_was_asked_for() -> None:
    made = settings_answer("GET", {}, {"path": "/a", "event": "E"}, ORIGIN, repr)
    assert made == Answer(200, repr(Asked(Page(path="/a", url="https://shop.example/a"), "E")), HEADERS)


@given(st.dictionaries(st.sampled_from(["path", "name", "title", "event"]), st.text()))
def test_whatever_the_page_of_a_site_is_called_it_arrives(query: dict[str, str]) -> None:
    names = tuple(query.get(name, "") for name in ("name", "title", "event"))
    query["path"] = quote(query.get("path", ""))
    if not query["path"].startswith("/"):
        query["path"] = f"/{query['path']}"
    page, event = asked(query, ORIGIN)
    assert (page.name or "", page.title or "", event or "") == names
    assert (page.path, page.url) == (unquote(query["path"]), ORIGIN + query["path"])
