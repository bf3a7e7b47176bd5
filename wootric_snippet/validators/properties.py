"""Mappings: the properties of users and the traits of groups, with what InMoment accepts in them."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType, NoneType
from typing import Any, NoReturn, TypeAlias
from uuid import UUID

from wootric_snippet.errors import (
    InvalidProperty,
    PayloadTooLarge,
    WootricSnippetError,
    as_package_error,
    field_path,
    safe_key,
)
from wootric_snippet.validators.lazy import PLAIN_TYPES, resolve
from wootric_snippet.validators.numbers import MAX_SAFE_INTEGER, is_safe
from wootric_snippet.validators.text import is_text, text, type_problem
from wootric_snippet.validators.timestamps import Timestamp, unix_seconds

PropertyValue: TypeAlias = Timestamp | UUID | bool | None
"""What can be given as the value of a property or trait."""
SentValue: TypeAlias = str | int | bool | None
"""What InMoment receives of it."""
Normalize = Callable[[str, Any, Any], tuple[str, Any]]
"""Takes a mapping's field name, one key and its value; returns the pair that is sent, or raises an error."""

MAX_KEYS = 10_000
"""How many keys a mapping may have: more than anybody compares answers by, and few enough for a page view.
A larger one is a mistake, such as a whole table in place of a row."""

# Compared by type first: isinstance takes far longer to ask an abstract class.
_COMMON = frozenset({dict, MappingProxyType})

_UNCHANGED = frozenset({str, bool, NoneType})
_ACCEPTED_KEY = "text without $, . or the NUL character"
_ACCEPTED_VALUE = "text, a whole number within 2**53 - 1, a date or datetime, a bool or None"


class FrozenDict(dict[str, Any]):
    """A dict that cannot be changed. It can be copied, pickled and encoded as JSON, unlike a `MappingProxyType`."""

    __slots__ = ()

    def _frozen(self, *_arguments: object, **_keywords: object) -> NoReturn:
        raise TypeError("the fields of a model cannot be changed; make a new object")

    __setitem__ = __delitem__ = __ior__ = update = setdefault = pop = popitem = clear = _frozen

    def __reduce__(self) -> tuple[type["FrozenDict"], tuple[dict[str, Any]]]:
        """Support copying and pickling, which else fill an empty one item by item."""
        return FrozenDict, (dict(self),)


_EMPTY = FrozenDict()


def mapping_items(field: str, mapping: Any) -> list[tuple[Any, Any]]:
    """Return a mapping's keys and values, read at once: reading a mapping of the site may fail half-way.

    Raises:
        InvalidProperty: It is not a mapping.
        PayloadTooLarge: It has more than `MAX_KEYS` keys.
    """
    if type(mapping) not in _COMMON and not isinstance(mapping, Mapping):
        raise InvalidProperty(field, type_problem(mapping), "a mapping, such as a dict")
    if len(mapping) > MAX_KEYS:
        raise PayloadTooLarge(field, "has too many keys", f"at most {MAX_KEYS}")
    return list(mapping.items())


def validate_mapping(normalize: Normalize, field: str, mapping: Any) -> tuple[FrozenDict, list[WootricSnippetError]]:
    """Return the pairs that are right, none for `None`, and an error for each of the others."""
    try:
        if type(mapping) not in PLAIN_TYPES:
            mapping = resolve(mapping)
        if mapping is None:
            return _EMPTY, []
        items = mapping_items(field, mapping)
    except Exception as error:
        return _EMPTY, [as_package_error(field, error)]
    pairs: dict[str, Any] = {}
    keys: dict[str, Any] = {}
    errors: list[WootricSnippetError] = []
    for key, value in items:
        try:
            sent_key, sent = normalize(field, key, value)
            if sent_key in pairs:
                both = f"{safe_key(keys[sent_key])} and {safe_key(key)}"
                accepted = f"one of the two: {both} are both sent as {safe_key(sent_key)}"
                raise InvalidProperty(field_path(field, key), "duplicates another key after normalization", accepted)
            pairs[sent_key], keys[sent_key] = sent, key
        except Exception as error:
            errors.append(as_package_error(field_path(field, key), error))
    return FrozenDict(pairs), errors


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
    if type(value) is int and abs(value) <= MAX_SAFE_INTEGER:
        sent: str | int = value
    else:
        value = resolve(value)
        if type(value) in _UNCHANGED:
            return key, value
        if isinstance(value, date):
            return key if key.endswith("_date") else f"{key}_date", unix_seconds(field_path(field, key), value)
        sent = _text_or_number(field_path(field, key), value)
    return key if type(sent) is not int or key.endswith(("_amount", "_date")) else key + amount, sent


def normalize_trait(field: str, key: Any, value: Any) -> tuple[str, SentValue]:
    """Return the key and value that InMoment receives for one trait of a group.

    As for a property, but an integer keeps its key: InMoment documents the ending `_amount` for properties alone.
    """
    return normalize_property(field, key, value, amount="")


def _text_or_number(field: str, value: Any) -> str | int:
    if not isinstance(value, int | float | Decimal):
        if is_text(value):
            return text(field, value)
        raise InvalidProperty(field, type_problem(value), _ACCEPTED_VALUE)
    if not is_safe(value):
        raise InvalidProperty(field, "is a number that a browser would change", _ACCEPTED_VALUE)
    whole = int(value)
    if whole != value:
        raise InvalidProperty(field, "is a number with a fraction", f"{_ACCEPTED_VALUE} (send cents, or text)")
    return whole
