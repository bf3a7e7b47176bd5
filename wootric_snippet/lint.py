"""What is right by the rules and may still not be meant: what a developer who does not know InMoment trips over."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any, NamedTuple

from wootric_snippet.errors import safe_key
from wootric_snippet.validators.languages import CODES
from wootric_snippet.validators.timestamps import MILLISECONDS_FROM

_YEAR_2000 = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_WITHOUT_OFFSET = re.compile(r"[0-9-]{8,10}([T ][0-9:.,]+)?", re.ASCII)
_FORBIDDEN_IN_KEY = re.compile(r"[$.\0]")
_TYPES = "InMoment documents text, whole numbers, dates and null"


class LintWarning(NamedTuple):
    """A field as the developer wrote it, what is doubtful about it, and what to do."""

    field: str
    problem: str
    advice: str


def lint(content: Mapping[str, Any], settings: Mapping[str, Any], now: datetime) -> list[LintWarning]:
    """Return what is doubtful about a call: `content` as it was given, `settings` as they would be sent.

    `now` is the moment by which a sign-up lies in the future.
    """
    found = _site(content)
    if settings:
        given = content.get("user") if isinstance(content.get("user"), dict) else {}
        segments = "calls" in content
        found = [
            *found,
            *_person(settings),
            *_sign_up(given or {}, settings, now),
            *_language(given or {}, settings),
            *(_raw_properties(settings) if segments else _properties(given or {})),
            *_page(settings),
            *_event(settings),
        ]
    else:
        found.append(LintWarning("user", "is missing: the page gets no survey", "give a user, or include_anonymous"))
    return found


def _site(content: Mapping[str, Any]) -> list[LintWarning]:
    found = []
    if content.get("test_mode") is True:
        found.append(LintWarning("test_mode", "is on: every request gets a survey", "leave it out in production"))
    if str(content.get("sdk_url", "")).startswith("http:"):
        found.append(LintWarning("sdk_url", "is not encrypted: browsers refuse it on an https page", "https://"))
    return found


def _person(settings: Mapping[str, Any]) -> Iterator[LintWarning]:
    email = settings.get("email")
    if email is None:
        yield LintWarning(
            "email", "is missing: InMoment tells people apart by it", "any text that is this person's alone"
        )
    elif "@" not in email:
        yield LintWarning("email", "is no address", "fine, if it is this person's alone and stays the same")


def _sign_up(given: Mapping[str, Any], settings: Mapping[str, Any], now: datetime) -> Iterator[LintWarning]:
    created_at = settings.get("created_at")
    if created_at is None:
        yield LintWarning(
            "created_at", "is missing: InMoment does not know how long this person has been there", "give it"
        )
    elif created_at > now.timestamp():
        yield LintWarning("created_at", f"is in the future: {_day(created_at)}", "the moment of the sign-up, in UTC")
    elif created_at < _YEAR_2000:
        yield LintWarning("created_at", f"is before 2000: {_day(created_at)}", "seconds or milliseconds since 1970")
    value = given.get("created_at")
    if isinstance(value, str) and _WITHOUT_OFFSET.fullmatch(value) and "-" in value:
        yield LintWarning(
            "created_at", "names no time zone, and is read as UTC", "end it in Z or an offset such as +02:00"
        )


def _day(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
    except (ValueError, OverflowError, OSError):
        return "beyond the calendar"


def _language(given: Mapping[str, Any], settings: Mapping[str, Any]) -> Iterator[LintWarning]:
    sent = settings.get("language")
    if sent is None:
        return
    if sent not in CODES:
        yield LintWarning(
            "language", f"is not a code of InMoment's: {safe_key(sent)}", f"one of {', '.join(sorted(CODES))}"
        )
    locale = given.get("language")
    if isinstance(locale, str) and locale.upper().replace("-", "_") != sent:
        yield LintWarning("language", f"is sent as {sent}, the nearest that InMoment has", "nothing, if that is right")


def _properties(given: Mapping[str, Any]) -> Iterator[LintWarning]:
    properties = given.get("properties")
    for key, value in properties.items() if isinstance(properties, dict) else ():
        for problem, advice in () if _FORBIDDEN_IN_KEY.search(key) else _property(safe_key(key), value):
            yield LintWarning(f"properties.{safe_key(key)}", problem, advice)


def _property(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, bool):
        yield f"is a bool: {_TYPES}", "text, such as yes and no, where it does not arrive"
    elif isinstance(value, int | float) and not key.endswith(("_amount", "_date")):
        yield f"is sent as {key}_amount, as InMoment wants it of whole numbers", "look for it there under that name"
    elif isinstance(value, int | float) and key.endswith("_date") and abs(value) >= MILLISECONDS_FROM:
        yield "is far in the future as Unix seconds", "seconds, not milliseconds"
    elif isinstance(value, str):
        yield from _text(key, value)


def _text(key: str, value: str) -> Iterator[tuple[str, str]]:
    if not value:
        yield "is empty", "leave it out, or null"
    elif _ISO_DATE.fullmatch(value):
        yield "is text that looks like a date", f"a date object in Python; in JSON, Unix seconds under {key}_date"
    elif _NUMBER.fullmatch(value):
        yield "is text that looks like a number", "the number itself, without quotes"


def _raw_properties(settings: Mapping[str, Any]) -> Iterator[LintWarning]:
    """Segment's properties are sent as they are, whatever InMoment makes of them."""
    for key, value in settings.get("properties", {}).items():
        field = f"properties.{safe_key(key)}"
        if _FORBIDDEN_IN_KEY.search(key):
            yield LintWarning(field, "will not reach InMoment: its name has $, . or NUL", "another name")
        if isinstance(value, dict | list):
            yield LintWarning(field, f"is nested: {_TYPES}", "one property for each value")
        elif isinstance(value, bool):
            yield LintWarning(field, f"is a bool: {_TYPES}", "text, such as yes and no, where it does not arrive")
        elif isinstance(value, float):
            yield LintWarning(field, f"has a fraction: {_TYPES}", "cents, say, or text")
        elif isinstance(value, int) and not key.endswith(("_amount", "_date")):
            advice = f"{safe_key(key)}_amount; sent as it is, as Segment does"
            yield LintWarning(field, "is a number under a name without _amount, as InMoment wants it", advice)


def _page(settings: Mapping[str, Any]) -> Iterator[LintWarning]:
    page = settings.get("page_info", {})
    for name in ("url", "search"):
        if "?" in str(page.get(name, "")):
            yield LintWarning(
                f"page.{name}", "holds a query string: tokens and addresses in it are sent", "leave it out"
            )


def _event(settings: Mapping[str, Any]) -> Iterator[LintWarning]:
    event = settings.get("event_name")
    if event and event != event.strip():
        yield LintWarning("event", "begins or ends with white space", "the name at InMoment, to the letter")
