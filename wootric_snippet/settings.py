"""From the model to what InMoment's script reads: the settings and the commands."""

from collections.abc import Mapping
from typing import Any

from wootric_snippet.group import Group
from wootric_snippet.page import Page
from wootric_snippet.user import User

# Each command, and the setting that it tells InMoment; every payload has an account.
_TOLD_BY = {"page": "page_info", "group": "group_info", "run": "account_token"}


def settings(
    site: Mapping[str, Any],
    user: User | None,
    page: Page | None,
    event: str | None,
    group: Group | None,
) -> dict[str, Any]:
    """Return what `window.wootricSettings` receives: the site's own settings, then what is known of the person.

    A missing value has no key, but for `event_name`: it is always there, so that a page without an event never
    reuses the last page's.
    """
    payload = {**site, **(user.known() if user is not None else {})}
    if page is not None and (page_info := page.known()):
        payload["page_info"] = page_info
    if group is not None and (group_info := group.group_info()):
        payload["group_info"] = group_info
    payload["event_name"] = event
    return payload


def commands(payload: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the SDK's commands for these settings, in the order in which they are to be called."""
    return tuple([command for command, told in _TOLD_BY.items() if told in payload])
