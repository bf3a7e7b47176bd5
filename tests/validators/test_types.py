"""Settings that have to be what their type says."""

from __future__ import annotations

from collections import UserString
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Literal, TypedDict

import pytest

from wootric_snippet import InvalidSetting, InvalidText, InvalidURL
from wootric_snippet.validators.types import unknown_key_error, validate, validate_choice
from wootric_snippet.validators.urls import link

TEXT = "expected a str, a lazy string or a UUID"

Theme = Literal["light", "dark"]
Link = Annotated[str, link]


class Inner(TypedDict, total=False):
    url: Link
    flag: bool


class Outer(TypedDict, total=False):
    theme: Theme
    words: str
    inner: Inner


class Choice(StrEnum):
    DARK = "dark"


@pytest.mark.parametrize(
    ("hint", "value", "conformed"),
    [
        (bool, True, True),
        (bool | None, False, False),
        (str, "x", "x"),
        (str | None, UserString("lazy"), "lazy"),
        (Theme, "dark", "dark"),
        (Theme | None, Choice.DARK, "dark"),
        (Link, "https://example.com/", "https://example.com/"),
        (Link | None, "https://example.com/", "https://example.com/"),
        (Outer, {}, {}),
        (
            Outer,
            MappingProxyType({"theme": "light", "words": "", "inner": {"url": "http://a/", "flag": False}}),
            {"theme": "light", "words": "", "inner": {"url": "http://a/", "flag": False}},
        ),
    ],
    ids=range(10),
)
def test_value_of_the_right_type_is_accepted(hint: Any, value: Any, conformed: Any) -> None:
    taken = validate(hint, "f", value)
    assert (type(taken), taken) == (type(conformed), conformed)


def test_validated_value_is_a_deep_copy() -> None:
    given_as: dict[str, Any] = {"inner": {"flag": True}}
    taken = validate(Outer, "f", given_as)
    given_as["inner"]["flag"] = False
    assert taken == {"inner": {"flag": True}}


@pytest.mark.parametrize(
    ("hint", "value", "kind", "message"),
    [
        (bool, 1, InvalidSetting, "f: is of type int; expected True or False"),
        (bool, "yes", InvalidSetting, "f: is of type str; expected True or False"),
        (bool | None, None, InvalidSetting, "f: is None; expected True or False"),
        (str, 5, InvalidText, f"f: is of type int; {TEXT}"),
        (Theme, "Dark", InvalidSetting, "f: is not one of the choices; expected one of light, dark"),
        (Theme, "", InvalidSetting, "f: is not one of the choices; expected one of light, dark"),
        (Theme, None, InvalidSetting, "f: is not one of the choices; expected one of light, dark"),
        (Theme, UserString("dark"), InvalidSetting, "f: is not one of the choices; expected one of light, dark"),
        (Theme, ["dark"], InvalidSetting, "f: is not one of the choices; expected one of light, dark"),
        (
            Link,
            "javascript:alert(1)",
            InvalidURL,
            "f: is not a valid URL; expected an http:// or https:// URL in ASCII",
        ),
        (Outer, [], InvalidSetting, "f: is of type list; expected a dict with theme, words, inner"),
        (Outer, {"inner": None}, InvalidSetting, "f.inner: is None; expected a dict with url, flag"),
        (
            Outer,
            {"word": "x"},
            InvalidSetting,
            "f.word: is unknown (did you mean words?); expected one of theme, words, inner",
        ),
        (
            Outer,
            {"flag": True},
            InvalidSetting,
            "f.flag: is unknown (did you mean inner.flag?); expected one of theme, words, inner",
        ),
        (Outer, {"zzz\n": "x"}, InvalidSetting, "f.zzz\\n: is unknown; expected one of theme, words, inner"),
        (Outer, {5: "x"}, InvalidSetting, "f.(int): is unknown; expected one of theme, words, inner"),
        (Outer, {"words": None}, InvalidText, f"f.words: is None; {TEXT}"),
        (Outer, {"inner": {"flag": 1}}, InvalidSetting, "f.inner.flag: is of type int; expected True or False"),
        (
            Outer,
            {"inner": {"url": "/relative"}},
            InvalidURL,
            "f.inner.url: is not a valid URL; expected an http:// or https:// URL in ASCII",
        ),
    ],
    ids=range(19),
)
def test_error_names_the_full_path_of_a_wrong_value(hint: Any, value: Any, kind: type, message: str) -> None:
    with pytest.raises(kind) as caught:
        validate(hint, "f", value)
    assert str(caught.value) == message


def test_a_choice_comes_out_as_the_plain_string() -> None:
    assert type(validate_choice(("light", "dark"), "f", Choice.DARK)) is str


class Unknown:
    def __str__(self) -> str:
        return "event"


@pytest.mark.parametrize(
    ("key", "message"),
    [
        ("evnt", "evnt: is unknown (did you mean event?); expected one of event, user"),
        (Unknown(), "(Unknown): is unknown; expected one of event, user"),
    ],
    ids=["text", "another type"],
)
def test_unknown_key_has_the_nearest_name_as_a_suggestion(key: Any, message: str) -> None:
    assert str(unknown_key_error(key, ["event", "user"])) == message
