"""Segment's calls, for sites that sent InMoment their users through Segment: the same calls, the same settings.

The rules are those of Segment's own InMoment destination, with its slips put right; docs/segment.md lists them.
"""

import re
from collections.abc import Mapping
from copy import deepcopy
from datetime import date
from typing import Any

from markupsafe import Markup

from wootric_snippet.attributes import Nonce
from wootric_snippet.conform import conform
from wootric_snippet.errors import InvalidProperty, InvalidText, InvalidTimestamp
from wootric_snippet.faults import REFUSE, OnError, checked
from wootric_snippet.json_values import ACCEPTED, json_copy
from wootric_snippet.model import pairs_of
from wootric_snippet.payload import Payload, in_call_order
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.text import identifier, known_text, shown, text
from wootric_snippet.timestamps import unix_seconds

# What Segment takes for a date among traits: at least a day, in ISO 8601.
_ISO_DATE = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
    r"([ T][0-9]{2}:?[0-9]{2}(:?[0-9]{2}([.,][0-9]+)?)?(Z|[+-][0-9]{2}(:?[0-9]{2})?)?)?"
)
_ADDRESS = re.compile(r".+@.+\..+")
# Sent in settings of their own, so not among the properties.
_NOT_PROPERTIES = {"created", "createdAt", "email"}


class Analytics:
    """Collects Segment's calls while one request is served, and makes one script block of them.

    Examples:
        >>> analytics = Analytics(SnippetRenderer("NPS-01fe3cbc"))
        >>> analytics.identify("userId123", {"email": "hello@example.com", "createdAt": "2015-01-01"})
        >>> analytics.settings()["created_at"], analytics.commands()
        (1420070400, ('run',))
    """

    def __init__(
        self, renderer: SnippetRenderer, *, anonymous_id: str | None = None, on_error: OnError = "raise"
    ) -> None:
        """Begin without any call.

        `anonymous_id` is Segment's, sent as `segment_user_id` where there is no user id. `on_error="log"` leaves a
        wrong value out, with a log line that names it, instead of raising.
        """
        self._renderer = renderer
        self._refuse = REFUSE[conform(OnError, "on_error", on_error)]
        self._anonymous_id = anonymous_id
        self._user = _Entity()
        self._group = _Entity()
        self._settings: dict[str, Any] = {"event_name": None}
        self._called: set[str] = set()

    def identify(self, user_id: Any = None, traits: Mapping[str, Any] | None = None) -> None:
        """Say who is there: `identify("userId123", {"email": ...})`, or the traits alone.

        The address comes from `email`, else from a user id that is one; the sign-up from `created` or `createdAt`
        (see `unix_seconds`). All other traits are properties, sent as they are; ISO dates as Unix seconds under
        `…_date`. Raises `InvalidTimestamp`, `InvalidText` or `InvalidProperty`.
        """
        user_id, traits = self._id_and_traits("user_id", user_id, traits, self._user)
        self._user.identify(self._checked("user_id", identifier, user_id), self._pairs("traits", traits))
        known = self._user.traits_with_id()
        self._put("segment_user_id", "anonymous_id", text, self._user.id, self._anonymous_id)
        self._put("created_at", "createdAt", unix_seconds, _found(known, "created"), _found(known, "createdAt"))
        address = self._user.id if self._user.id and _ADDRESS.search(self._user.id) else None
        self._survey(known, None, address)

    def track(self, event: str, properties: Mapping[str, Any] | None = None) -> None:
        """Say what happened: the event's properties take the place of the user's, and a survey for it is asked for."""
        self._survey(self._pairs("properties", properties), self._checked("event", known_text, event))

    def page(
        self,
        category: str | Mapping[str, Any] | None = None,
        name: str | Mapping[str, Any] | None = None,
        properties: Mapping[str, Any] | None = None,
    ) -> None:
        """Say which page is shown: `page([category], [name], [properties])`; one text alone is the name."""
        if self._checked("page.category", _is_mapping, category):
            category, name, properties = None, None, category
        if self._checked("page.name", _is_mapping, name):
            name, properties = None, name
        if name is None:
            category, name = None, category
        names = {"category": category, "name": name}
        given = {key: self._checked(f"page.{key}", known_text, value) for key, value in names.items()}
        self._settings["page_info"] = self._as_given("page", self._pairs("page", properties)) | {
            key: value for key, value in given.items() if value is not None
        }
        self._called.add("page")

    def group(self, group_id: Any = None, traits: Mapping[str, Any] | None = None) -> None:
        """Say which account or company the user belongs to: `group("0e8c", {"name": "Initech"})`."""
        group_id, traits = self._id_and_traits("group_id", group_id, traits, self._group)
        self._group.identify(self._checked("group_id", identifier, group_id), self._pairs("traits", traits))
        self._settings["group_info"] = self._as_given("group", self._group.traits_with_id())
        self._called.add("group")

    @property
    def identified(self) -> bool:
        """Whether these calls say who is there."""
        return self._user.known

    def payload(self, found: Payload | None = None) -> Payload | None:
        """Return the settings and commands of these calls; `None` without any call.

        `found` is what is known in other ways, and is sent where the calls say nothing.
        """
        if not self._called:
            return None
        mine = {**(self._renderer.site if found is None else {}), **self._settings}
        contains_user = self.identified or bool(mine.keys() & {"email", "segment_user_id"})
        if found is None:
            return Payload(mine, in_call_order(self._called), contains_user)
        if mine["event_name"] is None:
            del mine["event_name"]
        commands = in_call_order({*self._called, *found.commands})
        return Payload({**found.settings, **mine}, commands, contains_user or found.contains_user)

    def settings(self) -> dict[str, Any]:
        """Return exactly what `window.wootricSettings` receives; an empty dict without any call."""
        payload = self.payload()
        return {} if payload is None else deepcopy(dict(payload.settings))

    def commands(self) -> tuple[str, ...]:
        """Return the SDK's commands that are called once it is there, `run` at most once."""
        return in_call_order(self._called)

    def render(self, *, nonce: Nonce = None) -> Markup:
        """Return one script element for all calls; empty without any."""
        return self._renderer.script(self.payload(), nonce)

    def _survey(self, known: Mapping[str, Any], event: str | None, address: str | None = None) -> None:
        self._put("email", "email", text, _found(known, "email"), address)
        self._put("language", "language", text, known.get("language"))
        self._settings["event_name"] = event
        properties: dict[str, Any] = {}
        for key, value in known.items():
            if key not in _NOT_PROPERTIES:
                pair = self._checked(f"properties.{shown(key)}", _property, (key, value))
                properties |= [pair] if pair else []
        # Segment's code sends an empty object; a missing value has no key here.
        self._settings.pop("properties", None)
        if properties:
            self._settings["properties"] = properties
        self._called.add("run")

    def _put(self, setting: str, field: str, check: Any, *values: Any) -> None:
        """Set the first value that is not empty; what an earlier call said stays where this one says nothing."""
        value = next((value for value in values if self._checked(field, _is_given, value)), None)
        if (checked := self._checked(field, check, value)) is not None:
            self._settings[setting] = checked

    def _as_given(self, prefix: str, values: Mapping[str, Any]) -> dict[str, Any]:
        copies = (
            (key, self._checked(f"{prefix}.{shown(key)}", _pair_as_given, (key, value)))
            for key, value in values.items()
        )
        return dict(pair for _, pair in copies if pair)

    def _pairs(self, field: str, mapping: Any) -> dict[Any, Any]:
        return dict(self._checked(field, pairs_of, mapping) or ())

    def _id_and_traits(self, field: str, given_id: Any, traits: Any, known: "_Entity") -> tuple[Any, Any]:
        if self._checked(field, _is_mapping, given_id):
            return known.id, given_id  # traits alone are of the one who is known
        return given_id, traits

    def _checked(self, field: str, check: Any, value: Any) -> Any:
        return None if value is None else checked(self._refuse, check, field, value)


