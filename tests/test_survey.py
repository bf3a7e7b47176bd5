"""How the survey looks and what it says."""

from __future__ import annotations

from collections import UserString
from collections.abc import Callable
from typing import Any, get_args, get_type_hints
from uuid import UUID

import pytest

from wootric_snippet import (
    CustomMessages,
    InvalidLanguage,
    InvalidSetting,
    InvalidText,
    InvalidURL,
    PayloadTooLarge,
    Survey,
    ThankYou,
    WootricSnippetError,
)

MESSAGES: CustomMessages = {
    "followup_question": "Why?",
    "followup_questions_list": {
        "detractor_question": "What went wrong?",
        "passive_question": "What is missing?",
        "promoter_question": "What do you like?",
    },
    "placeholder_text": "Tell us",
    "placeholder_texts_list": {"detractor_text": "Oh", "passive_text": "Hm", "promoter_text": "Ah"},
}
THANKS: ThankYou = {
    "add_score_param_to_url": True,
    "add_comment_param_to_url": False,
    "add_email_param_to_url": False,
    "thankYouMessages": {
        "thank_you_setup": "Thanks",
        "thank_you_main": "Really",
        "thank_you_setup_list": {
            "detractor_thank_you_setup": "a",
            "passive_thank_you_setup": "b",
            "promoter_thank_you_setup": "c",
        },
        "thank_you_main_list": {
            "detractor_thank_you_main": "d",
            "passive_thank_you_main": "e",
            "promoter_thank_you_main": "f",
        },
    },
    "thankYouLinks": {
        "thank_you_link_text": "Review us",
        "thank_you_link_url": "https://example.com/review",
        "thank_you_link_text_list": {
            "detractor_thank_you_link_text": "g",
            "passive_thank_you_link_text": "h",
            "promoter_thank_you_link_text": "i",
        },
        "thank_you_link_url_list": {
            "detractor_thank_you_link_url": "https://example.com/d",
            "passive_thank_you_link_url": "https://example.com/pa",
            "promoter_thank_you_link_url": "https://example.com/pr",
        },
    },
}
SETTINGS: dict[str, Any] = {
    "product_name": "Initech",
    "wootric_recommend_target": "a colleague",
    "language": "CZ",
    "modal_theme": "dark",
    "modal_footprint": "spacious",
    "modal_position": "top",
    "scale_color": "three-color",
    "wootric_close_position": "right",
    "aria": True,
    "show_opt_out": False,
    "facebook_page": "https://www.facebook.com/initech",
    "twitter_account": "initech",
    "ask_permission_to_share_feedback": True,
    "permission_labels": {"CZ": "Ano", "EN": "Yes"},
}


def everything() -> Survey:
    return Survey(
        **(SETTINGS | {"language": "cs", "permission_labels": {"cs": "Ano", "en-GB": "Yes"}}),
        custom_messages=MESSAGES,
        thank_you=THANKS,
        extra={"modal_font": "serif", "delays": [1, 2.5, {"x": None}]},
    )


def test_every_setting_has_the_name_and_value_that_inmoment_takes() -> None:
    assert everything().settings() == {**SETTINGS, "modal_font": "serif", "delays": [1, 2.5, {"x": None}]}
    assert everything().globals() == {"customMessages": MESSAGES, "Wootric": THANKS}


def test_a_survey_without_settings_sets_nothing() -> None:
    empty = Survey()
    assert (empty.settings(), empty.globals()) == ({}, {})
    nothing = Survey(permission_labels={}, custom_messages={}, thank_you={}, extra={})
    assert (nothing.settings(), nothing.globals()) == ({}, {})


def test_false_is_sent_as_a_setting() -> None:
    assert Survey(aria=False, product_name="").settings() == {"aria": False, "product_name": ""}


CHOICES = {
    "modal_theme": ["light", "dark"],
    "modal_footprint": ["compact", "normal", "spacious"],
    "modal_position": ["top", "bottom"],
    "scale_color": ["three-color", "gradient"],
    "wootric_close_position": ["left", "right"],
}


