"""Calls one after another, as Segment's own library puts them together."""

from typing import Any

import pytest

from wootric_snippet import SnippetRenderer
from wootric_snippet.segment import Analytics

TRAITS_TOGETHER: list[tuple[list[tuple[Any, ...]], dict[str, Any]]] = [
    ([("u1", {"plan": "pro"}), ("u1", {"seats": 3})], {"plan": "pro", "seats": 3, "id": "u1"}),
    ([("u1", {"plan": "pro"}), ({"seats": 3},)], {"plan": "pro", "seats": 3, "id": "u1"}),
    ([({"plan": "pro"},), ("u1", {"seats": 3})], {"plan": "pro", "seats": 3, "id": "u1"}),
    ([("u1", {"plan": "pro"}), ("u2", {"seats": 3})], {"seats": 3, "id": "u2"}),
    ([("u1", {"plan": "pro"}), ({"plan": "free"},)], {"plan": "free", "id": "u1"}),
]


@pytest.mark.parametrize(("calls", "together"), TRAITS_TOGETHER)
def test_traits_add_to_those_of_the_one_they_are_of(calls: list[tuple[Any, ...]], together: dict[str, Any]) -> None:
    analytics = Analytics(SnippetRenderer("NPS-01fe3cbc"))
    for call in calls:
        analytics.identify(*call)
        analytics.group(*call)
    assert analytics.settings()["properties"] == together
    assert analytics.settings()["group_info"] == together
