"""What a page tells InMoment's script: the settings for `window.wootricSettings`, and the commands to call."""

from __future__ import annotations

from base64 import b32encode
from collections.abc import Collection, Mapping
from functools import lru_cache
from hashlib import sha256
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple

from wootric_snippet.escaping import script_json

if TYPE_CHECKING:
    from wootric_snippet.models import Group, Page, User

# The SDK's commands in the order in which they are called, by whether there is a page and whether there is a group.
_COMMANDS = {
    (False, False): ("run",),
    (True, False): ("page", "run"),
    (False, True): ("group", "run"),
    (True, True): ("page", "group", "run"),
}
UNKNOWN_OWNER = "a" * 8
"""Stands for a person without an address or id: such people cannot be told apart, and are nobody's owner."""


class Payload(NamedTuple):
    """The settings and commands of one page view, and whether the settings are about a person who is known."""

    settings: Mapping[str, Any]
    commands: tuple[str, ...]
    contains_user: bool

    @property
    def owner(self) -> str | None:
        """Return a hash of whose payload this is; `None` for an anonymous visitor's."""
        if not self.contains_user:
            return None
        known = self.settings.get  # the most lasting identity first
        return owner_hash(known("external_id") or known("email") or known("segment_user_id"))


@lru_cache(maxsize=64)  # a request asks for its visitor's several times
def owner_hash(identity: str | None) -> str:
    """Return eight characters that tell one person from another, and name nobody; `UNKNOWN_OWNER` for `None`."""
    if identity is None:
        return UNKNOWN_OWNER
    # A lone surrogate, which JSON can hold, has no UTF-8.
    return b32encode(sha256(identity.encode("utf-8", "surrogatepass")).digest()[:5]).decode("ascii").lower()


def in_call_order(commands: Collection[str]) -> tuple[str, ...]:
    """Return these commands of the SDK in the order in which they are called."""
    return tuple(command for command in _COMMANDS[True, True] if command in commands)


@lru_cache(maxsize=16)
def commands_json(commands: tuple[str, ...]) -> str:
    """Return commands as JSON for a script; cached, since a site's pages have few combinations of them."""
    return script_json(commands)


def build_payload(
    site: dict[str, Any] | MappingProxyType[str, Any],
    user: User | None,
    page: Page | None,
    event: str | None,
    group: Group | None,
) -> Payload:
    """Return the payload of a page view: the site's own settings, then what is known of the person and the page.

    A missing value has no key. `event_name` is the exception: it is null when there is none, so that a page without
    an event never reuses the last page's.
    """
    settings = site.copy() if user is None else site | user.to_dict()
    page_info, group_info = page and page.to_dict(), group and group.group_info()
    if page_info:
        settings["page_info"] = page_info
    if group_info:
        settings["group_info"] = group_info
    settings["event_name"] = event
    return Payload(settings, _COMMANDS[bool(page_info), bool(group_info)], user is not None)
