"""The account or company, as InMoment's group_info."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from wootric_snippet import Group, InvalidProperty, InvalidText


@pytest.mark.parametrize(
    ("group", "group_info"),
    [
        (Group("0e8c"), {"id": "0e8c"}),
        (Group(id=0), {"id": "0"}),
        (Group(UUID(int=7)), {"id": "00000000-0000-0000-0000-000000000007"}),
        (
            Group("0e8c", {"name": "Initech", "size": 5, "since": date(2018, 8, 3), "vip": False, "owner": None}),
            {"id": "0e8c", "name": "Initech", "size": 5, "since_date": 1533254400, "vip": False, "owner": None},
        ),
        (Group("0e8c", {"traits": "a trait of that name"}), {"id": "0e8c", "traits": "a trait of that name"}),
    ],
    ids=range(5),
)
def test_the_id_and_the_traits_are_one_object(group: Group, group_info: dict[str, Any]) -> None:
    assert group.group_info() == group_info


@pytest.mark.parametrize("missing", [None, ""])
def test_missing_id_is_refused(missing: str | None) -> None:
    with pytest.raises(InvalidText) as caught:
        Group(missing)
    assert str(caught.value) == "group.id: is missing; expected the group's id as text or a whole number"


@pytest.mark.parametrize("value", ["other", 5, None])
def test_trait_named_id_is_refused(value: Any) -> None:
    with pytest.raises(InvalidProperty) as caught:
        Group("0e8c", {"id": value})
    assert str(caught.value) == "group.traits.id: would replace the group's id; expected another key"


def test_changing_what_comes_out_does_not_change_the_group() -> None:
    group = Group("0e8c", {"name": "Initech"})
    group.group_info()["name"] = "Initrode"
    assert group.group_info() == {"id": "0e8c", "name": "Initech"}
