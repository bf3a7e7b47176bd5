"""What User, Page, Group and Survey share: strict and lenient making, and that nothing of a person is shown."""

from __future__ import annotations

import copy
import json
import logging
import pickle
from collections.abc import Iterator, Mapping
from dataclasses import FrozenInstanceError, asdict, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from inspect import signature
from traceback import walk_tb
from typing import TYPE_CHECKING, Any, NoReturn, get_type_hints
from uuid import UUID

import pytest
from django.utils.functional import SimpleLazyObject, lazy

from wootric_snippet import Group, InvalidProperty, InvalidText, Page, PayloadTooLarge, Survey, UnreadableValue, User

if TYPE_CHECKING:
    from wootric_snippet.models import Model

TEXT = "a str, a lazy string or a UUID"
IDENTIFIER = "a str, a whole number, a lazy string or a UUID"
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


def broken() -> NoReturn:
    raise RuntimeError("no such row: hello@example.com")


# For arguments that a type checker would refuse.
AnyUser: Any = User
AnyPage: Any = Page
AnyGroup: Any = Group
AnySurvey: Any = Survey


class Broken:
    """A lazy string, or the proxy of a user, whose evaluation fails and whose error tells an address."""

    casefold = None

    __str__ = staticmethod(broken)


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
    user = AnyUser.lenient(
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
            f"external_id: is of type list; expected {IDENTIFIER}",
            f"created_at: cannot be read as a date or time; expected {MOMENT}",
            f"language: is not a language of InMoment's surveys; expected {LANGUAGE}",
            f"properties.cost: is a number with a fraction; expected {VALUE} (send cents, or text)",
            f"properties.a.b: has a character in its key that InMoment forbids; expected {KEY}",
            f"properties.nested: is of type dict; expected {VALUE}",
            f"properties.(int): has a key of type int; expected {KEY}",
            (
                "properties.seats_amount: duplicates another key after normalization; "
                "expected one of the two: seats and seats_amount are both sent as seats_amount"
            ),
        )
    ]


@pytest.mark.parametrize(
    ("make", "known", "lines"),
    [
        (
            lambda: AnyPage.lenient("/pricing", title=5),
            {"path": "/pricing"},
            [f"page.title: is of type int; expected {TEXT}"],
        ),
        (
            lambda: AnyPage.lenient(url=5, title="Pricing"),
            {"title": "Pricing"},
            [f"page.url: is of type int; expected {TEXT}"],
        ),
        (
            lambda: AnyPage.lenient(path=5, url="https://shop.example/pricing"),
            {"path": "/pricing", "url": "https://shop.example/pricing"},
            [f"page.path: is of type int; expected {TEXT}"],
        ),
        (
            lambda: AnyGroup.lenient("0e8c", {"id": "x", "name": "Initech", "size": 1.5}),
            {"id": "0e8c", "traits": {"name": "Initech"}},
            [
                "group.traits.id: would replace the group's id; expected another key",
                f"group.traits.size: is a number with a fraction; expected {VALUE} (send cents, or text)",
            ],
        ),
        (
            lambda: AnyGroup.lenient(id=1.5, traits={"name": "Initech"}),
            {"traits": {"name": "Initech"}},
            [f"group.id: is of type float; expected {IDENTIFIER}"],
        ),
        (
            lambda: AnySurvey.lenient(
                modal_theme="red", product_name="Initech", aria=1, permission_labels={"en": "Share"}
            ),
            {"product_name": "Initech", "permission_labels": {"EN": "Share"}},
            [
                "survey.modal_theme: is not one of the choices; expected one of light, dark",
                "survey.aria: is of type int; expected True or False",
            ],
        ),
        (
            lambda: AnyUser.lenient("a@example.com", properties="plan"),
            {"email": "a@example.com"},
            ["properties: is of type str; expected a mapping, such as a dict"],
        ),
        (lambda: AnyUser.lenient("a@example.com", None, "en"), {"email": "a@example.com", "language": "EN"}, []),
        (lambda: AnyUser.lenient("a@example.com", properties=None), {"email": "a@example.com"}, []),
        (User.lenient, {}, []),
        (lambda: AnyUser.lenient(email=""), {}, []),
    ],
    ids=range(11),
)
def test_each_model_can_be_made_leniently(
    make: Any, known: dict[str, Any], lines: list[str], logged: list[str]
) -> None:
    model: Model = make()
    assert model.to_dict() == known
    assert logged == [f"wootric_snippet WARNING left out: {line}" for line in lines]


