"""The answers beside the pages: who gets one."""

from __future__ import annotations

import pytest
from wootric_snippet.endpoint import Answer, answer, settings_answer

from wootric_snippet import Page
from wootric_snippet.settings_url import PageQuery

HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Type": "application/json",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Vary": "Cookie",
    "X-Content-Type-Options": "nosniff",
}
TEXT = {**HEADERS, "Content-Type": "text/plain; charset=utf-8"}
ORIGIN = "https://shop.example"


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


def test_the_answer_is_made_for_the_page_that_was_asked_for() -> None:
    made = settings_answer("GET", {}, {"path": "/a", "event": "E"}, ORIGIN, repr)
    assert made == Answer(200, repr(PageQuery(Page(path="/a", url="https://shop.example/a"), "E")), HEADERS)


def test_a_page_that_cannot_be_one_gets_the_reason_and_no_settings() -> None:
    message = "path: is not the path of a page; accepted: a path that begins with /, percent-encoded"
    answered = settings_answer("GET", {}, {"path": "pricing"}, ORIGIN, lambda _: never())
    assert answered == Answer(400, message, TEXT)
