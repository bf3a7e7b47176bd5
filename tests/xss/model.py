"""A model with a hostile value wherever text can be, and what has to arrive of it."""

import json
from functools import cache
from typing import Any

from wootric_snippet import Group, InvalidAttribute, Page, SnippetRenderer, Survey, User
from wootric_snippet.delivery import Delivery
from wootric_snippet.validators.properties import PropertyValue

# Longer ones stand in the user's address alone: a page with forty times a MiB is no page.
LONGEST_EVERYWHERE = 1000
# What each delivery needs besides; one more delivery is one more line.
ADDRESSES: dict[Delivery, dict[str, str]] = {
    "inline": {},
    "data": {"loader_url": "/loader/data/lazy.js"},
    "fetch": {"loader_url": "/loader/fetch/lazy.js", "settings_url": "/answer"},
}


def hostile_properties(value: str) -> dict[str, PropertyValue]:
    """Return properties with the value in it, and under it where InMoment allows such a key."""
    at_all: dict[str, PropertyValue] = {"value": value}
    return at_all | ({} if set("$.\0") & set(value) else {value: "under it"})


def hostile_parts(value: str) -> tuple[Survey, User, Page, Group]:
    """Return a model with the value wherever text can be."""
    if len(value) > LONGEST_EVERYWHERE:
        return Survey(), User(email=value), Page(path="/"), Group(id="1")
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
    if len(value) > LONGEST_EVERYWHERE:
        return expected_of_long(value)
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


def expected_of_long(value: str) -> dict[str, Any]:
    settings = {"account_token": "NPS-01fe3cbc", "email": value, "event_name": None}
    return {"wootricSettings": settings | {"page_info": {"path": "/"}, "group_info": {"id": "1"}}}


def hostile_event(value: str) -> str | None:
    return value if len(value) <= LONGEST_EVERYWHERE else None


@cache
def can_be_attribute(value: str) -> bool:
    try:
        SnippetRenderer("NPS-01fe3cbc", attributes={"data-value": value})
    except InvalidAttribute:
        return False
    return True
