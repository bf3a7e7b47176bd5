"""Each escape is needed: without it the tests of the values fail, and a parser finds something else in the page."""

from __future__ import annotations

from typing import Any

import pytest
from markupsafe import Markup

from tests.xss import test_parsers
from tests.xss.escape_mutations import ESCAPES, Escape
from tests.xss.parsers import IN_PLACE_OF_A_SCRIPT, PARSERS, unquoted

_FAILURES = (AssertionError, ValueError, SyntaxError)


@pytest.mark.parametrize("name", ESCAPES)
def test_without_an_escape_the_values_are_not_escaped(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    ESCAPES[name].take_out(monkeypatch)
    with pytest.raises(_FAILURES):
        test_parsers.test_each_value_is_escaped_for_the_place_that_it_stands_in(ESCAPES[name].family)


def seen_by(parser: str, escape: Escape) -> dict[str, Any]:
    found = PARSERS[parser](escape.page().decode(escape.charset, errors="replace"))
    fetched = [url for script in found.scripts if (url := script.attributes.get("data-wootric-url"))]
    payloads = [script.text.partition("JSON.parse('")[2] for script in found.scripts]
    arrived = [unquoted(payload.removesuffix("'))"))["settings"]["email"] for payload in payloads if payload]
    body = found.rest[found.rest.index("<body") :]
    text = Markup(body.replace(IN_PLACE_OF_A_SCRIPT, "")).striptags()
    return {"arrived": next(iter(fetched + arrived), None), "text": text}


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("name", ESCAPES)
def test_a_parser_finds_the_page_as_it_was_written(name: str, parser: str) -> None:
    assert seen_by(parser, ESCAPES[name]) == ESCAPES[name].seen


@pytest.mark.parametrize("parser", PARSERS)
@pytest.mark.parametrize("name", ESCAPES)
def test_without_an_escape_a_parser_finds_something_else(
    name: str, parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ESCAPES[name].take_out(monkeypatch)
    with pytest.raises(_FAILURES):
        assert seen_by(parser, ESCAPES[name]) == ESCAPES[name].seen
