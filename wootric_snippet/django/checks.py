"""What `manage.py check` says about the setting WOOTRIC."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.checks import CheckMessage

from wootric_snippet.django import conf
from wootric_snippet.errors import InvalidAccountToken, WootricSnippetError


def check_settings(**_: Any) -> list[CheckMessage]:
    """Return what is wrong with the settings, each with an id and what would be right."""
    try:
        wootric = conf.given()
    except WootricSnippetError as error:
        return [_error("E004", error)]
    return [*_wrong_settings(wootric), *_missing_middleware(), *_not_for_production(wootric)]


def _wrong_settings(wootric: Mapping[str, Any]) -> Iterator[CheckMessage]:
    for error in conf.unknown_keys(wootric, conf.NAMES):
        yield _error("E002", error)
    parts: list[tuple[str, Callable[[], Any]]] = [
        ("E003", partial(conf.function, wootric, "USER")),
        ("E003", partial(conf.function, wootric, "GROUP")),
        ("E003", partial(conf.function, wootric, "ANALYTICS")),
        ("E004", partial(conf.renderer, wootric, lenient=False)),
        ("E004", partial(conf.switch, wootric, "INCLUDE_QUERY")),
        ("E004", partial(conf.check_on_error, wootric)),
        ("E004", partial(conf.mobile_client_id, wootric)),
    ]
    for number, read in parts:
        try:
            read()
        except InvalidAccountToken as error:
            yield _error("E001", error)
        except WootricSnippetError as error:
            yield _error(number, error)


def _missing_middleware() -> Iterator[CheckMessage]:
    if conf.MIDDLEWARE not in settings.MIDDLEWARE:
        yield checks.Error(
            "Pages that carry a user are not kept out of shared caches: WootricMiddleware is not in MIDDLEWARE.",
            hint=f'Put "{conf.MIDDLEWARE}" first in MIDDLEWARE.',
            id="wootric.E005",
        )
    elif settings.MIDDLEWARE[0] != conf.MIDDLEWARE:
        yield checks.Warning(
            "WootricMiddleware is not first in MIDDLEWARE: what stands before it can make a page with a user public.",
            hint="Put it first, so that it has the last word on Cache-Control.",
            id="wootric.W003",
        )


def _not_for_production(wootric: Mapping[str, Any]) -> Iterator[CheckMessage]:
    # Warnings, since Django's own test runner switches DEBUG off and then fails on errors.
    if wootric.get("TEST_MODE") and not settings.DEBUG:
        yield checks.Warning(
            'WOOTRIC["TEST_MODE"] is on while DEBUG is off: every visitor gets a survey, again and again.',
            hint='Write "TEST_MODE": DEBUG, or leave it out.',
            id="wootric.W001",
        )
    if wootric.get("MOCK_SDK") is True and not settings.DEBUG:
        yield checks.Warning(
            'WOOTRIC["MOCK_SDK"] is on while DEBUG is off: visitors get the mock SDK, and InMoment gets nothing.',
            hint='Write "MOCK_SDK": DEBUG, or "always" for a demo.',
            id="wootric.W002",
        )


def _error(number: str, error: WootricSnippetError) -> CheckMessage:
    return checks.Error(
        f"{_where(error.field)} {error.problem}.", hint=f"Accepted: {error.accepted}.", id=f"wootric.{number}"
    )


def _where(field: str) -> str:
    """Return a field of the package's as the site wrote it: `survey.modal_theme` stands under "SURVEY"."""
    if field == "WOOTRIC":
        return field
    first, *rest = field.split(".")
    # A key that is not known stands as it was written: capitals may be what is missing.
    known = first.upper() if first.upper() in conf.NAMES and not _is_written(first) else first
    return "WOOTRIC" + "".join(f'["{key}"]' for key in (known, *rest))


def _is_written(key: str) -> bool:
    return key in conf.given()
