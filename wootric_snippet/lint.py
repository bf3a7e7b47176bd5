"""Lint warnings: what is valid and may still not be meant, for developers who do not know InMoment."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from time import time
from typing import Any, NamedTuple

from wootric_snippet.errors import field_path, safe_key
from wootric_snippet.validators.languages import CODES
from wootric_snippet.validators.timestamps import MILLISECONDS_FROM

_YEAR_2000 = int(datetime(2000, 1, 1, tzinfo=UTC).timestamp())
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].*)?", re.ASCII)
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?", re.ASCII)
_WITHOUT_OFFSET = re.compile(r"[0-9-]{8,10}([T ][0-9:.,]+)?", re.ASCII)
_FORBIDDEN_IN_KEY = re.compile(r"[$.\0]")
_TYPES = "InMoment documents text, whole numbers, dates and null"
_IS_BOOL = (f"is a bool: {_TYPES}", "send text, such as yes and no, if it does not arrive")


class LintWarning(NamedTuple):
    """A field as the developer wrote it, the problem, and what to do."""

    field: str
    problem: str
    advice: str


def lint(content: Mapping[str, Any], settings: Mapping[str, Any]) -> Iterator[LintWarning]:
    """Yield the warnings about a call.

    Args:
        content: The call as it was given: the JSON that the command line reads.
        settings: The settings as they would be sent.
    """
    user = content.get("user")
    given: Mapping[str, Any] = user if isinstance(user, dict) else {}
    if content.get("test_mode") is True:
        yield LintWarning("test_mode", "is on: every request gets a survey", "leave it out in production")
    if str(content.get("sdk_url", "")).startswith("http:"):
        yield LintWarning("sdk_url", "is not encrypted: browsers block it in an https page", "use https://")
    if not settings:
        yield LintWarning("user", "is missing: nothing is printed", "give a user, or include_anonymous")
        return
    for field, check in (("email", _email), ("created_at", _sign_up), ("language", _language)):
        yield from (LintWarning(field, *warning) for warning in check(given.get(field), settings.get(field)))
    source, check_property = (settings, _raw_property) if "calls" in content else (given, _property)
    properties = source.get("properties")
    for key, value in properties.items() if isinstance(properties, dict) else ():
        yield from (LintWarning(field_path("properties", key), *warning) for warning in check_property(key, value))
    for name in ("url", "search"):
        if "?" in str(settings.get("page_info", {}).get(name, "")):
            yield LintWarning(f"page.{name}", "has a query string, which may hold tokens or addresses", "leave it out")
    event = settings.get("event_name")
    if event and event != event.strip():
        yield LintWarning("event", "begins or ends with white space", "write the name exactly as it is at InMoment")


# Each of these takes a value as it was given and as it is sent, or a property's key and value, and yields the problem
# and the advice of each warning.


def _email(_given: Any, sent: Any) -> Iterator[tuple[str, str]]:
    if sent is None:
        advice = "give an address, or any text that is unique to this person"
        yield "is missing: InMoment identifies people by it", advice
    elif "@" not in sent:
        yield "is not an address", "nothing, if it is unique to this person and never changes"


def _sign_up(given: Any, sent: Any) -> Iterator[tuple[str, str]]:
    if sent is None:
        yield "is missing: InMoment cannot tell how long this person has been a user", "give the time of the sign-up"
    elif sent > time():
        yield f"is in the future: {_day(sent)}", "give the time of the sign-up, in UTC"
    elif sent < _YEAR_2000:
        yield f"is before 2000: {_day(sent)}", "give seconds or milliseconds since 1970"
    if isinstance(given, str) and _WITHOUT_OFFSET.fullmatch(given) and "-" in given:
        yield "has no time zone, and is read as UTC", "end it in Z or an offset such as +02:00"


def _day(seconds: int) -> str:
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
    except (ValueError, OverflowError, OSError):
        return "outside the years 1 to 9999"


def _language(given: Any, sent: Any) -> Iterator[tuple[str, str]]:
    if sent is None:
        return
    if sent not in CODES:
        yield f"is not a code of InMoment's: {safe_key(sent)}", f"use one of {', '.join(sorted(CODES))}"
    if isinstance(given, str) and given.upper().replace("-", "_") != sent:
        yield f"is sent as {sent}, the nearest language of InMoment's", "nothing, if that fits"


def _property(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if _FORBIDDEN_IN_KEY.search(key):
        return  # an error, and no warning
    if isinstance(value, bool):
        yield _IS_BOOL
    elif isinstance(value, int | float) and not key.endswith(("_amount", "_date")):
        yield f"is sent as {safe_key(key)}_amount: InMoment requires the ending", "look for it under that name"
    elif isinstance(value, int | float) and key.endswith("_date") and abs(value) >= MILLISECONDS_FROM:
        yield "is far in the future as Unix seconds", "give seconds, not milliseconds"
    elif value == "":
        yield "is empty", "leave it out, or use null"
    elif isinstance(value, str) and _ISO_DATE.fullmatch(value):
        advice = f"give a date object in Python; in JSON, Unix seconds under {safe_key(key)}_date"
        yield "is text that looks like a date", advice
    elif isinstance(value, str) and _NUMBER.fullmatch(value):
        yield "is text that looks like a number", "give the number itself, without quotes"


def _raw_property(key: str, value: Any) -> Iterator[tuple[str, str]]:
    """Yield warnings about one of Segment's, which are sent unchanged, whether InMoment accepts them or not."""
    if _FORBIDDEN_IN_KEY.search(key):
        yield "does not reach InMoment: its name has $, . or NUL", "use another name"
    elif isinstance(value, dict | list):
        yield f"is nested: {_TYPES}", "send one property for each value"
    elif isinstance(value, bool):
        yield _IS_BOOL
    elif isinstance(value, float):
        yield f"has a fraction: {_TYPES}", "send cents, or text"
    elif isinstance(value, int) and not key.endswith(("_amount", "_date")):
        problem = "is a number, and its name does not end in _amount, as InMoment requires"
        yield problem, f"call it {safe_key(key)}_amount"
