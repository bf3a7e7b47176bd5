"""From user, page and group to the settings and commands."""

from __future__ import annotations

from typing import Any

import pytest
from wootric_snippet.settings import commands, settings

from wootric_snippet import Group, Page, User

SITE = {"account_token": "NPS-1", "language": "DE"}


@pytest.mark.parametrize(
    ("user", "page", "event", "group", "payload", "called"),
    [
        (None, None, None, None, {**SITE, "event_name": None}, ("run",)),
        (User(), Page(), None, None, {**SITE, "event_name": None}, ("run",)),
        (User("a"), None, "Paid", None, {**SITE, "email": "a", "event_name": "Paid"}, ("run",)),
        (
            User(language="fr"),
            Page("/a"),
            None,
            None,
            {"account_token": "NPS-1", "language": "FR", "page_info": {"path": "/a"}, "event_name": None},
            ("page", "run"),
        ),
        (None, None, None, Group("g"), {**SITE, "group_info": {"id": "g"}, "event_name": None}, ("group", "run")),
        (
            User("a", properties={"seats": 5}),
            Page("/a"),
            "Paid",
            Group("g", {"seats": 5}),
            {
                **SITE,
                "email": "a",
                "properties": {"seats_amount": 5},
                "page_info": {"path": "/a"},
                "group_info": {"id": "g", "seats": 5},
                "event_name": "Paid",
            },
            ("page", "group", "run"),
        ),
    ],
    ids=["nobody", "nothing-known", "event", "user-over-site", "group", "all"],
)
def test_settings_hold_what_is_known_and_always_the_event(
    user: User | None,
    page: Page | None,
    event: str | None,
    group: Group | None,
    payload: dict[str, Any],
    called: tuple[str, ...],
) -> None:
    made = settings(SITE, user, page, event, group)
    assert made == payload
    assert commands(made) == called
    assert SITE == {"account_token": "NPS-1", "language": "DE"}


def test_a_group_of_which_nothing_is_known_is_left_out() -> None:
    assert settings(SITE, None, None, None, Group.lenient(id=None)) == {**SITE, "event_name": None}