class _Entity:
    """A user or group as Segment's library remembers it from call to call."""

    def __init__(self) -> None:
        self.known = False
        self.id: str | None = None
        self.traits: dict[str, Any] = {}

    def identify(self, new_id: str | None, traits: Mapping[str, Any]) -> None:
        """Traits add to those of the same id, and take the place of another's."""
        self.known = True
        same = self.id is None or self.id == new_id
        self.traits = {**(self.traits if same else {}), **traits}
        self.id = new_id or self.id

    def traits_with_id(self) -> dict[str, Any]:
        return self.traits | ({"id": self.id} if self.id else {})


# To ask a lazy value what it is evaluates it, which may fail: both are asked as a check is.
def _is_given(_field: str, value: Any) -> bool:
    return bool(value)


def _is_mapping(_field: str, value: Any) -> bool:
    return isinstance(value, Mapping)


def _found(traits: Mapping[str, Any], name: str) -> Any:
    """Return a trait by its name, in any usual spelling of it: `createdAt` is `created_at` and `Created At` too."""
    if name in traits:
        return traits[name]
    return next((value for key, value in traits.items() if plain(key) == name.lower()), None)


def plain(key: Any) -> str:
    """Return a trait's name without case and punctuation, in which its usual spellings differ."""
    return re.sub(r"[^a-z0-9]", "", shown(key).lower())


def _property(field: str, pair: tuple[Any, Any]) -> tuple[str, Any]:
    key, value = pair
    if isinstance(value, date) or (isinstance(value, str) and _ISO_DATE.fullmatch(value)):
        try:
            seconds = unix_seconds(field, value)
        except InvalidTimestamp:
            return _pair_as_given(field, pair)  # it only looks like a date
        key = text(field, key)
        return key if key.endswith("_date") else f"{key}_date", seconds
    return _pair_as_given(field, pair)


def _pair_as_given(field: str, pair: tuple[Any, Any]) -> tuple[str, Any]:
    key, value = pair
    if not isinstance(key, str):
        raise InvalidText(field, f"has a key of type {type(key).__name__}", "text")
    try:
        return text(field, key), json_copy(field, value)
    except ValueError:
        pass  # told below, without what the encoder says
    raise InvalidProperty(field, "is not JSON", ACCEPTED)
