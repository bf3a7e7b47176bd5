"""Values that are nobody's business, planted in every field, and looked for in all that is shown of them."""

from __future__ import annotations

import logging
import traceback
from contextlib import suppress
from inspect import signature
from typing import TYPE_CHECKING, Any, NoReturn

import pytest

from tests.privacy import PERSONAL
from wootric_snippet import Group, InvalidText, Page, SnippetRenderer, Survey, User, WootricSnippetError
from wootric_snippet.errors import log_omitted
from wootric_snippet.segment import Analytics

if TYPE_CHECKING:
    from collections.abc import Callable

    from wootric_snippet.models import Model

SECRET = "planted-7f3a@example.com"


class Holder:
    """Something that is no text and prints what it holds."""

    def __repr__(self) -> str:
        return SECRET

    __str__ = __repr__


# Of the right type and of every wrong one; some look like a moment, a number or a link until their end.
PLANTED: list[Any] = [
    SECRET,
    f"{SECRET}\n\0\ud800",
    f"2018-08-03T15:28:46 {SECRET}",
    f"en-{SECRET}",
    f"https://{SECRET}/ '",
    SECRET.encode(),
    [SECRET],
    {SECRET},
    {"a": SECRET},
    {"a": {SECRET: [SECRET]}},
    {"a": Holder(), "b": {SECRET: 2**53}},
    Holder(),
    type(Holder()),
    ValueError(SECRET),
]
MODELS: list[type[Model]] = [User, Page, Group, Survey]
FIELDS = [
    pytest.param(model, field, id=f"{model.__name__}.{field}")
    for model in MODELS
    for field in signature(model).parameters
]


def all_of(error: WootricSnippetError) -> list[str]:
    return [str(error), repr(error), repr(vars(error)), *traceback.format_exception(error)]


@pytest.mark.parametrize("value", PLANTED, ids=range(len(PLANTED)))
@pytest.mark.parametrize(("model", "field"), FIELDS)
def test_planted_field_value_is_in_no_error_log_line_or_repr(
    model: type[Model], field: str, value: Any, caplog: pytest.LogCaptureFixture
) -> None:
    given = {"id": SECRET} if model is Group else {}
    shown: list[str] = []
    try:
        shown.append(repr(model(**given | {field: value})))
    except WootricSnippetError as error:
        shown += all_of(error)
    with caplog.at_level(logging.WARNING):
        shown.append(repr(model.lenient(**given | {field: value})))
    assert [text for text in [*shown, caplog.text] if SECRET in text] == []


@pytest.mark.parametrize("value", PLANTED, ids=range(len(PLANTED)))
@pytest.mark.parametrize(
    "call",
    [
        lambda calls, value: calls.identify(value, {"email": value, "createdAt": value, "language": value}),
        lambda calls, value: calls.identify(SECRET, {"trait": value}),
        lambda calls, value: calls.track(value, {"property": value}),
        lambda calls, value: calls.page("category", value, {"title": value, "url": value}),
        lambda calls, value: calls.group(value, {"name": value}),
    ],
    ids=["identify", "trait", "track", "page", "group"],
)
def test_planted_segment_value_is_in_no_error_log_line_or_repr(
    call: Callable[[Analytics, Any], None], value: Any, caplog: pytest.LogCaptureFixture
) -> None:
    renderer = SnippetRenderer("NPS-01fe3cbc")
    shown: list[str] = []
    try:
        call(Analytics(renderer), value)
    except WootricSnippetError as error:
        shown += all_of(error)
    with caplog.at_level(logging.WARNING):
        call(calls := Analytics(renderer, on_error="log"), value)
    assert [text for text in [*shown, repr(calls), repr(renderer), caplog.text] if SECRET in text] == []


def test_a_repr_says_which_fields_there_are() -> None:
    shown = [
        repr(User(email=SECRET, external_id=SECRET, properties={"plan": SECRET})),
        repr(Page(title=SECRET)),
        repr(Group(id=SECRET, traits={"name": SECRET})),
        repr(Survey(product_name=SECRET, extra={"a": SECRET})),
    ]
    assert shown == [
        "<User with email, external_id, properties>",
        "<Page with title>",
        "<Group with id, traits>",
        "<Survey with product_name, extra>",
    ]


def raised_with_it() -> NoReturn:
    raise InvalidText("email", f"is {SECRET}", "text")


def raised_over_it() -> NoReturn:
    try:
        raise ValueError(SECRET)
    except ValueError:
        raise InvalidText("email", "is wrong", "text")  # noqa: B904


@pytest.mark.parametrize(
    "leak", [raised_with_it, raised_over_it, lambda: log_omitted(InvalidText(SECRET, "is wrong", "text"))]
)
def test_the_search_of_every_test_finds_what_leaks(leak: Callable[[], None], disclosed: list[str]) -> None:
    with suppress(InvalidText):
        leak()
    assert any(PERSONAL.search(text) for text in disclosed)
    disclosed.clear()  # found, as it was meant to be
