"""The script element's attributes and its nonce."""

from __future__ import annotations

from collections import UserString
from typing import Any

import pytest

from wootric_snippet import InvalidAttribute, InvalidNonce, InvalidText
from wootric_snippet.validators.attributes import cookie_name, nonce_value, script_attributes

TEXT = "expected a str, a lazy string or a UUID"
NAME = "cannot be set here; expected a name such as data-category, in lower case"
UNWRITABLE = "has a control character or a lone surrogate; expected text without them"


@pytest.mark.parametrize(
    "nonce",
    ["a", "0", "dGVzdA==", "dGVzdDE=", "a+b/c-d_e", "A" * 200, "8IBTHwOdqNKAWeKl7plt8g=="],
    ids=lambda n: n[:20],
)
def test_a_base64_nonce_is_kept(nonce: str) -> None:
    lazy: Any = UserString(nonce)
    assert (nonce_value(nonce), nonce_value(lambda: nonce), nonce_value(lazy)) == (nonce, nonce, nonce)


def test_missing_nonce_is_none() -> None:
    assert nonce_value(None) is None
    assert nonce_value(lambda: None) is None


@pytest.mark.parametrize(
    "nonce",
    [
        *("", " ", "=", "==", "a===", "a=b", "a b", " a", "a ", "a\n", "\na", "nonce-a", "'nonce-a'", 'a"'),
        *("a'", "a>", "<a", "a&b", "a;b", "a,b", "a.b", "a:b", '"><script>alert(1)</script>', 'a" onload="x', "ä"),
        *("\uff41", "\u212a", "\0", "a\0nonce\0"),
    ],
    ids=ascii,
)
def test_a_nonce_that_no_policy_can_hold_is_refused(nonce: str) -> None:
    for given_as in (nonce, lambda: nonce):
        with pytest.raises(InvalidNonce) as caught:
            nonce_value(given_as)
        assert str(caught.value) == "nonce: is not a valid nonce; expected base64, without nonce- and quotes"


@pytest.mark.parametrize("nonce", [5, True, False, b"a", ["a"]], ids=repr)
def test_a_nonce_is_text(nonce: Any) -> None:
    with pytest.raises(InvalidText) as caught:
        nonce_value(nonce)
    assert str(caught.value) == f"nonce: is of type {type(nonce).__name__}; {TEXT}"


@pytest.mark.parametrize(
    ("script_type", "attributes", "checked"),
    [
        (None, {}, {}),
        (None, None, {}),
        ("text/plain", {}, {"type": "text/plain"}),
        ("", {}, {"type": ""}),
        (UserString("module"), {}, {"type": "module"}),
        (
            "text/plain",
            {"data-consent": "stats", "data-a_b.c:d-1": "", "data-turbo-eval": True},
            {"type": "text/plain", "data-consent": "stats", "data-a_b.c:d-1": "", "data-turbo-eval": ""},
        ),
        (
            None,
            {"data-x": '"><script>', "class": "a b", "data-l": UserString("lazy"), "data-u": "ü\u2028\x80 '&"},
            {"data-x": '"><script>', "class": "a b", "data-l": "lazy", "data-u": "ü\u2028\x80 '&"},
        ),
    ],
    ids=range(7),
)
def test_type_and_attributes_are_kept_for_the_template_to_escape(
    script_type: Any, attributes: dict[str, Any], checked: dict[str, str]
) -> None:
    assert script_attributes(script_type, attributes) == checked


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        *((name, name) for name in ("id", "src", "nonce", "type", "integrity", "async", "defer")),
        *((name, name) for name in ("onload", "onerror", "on", "one")),
        *((name, name) for name in ("", "Data-x", "data-X", "SRC", "onLoad", "1a", "-a")),
        *((name, name) for name in ("data x", "a=b", "a>b", "a/b", "data-x ")),
        ('data-x"', 'data-x"'),
        ("data-x\n", "data-x\\n"),
        ("data-ü", "data-\\xfc"),
        ("data-\0", "data-\\x00"),
        (5, "(int)"),
        (None, "(NoneType)"),
    ],
    ids=ascii,
)
def test_an_attribute_that_would_be_another_script_is_refused(name: Any, shown: str) -> None:
    with pytest.raises(InvalidAttribute) as caught:
        script_attributes(None, {name: "x"})
    assert str(caught.value) == f"attributes.{shown}: {NAME}"


UNWRITABLES = ["\0", "\n", "\r", "\t", "\x1b", "\x1f", "\x7f", "\ud800", "\udfff", "\0nonce\0"]


@pytest.mark.parametrize("value", UNWRITABLES, ids=ascii)
def test_a_character_that_html_cannot_write_is_refused(value: str) -> None:
    with pytest.raises(InvalidAttribute) as caught:
        script_attributes(None, {"data-x": f"a{value}b"})
    assert str(caught.value) == f"attributes.data-x: {UNWRITABLE}"
    with pytest.raises(InvalidAttribute) as caught:
        script_attributes(f"a{value}b", {})
    assert str(caught.value) == f"script_type: {UNWRITABLE}"


@pytest.mark.parametrize("value", [False, None, 5, b"x"], ids=repr)
def test_a_value_is_text_or_true(value: Any) -> None:
    with pytest.raises(InvalidText) as caught:
        script_attributes(None, {"data-x": value})
    problem = "is None" if value is None else f"is of type {type(value).__name__}"
    assert str(caught.value) == f"attributes.data-x: {problem}; {TEXT}"


def test_script_type_of_another_type_is_refused() -> None:
    with pytest.raises(InvalidText) as caught:
        script_attributes(True, {})
    assert str(caught.value) == f"script_type: is of type bool; {TEXT}"


@pytest.mark.parametrize("attributes", ["data-x", ["data-x"], 5], ids=repr)
def test_attributes_of_another_type_are_refused(attributes: Any) -> None:
    with pytest.raises(InvalidAttribute) as caught:
        script_attributes(None, attributes)
    kind = type(attributes).__name__
    assert str(caught.value) == f"attributes: is of type {kind}; expected a mapping of names to texts"


def test_cookie_name_of_another_type_is_refused() -> None:
    with pytest.raises(InvalidText) as caught:
        cookie_name("signed_in_cookie", 5)
    assert caught.value.field == "signed_in_cookie"
