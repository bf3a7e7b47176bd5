"""Lazy values: a proxy that stands for a value which is looked up when it is first used."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from operator import methodcaller
from types import NoneType
from typing import Any

PLAIN_TYPES = frozenset({str, int, bool, float, Decimal, date, datetime, dict, list, NoneType})
"""Types whose objects `resolve` returns unchanged: to look here first spares the call."""

# By the type that a proxy claims to have, how to get the value behind it. Each goes through an attribute or protocol
# that every proxy passes on; a bool is an int and a datetime a date, so the order matters.
_VALUE_BEHIND: tuple[tuple[type, Callable[[Any], Any]], ...] = (
    (str, str),
    (NoneType, lambda _proxy: None),
    (bool, bool),
    (int, methodcaller("conjugate")),
    (float, methodcaller("conjugate")),
    (Decimal, methodcaller("canonical")),
    (date, methodcaller("replace")),
    (Mapping, dict),
    (list, list),
    (tuple, tuple),
)


def resolve(value: Any) -> Any:
    """Return the value behind a lazy one; any other value as it is.

    A proxy such as Django's `SimpleLazyObject`, Werkzeug's `LocalProxy` or wrapt's `ObjectProxy` is recognised by its
    `__class__`, which is the type of the value behind it. Django's `lazy` makes objects of a class without a name of
    its own; those for text are handled by `text`.
    """
    kind = value.__class__
    if kind is type(value):
        evaluate = getattr(kind, "_proxy____cast", None)  # of django.utils.functional.lazy
        return value if evaluate is None else evaluate(value)
    for known, value_behind in _VALUE_BEHIND:
        if issubclass(kind, known):
            return value_behind(value)
    return value
