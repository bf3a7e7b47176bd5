"""What the loader asks: what is taken of its question."""

from __future__ import annotations

from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wootric_snippet import Page, WootricSnippetError
from wootric_snippet.settings_url import MAX_NAME, MAX_PATH, PageQuery, parse_query

ORIGIN = "https://shop.example"
PATH = "path: is not a valid URL; expected the path of a page, which begins with / and is percent-encoded"


def test_the_page_is_the_one_that_the_loader_names() -> None:
    query = {"path": "/caf%C3%A9", "name": "menu", "title": "Ménu", "event": "Ordered", "email": "x@example.com"}
    page = {"path": "/café", "url": "https://shop.example/caf%C3%A9", "name": "menu", "title": "Ménu"}
    assert parse_query(query, ORIGIN) == PageQuery(Page(**page), "Ordered")
    page |= {"url": f"{page['url']}?day=1", "search": "?day=1"}
    assert parse_query(query | {"search": "?day=1"}, ORIGIN) == PageQuery(Page(**page), "Ordered")
    assert parse_query({}, ORIGIN) == parse_query({"path": "", "event": ""}, ORIGIN) == PageQuery(Page(), None)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ({"path": "pricing"}, PATH),
        ({"path": "https://elsewhere.example/"}, PATH),
        ({"path": "/a b"}, PATH),
        ({"path": "/?token=secret"}, PATH),
        ({"path": "/#secret"}, PATH),
        ({"path": "/é"}, PATH),
        ({"path": "/" + "a" * MAX_PATH}, "path: is too long; expected at most 2048 characters"),
        ({"search": "?" + "a" * MAX_PATH}, "search: is too long; expected at most 2048 characters"),
        ({"name": "a" * (MAX_NAME + 1)}, "name: is too long; expected at most 256 characters"),
        ({"title": "a" * (MAX_NAME + 1)}, "title: is too long; expected at most 256 characters"),
        ({"event": "a" * (MAX_NAME + 1)}, "event: is too long; expected at most 256 characters"),
    ],
    ids=range(11),
)
def test_invalid_query_is_refused(query: dict[str, str], message: str) -> None:
    with pytest.raises(WootricSnippetError) as caught:
        parse_query(query, ORIGIN)
    assert str(caught.value) == message


@given(st.dictionaries(st.sampled_from(["path", "name", "title", "event"]), st.text()))
def test_any_page_name_is_parsed_unchanged(query: dict[str, str]) -> None:
    names = tuple(query.get(name, "") for name in ("name", "title", "event"))
    query["path"] = quote(query.get("path", ""))
    if not query["path"].startswith("/"):
        query["path"] = f"/{query['path']}"
    page, event, account, language = parse_query(query, ORIGIN)
    assert (account, language) == (None, None)
    assert (page.name or "", page.title or "", event or "") == names
    assert (page.path, page.url) == (unquote(query["path"]), ORIGIN + query["path"])
