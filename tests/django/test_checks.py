"""What manage.py check says."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.checks import CheckMessage, Error, Warning, run_checks  # noqa: A004

from tests.conformance.site import error_of
from wootric_snippet import SnippetRenderer
from wootric_snippet.integration.options import OPTIONS

MIDDLEWARE = "wootric_snippet.django.middleware.WootricMiddleware"
TOKEN = "Accepted: NPS- and letters or digits, as InMoment shows it."
MISSING = f'{TOKEN[:-1]}; tests need none where WOOTRIC["ENABLED"] is False.'


def checked() -> list[CheckMessage]:
    return run_checks(tags=["wootric"])


def test_valid_settings_have_no_messages() -> None:
    assert checked() == []


@pytest.mark.parametrize(
    ("changes", "message", "hint", "number"),
    [
        ({"ACCOUNT_TOKEN": ""}, 'WOOTRIC["ACCOUNT_TOKEN"] is not set.', MISSING, "E001"),
        ({"ACCOUNT_TOKEN": "01fe3cbc"}, 'WOOTRIC["ACCOUNT_TOKEN"] is not an account token.', TOKEN, "E001"),
        (
            {"load": "async"},
            'WOOTRIC["load"] is unknown (did you mean LOAD?).',
            f"Accepted: one of {', '.join(name.upper() for name in OPTIONS)}.",
            "E002",
        ),
        (
            {"GROUP": 5},
            'WOOTRIC["GROUP"] is of type int.',
            'Accepted: a function, or its dotted path, such as "mysite.surveys.survey_user".',
            "E002",
        ),
        (
            {"SURVEY": {"modal_theme": "darker"}},
            'WOOTRIC["SURVEY"]["modal_theme"] is not one of the choices.',
            "Accepted: one of light, dark.",
            "E002",
        ),
        (
            {"ACCOUNTS": {"ces": {"ACCOUNT_TOKEN": "ce5"}}},
            'WOOTRIC["ACCOUNTS"]["ces"]["ACCOUNT_TOKEN"] is not an account token.',
            TOKEN,
            "E001",
        ),
    ],
    ids=range(6),
)
def test_wrong_option_is_an_error_with_a_hint(
    wootric: Callable[..., None], changes: dict[str, Any], message: str, hint: str, number: str
) -> None:
    wootric(**changes)
    assert checked() == [Error(message, hint=hint, id=f"wootric.{number}")]


def test_all_errors_are_reported_at_once(wootric: Callable[..., None]) -> None:
    wootric(ACCOUNT_TOKEN="x", LOAD="soon", USER=5, ON_ERROR="ignore")
    named = {message.msg.partition(" is ")[0] for message in checked()}
    assert named == {f'WOOTRIC["{name}"]' for name in ("ACCOUNT_TOKEN", "LOAD", "USER", "ON_ERROR")}


def test_site_without_the_setting_is_reported(settings: Any) -> None:
    del settings.WOOTRIC
    assert checked() == [Error('WOOTRIC["ACCOUNT_TOKEN"] is not set.', hint=MISSING, id="wootric.E001")]


def test_setting_of_another_type_is_an_error(settings: Any) -> None:
    settings.WOOTRIC = "NPS-01fe3cbc"
    assert checked() == [Error("WOOTRIC is of type str.", hint="Accepted: a dict.", id="wootric.E002")]


def test_site_that_is_switched_off_needs_no_token(settings: Any) -> None:
    settings.WOOTRIC = {"ENABLED": False}
    assert checked() == []


def test_site_without_the_middleware_is_reported(settings: Any) -> None:
    settings.MIDDLEWARE = settings.MIDDLEWARE[1:]
    assert checked() == [
        Error(
            "Pages that carry a user are not kept out of shared caches: WootricMiddleware is not in MIDDLEWARE.",
            hint=f'Put "{MIDDLEWARE}" first in MIDDLEWARE.',
            id="wootric.E003",
        )
    ]


def test_middleware_that_is_not_first_is_reported(settings: Any) -> None:
    first, *others = settings.MIDDLEWARE
    settings.MIDDLEWARE = [*others, first]
    assert checked() == [
        Warning(
            "WootricMiddleware is not first in MIDDLEWARE: it does not see what those before it answer or change.",
            hint="Put it first: a cache placed before it can serve one visitor's page to another.",
            id="wootric.W001",
        )
    ]


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.usefixtures("_in_production")
def test_development_options_are_reported_where_debug_is_off(
    wootric: Callable[..., None], settings: Any, debug: bool
) -> None:
    settings.DEBUG = debug
    wootric(TEST_MODE=True, MOCK_SDK=True)
    expected = [
        Warning(
            'WOOTRIC["TEST_MODE"] is on while DEBUG is off: every visitor gets a survey, again and again.',
            hint='Write "TEST_MODE": DEBUG, or leave it out.',
            id="wootric.W002",
        ),
        Error(
            'WOOTRIC["MOCK_SDK"] is True, but DEBUG is off: no survey would be sent.',
            hint='Write "MOCK_SDK": "debug" for development alone, or "always" for a demo.',
            id="wootric.E004",
        ),
    ]
    assert checked() == ([] if debug else expected)
    wootric(TEST_MODE=False, MOCK_SDK="always")
    assert checked() == []


def test_token_is_validated_as_the_renderers_is(wootric: Callable[..., None]) -> None:
    wootric(ACCOUNT_TOKEN="x")
    (message,) = checked()
    problem = error_of(SnippetRenderer, "x").partition(": ")[2]
    assert (
        f"{message.msg} {message.hint}" == f'WOOTRIC["ACCOUNT_TOKEN"] {problem.replace("; expected", ". Accepted:")}.'
    )
