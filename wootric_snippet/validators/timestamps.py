"""Dates and times as InMoment takes them: whole Unix seconds, rounded to the nearest, a half upward."""

import re
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from math import floor
from typing import Any

from dateutil.parser import isoparse

from wootric_snippet.errors import InvalidTimestamp
from wootric_snippet.validators.numbers import Number, is_safe
from wootric_snippet.validators.text import is_text, text, type_problem

Timestamp = datetime | date | int | float | Decimal | str
"""What can be given for a date or time."""

MILLISECONDS_FROM = 31_557_600_000
"""Numbers from here on are milliseconds, below it seconds: the boundary that Segment's destination uses (a thousand
years of seconds, one year of milliseconds)."""

_ACCEPTED = (
    "a datetime, a date, Unix seconds or milliseconds as a number or a string of digits, "
    "or an ISO 8601 string such as 2018-08-03T15:28:46Z"
)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_ORDINAL = _EPOCH.toordinal()
# The years 1 to 9999, in seconds.
_FIRST, _END = -62_135_596_800, 253_402_300_800
_OUT_OF_RANGE = "is outside the years 1 to 9999 (microseconds and nanoseconds are not accepted)"

# A few digits are no seconds, which would lie in the early 1970s: four are a year, seven and eight a date in ISO 8601's
# basic form (2015001, 20150101), others are refused.
_NUMBER = r"(?![0-9]{2,8}\Z)-?[0-9]{1,20}(\.[0-9]{1,20})?"
# The forms that databases, JSON and Python print; datetime.fromisoformat reads these, and much faster than isoparse.
_COMMON = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?(Z|[+-][0-9]{2}:[0-5][0-9])?")
# isoparse takes any character between date and time; only those that ISO 8601 and RFC 3339 name are let through.
_ISO = (
    r"[0-9]{4}(-[0-9]{2}|-?[0-9]{2}-?[0-9]{2}|-?W[0-9]{2}(-?[0-9])?|-?[0-9]{3})?"
    r"([Tt ][0-9:.,]+([Zz]|[+-][0-9]{2}(:?[0-5][0-9])?)?)?"
)


def unix_seconds(field: str, value: Any) -> int:
    """Return a date or time as Unix seconds, rounded to the nearest second, a half upward (before 1970 too).

    A naive `datetime` and a string without an offset are UTC, a `date` is its midnight in UTC, and a number is
    seconds below 31557600000 and milliseconds from there on. A string of four digits is a year. The arithmetic is
    exact. Rounding to the nearest second is InMoment's rule for `created_at`.

    Raises:
        InvalidTimestamp: Anything else, such as microseconds or a time after the year 9999; nothing is guessed.

    Examples:
        >>> unix_seconds("created_at", "2018-08-03T15:28:46.493Z")
        1533310126
        >>> unix_seconds("created_at", 1533310126500)
        1533310127
    """
    try:
        seconds = _from_datetime(value) if isinstance(value, datetime) else _from_other(field, value)
    except (ValueError, OverflowError):
        seconds = "cannot be read as a date or time"
    if isinstance(seconds, str):
        # Raised out here, so that no parser's message, which may hold the value, is chained to it.
        raise InvalidTimestamp(field, seconds, _ACCEPTED)
    return seconds


# Each of these returns the rounded seconds, or the problem with the value.


def _from_other(field: str, value: Any) -> int | str:
    if isinstance(value, date):
        return (value.toordinal() - _EPOCH_ORDINAL) * 86_400
    if isinstance(value, Number) and not isinstance(value, bool):
        return _from_number(value)
    return _from_string(text(field, value)) if is_text(value) else type_problem(value)


def _from_datetime(value: datetime) -> int | str:
    try:
        since = value - _EPOCH
    except TypeError:  # a naive one; to ask before takes the others longer
        if value.utcoffset() is not None:
            raise
        since = value.replace(tzinfo=UTC) - _EPOCH
    seconds = since.days * 86_400 + since.seconds + (since.microseconds >= 500_000)
    # The parts of pandas' NaT, which is a datetime, are not numbers.
    return seconds if isinstance(seconds, int) else type_problem(value)


def _from_number(value: Number) -> int | str:
    # The bound comes first: a Decimal such as 1e999999 is a few bytes, and endless as a whole number.
    if not is_safe(value):
        return _OUT_OF_RANGE
    exact = value if isinstance(value, Decimal) else Decimal.from_float(value)
    if not _FIRST <= exact < _END * 1000:
        return _OUT_OF_RANGE
    if exact >= MILLISECONDS_FROM:
        seconds, milliseconds = divmod(floor(exact), 1000)
        return seconds + (milliseconds >= 500)
    # Whatever decimal context the site has set, this is exact.
    return int(exact.to_integral_value(ROUND_HALF_UP if exact > 0 else ROUND_HALF_DOWN))


def _from_string(value: str) -> int | str:
    if _COMMON.fullmatch(value):
        try:
            return _from_datetime(datetime.fromisoformat(value))
        except ValueError:
            pass  # 24:00:00 is valid in ISO 8601 and for isoparse, but not for fromisoformat
    if re.fullmatch(_NUMBER, value):
        return _from_number(Decimal(value))
    if re.fullmatch(_ISO, value):
        return _from_datetime(isoparse(value))
    return "cannot be read as a date or time"
