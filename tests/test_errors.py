"""What every error says, and that none of them tells a person's value."""

from __future__ import annotations

import pickle
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

import wootric_snippet
from wootric_snippet import (
    Group,
    InvalidAccountToken,
    InvalidAttribute,
    InvalidLanguage,
    InvalidNonce,
    InvalidProperty,
    InvalidSetting,
    InvalidText,
    InvalidTimestamp,
    InvalidURL,
    Page,
    PayloadTooLarge,
    SharedCaching,
    SnippetRenderer,
    Survey,
    User,
    WootricSnippetError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

MARKER = "marker-7f3a@example.com"
TEXT = "a str, a lazy string or a UUID"
IDENTIFIER = "a str, a whole number, a lazy string or a UUID"
KINDS = [
    InvalidAccountToken,
    InvalidAttribute,
    InvalidLanguage,
    InvalidNonce,
    InvalidProperty,
    InvalidSetting,
    InvalidText,
    InvalidTimestamp,
    InvalidURL,
    PayloadTooLarge,
    SharedCaching,
]


class Holder:
    """Something that is no text and prints what it holds."""

    def __repr__(self) -> str:
        return MARKER


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_is_a_value_error_of_the_package(kind: type[WootricSnippetError]) -> None:
    error = kind("user.email", "is wrong", "what is right")
    assert isinstance(error, WootricSnippetError)
    assert isinstance(error, ValueError)
    assert str(error) == "user.email: is wrong; expected what is right"
    assert (error.field, error.problem, error.accepted) == ("user.email", "is wrong", "what is right")


def test_every_error_can_be_imported_from_the_package() -> None:
    exported = [getattr(wootric_snippet, name) for name in wootric_snippet.__all__]
    assert [kind for kind in KINDS if kind not in exported] == []


@pytest.mark.parametrize("kind", [WootricSnippetError, *KINDS])
def test_an_error_travels_between_processes(kind: type[WootricSnippetError]) -> None:
    error = kind("user.email", "is wrong", "what is right")
    back = pickle.loads(pickle.dumps(error))  # noqa: S301
    assert (type(back), str(back), vars(back)) == (kind, str(error), vars(error))


RENDERER = SnippetRenderer("NPS-01fe3cbc")


@pytest.mark.parametrize(
    ("make", "kind", "field"),
    [
        (lambda: User(email=Holder()), InvalidText, "email"),  # type: ignore[arg-type]
        (lambda: User(email=[MARKER]), InvalidText, "email"),  # type: ignore[arg-type]
        (lambda: User(external_id=(MARKER,)), InvalidText, "external_id"),  # type: ignore[arg-type]
        (lambda: User(created_at=MARKER), InvalidTimestamp, "created_at"),
        (lambda: User(created_at=f"2018-08-03T15:28:46 {MARKER}"), InvalidTimestamp, "created_at"),
        (lambda: User(created_at=Holder()), InvalidTimestamp, "created_at"),  # type: ignore[arg-type]
        (lambda: User(language=MARKER), InvalidLanguage, "language"),
        (lambda: User(language=Holder()), InvalidText, "language"),  # type: ignore[arg-type]
        (lambda: User(properties={"plan": [MARKER]}), InvalidProperty, "properties.plan"),  # type: ignore[dict-item]
        (lambda: User(properties={"plan": Holder()}), InvalidProperty, "properties.plan"),  # type: ignore[dict-item]
        (lambda: User(properties={"plan.x": MARKER}), InvalidProperty, "properties.plan.x"),
        (lambda: User(properties=[MARKER]), InvalidProperty, "properties"),  # type: ignore[arg-type]
        (lambda: Page(title=Holder()), InvalidText, "page.title"),  # type: ignore[arg-type]
        (lambda: Page(url=[MARKER]), InvalidText, "page.url"),  # type: ignore[arg-type]
        (lambda: Group(id=[MARKER]), InvalidText, "group.id"),  # type: ignore[arg-type]
        (lambda: Group(id="1", traits={"id": MARKER}), InvalidProperty, "group.traits.id"),
        (lambda: Group(id="1", traits={"a": {MARKER: MARKER}}), InvalidProperty, "group.traits.a"),  # type: ignore[dict-item]
        (lambda: Survey(facebook_page=MARKER), InvalidURL, "survey.facebook_page"),
        (lambda: Survey(modal_theme=MARKER), InvalidSetting, "survey.modal_theme"),  # type: ignore[arg-type]
        (lambda: Survey(extra={"x": Holder()}), InvalidSetting, "survey.extra.x"),
        (lambda: Survey(extra={"x": {MARKER: 2**53}}), InvalidSetting, "survey.extra.x"),
        (lambda: SnippetRenderer(MARKER), InvalidAccountToken, "account_token"),
        (lambda: SnippetRenderer("NPS-1", sdk_url=MARKER), InvalidURL, "sdk_url"),
        (lambda: SnippetRenderer("NPS-1", attributes={"data-x": f"{MARKER}\n"}), InvalidAttribute, "attributes.data-x"),
        (lambda: RENDERER.render(User(email=MARKER * 2**20)), PayloadTooLarge, "settings"),
        (lambda: RENDERER.render(User(), nonce=MARKER), InvalidNonce, "nonce"),
        (lambda: RENDERER.render(User(), event=Holder()), InvalidText, "event"),  # type: ignore[arg-type]
    ],
    ids=lambda given_as: given_as if isinstance(given_as, str) else "",
)
def test_no_error_shows_the_value(make: Callable[[], Any], kind: type[WootricSnippetError], field: str) -> None:
    with pytest.raises(WootricSnippetError) as caught:
        make()
    error = caught.value
    assert (type(error), error.field) == (kind, field)
    shown = [str(error), repr(error), repr(error.args), repr(vars(error))]
    chained = [error.__cause__, error.__context__]
    assert [text for text in [*shown, *map(repr, chained)] if MARKER in text] == []
    assert chained == [None, None]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: User(email=5), f"email: is of type int; expected {TEXT}"),  # type: ignore[arg-type]
        (lambda: User(external_id=1.5), f"external_id: is of type float; expected {IDENTIFIER}"),  # type: ignore[arg-type]
        (lambda: Page(referrer=b"x"), f"page.referrer: is of type bytes; expected {TEXT}"),  # type: ignore[arg-type]
        (
            lambda: User(properties={"cost": 19.99}),
            (
                "properties.cost: is a number with a fraction; expected text, a whole number within 2**53 - 1, "
                "a date or datetime, a bool or None (send cents, or text)"
            ),
        ),
        (
            lambda: User(properties=5),  # type: ignore[arg-type]
            "properties: is of type int; expected a mapping, such as a dict",
        ),
        (
            lambda: User(properties={"a\n$": 1}),
            (
                "properties.a\\n$: has a character in its key that InMoment forbids; "
                "expected text without $, . or the NUL character"
            ),
        ),
        (
            lambda: User(properties={"renewal": datetime(2027, 1, 31), "renewal_date": 5}),  # noqa: DTZ001
            (
                "properties.renewal_date: duplicates another key after normalization; "
                "expected one of the two: renewal and renewal_date are both sent as renewal_date"
            ),
        ),
        (
            lambda: Group(id=""),
            "group.id: is missing; expected the group's id as text or a whole number",
        ),
        (
            lambda: Group(id="1", traits={"id": "2"}),
            "group.traits.id: would replace the group's id; expected another key",
        ),
    ],
    ids=lambda given_as: given_as.partition(":")[0] if isinstance(given_as, str) else "",
)
def test_an_error_names_the_field_what_is_wrong_and_what_is_accepted(make: Callable[[], Any], message: str) -> None:
    with pytest.raises(WootricSnippetError) as caught:
        make()
    assert str(caught.value) == message
