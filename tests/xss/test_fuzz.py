"""Whole users, pages, groups, surveys and Segment calls that nobody thought of; `make fuzz` makes a million of them."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.xss.fuzz import Site, Way, differences, differences_of_calls, sites, visits, ways
from wootric_snippet import WootricSnippetError, escaping
from wootric_snippet.validators.languages import language_code
from wootric_snippet.validators.timestamps import unix_seconds

if TYPE_CHECKING:
    from collections.abc import Callable

# A site is a lot to draw; how many there are is the run's to say.
_large = settings(max_examples=40, suppress_health_check=list(HealthCheck))


@_large
@given(sites(visitors=4, seen=3))
def test_each_parser_finds_exactly_the_users_settings(site: Site) -> None:
    assert differences(site) == (12, [])


@_large
@given(ways, visits(10))
def test_each_parser_finds_exactly_the_settings_of_segments_calls(
    disclosed: list[str], way: Way, calls: list[list[Any]]
) -> None:
    assert differences_of_calls(way, calls) == (10, [])
    disclosed.clear()  # errors show the keys of properties, and here a key may be an address


def test_the_search_finds_a_missing_escape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(escaping, "_ESCAPES", escaping._ESCAPES[1:])

    @settings(
        max_examples=300,
        database=None,
        phases=[Phase.generate],
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    @given(sites(visitors=2, seen=2))
    def search(site: Site) -> None:
        assert differences(site)[1] == []

    with pytest.raises((AssertionError, SyntaxError, ValueError)):
        search()


@pytest.mark.parametrize("read", [unix_seconds, language_code])
@given(st.text() | st.from_regex(r"[0-9TZ:.+\-W ]{0,40}") | st.from_regex(r"[A-Za-z0-9_.@-]{0,40}"))
def test_any_text_is_accepted_or_raises_a_package_error(read: Callable[[str, str], Any], text: str) -> None:
    with suppress(WootricSnippetError):
        read("field", text)
