"""What the tag takes, by name, in every framework."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.validators.text import optional_text
from wootric_snippet.validators.types import unknown_key_error

ARGUMENTS = ("event", "user", "name", "title", "path", "group", "nonce", "account", "consent")


class Unreadable(NamedTuple):
    """The value of an argument whose expression raised."""

    error: Exception


def require_known(arguments: Mapping[str, Any], misplaced: Sequence[Any]) -> None:
    """Raise `InvalidSetting` for an argument that the tag does not take, or that was given without a name."""
    for name in arguments:
        if name not in ARGUMENTS:
            raise unknown_key_error(name, ARGUMENTS)
    if misplaced:
        raise InvalidSetting("arguments", "one has no name", ", ".join(f"{name}=" for name in ARGUMENTS))


def value_of(arguments: Mapping[str, Any], name: str) -> Any:
    """Return an argument; raise what its expression raised."""
    value = arguments.get(name)
    if isinstance(value, Unreadable):
        raise value.error
    return value


def text_of(arguments: Mapping[str, Any], name: str) -> str | None:
    """Return an argument that is text; `None` for an empty one."""
    value = value_of(arguments, name)
    return None if value is None else optional_text(name, value)
