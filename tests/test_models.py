"""What User, Page, Group and Survey share: strict and lenient making, and that nothing of a person is shown."""

from __future__ import annotations

import copy
import logging
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import FrozenInstanceError, replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from wootric_snippet import Group, InvalidProperty, InvalidText, Page, PayloadTooLarge, Survey, User

if TYPE_CHECKING:
    from wootric_snippet.base_model import Model

TEXT = "a str, a lazy string or a UUID"
VALUE = "text, a whole number within 2**53 - 1, a date or datetime, a bool or None"
KEY = "text without $, . or the NUL character"
LANGUAGE = (
    "one of InMoment's codes (AR, BE, BG, CZ, DA, DE, DE_DE_X_INFORMAL, EL, EN, ES, ES_MX, ET, FI, FR, HU, ID, IT, JA, "
    "KO, LT, LV, MS, NL, NL_NL_X_INFORMAL, NO, PL, PT, PT_PT, RO, RU, SL, SV, TH, TR, UK, VI, ZH_HANS, ZH_HANT) or a "
    "locale of one of them, such as en-GB or pt_BR"
)
MOMENT = (
    "a datetime, a date, Unix seconds or milliseconds as a number or a string of digits, "
    "or an ISO 8601 string such as 2018-08-03T15:28:46Z"
)


class Broken:
    """A lazy string, or the proxy of a user, whose evaluation fails and whose error tells an address."""

    casefold = None

    def __str__(self) -> str:
        raise RuntimeError("no such row: hello@example.com")


