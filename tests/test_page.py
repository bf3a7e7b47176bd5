"""The page, as InMoment's page_info."""

from __future__ import annotations

from collections import UserString
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wootric_snippet import InvalidText, Page

FIELDS = ["path", "url", "title", "name", "category", "referrer", "search"]


@pytest.mark.parametrize(
    ("url", "path"),
    [
        ("https://shop.example/pricing", "/pricing"),
        ("https://shop.example/pricing?plan=pro#top", "/pricing"),
        ("https://shop.example/pricing#top?plan", "/pricing"),
        ("https://shop.example", "/"),
        ("https://shop.example/", "/"),
        ("https://shop.example?plan=pro", "/"),
        ("https://shop.example#top", "/"),
        ("https://u:p@shop.example:8443/a;b=c//d/", "/a;b=c//d/"),
        ("https://[2001:db8::1]:8000/a", "/a"),
        ("//shop.example/pricing?x", "/pricing"),
        ("/pricing?plan=pro", "/pricing"),
        ("/a:b/c", "/a:b/c"),
        ("/a\nb?c\nd", "/a\nb"),
        ("https://shop.example/größe/%20", "/größe/%20"),
        ("app:/pricing", "/pricing"),
    ],
)
def test_the_path_comes_from_the_url_where_it_is_not_given(url: str, path: str) -> None:
    assert Page(url=url).to_dict() == {"path": path, "url": url}


@given(st.text())
def test_the_path_never_holds_a_query_string_or_a_fragment(url: str) -> None:
    path = Page(url=url).path
    assert path
    assert path in f"{url}/"
    assert not set("?#") & set(path)


def test_a_path_that_is_given_stays() -> None:
    assert Page(path="/a", url="https://shop.example/b").to_dict() == {"path": "/a", "url": "https://shop.example/b"}
    assert Page(path="", url="https://shop.example/b").path == ""


def test_all_fields_reach_inmoment_as_they_stand() -> None:
    given_as = {name: f" {name}?a=1&b#c " for name in FIELDS}
    assert Page(**given_as).to_dict() == given_as
    assert Page(*given_as.values()).to_dict() == given_as


def test_to_dict_of_an_empty_page_is_empty() -> None:
    assert Page().to_dict() == {}


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_is_text(field: str) -> None:
    lazy: Any = UserString("lazy")
    assert Page(**{field: lazy}).to_dict()[field] == "lazy"
    with pytest.raises(InvalidText) as caught:
        Page(**{field: 5})  # type: ignore[arg-type]
    assert str(caught.value) == (f"page.{field}: is of type int; expected a str, a lazy string or a UUID")
