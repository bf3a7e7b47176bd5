"""Calls one after another, as Segment's own library puts them together."""

import logging
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, NoReturn, cast

import pytest
from django.utils.functional import SimpleLazyObject

from wootric_snippet import InvalidProperty, InvalidSetting, SnippetRenderer, UnreadableValue, WootricSnippetError
from wootric_snippet.segment import Analytics

TRAITS_TOGETHER: list[tuple[list[tuple[Any, ...]], dict[str, Any]]] = [
    ([("u1", {"plan": "pro"}), ("u1", {"seats": 3})], {"plan": "pro", "seats": 3, "id": "u1"}),
    ([("u1", {"plan": "pro"}), ({"seats": 3},)], {"plan": "pro", "seats": 3, "id": "u1"}),
    ([({"plan": "pro"},), ("u1", {"seats": 3})], {"plan": "pro", "seats": 3, "id": "u1"}),
    ([("u1", {"plan": "pro"}), ("u2", {"seats": 3})], {"seats": 3, "id": "u2"}),
    ([("u1", {"plan": "pro"}), ({"plan": "free"},)], {"plan": "free", "id": "u1"}),
]


@pytest.mark.parametrize(("calls", "together"), TRAITS_TOGETHER)
def test_traits_are_added_to_those_of_the_same_id(calls: list[tuple[Any, ...]], together: dict[str, Any]) -> None:
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
def test_a_call_of_the_wrong_shape_is_an_error_and_takes_no_page_down(
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
    field = "page" if call == "page" else "properties" if call == "track" else "traits"
    assert caplog.messages == [f"left out: {field}: {UNREADABLE}"]


def unreadable() -> NoReturn:
    raise RuntimeError("marker@example.com")


UNREADABLE = "reading it raised RuntimeError; expected a value that can be read"
LAZY_VALUES: list[tuple[str, tuple[Any, ...], str, dict[str, Any]]] = [
    *(
        (
            "identify",
            ("u1@example.com", {name: SimpleLazyObject(unreadable)}),
            f"traits.{name}",
            {
                "event_name": None,
                "segment_user_id": "u1@example.com",
                "email": "u1@example.com",
                "properties": {"id": "u1@example.com"},
            },
        )
        for name in ("email", "created", "createdAt", "language")
    ),
    (
        "identify",
        (SimpleLazyObject(unreadable), {"plan": "pro"}),
        "user_id",
        {"event_name": None, "properties": {"plan": "pro"}},
    ),
    (
        "group",
        (SimpleLazyObject(unreadable), {"plan": "pro"}),
        "group_id",
        {"event_name": None, "group_info": {"plan": "pro"}},
    ),
    (
        "page",
        (SimpleLazyObject(unreadable), "Pricing"),
        "page.category",
        {"event_name": None, "page_info": {"name": "Pricing"}},
    ),
    (
        "page",
        ("shop", SimpleLazyObject(unreadable)),
        "page.name",
        {"event_name": None, "page_info": {"category": "shop"}},
    ),
]


@pytest.mark.parametrize(("call", "arguments", "field", "left"), LAZY_VALUES)
def test_an_unreadable_lazy_value_is_left_out_and_takes_no_page_down(
    call: str, arguments: tuple[Any, ...], field: str, left: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    with pytest.raises(UnreadableValue, match=rf"^{field}: {UNREADABLE}$") as caught:
        getattr(Analytics(SnippetRenderer("NPS-1")), call)(*arguments)
    assert repr(caught.value.__cause__) == "RuntimeError('marker@example.com')"
    analytics = Analytics(SnippetRenderer("NPS-1"), on_error="log")
    getattr(analytics, call)(*arguments)
    assert analytics.settings() == {"account_token": "NPS-1", **left}
    assert caplog.messages == [f"left out: {field}: {UNREADABLE}"]


def test_an_anonymous_id_that_cannot_be_read_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    away = cast(str, SimpleLazyObject(unreadable))
    analytics = Analytics(SnippetRenderer("NPS-1"), anonymous_id=away, on_error="log")
    analytics.identify({"plan": "pro"})
    assert analytics.settings() == {"account_token": "NPS-1", "event_name": None, "properties": {"plan": "pro"}}
    assert caplog.messages == [f"left out: anonymous_id: {UNREADABLE}"]


def test_event_with_an_empty_name_is_not_sent() -> None:
    analytics = Analytics(SnippetRenderer("NPS-1"))
    analytics.track("")
    assert analytics.settings() == {"account_token": "NPS-1", "event_name": None}


def test_on_error_of_another_value_is_refused() -> None:
    with pytest.raises(InvalidSetting, match=r"^on_error: is not one of the choices; expected one of raise, log$"):
        Analytics(SnippetRenderer("NPS-1"), on_error="ignore")  # type: ignore[arg-type]


JSON = "expected text, finite numbers, integers within 2**53 - 1, bools, lists and dicts, nested at most 64 deep"


class Unhashable(Unreadable):
    """A mapping whose keys no dict could hold."""

    def items(self) -> Any:
        return [(["a"], 1), ("plan", "pro"), (Unequal("seats"), 5)]


class Unequal(str):
    """A key whose comparison fails."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("marker@example.com")

    def __hash__(self) -> int:
        raise RuntimeError("marker@example.com")


def nested(depth: int, innermost: Any) -> Any:
    for level in range(depth):
        innermost = [innermost] if level % 2 else {"a": innermost}
    return innermost


@pytest.mark.parametrize(
    ("call", "first", "setting", "path"),
    [
        ("track", "Paid", "properties", "properties"),
        ("identify", None, "properties", "properties"),
        ("group", None, "group_info", "group"),
        ("page", "Pricing", "page_info", "page"),
    ],
)
def test_values_nested_too_deeply_are_left_out_by_name(
    call: str, first: Any, setting: str, path: str, caplog: pytest.LogCaptureFixture
) -> None:
    endless: list[Any] = []
    endless.append(endless)
    values = {"deep": nested(1_000, 1), "deeper": nested(100_000, 1), "endless": endless, "flat": nested(64, 1)}
    analytics = Analytics(SnippetRenderer("NPS-1"), on_error="log")
    getattr(analytics, call)(first, values)
    sent = analytics.settings()[setting]
    assert {key: value for key, value in sent.items() if key != "name"} == {"flat": nested(64, 1)}
    assert caplog.messages == [
        f"left out: {path}.{name}: is nested too deeply; {JSON}" for name in ("deep", "deeper", "endless")
    ]
    analytics.render()


@pytest.mark.parametrize(
    ("call", "first", "field"),
    [
        ("track", "Paid", "properties"),
        ("identify", None, "traits"),
        ("group", None, "traits"),
        ("page", "Pricing", "page"),
    ],
)
def test_keys_that_no_dict_can_hold_cost_their_pair_alone(
    call: str, first: Any, field: str, caplog: pytest.LogCaptureFixture
) -> None:
    analytics = Analytics(SnippetRenderer("NPS-1"), on_error="log")
    getattr(analytics, call)(first, Unhashable())
    settings = analytics.settings()
    (pairs,) = [settings[name] for name in ("properties", "page_info", "group_info") if name in settings]
    assert {key: value for key, value in pairs.items() if key != "name"} == {"plan": "pro", "seats": 5}
    assert caplog.messages == [f"left out: {field}.(list): has a key of type list; expected text"]
    with pytest.raises(WootricSnippetError, match=rf"^{field}\.\(list\): "):
        getattr(Analytics(SnippetRenderer("NPS-1")), call)(first, Unhashable())


@pytest.mark.parametrize(
    "traits",
    [{"joined": date(2020, 1, 1), "joined_date": 5}, {"joined_date": 5, "joined": "2020-01-01T00:00:00Z"}],
    ids=["before", "after"],
)
def test_a_date_never_replaces_an_explicit_one(traits: dict[str, Any], caplog: pytest.LogCaptureFixture) -> None:
    for call in ("identify", "track"):
        analytics = Analytics(SnippetRenderer("NPS-1"), on_error="log")
        getattr(analytics, call)(None if call == "identify" else "Paid", traits)
        assert analytics.settings()["properties"] == {"joined_date": 5}
    message = "properties.joined: is a date, and joined_date is there, too; expected one of the two"
    assert caplog.messages == [f"left out: {message}"] * 2
    with pytest.raises(InvalidProperty, match=f"^{message}$"):
        Analytics(SnippetRenderer("NPS-1")).identify("u1", traits)


FIRST = {"email": "first@example.com", "createdAt": "2015-01-01", "language": "DE", "plan": "pro", "Created At": 5}


@pytest.mark.parametrize("second", [("u2",), ("u2", {"seats": 3}), (2, {}), ("second@example.com", None)])
def test_nothing_of_the_first_person_stays_with_another(second: tuple[Any, ...]) -> None:
    renderer = SnippetRenderer("NPS-1")
    analytics, alone = Analytics(renderer), Analytics(renderer)
    analytics.identify("u1", FIRST)
    analytics.group("g1", {"name": "Initech"})
    analytics.track("Paid", {"email": "first@example.com"})
    analytics.page("Pricing")
    for calls in (analytics, alone):
        calls.identify(*second)
    alone.page("Pricing")
    assert (analytics.settings(), analytics.commands()) == (alone.settings(), alone.commands())
    analytics.group({"size": 5})
    assert analytics.settings()["group_info"] == {"size": 5}


def test_identifying_the_same_person_keeps_earlier_traits() -> None:
    analytics = Analytics(SnippetRenderer("NPS-1"))
    analytics.identify({"language": "DE"})
    analytics.identify("u1", {"email": "first@example.com"})
    analytics.group("g1")
    analytics.identify("u1", {"seats": 3})
    analytics.identify({"plan": "pro"})
    assert analytics.settings() == {
        "account_token": "NPS-1",
        "email": "first@example.com",
        "language": "DE",
        "segment_user_id": "u1",
        "group_info": {"id": "g1"},
        "event_name": None,
        "properties": {"language": "DE", "seats": 3, "plan": "pro", "id": "u1"},
    }


def test_a_lazy_trait_is_the_value_behind_it() -> None:
    traits = {
        "createdAt": SimpleLazyObject(lambda: datetime(2020, 1, 1, tzinfo=UTC)),
        "renewal": SimpleLazyObject(lambda: date(2020, 1, 2)),
        "seats": SimpleLazyObject(lambda: 5),
        "rows": SimpleLazyObject(lambda: [1, {"a": SimpleLazyObject(lambda: "b")}]),
        "nothing": SimpleLazyObject(lambda: None),
    }
    analytics = Analytics(SnippetRenderer("NPS-1"))
    analytics.identify("u1", traits)
    assert analytics.settings() == {
        "account_token": "NPS-1",
        "created_at": 1577836800,
        "segment_user_id": "u1",
        "event_name": None,
        "properties": {
            "renewal_date": 1577923200,
            "seats": 5,
            "rows": [1, {"a": "b"}],
            "nothing": None,
            "id": "u1",
        },
    }
