"""How the survey looks and what it says: the settings that a whole site has in common."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from typing import Annotated, Any, ClassVar, Literal, final

from wootric_snippet.conform import conform
from wootric_snippet.errors import InvalidSetting
from wootric_snippet.faults import checked
from wootric_snippet.json_values import ACCEPTED, json_copy
from wootric_snippet.languages import language_code
from wootric_snippet.model import Model, PairCheck, checked_pairs
from wootric_snippet.survey_texts import CustomMessages, Link, ThankYou
from wootric_snippet.text import entry, text

Language = Annotated[str, language_code]
"""A code of InMoment's or a locale; the user's own language goes before it."""

# What the user, the page, the group and the renderer set: a site-wide setting must not stand in for one of these.
_TAKEN = {
    *("account_token", "email", "external_id", "created_at", "properties", "event_name"),
    *("page_info", "group_info", "segment_user_id", "callbacks", "__proto__"),
}
# The fields that InMoment reads from `window` itself rather than from `wootricSettings`.
_GLOBALS = {"custom_messages": "customMessages", "thank_you": "Wootric"}
_SETTING_NAME = r"[A-Za-z_][A-Za-z0-9_]*"


def _permission_label(field: str, language: Any, label: Any) -> tuple[str, str]:
    field = entry(field, language)
    return language_code(field, language), text(field, label)


def _extra_setting(field: str, name: Any, value: Any) -> tuple[str, Any]:
    """Return a copy of a setting that this package does not know, as far as JSON can hold it."""
    field = entry(field, name)
    name = text(field, name)
    if not re.fullmatch(_SETTING_NAME, name) or name in _TAKEN or name in _TYPES:
        raise InvalidSetting(field, "cannot be set here", "the name of a setting that nothing else here sets")
    try:
        return name, json_copy(field, value)
    except ValueError:
        pass  # told below, without what the encoder says
    raise InvalidSetting(field, "is not JSON", ACCEPTED)


_PAIR_CHECKS: Mapping[str, PairCheck] = {"permission_labels": _permission_label, "extra": _extra_setting}


@final
@dataclass(frozen=True, repr=False, eq=False, kw_only=True)
class Survey(Model):
    """How the survey looks and what it says; each field is the setting of InMoment's that has its name.

    `custom_messages` is InMoment's `window.customMessages` and `thank_you` its `window.Wootric`. `extra` is for
    settings that InMoment has added since: any name that is not one of the others, with any JSON value.
    Raises `InvalidSetting`, `InvalidText`, `InvalidURL` or `InvalidLanguage` for the first wrong field.

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

    mappings: ClassVar[tuple[str, ...]] = tuple(_PAIR_CHECKS)

    def __post_init__(self) -> None:
        """Check what is given, and hold what InMoment receives."""
        held, refuse = self.__dict__, self._refuse
        for name, hint in _TYPES.items():
            field, value = f"survey.{name}", held.pop(name)
            if name in _PAIR_CHECKS:
                held[name] = checked_pairs(refuse, _PAIR_CHECKS[name], field, value)
            elif value is not None:
                held[name] = checked(refuse, partial(conform, hint), field, value)

    def settings(self) -> dict[str, Any]:
        """Return what goes into `window.wootricSettings`."""
        known = self.known()
        extra: dict[str, Any] = known.pop("extra", {})
        return {name: value for name, value in known.items() if name not in _GLOBALS} | extra

    def globals(self) -> dict[str, Any]:
        """Return what goes into `window` itself, by the name it has there."""
        known = self.known()
        return {there: known[name] for name, there in _GLOBALS.items() if known.get(name)}


# The types above are the rules: each field is checked against its own.
_TYPES = {setting.name: setting.type for setting in fields(Survey)}
