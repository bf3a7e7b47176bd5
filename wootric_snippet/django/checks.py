"""What `manage.py check` says about the setting WOOTRIC."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage

from wootric_snippet.django import conf
from wootric_snippet.errors import InvalidAccountToken, WootricSnippetError
from wootric_snippet.integration.configuration import Configuration


def check_settings(**_: Any) -> list[CheckMessage]:
    """Return what is wrong with the settings, each with an id and what would be right."""
    configuration, errors = conf.read()
    return [*map(_error, errors), *_middleware(), *([] if conf.is_debugging() else _production(configuration))]


def _error(error: WootricSnippetError) -> CheckMessage:
    number = "E001" if isinstance(error, InvalidAccountToken) else "E002"
    return checks.Error(f"{error.field} {error.problem}.", hint=f"Accepted: {error.accepted}.", id=f"wootric.{number}")


def _middleware() -> Iterator[CheckMessage]:
    if conf.MIDDLEWARE not in settings.MIDDLEWARE:
        yield checks.Error(
            "Pages that carry a user are not kept out of shared caches: WootricMiddleware is not in MIDDLEWARE.",
            hint=f'Put "{conf.MIDDLEWARE}" first in MIDDLEWARE.',
            id="wootric.E003",
        )
    elif settings.MIDDLEWARE[0] != conf.MIDDLEWARE:
        yield checks.Warning(
            "WootricMiddleware is not first in MIDDLEWARE: it does not see what those before it answer or change.",
            hint="Put it first: a cache placed before it can serve one visitor's page to another.",
            id="wootric.W001",
        )


def _production(configuration: Configuration) -> Iterator[CheckMessage]:
    if any(options.get("test_mode") for options in configuration.accounts.values()):
        yield checks.Warning(
            'WOOTRIC["TEST_MODE"] is on while DEBUG is off: every visitor gets a survey, again and again.',
            hint='Write "TEST_MODE": DEBUG, or leave it out.',
            id="wootric.W002",
        )
    if configuration.mock_sdk is True:
        yield checks.Error(
            'WOOTRIC["MOCK_SDK"] is True, but DEBUG is off: no survey would be sent.',
            hint='Write "MOCK_SDK": "debug" for development alone, or "always" for a demo.',
            id="wootric.E004",
        )
