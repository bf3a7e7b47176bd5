"""Every hostile value in every field and delivery, without a browser: the JSON, and what two HTML parsers find."""

from __future__ import annotations

import json
from typing import Any, get_args

import pytest

from tests.settings_json import settings_json
from tests.xss.model import (
    ADDRESSES,
    as_the_browser_has_it,
    can_be_attribute,
    expected_settings,
    hostile_event,
    hostile_parts,
)
from tests.xss.parsers import IN_PLACE_OF_A_SCRIPT, PARSERS, Script, page_around, unquoted
from tests.xss.values import FAMILIES, HUGE, VALUES
from wootric_snippet import SnippetRenderer
from wootric_snippet.delivery import Delivery
from wootric_snippet.escaping import attribute_value, script_json, script_string

_ALL = {**FAMILIES, "a MiB": HUGE}


def expected_content(value: str) -> dict[str, Any]:
    content = expected_settings(value)
    settings = content.pop("wootricSettings")
    found = {
        "settings": settings,
        "commands": ["page", "group", "run"],
        "sdk": "https://cdn.wootric.com/wootric-sdk.js",
        "window": content,
    }
    return {name: part for name, part in found.items() if part}


def test_values_are_more_than_a_thousand() -> None:
    assert len(VALUES) >= 1000


@pytest.mark.parametrize("family", _ALL)
def test_each_value_is_escaped_for_the_place_that_it_stands_in(family: str) -> None:
    for value in _ALL[family]:
        escaped = script_json({value: value})
        assert escaped.isascii()
        assert not set("<>&'\0\n\r") & set(escaped)
        assert json.loads(escaped) == unquoted(script_string(escaped)) == as_the_browser_has_it({value: value})
        assert not set("<>'\"") & set(attribute_value(value))


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("delivery", get_args(Delivery))
@pytest.mark.parametrize("parser", PARSERS)
def test_a_parser_finds_one_block_with_each_value_unchanged(parser: str, delivery: Delivery, family: str) -> None:
    blocks = []
    wanted = [value for value in FAMILIES[family] if value]
    for value in wanted:
        survey, user, page, group = hostile_parts(value)
        attributes = {"data-value": value} if can_be_attribute(value) else {}
        site: dict[str, Any] = {"survey": survey, "attributes": attributes, **ADDRESSES[delivery]}
        renderer = SnippetRenderer("NPS-01fe3cbc", delivery=delivery, **site)
        event = hostile_event(value)
        blocks.append(renderer.render(user, page, event=event, group=group))
        assert json.loads(settings_json(renderer, user, page, event=event, group=group)) == as_the_browser_has_it(
            expected_content(value)
        )
    found = PARSERS[parser](f"<!doctype html>{page_around(blocks)}")
    scripts = IN_PLACE_OF_A_SCRIPT * (2 if delivery == "data" else 1)
    assert found.rest == page_around([scripts] * len(wanted))
    assert [script.attributes["data-value"] for script in found.scripts if "data-value" in script.attributes] == [
        value for value in wanted if can_be_attribute(value)
    ]
    payloads = [payload for script in found.scripts if (payload := payload_of(delivery, script)) is not None]
    if delivery == "fetch":
        assert not payloads
    else:
        assert payloads == [as_the_browser_has_it(expected_content(value)) for value in wanted]


def payload_of(delivery: Delivery, script: Script) -> Any:
    if delivery == "inline":
        _, before, rest = script.text.partition("JSON.parse('")
        assert before
        assert rest.endswith("'))")
        return unquoted(rest.removesuffix("'))"))
    return json.loads(script.text) if script.attributes.get("type") == "application/json" else None
