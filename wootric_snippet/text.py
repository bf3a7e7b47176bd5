"""What counts as text: strings, what a framework translates late, and UUIDs."""

from typing import Any

from wootric_snippet.errors import InvalidText

_ACCEPTED = "text: a str, a lazily translated string or a UUID"
_ENDLESS = 10**100  # no id; Python itself refuses to print a number of some thousand digits


def text(field: str, value: Any) -> str:
    """Return the text that `value` is, as a plain `str` with every character kept.

    A lazy string (Django's, Flask-Babel's) is known by its answering to a string's methods, so that no framework has
    to be imported to recognise one; it is evaluated here, once.
    Raises `InvalidText` for anything else.

    Examples:
        >>> text("title", "Pricing")
        'Pricing'
    """
    if type(value) is str:
        return value
    if issubclass(type(value), str):  # a proxy, such as Django's SimpleLazyObject, only says that it is one
        # A subclass (Markup, SafeString, a StrEnum) may print itself as something else: take the characters it holds.
        return str.__str__(value)
    if is_text(value):
        return str.__str__(str(value))
    raise InvalidText(field, f"is of type {type(value).__name__}", _ACCEPTED)


def is_text(value: Any) -> bool:
    """Tell whether `value` counts as text; a lazy string is not evaluated for it, unless it does so itself."""
    if isinstance(value, str) or (hasattr(value, "casefold") and not isinstance(value, type)):
        return True
    from uuid import UUID  # here, since few values come so far, and uuid is slow to load

    return isinstance(value, UUID)


def known_text(field: str, value: Any) -> str | None:
    """Return text, or `None` for an empty one: an empty address or event name says that there is none."""
    return (value if type(value) is str else text(field, value)) or None


def identifier(field: str, value: Any) -> str | None:
    """Return a user's or group's id as text; a whole number, as databases have them, is its digits."""
    if type(value) is not str and isinstance(value, int) and not isinstance(value, bool) and abs(value) < _ENDLESS:
        return str(int(value))
    return known_text(field, value)


def shown(key: object) -> str:
    """Return a key so that it can stand in an error or a log line: printable ASCII of a bounded length.

    Of a key that is no text only the type is shown.

    Examples:
        >>> shown("line\\nbreak")
        'line\\\\nbreak'
    """
    return ascii(str.__str__(key))[1:-1][:40] if isinstance(key, str) else f"({type(key).__name__})"


def entry(field: str, key: object) -> str:
    """Return the name that an error has for what a mapping holds under `key`, such as `properties.seats`."""
    return f"{field}.{shown(key)}"