@pytest.mark.parametrize(("field", "choices"), CHOICES.items())
def test_inmoments_choices_are_accepted_and_others_refused(field: str, choices: list[str]) -> None:
    for choice in choices:
        assert Survey(**{field: choice}).settings() == {field: choice}  # type: ignore[arg-type]
    with pytest.raises(InvalidSetting) as caught:
        Survey(**{field: choices[0].upper()})  # type: ignore[arg-type]
    assert str(caught.value) == f"survey.{field}: is not one of the choices; expected one of {', '.join(choices)}"


def test_texts_may_be_lazily_translated() -> None:
    lazy: Any = UserString("Líbí se?")
    survey = Survey(product_name=lazy, permission_labels={"cs": lazy}, custom_messages={"followup_question": lazy})
    assert survey.settings() == {"product_name": "Líbí se?", "permission_labels": {"CZ": "Líbí se?"}}
    assert survey.globals() == {"customMessages": {"followup_question": "Líbí se?"}}


NO_LINK = "is not a valid URL; expected an http:// or https:// URL in ASCII"
NOT_TEXT = "expected a str, a lazy string or a UUID"
JSON = "expected text, finite numbers, integers within 2**53 - 1, bools, lists and dicts, nested at most 64 deep"
TAKEN = "cannot be set here; expected the name of a setting that has no field of its own"
ENDLESS: list[Any] = []
ENDLESS.append(ENDLESS)
DEEP: list[Any] = []
for _ in range(100_000):
    DEEP = [DEEP]


@pytest.mark.parametrize(
    ("fields", "kind", "message"),
    [
        ({"product_name": 5}, InvalidText, f"survey.product_name: is of type int; {NOT_TEXT}"),
        ({"twitter_account": ["x"]}, InvalidText, f"survey.twitter_account: is of type list; {NOT_TEXT}"),
        ({"aria": "yes"}, InvalidSetting, "survey.aria: is of type str; expected True or False"),
        ({"show_opt_out": 1}, InvalidSetting, "survey.show_opt_out: is of type int; expected True or False"),
        ({"facebook_page": "javascript:alert(1)"}, InvalidURL, f"survey.facebook_page: {NO_LINK}"),
        (
            {"thank_you": {"thankYouLinks": {"thank_you_link_url": "javascript:alert(1)"}}},
            InvalidURL,
            f"survey.thank_you.thankYouLinks.thank_you_link_url: {NO_LINK}",
        ),
        (
            {"thank_you": {"thankYouLinks": {"thank_you_link_url_list": {"promoter_thank_you_link_url": "//x"}}}},
            InvalidURL,
            f"survey.thank_you.thankYouLinks.thank_you_link_url_list.promoter_thank_you_link_url: {NO_LINK}",
        ),
        (
            {"thank_you": {"thank_you_messages": {}}},
            InvalidSetting,
            (
                "survey.thank_you.thank_you_messages: is unknown (did you mean thankYouMessages?); "
                "expected one of add_score_param_to_url, add_comment_param_to_url, add_email_param_to_url, "
                "thankYouMessages, thankYouLinks"
            ),
        ),
        (
            {"custom_messages": "Why?"},
            InvalidSetting,
            (
                "survey.custom_messages: is of type str; expected a dict with followup_question, "
                "followup_questions_list, placeholder_text, placeholder_texts_list"
            ),
        ),
        (
            {"permission_labels": ["en"]},
            InvalidSetting,
            "survey.permission_labels: is of type list; expected a mapping, such as a dict",
        ),
        ({"permission_labels": {"en": 5}}, InvalidText, f"survey.permission_labels.en: is of type int; {NOT_TEXT}"),
        (
            {"permission_labels": {"en": "Yes", "en-GB": "Aye"}},
            InvalidSetting,
            (
                "survey.permission_labels.en-GB: duplicates another key after normalization; "
                "expected one of the two: en and en-GB are both sent as EN"
            ),
        ),
        *(
            ({"extra": {name: "x"}}, InvalidSetting, f"survey.extra.{name}: {TAKEN}")
            for name in (
                *("account_token", "email", "external_id", "created_at", "properties", "event_name", "page_info"),
                *("group_info", "segment_user_id", "callbacks", "__proto__", "language", "modal_theme", "thank_you"),
                *("custom_messages", "aria", "", "a-b", "a b", "1a", "a.b"),
            )
        ),
        ({"extra": {"größe": "x"}}, InvalidSetting, f"survey.extra.gr\\xf6\\xdfe: {TAKEN}"),
        ({"extra": {5: "x"}}, InvalidText, f"survey.extra.(int): is of type int; {NOT_TEXT}"),
        *(
            ({"extra": {"x": value}}, InvalidSetting, f"survey.extra.x: {problem}; {JSON}")
            for problem, values in (
                ("is not a JSON value", [object(), b"x", {1, 2}, float("nan"), float("inf"), [float("-inf")], 2**53]),
                ("is not a JSON value", [[-(2**53)], {"a": 2**64}, 10**5000]),
                ("has a key that JSON cannot hold", [{("a",): 1}]),
                ("is nested too deeply", [ENDLESS, DEEP]),
            )
            for value in values
        ),
    ],
    ids=range(12 + 21 + 2 + 13),
)
def test_error_names_the_full_path_of_a_wrong_setting(
    fields: dict[str, Any], kind: type[WootricSnippetError], message: str
) -> None:
    with pytest.raises(WootricSnippetError) as caught:
        Survey(**fields)
    assert str(caught.value) == message
    if "duplicates" not in message and "a mapping, such" not in message:  # those are said as of a person's properties
        assert type(caught.value) is kind
    assert (caught.value.__context__, caught.value.__cause__) == (None, None)


