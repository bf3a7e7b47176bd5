"""Traits and properties of Segment's calls, by the rules of Segment's own InMoment destination."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from wootric_snippet.errors import InvalidProperty, InvalidText, InvalidTimestamp, safe_key
from wootric_snippet.validators.json_values import json_copy
from wootric_snippet.validators.text import text
from wootric_snippet.validators.timestamps import unix_seconds

# What Segment takes for a date among traits: at least a day, in ISO 8601.
_ISO_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([ T][0-9]{2}:?[0-9]{2}(:?[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?"
)


class Entity:
    """A user or group as Segment's library remembers it from call to call."""

    def __init__(self) -> None:
        """Start with nobody."""
        self.known = False
        self.id: str | None = None
        self.traits: dict[str, Any] = {}

    def is_another(self, new_id: str | None) -> bool:
        """Tell whether a new id is that of another user or group."""
        return None not in (self.id, new_id) and self.id != new_id

    def identify(self, new_id: str | None, traits: Mapping[str, Any]) -> None:
        """Add the traits to those of the same id, or replace those of another."""
        self.known = True
        same = self.id is None or self.id == new_id
        self.traits = {**(self.traits if same else {}), **traits}
        self.id = new_id or self.id

    def traits_with_id(self) -> dict[str, Any]:
        """Return the traits, and the id among them."""
        return self.traits | ({"id": self.id} if self.id else {})


def find_trait(traits: Mapping[str, Any], name: str) -> Any:
    """Return a trait by its name in any usual spelling: `createdAt` is `created_at` and `Created At`, too."""
    if name in traits:
        return traits[name]
    return next((value for key, value in traits.items() if plain(key) == name.lower()), None)


def plain(key: Any) -> str:
    """Return a trait's name without case and punctuation, in which its usual spellings differ."""
    return re.sub(r"[^a-z0-9]", "", safe_key(key).lower())


# What follows takes a pair's path for errors, its key and its value, and returns the pair that is sent.


def require_text_key(path: str, key: Any, value: Any) -> tuple[str, Any]:
    """Return a pair whose key is text; raises `InvalidText` for another key."""
    if not isinstance(key, str):
        raise InvalidText(path, f"has a key of type {type(key).__name__}", "text")
    return text(path, key), value


def copy_pair(path: str, key: str, value: Any) -> tuple[str, Any]:
    """Return a pair with a copy of its value; raises `InvalidProperty` if that is not JSON."""
    return key, json_copy(InvalidProperty, path, value)


def normalize_pair(path: str, key: str, value: Any) -> tuple[str, Any]:
    """Return a pair with a copy of its value; a date, or text that is one, as Unix seconds under a key in `_date`."""
    if isinstance(value, date) or (isinstance(value, str) and _ISO_DATE.fullmatch(value)):
        try:
            return key if key.endswith("_date") else f"{key}_date", unix_seconds(path, value)
        except InvalidTimestamp:
            pass  # it only looks like a date
    return copy_pair(path, key, value)
