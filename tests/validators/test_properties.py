"""Properties of users and traits of groups: the key and the value that InMoment receives."""

from __future__ import annotations

from collections import UserString
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import IntEnum, StrEnum
from fractions import Fraction
from typing import Any
from uuid import UUID

import pytest
from django.utils.functional import SimpleLazyObject, lazystr
from hypothesis import assume, given
from hypothesis import strategies as st
from markupsafe import Markup

from wootric_snippet import InvalidProperty, InvalidTimestamp
from wootric_snippet.validators.properties import normalize_property, normalize_trait

SAFE = 2**53 - 1
VALUE = "text, a whole number within 2**53 - 1, a date or datetime, a bool or None"
KEY = "text without $, . or the NUL character"


class Plan(StrEnum):
    PRO = "pro"


class Level(IntEnum):
    HIGH = 3


class Key(str):
    __slots__ = ()


class Late:
    """What Django's SimpleLazyObject is: it says that it is of the type of what it will be."""

    def __init__(self, value: Any) -> None:
        self.value = value

    @property  # type: ignore[misc]
    def __class__(self) -> type:
        return type(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)


# key, value, the pair of a property, the pair of a trait
PAIRS: list[tuple[str, Any, tuple[str, Any], tuple[str, Any]]] = [
    ("plan", "pro", ("plan", "pro"), ("plan", "pro")),
    ("plan", "", ("plan", ""), ("plan", "")),
    ("plan", None, ("plan", None), ("plan", None)),
    ("plan", Plan.PRO, ("plan", "pro"), ("plan", "pro")),
    ("plan", UserString("pro"), ("plan", "pro"), ("plan", "pro")),
    ("plan", Markup("<b>"), ("plan", "<b>"), ("plan", "<b>")),
    ("id", UUID(int=7), ("id", "00000000-0000-0000-0000-000000000007"), ("id", "00000000-0000-0000-0000-000000000007")),
    ("vip", True, ("vip", True), ("vip", True)),
    ("vip", False, ("vip", False), ("vip", False)),
    ("vip", Late(True), ("vip", True), ("vip", True)),
    ("vip", Late(False), ("vip", False), ("vip", False)),
    ("vip_amount", True, ("vip_amount", True), ("vip_amount", True)),
    ("seats", 5, ("seats_amount", 5), ("seats", 5)),
    ("seats", 0, ("seats_amount", 0), ("seats", 0)),
    ("seats", -5, ("seats_amount", -5), ("seats", -5)),
    ("seats", 5.0, ("seats_amount", 5), ("seats", 5)),
    ("seats", Decimal("5.00"), ("seats_amount", 5), ("seats", 5)),
    ("seats", Decimal("5E3"), ("seats_amount", 5000), ("seats", 5000)),
    ("seats", Level.HIGH, ("seats_amount", 3), ("seats", 3)),
    ("seats", SAFE, ("seats_amount", SAFE), ("seats", SAFE)),
    ("seats", -SAFE, ("seats_amount", -SAFE), ("seats", -SAFE)),
    ("seats", "5", ("seats", "5"), ("seats", "5")),
    ("seats_amount", 5, ("seats_amount", 5), ("seats_amount", 5)),
    ("amount", 5, ("amount_amount", 5), ("amount", 5)),
    ("amount_seats", 5, ("amount_seats_amount", 5), ("amount_seats", 5)),
    ("renewal_date", 1801353600, ("renewal_date", 1801353600), ("renewal_date", 1801353600)),
    ("renewal_date", 1801353600000, ("renewal_date", 1801353600000), ("renewal_date", 1801353600000)),
    ("renewal", date(2027, 1, 31), ("renewal_date", 1801353600), ("renewal_date", 1801353600)),
    ("renewal_date", date(2027, 1, 31), ("renewal_date", 1801353600), ("renewal_date", 1801353600)),
    ("date", date(2027, 1, 31), ("date_date", 1801353600), ("date_date", 1801353600)),
    ("seats_amount", date(2027, 1, 31), ("seats_amount_date", 1801353600), ("seats_amount_date", 1801353600)),
    (
        "renewal",
        datetime(2027, 1, 31, 0, 0, 0, 500000, tzinfo=UTC),
        ("renewal_date", 1801353601),
        ("renewal_date", 1801353601),
    ),
    ("renewal", "2027-01-31", ("renewal", "2027-01-31"), ("renewal", "2027-01-31")),
    ("größe", "x", ("größe", "x"), ("größe", "x")),
    ("__proto__", "x", ("__proto__", "x"), ("__proto__", "x")),
]


@pytest.mark.parametrize(("key", "value", "pair", "_trait"), PAIRS)
def test_a_property_has_the_key_and_type_that_inmoment_takes(
    key: str, value: Any, pair: tuple[str, Any], _trait: Any
) -> None:
    sent = normalize_property("properties", key, value)
    assert (sent, type(sent[1])) == (pair, type(pair[1]))


@pytest.mark.parametrize(("key", "value", "_pair", "trait"), PAIRS)
def test_a_trait_is_a_property_whose_integer_keeps_its_key(
    key: str, value: Any, _pair: Any, trait: tuple[str, Any]
) -> None:
    sent = normalize_trait("properties", key, value)
    assert (sent, type(sent[1])) == (trait, type(trait[1]))


