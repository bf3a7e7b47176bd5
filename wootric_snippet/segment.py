"""Segment's calls, for sites that sent InMoment their users through Segment: the same calls, the same settings.

The rules are those of Segment's own InMoment destination, with its slips put right; docs/segment.md lists them.
"""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any, get_args

from markupsafe import Markup

from wootric_snippet.errors import (
    InvalidProperty,
    InvalidText,
    InvalidTimestamp,
    OnError,
    WootricSnippetError,
    as_package_error,
    field_path,
    log_omitted,
    safe_key,
)
from wootric_snippet.payload import Payload, in_call_order
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.validators.attributes import Nonce
from wootric_snippet.validators.json_values import json_copy
from wootric_snippet.validators.lazy import resolve
from wootric_snippet.validators.properties import Normalize, validate_mapping
from wootric_snippet.validators.text import identifier, optional_text, text
from wootric_snippet.validators.timestamps import unix_seconds
from wootric_snippet.validators.types import validate_choice

_ADDRESS = re.compile(r".+@.+\..+")
# What Segment takes for a date among traits: at least a day, in ISO 8601.
_ISO_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([ T][0-9]{2}:?[0-9]{2}(:?[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?"
)
# Sent in settings of their own, so not among the properties.
_NOT_PROPERTIES = {"created", "createdAt", "email"}


@dataclass
class _Entity:
    """A user or group as Segment's library remembers it from call to call."""

    id: str | None = None
    traits: dict[str, Any] = field(default_factory=dict)

    def identify(self, new_id: str | None, traits: Mapping[str, Any]) -> None:
        """Add the traits to those of the same id, or replace those of another."""
        same = self.id is None or self.id == new_id
        self.traits = {**(self.traits if same else {}), **traits}
        self.id = new_id or self.id

    def traits_with_id(self) -> dict[str, Any]:
        return self.traits | ({"id": self.id} if self.id else {})


class Analytics:
    """Collects Segment's calls while one request is served, and makes one script element of them.

    Examples:
        >>> analytics = Analytics(SnippetRenderer("NPS-01fe3cbc"))
        >>> analytics.identify("userId123", {"email": "hello@example.com", "createdAt": "2015-01-01"})
        >>> analytics.settings()["created_at"], analytics.commands()
        (1420070400, ('run',))
    """

    def __init__(
        self, renderer: SnippetRenderer, *, anonymous_id: str | None = None, on_error: OnError = "raise"
    ) -> None:
        """Start without any call.

        Args:
            renderer: The site's renderer.
            anonymous_id: Segment's anonymous id, sent as `segment_user_id` if there is no user id.
            on_error: `log` leaves out and logs a wrong value instead of raising its error.
        """
        self._renderer = renderer
        self._raises = validate_choice(get_args(OnError), "on_error", on_error) == "raise"
        self._anonymous_id = anonymous_id
        self._user = _Entity()
        self._group = _Entity()
        self._settings: dict[str, Any] = {"event_name": None}
        self._called: set[str] = set()
        self.identified = False
        """Whether these calls say who is there."""

    def identify(self, user_id: Any = None, traits: Mapping[str, Any] | None = None) -> None:
        """Say who is there: `identify("userId123", {"email": ...})`, or the traits alone.

        A user id other than the last one is another person: what was said of the first one is forgotten.

        Args:
            user_id: The person's id; it is the `email`, too, if it is an address and the traits have none.
            traits: `email`; `created` or `createdAt`, the time of the sign-up (see `unix_seconds`); `language`. All
                others are properties and sent unchanged, but for ISO dates: Unix seconds under a key in `_date`.

        Raises:
            WootricSnippetError: The first value that is wrong.
        """
        user_id, traits = self._id_and_traits("user_id", user_id, traits, self._user)
        if self._user.id is not None and user_id is not None and self._user.id != user_id:
            self._settings = {name: value for name, value in self._settings.items() if name == "page_info"}
            self._group = _Entity()
            self._called.discard("group")
        self._user.identify(user_id, self._pairs(_with_text_key, "traits", traits))
        self.identified = True
        known = self._user.traits_with_id()
        self._set("segment_user_id", "anonymous_id", text, self._user.id, self._anonymous_id)
        sign_up = _find_trait(known, "created"), _find_trait(known, "createdAt")
        self._set("created_at", "createdAt", unix_seconds, *sign_up)
        address = self._user.id if self._user.id and _ADDRESS.search(self._user.id) else None
        self._ask(known, None, address)

    def track(self, event: str, properties: Mapping[str, Any] | None = None) -> None:
        """Say what happened, and ask for a survey about it.

        Args:
            event: The name of the event exactly as it is configured at InMoment.
            properties: The event's properties. They replace the user's.

        Raises:
            WootricSnippetError: The first value that is wrong.
        """
        self._ask(self._pairs(_with_text_key, "properties", properties), self._validated("event", optional_text, event))

    def page(
        self,
        category: str | Mapping[str, Any] | None = None,
        name: str | Mapping[str, Any] | None = None,
        properties: Mapping[str, Any] | None = None,
    ) -> None:
        """Say which page is shown: `page([category], [name], [properties])`; one text alone is the name.

        Args:
            category: The page's category.
            name: The page's name.
            properties: The other fields of `page_info`, sent unchanged.

        Raises:
            WootricSnippetError: The first value that is wrong.
        """
        has_name = name is not None
        category, name = self._read("page.category", category), self._read("page.name", name)
        if isinstance(category, Mapping):
            category, name, properties = None, None, category
        elif isinstance(name, Mapping):
            category, name, properties = None, category, name
        elif not has_name:
            category, name = None, category
        names = {"category": category, "name": name}
        given = {key: self._validated(f"page.{key}", optional_text, value) for key, value in names.items()}
        page_info = self._pairs(_copy_pair, "page", properties)
        self._settings["page_info"] = page_info | {key: value for key, value in given.items() if value is not None}
        self._called.add("page")

    def group(self, group_id: Any = None, traits: Mapping[str, Any] | None = None) -> None:
        """Say which account or company the user belongs to: `group("0e8c", {"name": "Initech"})`.

        Args:
            group_id: The group's id.
            traits: What else is known of the group, sent unchanged.

        Raises:
            WootricSnippetError: The first value that is wrong.
        """
        group_id, traits = self._id_and_traits("group_id", group_id, traits, self._group)
        self._group.identify(group_id, self._pairs(_with_text_key, "traits", traits))
        self._settings["group_info"] = self._pairs(_copy_pair, "group", self._group.traits_with_id())
        self._called.add("group")

    def payload(self, found: Payload | None = None) -> Payload | None:
        """Return the settings and commands of these calls; `None` if there are none.

        Args:
            found: What is known in other ways; it is sent where the calls say nothing.
        """
        if not self._called:
            return None
        found = found or Payload({**self._renderer.site, "event_name": None}, (), contains_user=False)
        mine = {name: value for name, value in self._settings.items() if value is not None}
        contains_user = self.identified or found.contains_user or bool(mine.keys() & {"email", "segment_user_id"})
        commands = in_call_order({*self._called, *found.commands})
        return Payload({**found.settings, **mine}, commands, contains_user)

    def settings(self) -> dict[str, Any]:
        """Return exactly what `window.wootricSettings` receives; empty without any call."""
        payload = self.payload()
        return {} if payload is None else deepcopy(dict(payload.settings))

    def commands(self) -> tuple[str, ...]:
        """Return the SDK's commands in the order in which they are called, `run` at most once."""
        return in_call_order(self._called)

    def render(self, *, nonce: Nonce = None) -> Markup:
        """Return one script element for all calls; empty without any."""
        return self._renderer.script(self.payload(), nonce)

    def _ask(self, known: Mapping[str, Any], event: str | None, address: str | None = None) -> None:
        self._set("email", "email", text, _find_trait(known, "email"), address)
        self._set("language", "language", text, known.get("language"))
        self._settings["event_name"] = event
        # Segment's code sends an empty object; here a missing value has no key.
        self._settings.pop("properties", None)
        sent = {key: value for key, value in known.items() if key not in _NOT_PROPERTIES}
        if properties := self._pairs(partial(_property, sent), "properties", sent):
            self._settings["properties"] = properties
        self._called.add("run")

    def _set(self, setting: str, field: str, validator: Any, *values: Any) -> None:
        """Set the first value that is not empty; without one, what an earlier call said stays."""
        given = (value for value in values if self._validated(field, lambda _field, value: bool(value), value))
        value = next(given, None)
        if (validated := self._validated(field, validator, value)) is not None:
            self._settings[setting] = validated

    def _pairs(self, normalize: Normalize, field: str, mapping: Any) -> dict[str, Any]:
        """Return the pairs of a mapping that are right, none for `None`."""
        pairs, errors = validate_mapping(normalize, field, mapping)
        for error in errors:
            self._reject(error)
        return dict(pairs)

    def _id_and_traits(self, field: str, given_id: Any, traits: Any, known: _Entity) -> tuple[Any, Any]:
        given_id = self._read(field, given_id)
        if isinstance(given_id, Mapping):
            return known.id, given_id  # traits alone are of the one who is known
        return self._validated(field, identifier, given_id), traits

    def _read(self, field: str, value: Any) -> Any:
        return self._validated(field, lambda _field, value: value, value)

    def _validated(self, field: str, validator: Callable[[str, Any], Any], value: Any) -> Any:
        """Return what a validator makes of a value; `None` for `None`, and for a wrong value that is logged."""
        try:
            value = resolve(value)
            return None if value is None else validator(field, value)
        except Exception as error:
            self._reject(as_package_error(field, error))
            return None

    def _reject(self, error: WootricSnippetError) -> None:
        if self._raises:
            raise error
        log_omitted(error)


def _find_trait(traits: Mapping[str, Any], name: str) -> Any:
    """Return a trait by its name in any usual spelling: `createdAt` is `created_at` and `Created At`, too."""
    if name in traits:
        return traits[name]
    for key, value in traits.items():
        if re.sub(r"[^a-z0-9]", "", safe_key(key).lower()) == name.lower():
            return value
    return None


# Each of these takes a mapping's name for errors, a key and its value, and returns the pair that is sent.


def _with_text_key(field: str, key: Any, value: Any) -> tuple[str, Any]:
    """Return a pair whose key is text; raises `InvalidText` for another key."""
    path = field_path(field, key)
    if not isinstance(key, str):
        raise InvalidText(path, f"has a key of type {type(key).__name__}", "text")
    return text(path, key), resolve(value)


def _copy_pair(field: str, key: Any, value: Any) -> tuple[str, Any]:
    """Return a pair with a copy of its value; raises `InvalidProperty` if that is not JSON."""
    key, value = _with_text_key(field, key, value)
    return key, json_copy(InvalidProperty, field_path(field, key), value)


def _property(beside: Mapping[str, Any], field: str, key: str, value: Any) -> tuple[str, Any]:
    """Return a pair with a copy of its value; a date, or text that is one, as Unix seconds under a key in `_date`.

    Raises `InvalidProperty` if that key is there `beside` it.
    """
    if isinstance(value, date) or (isinstance(value, str) and _ISO_DATE.fullmatch(value)):
        path, dated = field_path(field, key), key if key.endswith("_date") else f"{key}_date"
        with suppress(InvalidTimestamp):  # it may only look like a date
            seconds = unix_seconds(path, value)
            if dated != key and dated in beside:
                raise InvalidProperty(path, f"is a date, and {safe_key(dated)} is there, too", "one of the two")
            return dated, seconds
    return _copy_pair(field, key, value)