@pytest.mark.parametrize("leaf", ["x", 5, 0.5], ids=["text", "int", "float"])
@pytest.mark.parametrize("nest", [lambda inner: [inner], lambda inner: {"a": inner}], ids=["list", "dict"])
def test_extra_setting_is_nested_64_deep_at_most(nest: Callable[[Any], Any], leaf: Any) -> None:
    value = leaf
    for _ in range(64):
        value = nest(value)
    assert Survey(extra={"x": value}).settings() == {"x": value}
    with pytest.raises(InvalidSetting) as caught:
        Survey(extra={"x": nest(value)})
    assert str(caught.value) == f"survey.extra.x: is nested too deeply; {JSON}"


def test_dict_in_an_extra_setting_has_ten_thousand_keys_at_most() -> None:
    with pytest.raises(PayloadTooLarge) as caught:
        Survey(extra={"x": dict.fromkeys(map(str, range(10_001)))})
    assert str(caught.value) == "survey.extra.x: has too many keys; expected at most 10000"


def test_extra_with_the_key_of_a_field_is_refused() -> None:
    with pytest.raises(InvalidSetting) as caught:
        Survey(permission_labels={"en": "Yes"}, extra={"permission_labels": "x"})
    assert str(caught.value) == f"survey.extra.permission_labels: {TAKEN}"


@pytest.mark.parametrize("field", ["language", "permission_labels"])
def test_unsupported_language_is_refused(field: str) -> None:
    with pytest.raises(InvalidLanguage) as caught:
        Survey(**{field: "tlh" if field == "language" else {"tlh": "HIja'"}})  # type: ignore[arg-type]
    assert caught.value.field == ("survey.language" if field == "language" else "survey.permission_labels.tlh")


def test_an_extra_setting_is_a_copy_as_json_holds_it() -> None:
    value: dict[Any, Any] = {"a": ["x"], "b": (1, True, None), 5: UUID(int=7), "lazy": UserString("lazy")}
    survey = Survey(extra={"x": value})
    value["a"].append("y")
    assert survey.settings() == {
        "x": {"a": ["x"], "b": [1, True, None], "5": "00000000-0000-0000-0000-000000000007", "lazy": "lazy"}
    }


def test_a_survey_takes_no_positional_arguments() -> None:
    with pytest.raises(TypeError, match=r"^Survey\.__init__\(\) takes 1 positional argument but 2 were given$"):
        Survey("Initech")  # type: ignore[call-arg]


def keys_of(hint: Any) -> dict[str, Any]:
    return {
        name: get_type_hints(part) if hasattr(part, "__total__") else part
        for name, part in get_type_hints(hint).items()
    }


def test_the_texts_have_inmoments_keys_and_no_others() -> None:
    for hint, given_as in ((CustomMessages, MESSAGES), (ThankYou, THANKS)):
        assert keys_of(hint).keys() == given_as.keys()
    assert {name for name in get_type_hints(Survey) if name in SETTINGS} == SETTINGS.keys()
    assert get_args(get_type_hints(Survey)["modal_theme"])[0].__args__ == ("light", "dark")