@pytest.mark.parametrize(
    "make", [Group.lenient, lambda: AnyGroup.lenient(""), lambda: AnyGroup.lenient(traits={"a": "b"})]
)
def test_a_group_without_an_id_is_an_error_for_lenient_too(make: Any, logged: list[str]) -> None:
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
    assert AnyUser.lenient(**fields) == User(**fields)
    assert logged == []


UNREADABLE = "reading it raised RuntimeError; expected a value that can be read"


def test_only_the_type_of_a_sites_exception_is_logged(logged: list[str], caplog: pytest.LogCaptureFixture) -> None:
    user = AnyUser.lenient(email=Broken(), language=Broken(), external_id="7", properties={"a": Broken(), "b": "c"})
    assert user.to_dict() == {"external_id": "7", "properties": {"b": "c"}}
    assert logged == [
        f"wootric_snippet WARNING left out: email: {UNREADABLE}",
        f"wootric_snippet WARNING left out: language: {UNREADABLE}",
        f"wootric_snippet WARNING left out: properties.a: {UNREADABLE}",
    ]
    assert "hello@example.com" not in caplog.text
    assert [record.exc_info for record in caplog.records] == [None] * 3


@pytest.mark.parametrize(
    ("make", "field"),
    [
        (lambda: User(email=Broken()), "email"),  # type: ignore[arg-type]
        (lambda: User(created_at=SimpleLazyObject(broken)), "created_at"),  # type: ignore[arg-type]
        (lambda: User(properties={"plan": Broken()}), "properties.plan"),  # type: ignore[dict-item]
        (lambda: Group(id=SimpleLazyObject(broken)), "group.id"),  # type: ignore[arg-type]
    ],
    ids=["email", "created_at", "properties.plan", "group.id"],
)
def test_an_exception_of_the_sites_own_is_the_cause_of_the_fields_error(make: Any, field: str) -> None:
    with pytest.raises(UnreadableValue) as caught:
        make()
    assert str(caught.value) == f"{field}: {UNREADABLE}"
    assert repr(caught.value.__cause__) == "RuntimeError('no such row: hello@example.com')"


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
    assert AnyUser.lenient("hello@example.com", properties=properties).to_dict() == {"email": "hello@example.com"}


