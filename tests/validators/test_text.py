"""What counts as text, ids and the keys that errors may show."""

from __future__ import annotations

from collections import UserString
from enum import Enum, IntEnum, StrEnum
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from wootric_snippet import InvalidText
from wootric_snippet.errors import safe_key
from wootric_snippet.validators.text import identifier, optional_text, text

ACCEPTED = "; expected a str, a lazy string or a UUID"
SOME_UUID = UUID("12345678-1234-5678-1234-567812345678")


def problem_of(value: object) -> str:
    return "is None" if value is None else f"is of type {type(value).__name__}"


class Plan(StrEnum):
    PRO = "pro"


class OldPlan(str, Enum):  # noqa: UP042
    """As it was written before StrEnum: it prints itself as OldPlan.PRO."""

    PRO = "pro"


class Shouting(str):
    __slots__ = ()

    def __str__(self) -> str:
        return "SHOUTED"


class Key(str):
    __slots__ = ()

    def __repr__(self) -> str:
        return "a repr of its own"

    def __str__(self) -> str:
        raise AssertionError


class Level(IntEnum):
    HIGH = 3


class Row(int):
    """A database's key that prints itself with more."""

    def __str__(self) -> str:
        return f"users/{int(self)}"


class Lazy:
    """A lazy string as Flask-Babel makes it: nothing of a str but what it forwards to one."""

    def __init__(self, content: str) -> None:
        self.content = content
        self.evaluated = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.content, name)

    def __str__(self) -> str:
        self.evaluated += 1
        return self.content


class Proxy(Lazy):
    """A lazy string that says it is one, as Django's SimpleLazyObject does."""

    @property  # type: ignore[misc]
    def __class__(self) -> type[str]:  # type: ignore[override]
        return str


class LazyMarkup(Lazy):
    def __str__(self) -> str:
        return Markup(self.content)


@pytest.mark.parametrize(
    ("given_as", "characters"),
    [
        ("", ""),
        ("Prüfung", "Prüfung"),
        (" spaces stay \n", " spaces stay \n"),
        ("\ud800\0", "\ud800\0"),
        (Markup("<b>&amp;</b>"), "<b>&amp;</b>"),
        (Plan.PRO, "pro"),
        (OldPlan.PRO, "pro"),
        (Shouting("quiet"), "quiet"),
        (UserString("Preise"), "Preise"),
        (Lazy("Preise"), "Preise"),
        (Proxy("Preise"), "Preise"),
        (LazyMarkup("<b>"), "<b>"),
        (SOME_UUID, "12345678-1234-5678-1234-567812345678"),
    ],
    ids=lambda given_as: type(given_as).__name__,
)
def test_strings_lazy_strings_and_uuids_are_text(given_as: Any, characters: str) -> None:
    read = text("title", given_as)
    assert (type(read), read) == (str, characters)


@given(st.text())
def test_a_string_is_kept_to_the_character(given_as: str) -> None:
    assert text("title", given_as) is given_as


def test_a_lazy_string_is_evaluated_once() -> None:
    lazy = Lazy("Preise")
    text("title", lazy)
    assert lazy.evaluated == 1


@pytest.mark.parametrize(
    "given_as", [None, True, 0, 5, 1.5, b"bytes", bytearray(b"bytes"), [], ["a"], {}, object(), Level.HIGH], ids=repr
)
def test_text_of_another_type_is_refused(given_as: Any) -> None:
    with pytest.raises(InvalidText) as caught:
        text("page.title", given_as)
    assert str(caught.value) == f"page.title: {problem_of(given_as)}{ACCEPTED}"


@pytest.mark.parametrize("given_as", [str, Plan, Markup])
def test_a_class_is_not_text(given_as: type) -> None:
    with pytest.raises(InvalidText):
        text("page.title", given_as)


def test_empty_text_becomes_none() -> None:
    assert optional_text("email", "") is None
    assert optional_text("email", Lazy("")) is None
    assert optional_text("email", " ") == " "
    assert optional_text("email", "a@example.com") == "a@example.com"


def test_falsy_value_of_another_type_is_refused() -> None:
    with pytest.raises(InvalidText) as caught:
        optional_text("email", 0)
    assert str(caught.value) == f"email: is of type int{ACCEPTED}"


@pytest.mark.parametrize(
    ("given_as", "characters"),
    [
        (0, "0"),
        (42, "42"),
        (-1, "-1"),
        (2**64, "18446744073709551616"),
        (Level.HIGH, "3"),
        (Row(42), "42"),
        ("userId123", "userId123"),
        ("", None),
        (SOME_UUID, "12345678-1234-5678-1234-567812345678"),
    ],
    ids=repr,
)
def test_an_id_is_text_or_the_digits_of_a_whole_number(given_as: Any, characters: str | None) -> None:
    assert identifier("external_id", given_as) == characters


@pytest.mark.parametrize("given_as", [True, False, 1.0, None, b"7"], ids=repr)
def test_bool_or_float_is_refused_as_an_id(given_as: Any) -> None:
    with pytest.raises(InvalidText) as caught:
        identifier("external_id", given_as)
    accepted = "expected a str, a whole number, a lazy string or a UUID"
    assert str(caught.value) == f"external_id: {problem_of(given_as)}; {accepted}"


@pytest.mark.parametrize(
    ("key", "as_shown"),
    [
        ("seats", "seats"),
        ("it's", "it's"),
        ("line\nbreak", "line\\nbreak"),
        ("\x1b[31m", "\\x1b[31m"),
        ("größe", "gr\\xf6\\xdfe"),
        ("\u202e\ud800", "\\u202e\\ud800"),
        (Key("größe"), "gr\\xf6\\xdfe"),
        ("'quoted'", "'quoted'"),
        ("", ""),
        (5, "(int)"),
        (None, "(NoneType)"),
        (("marker",), "(tuple)"),
        ("k" * 100, "k" * 40),
    ],
    ids=ascii,
)
def test_a_key_is_shown_as_short_printable_ascii(key: object, as_shown: str) -> None:
    assert safe_key(key) == as_shown


@given(st.text() | st.integers() | st.tuples(st.text()))
def test_no_key_can_break_a_log_line(key: object) -> None:
    assert len(safe_key(key)) <= 40
    assert all(" " <= character <= "~" for character in safe_key(key))


def test_id_of_more_than_100_digits_is_refused() -> None:
    assert identifier("id", 10**100 - 1) == "9" * 100
    with pytest.raises(InvalidText):
        identifier("id", 10**100)
