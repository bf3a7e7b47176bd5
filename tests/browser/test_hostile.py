"""Hostile values in every field, setting and attribute, in every engine: nothing runs, each arrives to the letter."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from tests.browser.engines import ENGINES, opened
from tests.browser.hostile_values import VALUES
from tests.browser.site import Site, served
from wootric_snippet import Group, InvalidAttribute, Page, SnippetRenderer, Survey, User
from wootric_snippet.properties import PropertyValue

HERE = Path(__file__).parent
SECONDS_FOR_ALL = 180
# Few enough for a page to stay small, and in three encodings: the block must not depend on the page's.
BATCH = 20
CHARSETS = ("utf-8", "windows-1252", "shift_jis")

PAGES = {
    f"hostile-{charset}-{start}": (charset, VALUES[start : start + BATCH])
    for charset in CHARSETS
    for start in range(0, len(VALUES), BATCH)
}


def hostile_properties(value: str) -> dict[str, PropertyValue]:
    """Return properties with the value in it, and under it where InMoment allows such a key."""
    at_all: dict[str, PropertyValue] = {"value": value}
    return at_all | ({} if set("$.\0") & set(value) else {value: "under it"})


def hostile_parts(value: str) -> tuple[Survey, User, Page, Group]:
    """Return a model with the value wherever text can be."""
    scores = ("detractor", "passive", "promoter")
    texts: Any = {
        "custom_messages": {
            "followup_question": value,
            "followup_questions_list": {f"{score}_question": value for score in scores},
            "placeholder_text": value,
            "placeholder_texts_list": {f"{score}_text": value for score in scores},
        },
        "thank_you": {
            "thankYouMessages": {
                "thank_you_setup": value,
                "thank_you_main": value,
                "thank_you_setup_list": {f"{score}_thank_you_setup": value for score in scores},
                "thank_you_main_list": {f"{score}_thank_you_main": value for score in scores},
            },
            "thankYouLinks": {
                "thank_you_link_text": value,
                "thank_you_link_text_list": {f"{score}_thank_you_link_text": value for score in scores},
            },
        },
    }
    survey = Survey(
        product_name=value,
        wootric_recommend_target=value,
        twitter_account=value,
        permission_labels={"en": value},
        extra={"later": {value: [value]}},
        **texts,
    )
    user = User(email=value, external_id=value, properties=hostile_properties(value))
    page = Page(path=value, url=value, title=value, name=value, category=value, referrer=value, search=value)
    return survey, user, page, Group(id=value, traits=hostile_properties(value))


def as_the_browser_has_it(value: Any) -> Any:
    """Return text as JavaScript counts it: a pair of surrogates is one character, whoever wrote it as two."""
    return json.loads(json.dumps(value))


def globals_of(survey: Survey) -> dict[str, Any]:
    return {"customMessages": survey.custom_messages, "Wootric": survey.thank_you}


def expected_settings(value: str) -> dict[str, Any]:
    """Return what has to arrive, written out beside the package's own way to it."""
    survey, *_ = hostile_parts(value)
    settings = {
        "account_token": "NPS-01fe3cbc",
        "product_name": value,
        "wootric_recommend_target": value,
        "twitter_account": value,
        "permission_labels": {"EN": value},
        "later": {value: [value]},
        "email": value,
        "external_id": value,
        "properties": hostile_properties(value),
        "page_info": dict.fromkeys(("path", "url", "title", "name", "category", "referrer", "search"), value),
        "group_info": {"id": value, **hostile_properties(value)},
        "event_name": value,
    }
    return {"wootricSettings": settings, **globals_of(survey)}


def attribute_values(values: list[str]) -> list[str]:
    """Return those that an attribute can hold: HTML knows no way to write a control character or a lone surrogate."""
    return [value for value in values if can_be_attribute(value)]


def can_be_attribute(value: str) -> bool:
    try:
        SnippetRenderer("NPS-01fe3cbc", attributes={"data-value": value})
    except InvalidAttribute:
        return False
    return True


def rendered(name: str) -> bytes:
    """Return the page for one batch of values, in its encoding."""
    charset, values = PAGES[name]
    blocks = []
    for value in values:
        survey, user, page, group = hostile_parts(value)
        attributes = {"data-value": value} if charset == "utf-8" and can_be_attribute(value) else {}
        renderer = SnippetRenderer("NPS-01fe3cbc", survey=survey, sdk_url=f"/sdk/empty/{name}", attributes=attributes)
        blocks.append(renderer.render(user, page, event=value, group=group))
    environment = Environment(loader=FileSystemLoader(HERE), autoescape=True)
    html = environment.get_template("hostile.html").render(name=name, charset=charset, blocks=blocks)
    return html.encode(charset)


@pytest.fixture(scope="module", params=ENGINES)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Open every batch in one engine, one after another, and collect what arrived."""
    site = Site({name: rendered(name) for name in PAGES})
    with served(site), opened(request.param, tmp_path_factory.mktemp(request.param), site.first):
        yield site.wait(SECONDS_FOR_ALL)


def test_there_are_many_values() -> None:
    assert len(VALUES) == len(set(VALUES)) >= 120


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_and_every_value_arrives(name: str, found: dict[str, Any]) -> None:
    charset, values = PAGES[name]
    report = found.get(name, {"found": "never reported", "complaints": []})
    for part in ("arrived", "attributes"):
        if part in report["found"]:
            report["found"][part] = [json.loads(text) for text in report["found"][part]]
    expected = {
        "arrived": [as_the_browser_has_it(expected_settings(value)) for value in values],
        "ran": False,
        "elements": " ".join(["p script script p"] * len(values)) + " script",
        "words": " ".join(["before after"] * len(values)),
        "title": "hostile",
        "attributes": attribute_values(values) if charset == "utf-8" else [],
    }
    assert report == {"found": expected, "complaints": []}
