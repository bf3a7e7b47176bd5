"""From the model to what InMoment's script reads: the settings and the commands."""

from collections.abc import Collection, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from wootric_snippet.escaping import script_json
from wootric_snippet.group import Group
from wootric_snippet.page import Page
from wootric_snippet.user import User

# The SDK's commands in the order in which they are to be called: by whether a page, and whether a group, is to be told.
_COMMANDS = {
    (False, False): ("run",),
    (True, False): ("page", "run"),
    (False, True): ("group", "run"),
    (True, True): ("page", "group", "run"),
}


def in_order(called: Collection[str]) -> tuple[str, ...]:
    """Return these of the SDK's commands in the order in which they are to be called."""
    return tuple(command for command in _COMMANDS[True, True] if command in called)


@lru_cache(maxsize=16)
def commands_json(called: tuple[str, ...]) -> str:
    """Return commands as JSON for a script; kept, since a site's pages have few combinations of them."""
    return script_json(called)


def settings(
    site: dict[str, Any] | MappingProxyType[str, Any],
    user: User | None,
    page: Page | None,
    event: str | None,
    group: Group | None,
) -> dict[str, Any]:
    """Return what `window.wootricSettings` receives: the site's own settings, then what is known of the person.

    A missing value has no key, but for `event_name`: it is always there, so that a page without an event never
    reuses the last page's.
    """
    payload = site.copy() if user is None else site | user.known()
    if page is not None and (page_info := page.known()):
        payload["page_info"] = page_info
    if group is not None and (group_info := group.group_info()):
        payload["group_info"] = group_info
    payload["event_name"] = event
    return payload


def commands(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the SDK's commands for these settings, in the order in which they are to be called; none for none."""
    return _COMMANDS["page_info" in payload, "group_info" in payload] if payload else ()
