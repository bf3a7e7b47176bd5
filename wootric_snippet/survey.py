"""How the survey looks and what it says: the settings that a whole site has in common."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from typing import Annotated, Any, Literal, TypedDict, final

from wootric_snippet.errors import InvalidSetting, field_path
from wootric_snippet.models import Model
from wootric_snippet.validators.json_values import json_copy
from wootric_snippet.validators.languages import language_code
from wootric_snippet.validators.properties import Normalize
from wootric_snippet.validators.text import text
from wootric_snippet.validators.types import validate
from wootric_snippet.validators.urls import link

Language = Annotated[str, language_code]
"""One of InMoment's codes or a locale; the user's own language takes precedence."""
Link = Annotated[str, link]
"""An http or https URL."""


# The texts and links have InMoment's own names, so that its documentation can be followed to the letter.


class _FollowupQuestions(TypedDict, total=False):
    detractor_question: str
    passive_question: str
    promoter_question: str


class _PlaceholderTexts(TypedDict, total=False):
    detractor_text: str
    passive_text: str
    promoter_text: str


class CustomMessages(TypedDict, total=False):
    """InMoment's `window.customMessages`: the texts, each also by what kind of person gave the score."""

    followup_question: str
    followup_questions_list: _FollowupQuestions
    placeholder_text: str
    placeholder_texts_list: _PlaceholderTexts


class _ThankYouSetupList(TypedDict, total=False):
    detractor_thank_you_setup: str
    passive_thank_you_setup: str
    promoter_thank_you_setup: str


class _ThankYouMainList(TypedDict, total=False):
    detractor_thank_you_main: str
    passive_thank_you_main: str
    promoter_thank_you_main: str


class _ThankYouMessages(TypedDict, total=False):
    thank_you_setup: str
    thank_you_main: str
    thank_you_setup_list: _ThankYouSetupList
    thank_you_main_list: _ThankYouMainList


class _ThankYouLinkTextList(TypedDict, total=False):
    detractor_thank_you_link_text: str
    passive_thank_you_link_text: str
    promoter_thank_you_link_text: str


class _ThankYouLinkURLList(TypedDict, total=False):
    detractor_thank_you_link_url: Link
    passive_thank_you_link_url: Link
    promoter_thank_you_link_url: Link


class _ThankYouLinks(TypedDict, total=False):
    thank_you_link_text: str
    thank_you_link_url: Link
    thank_you_link_text_list: _ThankYouLinkTextList
    thank_you_link_url_list: _ThankYouLinkURLList


class ThankYou(TypedDict, total=False):
    """InMoment's `window.Wootric`: the thank-you page and its link, each also by what kind of person gave the score."""

    add_score_param_to_url: bool
    add_comment_param_to_url: bool
    add_email_param_to_url: bool
    thankYouMessages: _ThankYouMessages
    thankYouLinks: _ThankYouLinks


# Set by the user, the page, the group and the renderer: `extra` must not replace them.
_RESERVED = {
    *("account_token", "email", "external_id", "created_at", "properties", "event_name"),
    *("page_info", "group_info", "segment_user_id", "callbacks", "__proto__"),
}
# The fields that InMoment reads from `window` itself rather than from `wootricSettings`.
_GLOBALS = {"custom_messages": "customMessages", "thank_you": "Wootric"}
_SETTING_NAME = r"[A-Za-z_][A-Za-z0-9_]*"


def _permission_label(field: str, language: Any, label: Any) -> tuple[str, str]:
    field = field_path(field, language)
    return language_code(field, language), text(field, label)


def _extra_setting(field: str, name: Any, value: Any) -> tuple[str, Any]:
    """Return a copy of a setting that this package does not know."""
    field = field_path(field, name)
    name = text(field, name)
    if not re.fullmatch(_SETTING_NAME, name) or name in _RESERVED or name in _TYPES:
        raise InvalidSetting(field, "cannot be set here", "the name of a setting that has no field of its own")
    return name, json_copy(InvalidSetting, field, value)


_MAPPINGS: dict[str, Normalize] = {"permission_labels": _permission_label, "extra": _extra_setting}


@final
@dataclass(frozen=True, repr=False, eq=False, kw_only=True)
class Survey(Model):
    """How the survey looks and what it says; each field is InMoment's setting of that name.

    Args:
        product_name: The name in the question.
        wootric_recommend_target: Whom the question names, such as "colleagues".
        language: The survey's language where the user has none: a locale, or one of InMoment's codes.
        modal_theme: The colors of the box.
        modal_footprint: How large the box is.
        modal_position: Where in the window it stands.
        scale_color: The colors of the scale.
        wootric_close_position: Where the button that closes it stands.
        aria: Whether it has extra contrast and focus handling for screen readers.
        show_opt_out: Whether the user can turn surveys off.
        facebook_page: A URL where promoters may share their answer.
        twitter_account: The account under which promoters may share their answer.
        ask_permission_to_share_feedback: Whether it asks if the answer may be shared.
        permission_labels: The text of that question, by language.
        custom_messages: The texts after the score; InMoment's `window.customMessages`.
        thank_you: The thanks after the answer; InMoment's `window.Wootric`.
        extra: Settings that InMoment has added since: any name that is not one of the others, with any JSON value.

    Raises:
        WootricSnippetError: The first field that is wrong.

    Examples:
        >>> Survey(product_name="Initech", modal_theme="dark").settings()
        {'product_name': 'Initech', 'modal_theme': 'dark'}
    """

    product_name: str | None = None
    wootric_recommend_target: str | None = None
    language: Language | None = None
    modal_theme: Literal["light", "dark"] | None = None
    modal_footprint: Literal["compact", "normal", "spacious"] | None = None
    modal_position: Literal["top", "bottom"] | None = None
    scale_color: Literal["three-color", "gradient"] | None = None
    wootric_close_position: Literal["left", "right"] | None = None
    aria: bool | None = None
    show_opt_out: bool | None = None
    facebook_page: Link | None = None
    twitter_account: str | None = None
    ask_permission_to_share_feedback: bool | None = None
    permission_labels: Mapping[str, str] = field(default_factory=dict)
    custom_messages: CustomMessages | None = None
    thank_you: ThankYou | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    _mappings = tuple(_MAPPINGS)

    def __post_init__(self) -> None:
        """Validate the arguments; the fields hold what InMoment receives."""
        for name, hint in _TYPES.items():
            value = self.__dict__.pop(name)
            if name in _MAPPINGS:
                self._store_mapping(name, f"survey.{name}", _MAPPINGS[name], value)
            elif value is not None:
                self._store(name, f"survey.{name}", partial(validate, hint), value)

    def settings(self) -> dict[str, Any]:
        """Return what goes into `window.wootricSettings`."""
        known = self.to_dict()
        extra: dict[str, Any] = known.pop("extra", {})
        return {name: value for name, value in known.items() if name not in _GLOBALS} | extra

    def globals(self) -> dict[str, Any]:
        """Return what goes into `window` itself, by its name there."""
        known = self.to_dict()
        return {there: known[name] for name, there in _GLOBALS.items() if known.get(name)}


# Each field's type is its validator.
_TYPES = {setting.name: setting.type for setting in fields(Survey)}