# The method's own name is Python's affair, and another one where mutants are tested.
@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: AnyUser.lenient(mail="a"), r"^User\.\S+\(\) got an unexpected keyword argument 'mail'"),
        (
            lambda: AnyUser.lenient(*"abcdef"),
            r"^User\.\S+\(\) takes from 1 to 6 positional arguments but 7 were given$",
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
    first, second = properties
    sent = "seats_amount" if "seats" in properties else "renewal_date"
    assert str(caught.value) == (
        f"properties.{second}: duplicates another key after normalization; "
        f"expected one of the two: {first} and {second} are both sent as {sent}"
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


def test_a_repr_of_a_half_made_object_names_what_it_has() -> None:
    with pytest.raises(InvalidText) as caught:
        AnyUser("marker@example.com", external_id=1.5)
    frames = walk_tb(caught.value.__traceback__)
    shown = {repr(frame.f_locals["self"]) for frame, _ in frames if isinstance(frame.f_locals.get("self"), User)}
    assert shown == {"<User with email>"}
    half_made = AnyGroup.__new__(Group)
    assert repr(half_made) == "<Group with nothing>"


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
        AnyUser.lenient("a@example.com", email="b@example.com")


@pytest.mark.parametrize("model", [User, Page, Group, Survey])
def test_a_model_cannot_be_subclassed(model: type[Model]) -> None:
    message = rf"^{model.__name__} cannot be subclassed; write a function that returns a {model.__name__}$"
    with pytest.raises(TypeError, match=message):
        type("Member", (model,), {"__annotations__": {"plan": str}})


def test_validate_returns_what_is_right_and_the_errors(logged: list[str]) -> None:
    user, errors = User.validate("hello@example.com", "never", external_id=Broken(), properties={"a": "b", "c": 1.5})  # type: ignore[arg-type]
    assert user == User("hello@example.com", properties={"a": "b"})
    assert [str(error) for error in errors] == [
        f"external_id: {UNREADABLE}",
        f"created_at: cannot be read as a date or time; expected {MOMENT}",
        f"properties.c: is a number with a fraction; expected {VALUE} (send cents, or text)",
    ]
    assert Page.validate(title="Pricing") == (Page(title="Pricing"), [])
    assert Group.validate(id=7) == (Group(7), [])
    assert Survey.validate(aria=True) == (Survey(aria=True), [])
    assert logged == []


FIELDS: dict[str, Any] = {
    "email": "hello@example.com",
    "created_at": datetime(2020, 1, 1, tzinfo=UTC),
    "language": "en",
    "external_id": 7,
    "properties": {"plan": "pro", "seats": 5},
}


class Proxy:
    """What wrapt's and Werkzeug's proxies have in common: the class and the attributes of what they stand for."""

    def __init__(self, value: Any) -> None:
        object.__setattr__(self, "value", value)

    @property  # type: ignore[misc]
    def __class__(self) -> Any:
        return type(self.value)

    def __getattr__(self, name: str) -> Any:
        return getattr(object.__getattribute__(self, "value"), name)

    def __str__(self) -> str:
        return str(self.value)

    def __bool__(self) -> bool:
        return bool(self.value)

    def __getitem__(self, key: Any) -> Any:
        return self.value[key]


def django_lazy(value: Any) -> Any:
    return lazy(lambda: value, type(value))()


LAZIES: list[Any] = [Proxy, lambda value: SimpleLazyObject(lambda: value)]
VALUES: list[Any] = [
    *(datetime(2020, 1, 1, tzinfo=UTC), datetime(2020, 1, 1), date(2020, 1, 1)),  # noqa: DTZ001
    *(5, 5.0, Decimal("5.00"), True, False, None, "text", UUID(int=7), 1533310126500),
]


@pytest.mark.parametrize("value", VALUES, ids=repr)
@pytest.mark.parametrize("late", [*LAZIES, django_lazy], ids=["proxy", "simple-lazy-object", "lazy"])
def test_a_lazy_property_is_the_value_behind_it(late: Any, value: Any) -> None:
    if value is None and late is django_lazy:
        pytest.skip("Django makes no lazy None")
    user = User(properties={"x": late(value)})
    sent = user.to_dict()["properties"]
    assert sent == User(properties={"x": value}).to_dict()["properties"]
    assert [type(value) for value in sent.values()] == [
        type(v) for v in User(properties={"x": value}).properties.values()
    ]


@pytest.mark.parametrize("value", [value for value in VALUES if type(value) not in (bool, UUID, str)], ids=repr)
@pytest.mark.parametrize("late", [*LAZIES, django_lazy], ids=["proxy", "simple-lazy-object", "lazy"])
def test_a_lazy_sign_up_is_the_value_behind_it(late: Any, value: Any) -> None:
    if value is None and late is django_lazy:
        pytest.skip("Django makes no lazy None")
    user = User(created_at=late(value))
    assert user == User(created_at=value)
    assert type(user.created_at) in (int, type(None))


@pytest.mark.parametrize("late", LAZIES, ids=["proxy", "simple-lazy-object"])
def test_every_field_may_be_lazy(late: Any) -> None:
    user = User(**{name: late(value) for name, value in FIELDS.items()})
    assert user == User(**FIELDS)
    assert [type(value) for value in user.to_dict().values()] == [str, str, int, str, dict]
    assert User(**{name: late(None) for name in FIELDS}) == User()
    assert Page(title=late("Pricing"), path=late(None)) == Page(title="Pricing")
    assert Group(id=late(7), traits=late({"size": 5})) == Group(7, {"size": 5})
    assert Survey(aria=late(True), extra={"x": late({"y": [late(1)]})}) == Survey(aria=True, extra={"x": {"y": [1]}})
    with pytest.raises(InvalidText, match=r"^group\.id: is missing; "):
        Group(id=late(None))


def test_a_model_can_be_made_into_a_plain_dict() -> None:
    made = asdict(User(**FIELDS))
    assert made == {
        "email": "hello@example.com",
        "created_at": 1577836800,
        "language": "EN",
        "external_id": "7",
        "properties": {"plan": "pro", "seats_amount": 5},
    }
    assert json.loads(json.dumps(made)) == made
    assert asdict(Group(7, {"size": 5})) == {"id": "7", "traits": {"size": 5}}
    assert asdict(Page("/a"))["path"] == "/a"
    assert asdict(Survey(permission_labels={"en": "Yes"}))["permission_labels"] == {"EN": "Yes"}


@pytest.mark.parametrize("model", [User, Page, Group, Survey])
def test_a_models_types_and_parameters_can_be_looked_up(model: Any) -> None:
    parameters = signature(model).parameters
    assert get_type_hints(model.__init__).keys() == {*parameters, "return"}
    assert signature(model.lenient).parameters == signature(model.validate).parameters == parameters
    assert (model.lenient.__name__, model.validate.__name__) == ("lenient", "validate")


@pytest.mark.parametrize(
    "change",
    [
        lambda properties: properties.update(plan="free"),
        lambda properties: properties.setdefault("plan", "free"),
        lambda properties: properties.pop("plan"),
        lambda properties: properties.popitem(),
        lambda properties: properties.clear(),
        lambda properties: properties.__delitem__("plan"),
        lambda properties: properties.__ior__({"plan": "free"}),
    ],
    ids=["update", "setdefault", "pop", "popitem", "clear", "del", "ior"],
)
def test_a_models_mapping_cannot_be_changed_in_any_way(change: Any) -> None:
    user = User(properties={"plan": "pro"})
    with pytest.raises(TypeError, match=r"^the fields of a model cannot be changed; make a new object$"):
        change(user.properties)
    assert user.properties == {"plan": "pro"}


class Unequal(str):
    """A key whose comparison fails."""

    __slots__ = ()

    def __eq__(self, other: object) -> bool:
        raise RuntimeError("no such row: hello@example.com")

    def __hash__(self) -> int:
        raise RuntimeError("no such row: hello@example.com")


class Pairs(Mapping[Any, Any]):
    """A mapping whose keys no dict could hold."""

    def __init__(self, *pairs: tuple[Any, Any]) -> None:
        self.pairs = pairs

    def __getitem__(self, key: Any) -> Any:
        return next(value for known, value in self.pairs if known is key)

    def __iter__(self) -> Iterator[Any]:
        return iter([key for key, _ in self.pairs])

    def __len__(self) -> int:
        return len(self.pairs)


def test_keys_that_cannot_be_hashed_or_compared_cost_their_pair_alone(logged: list[str]) -> None:
    properties = Pairs((["a"], 1), (Unequal("plan"), "pro"), ({}, 2), ("seats", 5))
    assert AnyUser.lenient(properties=properties).properties == {"plan": "pro", "seats_amount": 5}
    assert logged == [
        f"wootric_snippet WARNING left out: properties.({kind}): has a key of type {kind}; expected {KEY}"
        for kind in ("list", "dict")
    ]
