"""Mappings of the site's own: properties, traits, labels."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, NoReturn

from wootric_snippet.errors import (
    InvalidProperty,
    PayloadTooLarge,
    WootricSnippetError,
    as_package_error,
    field_path,
    safe_key,
)
from wootric_snippet.validators.lazy import PLAIN_TYPES, resolve
from wootric_snippet.validators.text import type_problem

Normalize = Callable[[str, Any, Any], tuple[str, Any]]
"""Takes a mapping's field name, one key and its value; returns the pair that is sent, or raises an error."""

MAX_KEYS = 10_000
"""How many keys a mapping may have: more than anybody compares answers by, and few enough for a page view.
A larger one is a mistake, such as a whole table in place of a row."""

# Compared by type first: isinstance takes far longer to ask an abstract class.
_COMMON = frozenset({dict, MappingProxyType})


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
    """Return a mapping's keys and values, read at once: reading a mapping of the site's own may fail half-way.

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
