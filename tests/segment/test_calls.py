"""Calls one after another, as Segment's own library puts them together."""

import logging
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, cast

import pytest
from django.utils.functional import SimpleLazyObject

from wootric_snippet import InvalidSetting, SnippetRenderer, WootricSnippetError
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


class Unreadable(Mapping[str, Any]):
    """A row whose database is away."""

    def __getitem__(self, key: str) -> NoReturn:
        raise RuntimeError("marker@example.com")

    def __iter__(self) -> Iterator[str]:
        return iter(["plan"])

    def __len__(self) -> int:
        return 1


@pytest.mark.parametrize(
    ("call", "arguments", "field", "left"),
    [
        ("track", ("Paid", "marker"), "properties", {"event_name": "Paid"}),
        (
            "identify",
            ("u1", ["marker"]),
            "traits",
            {"event_name": None, "segment_user_id": "u1", "properties": {"id": "u1"}},
        ),
        (
            "identify",
            ("u1", "marker"),
            "traits",
            {"event_name": None, "segment_user_id": "u1", "properties": {"id": "u1"}},
        ),
        ("group", ("g1", ["marker"]), "traits", {"event_name": None, "group_info": {"id": "g1"}}),
        (
            "page",
            ("shop", "Pricing", 5),
            "page",
            {"event_name": None, "page_info": {"category": "shop", "name": "Pricing"}},
        ),
        ("page", (5,), "page.name", {"event_name": None, "page_info": {}}),
    ],
)
def test_a_call_of_the_wrong_shape_is_an_error_that_names_it_and_never_takes_a_page_down(
    call: str, arguments: Any, field: str, left: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    renderer = SnippetRenderer("NPS-1")
    with pytest.raises(WootricSnippetError) as caught:
        getattr(Analytics(renderer), call)(*arguments)
    assert caught.value.field == field
    assert "marker" not in str(caught.value)
    analytics = Analytics(renderer, on_error="log")
    getattr(analytics, call)(*arguments)
    assert analytics.settings() == {"account_token": "NPS-1", **left}
    assert [record.getMessage() for record in caplog.records] == [f"left out: {caught.value}"]


@pytest.mark.parametrize(
    ("call", "first"), [("track", "Paid"), ("identify", "u1"), ("group", "g1"), ("page", "Pricing")]
)
def test_a_call_whose_values_cannot_be_read_takes_no_page_down(
    call: str, first: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.WARNING)
    analytics = Analytics(SnippetRenderer("NPS-1"), on_error="log")
    getattr(analytics, call)(first, Unreadable())
    assert analytics.settings()["account_token"] == "NPS-1"
    assert [record.getMessage().rpartition(": ")[2] for record in caplog.records] == ["RuntimeError was raised"]


def unreadable() -> NoReturn:
    raise RuntimeError("marker@example.com")


LAZY_VALUES: list[tuple[str, tuple[Any, ...], set[str], dict[str, Any]]] = [
    *(
        (
            "identify",
            ("u1@example.com", {name: SimpleLazyObject(unreadable)}),
            {field, f"properties.{name}"} - {"properties.email", "properties.created", "properties.createdAt"},
            {
                "event_name": None,
                "segment_user_id": "u1@example.com",
                "email": "u1@example.com",
                "properties": {"id": "u1@example.com"},
            },
        )
        for name, field in [
            ("email", "email"),
            ("created", "createdAt"),
            ("createdAt", "createdAt"),
            ("language", "language"),
        ]
    ),
    (
        "identify",
        (SimpleLazyObject(unreadable), {"plan": "pro"}),
        {"user_id"},
        {"event_name": None, "properties": {"plan": "pro"}},
    ),
    (
        "group",
        (SimpleLazyObject(unreadable), {"plan": "pro"}),
        {"group_id"},
        {"event_name": None, "group_info": {"plan": "pro"}},
    ),
    (
        "page",
        (SimpleLazyObject(unreadable), "Pricing"),
        {"page.category"},
        {"event_name": None, "page_info": {"name": "Pricing"}},
    ),
    (
        "page",
        ("shop", SimpleLazyObject(unreadable)),
        {"page.name"},
        {"event_name": None, "page_info": {"category": "shop"}},
    ),
]


@pytest.mark.parametrize(("call", "arguments", "fields", "left"), LAZY_VALUES)
def test_a_lazy_value_that_cannot_be_read_is_left_out_and_takes_no_page_down(
    call: str, arguments: tuple[Any, ...], fields: set[str], left: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(RuntimeError):
        getattr(Analytics(SnippetRenderer("NPS-1")), call)(*arguments)
    analytics = Analytics(SnippetRenderer("NPS-1"), on_error="log")
    getattr(analytics, call)(*arguments)
    assert analytics.settings() == {"account_token": "NPS-1", **left}
    assert set(caplog.messages) == {f"left out: {field}: RuntimeError was raised" for field in fields}


def test_an_anonymous_id_that_cannot_be_read_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    away = cast(str, SimpleLazyObject(unreadable))
    analytics = Analytics(SnippetRenderer("NPS-1"), anonymous_id=away, on_error="log")
    analytics.identify({"plan": "pro"})
    assert analytics.settings() == {"account_token": "NPS-1", "event_name": None, "properties": {"plan": "pro"}}
    assert caplog.messages == ["left out: anonymous_id: RuntimeError was raised"]


def test_an_event_without_a_name_is_none() -> None:
    analytics = Analytics(SnippetRenderer("NPS-1"))
    analytics.track("")
    assert analytics.settings() == {"account_token": "NPS-1", "event_name": None}


def test_what_is_to_happen_to_errors_is_one_of_the_choices() -> None:
    with pytest.raises(InvalidSetting, match=r"^on_error: is not one of the choices; expected one of raise, log$"):
        Analytics(SnippetRenderer("NPS-1"), on_error="ignore")  # type: ignore[arg-type]