CHANGED = f"properties.x: is a number that a browser would change; expected {VALUE}"
FRACTION = f"properties.x: is a number with a fraction; expected {VALUE} (send cents, or text)"


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (SAFE + 1, CHANGED),
        (-SAFE - 1, CHANGED),
        (10**400, CHANGED),
        (1e300, CHANGED),
        (float("nan"), CHANGED),
        (float("inf"), CHANGED),
        (float("-inf"), CHANGED),
        (Decimal("NaN"), CHANGED),
        (Decimal("sNaN"), CHANGED),
        (Decimal("Infinity"), CHANGED),
        (Decimal("1e999999"), CHANGED),
        (1.5, FRACTION),
        (-0.1, FRACTION),
        (Decimal("19.99"), FRACTION),
        (Decimal("1e-999999"), FRACTION),
        *(
            (value, f"properties.x: is of type {type(value).__name__}; expected {VALUE}")
            for value in ([], ["a"], {}, {"a": 1}, (), {1}, b"x", 1j, object(), time(1), timedelta(1), Fraction(1, 2))
        ),
    ],
    ids=lambda given_as: repr(given_as)[:40],
)
@pytest.mark.parametrize("pair", [normalize_property, normalize_trait])
def test_a_value_that_inmoment_does_not_take_is_refused(pair: Any, value: Any, message: str) -> None:
    with pytest.raises(InvalidProperty) as caught:
        pair("properties", "x", value)
    assert str(caught.value) == message


@pytest.mark.parametrize("key", ["$", "$set", "a$b", ".", "a.b", "\0", "a\0b", "a.", "\n."], ids=ascii)
@pytest.mark.parametrize("pair", [normalize_property, normalize_trait])
def test_a_character_that_inmoment_forbids_in_a_key_is_refused(pair: Any, key: str) -> None:
    with pytest.raises(InvalidProperty) as caught:
        pair("properties", key, "value")
    shown = ascii(key)[1:-1]
    assert str(caught.value) == f"properties.{shown}: has a character in its key that InMoment forbids; expected {KEY}"


@pytest.mark.parametrize("key", [None, 5, True, b"x", ("a",), UUID(int=7), UserString("a")], ids=repr)
@pytest.mark.parametrize("pair", [normalize_property, normalize_trait])
def test_a_key_is_a_string(pair: Any, key: Any) -> None:
    with pytest.raises(InvalidProperty) as caught:
        pair("properties", key, "value")
    name = type(key).__name__
    assert str(caught.value) == f"properties.({name}): has a key of type {name}; expected {KEY}"


@pytest.mark.parametrize("key", [lazystr("seats"), SimpleLazyObject(lambda: "seats")], ids=["lazy", "object"])
def test_lazy_key_is_the_text_behind_it(key: Any) -> None:
    assert normalize_property("properties", key, 5) == ("seats_amount", 5)


def test_a_key_comes_out_as_a_plain_string() -> None:
    for value in ("text", 5, date(2027, 1, 31)):
        assert type(normalize_property("properties", Key("a"), value)[0]) is str
        assert type(normalize_trait("properties", Key("a_date"), value)[0]) is str


class NotATime(datetime):
    def __sub__(self, other: object) -> Any:
        class Nothing:
            days = seconds = microseconds = float("nan")

        return Nothing()


def test_invalid_date_is_an_invalid_timestamp() -> None:
    with pytest.raises(InvalidTimestamp) as caught:
        normalize_property("properties", "renewal", NotATime(2018, 1, 1))
    assert caught.value.field == "properties.renewal"


values = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.decimals()
    | st.text()
    | st.dates()
    | st.datetimes()
    | st.uuids()
    | st.binary()
    | st.lists(st.integers())
    | st.dictionaries(st.text(), st.text())
)


@given(st.text(), values)
def test_any_pair_follows_inmoments_rules_or_is_an_error(key: str, value: Any) -> None:
    try:
        sent_key, sent = normalize_property("properties", key, value)
    except InvalidProperty:
        return
    assert not set("$.\0") & set(sent_key)
    assert type(sent) in (str, int, bool, type(None))
    assert sent_key in (key, f"{key}_amount", f"{key}_date")
    if type(sent) is int:
        assert sent_key.endswith(("_amount", "_date"))
        assert abs(sent) <= SAFE
    else:
        assert (sent_key, sent) == (key, str(value) if isinstance(value, UUID) else value)
    # A second time nothing changes: a user may be made from another's fields.
    assert normalize_property("properties", sent_key, sent) == (sent_key, sent)


@given(st.floats(-SAFE, SAFE) | st.decimals(-SAFE, SAFE, allow_nan=False, places=1))
def test_a_number_is_sent_whole_or_not_at_all(number: Any) -> None:
    assume(abs(number) <= SAFE)
    try:
        sent = normalize_trait("properties", "k", number)[1]
    except InvalidProperty:
        assert number % 1 != 0
    else:
        assert (type(sent), sent) == (int, number)