@pytest.fixture
def logged(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return a list of the lines that are logged, each with its logger and level."""

    class Lines(list[str]):
        def __eq__(self, other: object) -> bool:
            lines = [f"{record.name} {record.levelname} {record.getMessage()}" for record in caplog.records]
            return lines == other

        __hash__ = None

        def __repr__(self) -> str:
            return repr([record.getMessage() for record in caplog.records])

    caplog.set_level(logging.DEBUG)
    return Lines()


def test_lenient_leaves_out_exactly_what_is_wrong_and_logs_which_and_why(logged: list[str]) -> None:
    user = User.lenient(
        email="hello@example.com",
        created_at="01/02/2015",
        language="tlh",
        external_id=["marker"],
        properties={
            "plan": "pro",
            "cost": 19.99,
            "seats": 5,
            "a.b": "x",
            "nested": {"a": 1},
            7: "x",
            "seats_amount": 6,
        },
    )
    assert user.to_dict() == {"email": "hello@example.com", "properties": {"plan": "pro", "seats_amount": 5}}
    assert (user.created_at, user.language, user.external_id) == (None, None, None)
    assert logged == [
        f"wootric_snippet WARNING left out: {line}"
        for line in (
            f"external_id: is of type list; expected {TEXT}",
            f"created_at: cannot be read as a date or time; expected {MOMENT}",
            f"language: is not a language of InMoment's surveys; expected {LANGUAGE}",
            f"properties.cost: is a number with a fraction; expected {VALUE} (send cents, or text)",
            f"properties.a.b: has a character in its key that InMoment forbids; expected {KEY}",
            f"properties.nested: is of type dict; expected {VALUE}",
            f"properties.(int): has a key of type int; expected {KEY}",
            "properties.seats_amount: duplicates another key after normalization; expected keys that stay different",
        )
    ]


@pytest.mark.parametrize(
    ("make", "known", "lines"),
    [
        (
            lambda: Page.lenient("/pricing", title=5),
            {"path": "/pricing"},
            [f"page.title: is of type int; expected {TEXT}"],
        ),
        (
            lambda: Page.lenient(url=5, title="Pricing"),
            {"title": "Pricing"},
            [f"page.url: is of type int; expected {TEXT}"],
        ),
        (
            lambda: Page.lenient(path=5, url="https://shop.example/pricing"),
            {"path": "/pricing", "url": "https://shop.example/pricing"},
            [f"page.path: is of type int; expected {TEXT}"],
        ),
        (
            lambda: Group.lenient("0e8c", {"id": "x", "name": "Initech", "size": 1.5}),
            {"id": "0e8c", "traits": {"name": "Initech"}},
            [
                "group.traits.id: would replace the group's id; expected another key",
                f"group.traits.size: is a number with a fraction; expected {VALUE} (send cents, or text)",
            ],
        ),
        (
            lambda: Group.lenient(id=1.5, traits={"name": "Initech"}),
            {"traits": {"name": "Initech"}},
            [f"group.id: is of type float; expected {TEXT}"],
        ),
        (
            lambda: Survey.lenient(
                modal_theme="red", product_name="Initech", aria=1, permission_labels={"en": "Share"}
            ),
            {"product_name": "Initech", "permission_labels": {"EN": "Share"}},
            [
                "survey.modal_theme: is not one of the choices; expected one of light, dark",
                "survey.aria: is of type int; expected True or False",
            ],
        ),
        (
            lambda: User.lenient("a@example.com", properties="plan"),
            {"email": "a@example.com"},
            ["properties: is of type str; expected a mapping, such as a dict"],
        ),
        (lambda: User.lenient("a@example.com", None, "en"), {"email": "a@example.com", "language": "EN"}, []),
        (lambda: User.lenient("a@example.com", properties=None), {"email": "a@example.com"}, []),
        (User.lenient, {}, []),
        (lambda: User.lenient(email=""), {}, []),
    ],
    ids=range(11),
)
def test_each_model_can_be_made_leniently(
    make: Any, known: dict[str, Any], lines: list[str], logged: list[str]
) -> None:
    model: Model = make()
    assert model.to_dict() == known
    assert logged == [f"wootric_snippet WARNING left out: {line}" for line in lines]


@pytest.mark.parametrize("make", [Group.lenient, lambda: Group.lenient(""), lambda: Group.lenient(traits={"a": "b"})])
def test_a_group_without_an_id_is_told_by_lenient_too(make: Any, logged: list[str]) -> None:
    make()
    assert logged == [
        "wootric_snippet WARNING left out: group.id: is missing; expected the group's id as text or a whole number"
    ]


def test_a_right_object_is_the_same_strictly_and_leniently(logged: list[str]) -> None:
    fields: dict[str, Any] = {
        "email": "hello@example.com",
        "created_at": date(2018, 8, 3),
        "language": "en-GB",
        "external_id": 42,
        "properties": {"plan": "pro"},
    }
    assert User.lenient(**fields) == User(**fields)
    assert logged == []


def test_of_a_strangers_exception_only_the_type_is_logged(logged: list[str], caplog: pytest.LogCaptureFixture) -> None:
    user = User.lenient(email=Broken(), language=Broken(), external_id="7", properties={"a": Broken(), "b": "c"})
    assert user.to_dict() == {"external_id": "7", "properties": {"b": "c"}}
    assert logged == [
        "wootric_snippet WARNING left out: email: RuntimeError was raised",
        "wootric_snippet WARNING left out: language: RuntimeError was raised",
        "wootric_snippet WARNING left out: properties.a: RuntimeError was raised",
    ]
    assert "hello@example.com" not in caplog.text
    assert [record.exc_info for record in caplog.records] == [None] * 3


def test_a_strangers_exception_comes_through_where_all_is_strict() -> None:
    with pytest.raises(RuntimeError, match=r"^no such row: hello@example\.com$"):
        User(email=Broken())  # type: ignore[arg-type]


class BrokenMapping(Mapping[str, Any]):
    def __getitem__(self, key: str) -> Any:
        raise RuntimeError("the database is away")

    def __iter__(self) -> Iterator[str]:
        raise RuntimeError("the database is away")

    def __len__(self) -> int:
        return 1


class Unprintable:
    def __repr__(self) -> str:
        raise RuntimeError("the database is away")


@pytest.mark.parametrize("properties", [BrokenMapping(), {Unprintable(): 1}], ids=["mapping", "key"])
def test_lenient_survives_properties_that_fail_as_they_are_read(properties: Any) -> None:
    assert User.lenient("hello@example.com", properties=properties).to_dict() == {"email": "hello@example.com"}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: User.lenient(mail="a"), r"^User\.__init__\(\) got an unexpected keyword argument 'mail'"),
        (
            lambda: User.lenient(*"abcdef"),
            r"^User\.__init__\(\) takes from 1 to 6 positional arguments but 7 were given$",
        ),
    ],
    ids=["keyword", "positional"],
)
def test_lenient_takes_the_same_arguments_and_no_others(make: Any, message: str) -> None:
    with pytest.raises(TypeError, match=message):
        make()


def test_the_first_wrong_field_raises_where_all_is_strict() -> None:
    with pytest.raises(InvalidText) as caught:
        User(email=5, created_at="never", properties={"a": 1.5})  # type: ignore[arg-type]
    assert caught.value.field == "email"


@pytest.mark.parametrize(
    "properties",
    [
        {"seats": 5, "seats_amount": 6},
        {"seats_amount": 6, "seats": 5},
        {"renewal": date(2027, 1, 31), "renewal_date": "soon"},
        {"renewal_date": None, "renewal": date(2027, 1, 31)},
    ],
    ids=repr,
)
def test_two_properties_never_end_up_under_one_key(properties: dict[str, Any]) -> None:
    with pytest.raises(InvalidProperty) as caught:
        User(properties=properties)
    second = list(properties)[1]
    assert str(caught.value) == (
        f"properties.{second}: duplicates another key after normalization; expected keys that stay different"
    )


@pytest.mark.parametrize(
    ("model", "shown"),
    [
        (User(), "<User with nothing>"),
        (
            User("marker@example.com", 1533310126, "en", "marker", {"marker": "marker"}),
            "<User with email, external_id, created_at, language, properties>",
        ),
        (Page(url="https://marker.example/marker"), "<Page with path, url>"),
        (Group("marker", {"marker": "marker"}), "<Group with id, traits>"),
        (Survey(product_name="marker"), "<Survey with product_name>"),
    ],
    ids=lambda given_as: type(given_as).__name__,
)
def test_a_repr_names_the_fields_and_shows_no_value(model: Model, shown: str) -> None:
    assert (repr(model), str(model)) == (shown, shown)


def test_nothing_can_be_changed_once_it_is_made() -> None:
    given_as = {"plan": "pro"}
    user = User("hello@example.com", properties=given_as)
    with pytest.raises(FrozenInstanceError):
        user.email = "other@example.com"  # type: ignore[misc]
    with pytest.raises(TypeError):
        user.properties["plan"] = "free"  # type: ignore[index]
    given_as["plan"] = "free"
    user.to_dict()["properties"]["plan"] = "free"
    assert user == User("hello@example.com", properties={"plan": "pro"})


def test_replace_makes_another_with_the_rest_kept() -> None:
    user = User(
        "a@example.com", "2018-08-03T15:28:46Z", "nl-NL-x-informal", 7, {"seats": 5, "renewal": date(2027, 1, 31)}
    )
    assert replace(user, email="b@example.com").to_dict() == {
        "email": "b@example.com",
        "external_id": "7",
        "created_at": 1533310126,
        "language": "NL_NL_X_INFORMAL",
        "properties": {"seats_amount": 5, "renewal_date": 1801353600},
    }
    assert replace(user) == user
    with pytest.raises(InvalidText):
        replace(user, email=5)  # type: ignore[arg-type]
    page = replace(Page(url="https://shop.example/a"), url="https://shop.example/b", path=None)
    assert page.path == "/b"
    assert replace(Group(7, {"size": 5}), traits={}).group_info() == {"id": "7"}
    survey = Survey(language="cs", permission_labels={"cs": "Ano"}, extra={"x": [1]}, custom_messages={})
    assert replace(survey) == survey


@pytest.mark.parametrize("travel", [copy.copy, copy.deepcopy, lambda user: pickle.loads(pickle.dumps(user))])  # noqa: S301
def test_a_user_can_be_copied_and_sent_to_a_job_queue(travel: Any) -> None:
    user = User("hello@example.com", properties={"seats": 5})
    there = travel(user)
    assert there == user
    assert type(there.email) is str
    with pytest.raises(TypeError):
        there.properties["seats"] = 6


def test_two_models_are_equal_where_inmoment_would_receive_the_same() -> None:
    assert Page(path="/a", url="https://shop.example/a") == Page(url="https://shop.example/a")
    assert Page(path="/a") != Page(path="/b")
    assert User() != Page()
    assert Page(path="/a") != {"path": "/a"}
    assert {Page(path="/a"), Page(path="/a"), Page(path="/b")} == {Page(path="/b"), Page(path="/a")}
    assert len({Page(path="/a"), Page(path="/a"), Page(path="/b")}) == 2
    with pytest.raises(TypeError):
        hash(User(properties={"plan": "pro"}))


def test_as_many_properties_as_may_be_are_taken_and_one_more_is_not() -> None:
    properties: dict[str, Any] = {f"key {number}": "text" for number in range(10_000)}
    assert User(properties=properties).properties == properties
    with pytest.raises(PayloadTooLarge, match=r"^properties: has too many keys; expected at most 10000$"):
        User(properties=properties | {"one more": "text"})


def test_an_argument_given_twice_is_an_error_for_lenient_too() -> None:
    with pytest.raises(TypeError):
        User.lenient("a@example.com", email="b@example.com")


@pytest.mark.parametrize("model", [User, Page, Group, Survey])
def test_nothing_inherits_from_a_model_and_so_passes_by_its_checks(model: type[Model]) -> None:
    message = rf"^Member: {model.__name__} has no heirs; make one of it in a function$"
    with pytest.raises(TypeError, match=message):
        type("Member", (model,), {"__annotations__": {"plan": str}})
