"""Each escape is needed: without it, the tests of the values and those of the parsers fail."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.hostile import test_parsers
from tests.hostile.parsers import PARSERS
from wootric_snippet import escaping, renderer


def _as_it_is(text: str) -> str:
    return text


def without_character(character: str) -> Callable[[pytest.MonkeyPatch], None]:
    escaped = re.compile(rf"(?<!\\)((?:\\\\)*)\\u{ord(character):04x}")  # not where a text spells it out

    def script_json(value: Any) -> str:
        return escaped.sub(lambda match: match[1] + character, escaping.script_json(value))

    def take_out(patch: pytest.MonkeyPatch) -> None:
        for module in (renderer, test_parsers):
            patch.setattr(module, "script_json", script_json)

    return take_out


def without_backslashes(patch: pytest.MonkeyPatch) -> None:
    for module in (renderer, test_parsers):
        patch.setattr(module, "script_string", _as_it_is)


ESCAPES = {"<": without_character("<"), "'": without_character("'"), "backslash": without_backslashes}


_FAILURES = (AssertionError, ValueError, SyntaxError)


@pytest.mark.parametrize("escape", ESCAPES)
def test_without_an_escape_the_values_are_not_escaped(escape: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ESCAPES[escape](monkeypatch)
    with pytest.raises(_FAILURES):
        test_parsers.test_each_value_is_escaped_for_the_place_that_it_stands_in(
            "closing tags" if escape == "<" else "JavaScript literals"
        )


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize(
    ("escape", "family"), [("<", "closing tags"), ("'", "JavaScript literals"), ("backslash", "JavaScript literals")]
)
def test_without_an_escape_a_parser_finds_something_else(
    escape: str, family: str, parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ESCAPES[escape](monkeypatch)
    with pytest.raises(_FAILURES):
        test_parsers.test_a_parser_finds_the_block_alone_with_each_value_to_the_letter(parser, "inline", family)


@pytest.mark.parametrize("character", [">", "&"])
def test_without_an_escape_that_only_unusual_readers_need_the_values_are_not_escaped(
    character: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """XHTML, and whatever reads a script as HTML: no HTML parser minds them, so the values' tests do."""
    without_character(character)(monkeypatch)
    with pytest.raises(AssertionError):
        test_parsers.test_each_value_is_escaped_for_the_place_that_it_stands_in(
            "markup" if character == ">" else "attributes"
        )
