"""What manage.py check says."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.checks import CheckMessage, Error, Warning, run_checks  # noqa: A004

from wootric_snippet import User
from wootric_snippet.django import conf

ACCEPTED_KEYS = (
    "ACCOUNT_TOKEN, SURVEY, LOAD, DELIVERY, INCLUDE_ANONYMOUS, RESPECT_GPC, TEST_MODE, SDK_URL, LOADER_URL, "
    "SETTINGS_URL, SIGNED_IN_COOKIE, SCRIPT_TYPE, ATTRIBUTES, USER, GROUP, INCLUDE_QUERY, ANALYTICS, "
    "ON_ERROR, MOCK_SDK, MOBILE_CLIENT_ID"
)
ACCEPTED_TOKEN = "Accepted: NPS- and letters or digits, as InMoment shows it."
ACCEPTED_FUNCTION = "Accepted: a function that takes the request, or its dotted path."


def checked() -> list[CheckMessage]:
    return run_checks(tags=["wootric"])


def test_sound_settings_have_nothing_said_about_them() -> None:
    assert checked() == []


@pytest.mark.parametrize(
    ("changes", "message", "hint", "number"),
    [
        ({"ACCOUNT_TOKEN": ""}, 'WOOTRIC["ACCOUNT_TOKEN"] is missing.', ACCEPTED_TOKEN, "E001"),
        ({"ACCOUNT_TOKEN": "01fe3cbc"}, 'WOOTRIC["ACCOUNT_TOKEN"] is not a token.', ACCEPTED_TOKEN, "E001"),
        (
            {"INCLUDE_ANONYMUS": True},
            'WOOTRIC["INCLUDE_ANONYMUS"] is not known (did you mean INCLUDE_ANONYMOUS?).',
            f"Accepted: {ACCEPTED_KEYS}.",
            "E002",
        ),
        (
            {"load": "async"},
            'WOOTRIC["load"] is not known (did you mean LOAD?).',
            f"Accepted: {ACCEPTED_KEYS}.",
            "E002",
        ),
        (
            {"USER": "nowhere.user"},
            "WOOTRIC[\"USER\"] cannot be imported (No module named 'nowhere').",
            ACCEPTED_FUNCTION,
            "E003",
        ),
        ({"GROUP": 5}, 'WOOTRIC["GROUP"] is of type int.', ACCEPTED_FUNCTION, "E003"),
        (
            {"SURVEY": {"modal_theme": "darker"}},
            'WOOTRIC["SURVEY"]["modal_theme"] is not one of the choices.',
            "Accepted: light, dark.",
            "E004",
        ),
        ({"INCLUDE_QUERY": "no"}, 'WOOTRIC["INCLUDE_QUERY"] is of type str.', "Accepted: True or False.", "E004"),
        (
            {"MOCK_SDK": 1},
            'WOOTRIC["MOCK_SDK"] is not one of the choices.',
            'Accepted: True, False, "always".',
            "E004",
        ),
        (
            {"MOCK_SDK": "yes"},
            'WOOTRIC["MOCK_SDK"] is not one of the choices.',
            'Accepted: True, False, "always".',
            "E004",
        ),
        ({"ON_ERROR": "ignore"}, 'WOOTRIC["ON_ERROR"] is not one of the choices.', "Accepted: raise, log.", "E004"),
    ],
)
def test_what_is_wrong_is_said_with_what_is_right(
    wootric: Callable[..., None], changes: dict[str, Any], message: str, hint: str, number: str
) -> None:
    wootric(**changes)
    assert checked() == [Error(message, hint=hint, id=f"wootric.{number}")]


def test_a_key_that_is_none_is_as_if_it_were_not_there(wootric: Callable[..., None]) -> None:
    before = conf.renderer(conf.given(), lenient=False)
    wootric(**{key: None for key in conf.NAMES if key != "ACCOUNT_TOKEN"})
    assert checked() == []
    assert conf.site().renderer.render(User(email="a@example.com")) == before.render(User(email="a@example.com"))


def test_a_site_without_the_setting_is_told(settings: Any) -> None:
    del settings.WOOTRIC
    assert checked() == [Error('WOOTRIC["ACCOUNT_TOKEN"] is missing.', hint=ACCEPTED_TOKEN, id="wootric.E001")]


def test_a_setting_that_is_no_dict_is_told(settings: Any) -> None:
    settings.WOOTRIC = "NPS-01fe3cbc"
    assert checked() == [Error("WOOTRIC is of type str.", hint="Accepted: a dict.", id="wootric.E004")]


def test_a_site_without_the_middleware_is_told(settings: Any) -> None:
    settings.MIDDLEWARE = settings.MIDDLEWARE[1:]
    assert checked() == [
        Error(
            "Pages that carry a user are not kept out of shared caches: WootricMiddleware is not in MIDDLEWARE.",
            hint='Put "wootric_snippet.django.middleware.WootricMiddleware" first in MIDDLEWARE.',
            id="wootric.E005",
        )
    ]


@pytest.mark.parametrize("debug", [True, False])
def test_what_is_for_development_is_told_where_debug_is_off(
    wootric: Callable[..., None], settings: Any, debug: bool
) -> None:
    settings.DEBUG = debug
    wootric(TEST_MODE=True, MOCK_SDK=True)
    told = [
        Warning(
            'WOOTRIC["TEST_MODE"] is on while DEBUG is off: every visitor gets a survey, again and again.',
            hint='Write "TEST_MODE": DEBUG, or leave it out.',
            id="wootric.W001",
        ),
        Warning(
            'WOOTRIC["MOCK_SDK"] is on while DEBUG is off: visitors get the mock SDK, and InMoment gets nothing.',
            hint='Write "MOCK_SDK": DEBUG, or "always" for a demo.',
            id="wootric.W002",
        ),
    ]
    assert checked() == ([] if debug else told)
    wootric(TEST_MODE=False, MOCK_SDK="always")
    assert checked() == []


def test_a_middleware_that_is_not_first_is_told(settings: Any) -> None:
    first, *others = settings.MIDDLEWARE
    settings.MIDDLEWARE = [*others, first]
    (warning,) = checked()
    assert warning.msg == (
        "WootricMiddleware is not first in MIDDLEWARE: what stands before it can make a page with a user public."
    )
    assert (warning.hint, warning.id) == (
        "Put it first, so that it has the last word on Cache-Control.",
        "wootric.W003",
    )
