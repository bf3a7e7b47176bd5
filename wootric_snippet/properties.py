"""Properties of users and traits of groups, with the keys and types that InMoment takes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import NoneType
from typing import TYPE_CHECKING, Any, TypeAlias

from wootric_snippet.errors import InvalidProperty
from wootric_snippet.safe_numbers import MAX_SAFE_INTEGER, Number, is_safe
from wootric_snippet.text import entry, is_text, text
from wootric_snippet.timestamps import Timestamp, unix_seconds

if TYPE_CHECKING:
    from uuid import UUID

PropertyValue: TypeAlias = "Timestamp | UUID | bool | None"
"""What can be given as the value of a property or trait."""

_NUMBERS = (int, float, Decimal)
_AS_THEY_ARE = frozenset({str, bool, NoneType})
_ACCEPTED_KEY = "text without $, . or the NUL character"
_ACCEPTED_VALUE = "text, a whole number within 2**53 - 1, a date or datetime, a bool or None"


def property_pair(field: str, key: Any, value: Any, amount: str = "_amount") -> tuple[str, str | int | bool | None]:
    """Return the key and value that InMoment receives for one property of a user.

    InMoment's rules: dates are Unix seconds under a key that ends in `_date`, integers stand under a key that ends in
    `_amount`; the ending is added where it is missing (an integer under a key in `_date` is taken for Unix seconds,
    and left alone). Text, bools and `None` stay as they are.
    `field` is the name of the mapping. Raises `InvalidProperty`, or `InvalidTimestamp` for a date too far from 1970,
    both of them named `field.key`.

    Examples:
        >>> property_pair("properties", "seats", 5)
        ('seats_amount', 5)
    """
    if type(key) is not str:
        if not isinstance(key, str):
            raise InvalidProperty(entry(field, key), f"has a key of type {type(key).__name__}", _ACCEPTED_KEY)
        key = text(field, key)
    if "$" in key or "." in key or "\0" in key:
        raise InvalidProperty(entry(field, key), "has a character in its key that InMoment forbids", _ACCEPTED_KEY)
    if type(value) in _AS_THEY_ARE:
        return key, value
    if isinstance(value, date):
        return key if key.endswith("_date") else f"{key}_date", unix_seconds(entry(field, key), value)
    is_ready = type(value) is int and -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER  # as most are
    sent = value if is_ready else _scalar(entry(field, key), value)
    return key if type(sent) is not int or key.endswith(("_amount", "_date")) else key + amount, sent


def trait_pair(field: str, key: Any, value: Any) -> tuple[str, str | int | bool | None]:
    """Return the key and value that InMoment receives for one trait of a group.

    As for a property, but an integer keeps its key: InMoment documents the ending `_amount` for properties alone.
    """
    return property_pair(field, key, value, amount="")


def _scalar(field: str, value: Any) -> str | int | bool:
    if isinstance(value, bool):  # a proxy, such as Django's SimpleLazyObject, that says it is one
        return bool(value)
    if isinstance(value, _NUMBERS):
        return _whole_number(field, value)
    if is_text(value):
        return text(field, value)
    raise InvalidProperty(field, f"is of type {type(value).__name__}", _ACCEPTED_VALUE)


def _whole_number(field: str, number: Number) -> int:
    if not is_safe(number):
        raise InvalidProperty(field, "is a number that a browser would change", _ACCEPTED_VALUE)
    whole = int(number)
    if whole != number:
        raise InvalidProperty(field, "is a number with a fraction", f"{_ACCEPTED_VALUE} (send cents, or text)")
    return whole
