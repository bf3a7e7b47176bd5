"""Values that are broken, endless or huge: an error for their field, and the others are sent all the same."""

from __future__ import annotations

import json
import logging
import sqlite3
from collections import UserString
from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic
from typing import Any, NoReturn

import pytest

from tests.settings_json import settings_json
from wootric_snippet import Group, Page, PayloadTooLarge, SnippetRenderer, User, WootricSnippetError
from wootric_snippet import renderer as renderer_module

RENDERER = SnippetRenderer("NPS-01fe3cbc")
MARKER = "marker-7f3a@example.com"
# Not a measure of speed, but of nothing being endless: each takes well under one of them.
SECONDS = 20


class Deep(dict[str, Any]):
    """A mapping that holds itself, however deep one looks."""

    def __missing__(self, key: str) -> Deep:
        return self


class EndlessPairs(Mapping[str, str]):
    """A mapping whose pairs cannot be had."""

    def __getitem__(self, key: str) -> NoReturn:
        raise RecursionError(MARKER)

    def __iter__(self) -> Iterator[str]:
        return iter([MARKER])

    def __len__(self) -> int:
        return 1


class Late(UserString):
    """A text that is looked up when it is read, where that fails."""

    def __str__(self) -> str:
        raise sqlite3.ProgrammingError(f"Cannot operate on a closed database: {MARKER}")


def cycle() -> dict[str, Any]:
    held: dict[str, Any] = {"a": MARKER}
    held["self"] = held
    return held


def nested(depth: int) -> Any:
    value: Any = MARKER
    for _ in range(depth):
        value = [value]
    return value


_ACCEPTED = "text, a whole number within 2**53 - 1, a date or datetime, a bool or None"
_MOMENT = (
    "a datetime, a date, Unix seconds or milliseconds as a number or a string of digits, "
    "or an ISO 8601 string such as 2018-08-03T15:28:46Z"
)
_OUTSIDE = "is outside the years 1 to 9999 (microseconds and nanoseconds are not accepted)"
_READABLE = "expected a value that can be read"
_TEXT = "a str, a lazy string or a UUID"
_IDENTIFIER = "a str, a whole number, a lazy string or a UUID"
# What is wrong; what is given; the field and the log line.
OF_A_FIELD: list[tuple[str, dict[str, Any], str]] = [
    ("a cycle", {"properties": {"a": cycle()}}, f"properties.a: is of type dict; expected {_ACCEPTED}"),
    ("a mapping of itself", {"properties": {"a": Deep()}}, f"properties.a: is of type Deep; expected {_ACCEPTED}"),
    (
        "100,000 lists deep",
        {"properties": {"a": nested(100_000)}},
        f"properties.a: is of type list; expected {_ACCEPTED}",
    ),
    (
        "pairs that cannot be had",
        {"properties": EndlessPairs()},
        f"properties: reading it raised RecursionError; {_READABLE}",
    ),
    (
        "text from a closed database",
        {"external_id": Late("")},
        f"external_id: reading it raised ProgrammingError; {_READABLE}",
    ),
    (
        "a number without end",
        {"created_at": 10**100_000},
        f"created_at: {_OUTSIDE}; expected {_MOMENT}",
    ),
    (
        "10 MiB of digits",
        {"created_at": "9" * 10 * 2**20},
        f"created_at: cannot be read as a date or time; expected {_MOMENT}",
    ),
    (
        "a million properties",
        {"properties": {f"property {n}": MARKER for n in range(10**6)}},
        "properties: has too many keys; expected at most 10000",
    ),
    ("a function", {"external_id": cycle}, f"external_id: is of type function; expected {_IDENTIFIER}"),
]


@pytest.mark.parametrize(("given", "line"), [pytest.param(*row[1:], id=row[0]) for row in OF_A_FIELD])
def test_a_wrong_field_is_left_out(given: dict[str, Any], line: str, caplog: pytest.LogCaptureFixture) -> None:
    began = monotonic()
    with pytest.raises(WootricSnippetError) as caught:
        User(**given)
    assert str(caught.value) == line
    with caplog.at_level(logging.WARNING):
        assert User.lenient(email=MARKER, **given) == User(email=MARKER)
    assert caplog.messages == [f"left out: {line}"]
    assert monotonic() - began < SECONDS


def test_the_longest_settings_are_printed_and_one_character_more_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(renderer_module, "MAX_PAYLOAD", len(settings_json(RENDERER, User(email="abc"))))
    assert json.loads(settings_json(RENDERER, User(email="abc")))["settings"]["email"] == "abc"
    for call in (RENDERER.render, lambda user: settings_json(RENDERER, user)):
        with pytest.raises(PayloadTooLarge, match=r"^settings: are too long; expected at most \d+ "):
            call(User(email="abcd"))


def test_a_text_of_a_mib_is_sent_with_any_characters() -> None:
    for character in "'\0\u2028":
        text = character * 2**20
        assert json.loads(settings_json(RENDERER, User(email=text)))["settings"]["email"] == text


def test_arguments_changed_after_the_call_change_nothing() -> None:
    properties: dict[str, Any] = {"plan": "pro"}
    user, group = User(properties=properties), Group(id="1", traits=properties)
    before = RENDERER.render(user, group=group)
    properties["plan"] = cycle()
    RENDERER.settings(user, group=group)["properties"]["plan"] = cycle()
    assert RENDERER.render(user, group=group) == before


def test_templates_are_read_only_at_the_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    before = RENDERER.render(User(email=MARKER), Page(path="/"))
    monkeypatch.setattr("wootric_snippet.markup._SOURCES.searchpath", [str(tmp_path)])
    assert RENDERER.render(User(email=MARKER), Page(path="/")) == before


@pytest.mark.parametrize("email", ["x" * 10 * 2**20, "'" * 10 * 2**20], ids=["10 MiB", "10 MiB of quotes"])
def test_settings_that_are_too_long_are_refused(email: str) -> None:
    began = monotonic()
    with pytest.raises(PayloadTooLarge) as caught:
        RENDERER.render(User(email=email))
    assert str(caught.value) == "settings: are too long; expected at most 8388608 characters of JSON"
    assert monotonic() - began < SECONDS
