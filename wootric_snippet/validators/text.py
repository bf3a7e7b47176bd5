"""Text: strings, lazily translated strings and UUIDs."""

from typing import Any
from uuid import UUID

from wootric_snippet.errors import InvalidText

_ACCEPTED = "a str, a lazy string or a UUID"
_ACCEPTED_ID = "a str, a whole number, a lazy string or a UUID"
_MAX_ID = 10**100  # no id is that large, and Python refuses to print a number of some thousand digits


def text(field: str, value: Any) -> str:
    """Return a text as a plain `str` with every character kept.

    A lazy string (Django's, Flask-Babel's) is recognised by having a string's methods, so that no framework has to be
    imported for it; it is evaluated here, once.

    Raises:
        InvalidText: The value is neither a str, nor a lazy string, nor a UUID.

    Examples:
        >>> text("title", "Pricing")
        'Pricing'
    """
    if type(value) is str:
        return value
    if issubclass(type(value), str):  # a proxy, such as Django's SimpleLazyObject, only claims to be a str
        # A subclass (Markup, SafeString, a StrEnum) may print itself as something else: take the characters it holds.
        return str.__str__(value)
    if is_text(value):
        return str.__str__(str(value))
    raise InvalidText(field, type_problem(value), _ACCEPTED)


def is_text(value: Any) -> bool:
    """Tell whether `text` accepts the value. A lazy string is not evaluated, unless it does so by itself."""
    return isinstance(value, str | UUID) or (hasattr(value, "casefold") and not isinstance(value, type))


def optional_text(field: str, value: Any) -> str | None:
    """Return a text, or `None` for an empty one: an empty address or event name means that there is none."""
    return (value if type(value) is str else text(field, value)) or None


def identifier(field: str, value: Any) -> str | None:
    """Return a user's or group's id as text, `None` for an empty one; an int, as databases have them, is accepted."""
    if type(value) is str:
        return value or None
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _MAX_ID:
        return str(int(value))
    if not is_text(value):
        raise InvalidText(field, type_problem(value), _ACCEPTED_ID)
    return optional_text(field, value)


def type_problem(value: Any) -> str:
    """Return the problem of a value that has a wrong type."""
    return "is None" if value is None else f"is of type {type(value).__name__}"
