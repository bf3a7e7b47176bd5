"""From user, page and group to the settings and commands."""

from __future__ import annotations

from typing import Any

import pytest

from wootric_snippet import Group, Page, SnippetRenderer, User
from wootric_snippet.payload import UNKNOWN_OWNER, Payload, build_payload, in_call_order, owner_hash
from wootric_snippet.segment import Analytics

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
    assert build_payload(SITE, user, page, event, group) == Payload(payload, called, user is not None)
    assert SITE == {"account_token": "NPS-1", "language": "DE"}


def test_empty_group_is_left_out() -> None:
    built = build_payload(SITE, None, None, None, Group.lenient(id=None))
    assert built == Payload({**SITE, "event_name": None}, ("run",), contains_user=False)


def test_the_owner_is_known_by_the_most_lasting_identity() -> None:
    def owner(user: User | None) -> str | None:
        return build_payload(SITE, user, None, None, None).owner

    assert owner(None) is None
    assert owner(User(language="en")) == UNKNOWN_OWNER == owner_hash(None) == "aaaaaaaa"
    assert owner(User(email="hello@example.com")) == owner_hash("hello@example.com") == "c5j33m3i"
    assert owner(User(email="hello@example.com", external_id="7")) == owner(User(external_id=7)) == owner_hash("7")
    assert owner(User(email="half \ud800")) == owner_hash("half \ud800") != owner_hash("half ")
    analytics = Analytics(SnippetRenderer("NPS-1"))
    analytics.identify("u1")
    payload = analytics.payload()
    assert payload is not None
    assert payload.owner == owner_hash("u1")


def test_commands_are_called_in_one_order() -> None:
    assert in_call_order({"run", "group", "page"}) == ("page", "group", "run")
    assert in_call_order({"run"}) == ("run",)
