"""Properties of users and traits of groups, with the keys and types that InMoment accepts."""

from datetime import date
from decimal import Decimal
from types import NoneType
from typing import Any, TypeAlias
from uuid import UUID

from wootric_snippet.errors import InvalidProperty, field_path
from wootric_snippet.validators.lazy import resolve
from wootric_snippet.validators.numbers import MAX_SAFE_INTEGER, Number, is_safe
from wootric_snippet.validators.text import is_text, text, type_problem
from wootric_snippet.validators.timestamps import Timestamp, unix_seconds

PropertyValue: TypeAlias = Timestamp | UUID | bool | None
"""What can be given as the value of a property or trait."""
SentValue: TypeAlias = str | int | bool | None
"""What InMoment receives of it."""

_NUMBERS = (int, float, Decimal)
_UNCHANGED = frozenset({str, bool, NoneType})
_ACCEPTED_KEY = "text without $, . or the NUL character"
_ACCEPTED_VALUE = "text, a whole number within 2**53 - 1, a date or datetime, a bool or None"


def normalize_property(field: str, key: Any, value: Any, amount: str = "_amount") -> tuple[str, SentValue]:
    """Return the key and value that InMoment receives for one property of a user.

    InMoment's rules: dates are Unix seconds under a key that ends in `_date`, and integers have a key that ends in
    `_amount`; the ending is added where it is missing. An integer under a key in `_date` is taken for Unix seconds,
    and left alone. Text, bools and `None` are unchanged.

    Args:
        field: The name of the mapping, for errors.
        key: The property's key.
        value: The property's value.
        amount: The ending that integers get.

    Raises:
        InvalidProperty: InMoment does not accept the key or the value.
        InvalidTimestamp: The value is a date that cannot be sent.

    Examples:
        >>> normalize_property("properties", "seats", 5)
        ('seats_amount', 5)
    """
    if type(key) is not str:
        behind = resolve(key)
        if not isinstance(behind, str):
            raise InvalidProperty(field_path(field, key), f"has a key of type {type(key).__name__}", _ACCEPTED_KEY)
        key = text(field, behind)
    if "$" in key or "." in key or "\0" in key:
        problem = "has a character in its key that InMoment forbids"
        raise InvalidProperty(field_path(field, key), problem, _ACCEPTED_KEY)
    if type(value) in _UNCHANGED:
        return key, value
    if type(value) is int and -MAX_SAFE_INTEGER <= value <= MAX_SAFE_INTEGER:
        sent: str | int = value
    else:
        value = resolve(value)
        if type(value) in _UNCHANGED:
            return key, value
        if isinstance(value, date):
            return key if key.endswith("_date") else f"{key}_date", unix_seconds(field_path(field, key), value)
        sent = _scalar(field_path(field, key), value)
    return key if type(sent) is not int or key.endswith(("_amount", "_date")) else key + amount, sent


def normalize_trait(field: str, key: Any, value: Any) -> tuple[str, SentValue]:
    """Return the key and value that InMoment receives for one trait of a group.

    As for a property, but an integer keeps its key: InMoment documents the ending `_amount` for properties alone.
    """
    return normalize_property(field, key, value, amount="")


def _scalar(field: str, value: Any) -> str | int:
    if isinstance(value, _NUMBERS):
        return _whole_number(field, value)
    if is_text(value):
        return text(field, value)
    raise InvalidProperty(field, type_problem(value), _ACCEPTED_VALUE)


def _whole_number(field: str, number: Number) -> int:
    if not is_safe(number):
        raise InvalidProperty(field, "is a number that a browser would change", _ACCEPTED_VALUE)
    whole = int(number)
    if whole != number:
        raise InvalidProperty(field, "is a number with a fraction", f"{_ACCEPTED_VALUE} (send cents, or text)")
    return whole
