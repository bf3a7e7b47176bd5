"""created_at: every way to write a moment, and the whole seconds that come out."""

from __future__ import annotations

import re
from collections import UserString
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Context, Decimal, FloatOperation, Inexact, Rounded, localcontext
from fractions import Fraction
from math import floor
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from wootric_snippet import InvalidTimestamp
from wootric_snippet.validators.timestamps import MILLISECONDS_FROM, unix_seconds

ACCEPTED = (
    "; expected a datetime, a date, Unix seconds or milliseconds as a number or a string of digits, "
    "or an ISO 8601 string such as 2018-08-03T15:28:46Z"
)
UNREADABLE = f"created_at: cannot be read as a date or time{ACCEPTED}"
HALF = Fraction(1, 2)
SAFE = 2**53 - 1


def read(value: Any) -> int:
    seconds = unix_seconds("created_at", value)
    assert type(seconds) is int
    return seconds


def error_of(value: Any) -> InvalidTimestamp:
    with pytest.raises(InvalidTimestamp) as caught:
        unix_seconds("created_at", value)
    return caught.value


def outcome_of(value: Any) -> int | InvalidTimestamp:
    try:
        return unix_seconds("created_at", value)
    except InvalidTimestamp as error:
        return error


# ---- What InMoment documents, to the second ----


@pytest.mark.parametrize(
    ("given_as", "seconds"),
    [
        ("2018-08-03T15:28:46.493Z", 1533310126),
        ("2018-08-03T15:28:46.499999999999Z", 1533310126),
        ("2018-08-03T15:28:46.500Z", 1533310127),
        ("2018-08-03T15:28:46,5Z", 1533310127),
        ("2018-08-03T23:59:59.9999999Z", 1533340800),
        ("1969-12-31T23:59:58.499999Z", -2),
        ("1969-12-31T23:59:58.500Z", -1),
        ("1969-12-31T23:59:59.5Z", 0),
        ("2018-08-03", 1533254400),
        ("2018-08", 1533081600),
        ("2018", 1514764800),
        ("1970", 0),
        ("0001", -62135596800),
        ("2018215", 1533254400),
        ("20150101", 1420070400),
        ("20180803T152846Z", 1533310126),
        ("20180803t152846z", 1533310126),
        ("20180803 152846", 1533310126),
        ("2018-08-03 15:28:46", 1533310126),
        ("2018-08-03T15:28:46", 1533310126),
        ("2018-08-03T15:28", 1533310080),
        ("2018-08-03T15", 1533308400),
        ("2018-08-03 15:28:46+02:00", 1533302926),
        ("2018-08-03T15:28:46.493+0200", 1533302926),
        ("2018-08-03T15:28:46.493-02", 1533317326),
        ("2018-08-03T15:28:46-00:00", 1533310126),
        ("2018-08-03T24:00", 1533340800),
        ("2018-08-03T24:00:00Z", 1533340800),
        ("2018-08-03 24:00:00.000+02:00", 1533333600),
        ("2018-W31", 1532908800),
        ("2018W31", 1532908800),
        ("2018-W31-5", 1533254400),
        ("2018W315T152846Z", 1533310126),
        ("2018-215", 1533254400),
        ("2018-215T15:28:46Z", 1533310126),
        ("2018215T15:28:46Z", 1533310126),
        ("0001-01-01T00:00:00+14:00", -62135647200),
    ],
)
def test_an_iso_string_is_that_moment(given_as: str, seconds: int) -> None:
    assert read(given_as) == seconds


@pytest.mark.parametrize(
    ("given_as", "seconds"),
    [
        (0, 0),
        (1533310126, 1533310126),
        (1533310126.5, 1533310127),
        (1533310126.49, 1533310126),
        (0.5, 1),
        (-0.5, 0),
        (-1.5, -1),
        (-1.51, -2),
        (Decimal("1533310126.5"), 1533310127),
        (Decimal("-0.5000000000000000000000000001"), -1),
        (Decimal("1E-30"), 0),
        (31557599999, 31557599999),
        (31557599999.5, 31557600000),
        (31557600000, 31557600),
        (1420099200000, 1420099200),
        (1533310126499, 1533310126),
        (1533310126500, 1533310127),
        (1533310126499.5, 1533310126),
        (-31557600000, -31557600000),
        (253402300799999, 253402300800),
        (-62135596800, -62135596800),
        ("0", 0),
        ("201801011", 201801011),
        ("2018.5", 2019),
        ("1533310126", 1533310126),
        ("001533310126", 1533310126),
        ("1533310126.5", 1533310127),
        ("-1.5", -1),
        ("-1.50000000000000000001", -2),
        ("1420099200000", 1420099200),
        ("1533310126500", 1533310127),
        ("31557599999", 31557599999),
        ("31557600000", 31557600),
        ("12345678.5", 12345679),
        ("-12345678", -12345678),
    ],
)
def test_a_number_is_seconds_or_from_31557600000_on_milliseconds(given_as: Any, seconds: int) -> None:
    assert read(given_as) == seconds


@pytest.mark.parametrize(
    ("given_as", "seconds"),
    [
        (datetime(2018, 8, 3, 15, 28, 46, 493000, tzinfo=UTC), 1533310126),
        (datetime(2018, 8, 3, 15, 28, 46, 500000, tzinfo=UTC), 1533310127),
        (datetime(1969, 12, 31, 23, 59, 58, 499999, tzinfo=UTC), -2),
        (datetime(1969, 12, 31, 23, 59, 58, 500000, tzinfo=UTC), -1),
        (datetime(2018, 8, 3, 15, 28, 46), 1533310126),  # noqa: DTZ001
        (datetime(2018, 8, 3, 17, 28, 46, tzinfo=ZoneInfo("Europe/Berlin")), 1533310126),
        (datetime(2018, 10, 28, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=0), 1540686600),
        (datetime(2018, 10, 28, 2, 30, tzinfo=ZoneInfo("Europe/Berlin"), fold=1), 1540690200),
        (datetime.max, 253402300800),  # noqa: DTZ901
        (datetime.min, -62135596800),  # noqa: DTZ901
        (datetime.max.replace(tzinfo=timezone(-timedelta(hours=23, minutes=59))), 253402387140),
        (datetime.min.replace(tzinfo=timezone(timedelta(hours=23, minutes=59, seconds=59))), -62135683199),
        (date(2018, 8, 3), 1533254400),
        (date(1970, 1, 1), 0),
        (date.min, -62135596800),
        (date.max, 253402214400),
    ],
)
def test_a_datetime_or_date_is_that_moment_and_naive_is_utc(given_as: date, seconds: int) -> None:
    assert read(given_as) == seconds


class Proxy:
    """A lazy string as Flask-Babel makes it."""

    def __init__(self, content: str) -> None:
        self.content = content

    def __getattr__(self, name: str) -> Any:
        return getattr(str(self), name)

    def __str__(self) -> str:
        return self.content


@pytest.mark.parametrize("lazy", [Proxy, UserString])
def test_a_lazy_string_is_read_as_its_text(lazy: type) -> None:
    assert read(lazy("2018-08-03T15:28:46.500Z")) == 1533310127


# ---- What is refused ----


@pytest.mark.parametrize(
    "given_as",
    [
        *("", " ", "now", "None", "null", "NaN", "inf", "-", "T", "Z", "\0", "\ud800"),
        *("01/02/2015", "2015/01/02", "02.01.2015", "2 Jan 2015", "Fri, 03 Aug 2018 15:28:46 GMT"),
        *("１５３３３１０１２６", "２０１８-０８-０３", "٢٠١٨-08-03", "²"),  # noqa: RUF001
        *("1533310126 ", " 1533310126", "1533310126\n", "\n1533310126", "+5", "--5", "1_000", "0x10", "1e9"),
        *("1.", ".5", "1,5", "1.5.5", "9" * 21, "9" * 5000, "0." + "3" * 21),
        *("20181301", "12345678", "00000000", "2018-02-30", "2018-13-01", "2018-00-01", "0000-01-01", "10000-01-01"),
        *("2018-366", "2018-W54", "2018-W00", "2018-W31-8", "2018-W31-0", "9999-W53-7", "2018-W315", "2018W31-5"),
        *("2018-08-03T", "2018-08-03T25:00", "2018-08-03T15:60", "2018-08-03T15:28:60Z", "2018-08-03T24:00:01"),
        *("2018-08-03T15:28:46.Z", "2018-08-03T15:28:46 Z", "2018-08-03  15:28:46", "2018-08-03T15:28:46ZZ"),
        *("2018-08-03T15:28:46+24:00", "2018-08-03T15:28:46+0260", "2018-08-03T15:28:46+2", "2018-08-03T15.5"),
        *("2018-08-03T15:28:46+02:00:30", "2018-08-03T15:28:46UTC", "2018-08-03_15:28:46", "2018-08-03T1528:46"),
        # Digits that are neither a date nor enough for seconds: nobody means the first days of 1970.
        *("10", "123", "02018", "201808", "180803", "2018999", "0000", "2018366"),
        *("2018-08-03\n15:28:46", "2018-08-03T15:28:46Z\n", "2018-08T15:28", "9999-12-31T24:00:00Z", "201808T15"),
    ],
)
def test_unreadable_text_is_refused_without_a_guess(given_as: str) -> None:
    assert str(error_of(given_as)) == UNREADABLE


@pytest.mark.parametrize(
    ("given_as", "type_name"),
    [
        (True, "bool"),
        (False, "bool"),
        (b"2018-08-03T15:28:46Z", "bytes"),
        (bytearray(b"1533310126"), "bytearray"),
        (1533310126 + 0j, "complex"),
        ([1533310126], "list"),
        ({}, "dict"),
        (object(), "object"),
        (time(15, 28), "time"),
        (timedelta(seconds=1533310126), "timedelta"),
        (str, "type"),
    ],
    ids=repr,
)
def test_value_of_another_type_is_refused(given_as: Any, type_name: str) -> None:
    assert str(error_of(given_as)) == f"created_at: is of type {type_name}{ACCEPTED}"


@pytest.mark.parametrize(
    "given_as",
    [
        *(2**53, -(2**53), 10**400, 1e300, Decimal("1e999999"), Decimal("-1e999999999"), float("nan"), float("inf")),
        *(float("-inf"), Decimal("NaN"), Decimal("sNaN"), Decimal("-Infinity"), "9" * 20, "-" + "9" * 20),
        # Microseconds and nanoseconds; the first moment after the year 9999, and the last one before the year 1.
        *(1533310126493000, 1533310126493000.0, Decimal(1533310126493000), "1533310126493000", 1533310126493000123),
        *("1533310126493000123", 253402300800000, -62135596801, -62135596800.5, SAFE, -SAFE, "-62135596801"),
    ],
    ids=lambda number: repr(number)[:30],
)
def test_a_number_outside_of_the_calendar_is_refused_at_once(given_as: Any) -> None:
    problem = "is outside the years 1 to 9999 (microseconds and nanoseconds are not accepted)"
    assert str(error_of(given_as)) == f"created_at: {problem}{ACCEPTED}"


def test_a_uuid_is_text_but_no_moment() -> None:
    assert str(error_of(UUID(int=1533310126))) == UNREADABLE


def test_none_is_refused() -> None:
    assert str(error_of(None)) == f"created_at: is None{ACCEPTED}"


class NotATime(datetime):
    """As pandas' NaT: a datetime whose parts are not numbers."""

    def __sub__(self, other: object) -> Any:
        class Nothing:
            days = seconds = microseconds = float("nan")

        return Nothing()


def test_pandas_not_a_time_is_refused() -> None:
    assert str(error_of(NotATime(2018, 8, 3))) == f"created_at: is of type NotATime{ACCEPTED}"


class NoOffset(tzinfo):
    def utcoffset(self, _moment: datetime | None) -> None:
        return None

    dst = tzname = utcoffset


def test_time_zone_without_an_offset_counts_as_naive() -> None:
    assert read(datetime(2018, 8, 3, 15, 28, 46, tzinfo=NoOffset())) == 1533310126


def test_a_time_zone_that_fails_is_not_taken_for_none() -> None:
    class Broken(tzinfo):
        def utcoffset(self, _moment: datetime | None) -> None:
            raise TypeError

        dst = tzname = utcoffset

    with pytest.raises(TypeError):
        read(datetime(2018, 8, 3, tzinfo=Broken()))


@pytest.mark.parametrize("context", [Context(prec=1), Context(prec=2, traps=[Inexact, Rounded, FloatOperation])])
@pytest.mark.parametrize(
    ("given_as", "seconds"),
    [
        (Decimal("1533310126.4999999999999999999999999999999"), 1533310126),
        (Decimal("-1.5000000000000000000000000000000000001"), -2),
        (Decimal("1533310126499.9999999999999999999999999"), 1533310126),
        (1533310126.5, 1533310127),
        ("1533310126.5", 1533310127),
    ],
)
def test_no_decimal_context_of_the_site_changes_a_moment(context: Context, given_as: Any, seconds: int) -> None:
    with localcontext(context):
        assert read(given_as) == seconds


def test_an_offset_has_no_sixtieth_minute() -> None:
    assert str(error_of("2018-08-03T15:28:46+02:60")) == UNREADABLE


@pytest.mark.parametrize(
    "given_as", ["2018-01-02-03", "2018-01-02-0304", "20180102-03", "2018-08031528", "2018-W31-5-12"]
)
def test_a_time_is_never_read_out_of_the_date_itself(given_as: str) -> None:
    assert str(error_of(given_as)) == UNREADABLE


def test_the_error_holds_the_field_and_no_trace_of_the_value() -> None:
    for value in ("2018-08-32T15:28:46Z", "marker@example.com", "20189999", "2018-08-03T24:00:01Z"):
        error = error_of(value)
        assert (error.field, error.problem) == ("created_at", "cannot be read as a date or time")
        assert value not in f"{error}{error!r}{error.args}"
        assert error.__context__ is None
        assert error.__cause__ is None


def test_the_field_is_named_as_the_caller_has_it() -> None:
    with pytest.raises(InvalidTimestamp) as caught:
        unix_seconds("properties.renewal", "soon")
    assert str(caught.value) == f"properties.renewal: cannot be read as a date or time{ACCEPTED}"


# ---- Against exact arithmetic ----

EPOCH = date(1970, 1, 1).toordinal()
# The years 1 to 9999, the last as milliseconds.
FIRST, LAST = -62135596800, 253402300799999


def rounded(exact: Fraction) -> int:
    return floor(exact + HALF)


def exact_moment(day: date, clock: Fraction, offset: Fraction) -> Fraction:
    return (day.toordinal() - EPOCH) * 86400 + clock - offset


offsets = st.timedeltas(
    min_value=timedelta(hours=-23, minutes=-59, seconds=-59, microseconds=-999999),
    max_value=timedelta(hours=23, minutes=59, seconds=59, microseconds=999999),
)


def in_seconds(delta: timedelta) -> Fraction:
    return delta.days * 86400 + delta.seconds + Fraction(delta.microseconds, 10**6)


def clock_of(moment: datetime) -> Fraction:
    return moment.hour * 3600 + moment.minute * 60 + moment.second + Fraction(moment.microsecond, 10**6)


@given(st.datetimes(), st.none() | offsets)
@example(datetime(1969, 12, 31, 23, 59, 58, 500000), timedelta(microseconds=1))  # noqa: DTZ001
@example(datetime(1969, 12, 31, 23, 59, 58, 500000), timedelta(seconds=17))  # noqa: DTZ001
def test_any_datetime_is_rounded_in_exact_arithmetic(moment: datetime, offset: timedelta | None) -> None:
    expected = rounded(exact_moment(moment.date(), clock_of(moment), in_seconds(offset or timedelta())))
    assert read(moment if offset is None else moment.replace(tzinfo=timezone(offset))) == expected


@given(st.dates())
def test_any_date_is_its_midnight_in_utc(day: date) -> None:
    assert read(day) == (day.toordinal() - EPOCH) * 86400


def from_number(exact: Fraction) -> int:
    return rounded(exact / 1000 if exact >= MILLISECONDS_FROM else exact)


@given(
    st.integers(FIRST, LAST)
    | st.floats(FIRST, LAST)
    | st.decimals(FIRST, LAST, allow_nan=False)
    | st.integers(-3 * 10**5, 3 * 10**5).map(lambda halves: halves / 2)
    | st.integers(0, 2 * LAST).map(lambda halves: Decimal(halves) / 2)
)
@example(31557599999.999996)
@example(0.49999999999999994)
@example(-0.5)
def test_any_number_is_rounded_in_exact_arithmetic(number: Any) -> None:
    assume(not isinstance(number, Decimal) or abs(number.adjusted()) < 100)
    assert read(number) == from_number(Fraction(number))


@given(
    st.sampled_from(["", "-"]),
    st.text("0123456789", min_size=1, max_size=20),
    st.none() | st.text("0123456789", min_size=1, max_size=20),
)
def test_any_string_of_digits_is_the_number_it_writes(sign: str, whole: str, fraction: str | None) -> None:
    digits = sign + whole if fraction is None else f"{sign}{whole}.{fraction}"
    assume(re.fullmatch("[0-9]{2,8}", digits) is None)
    exact = Fraction(int(whole)) + (Fraction(int(fraction), 10 ** len(fraction)) if fraction else 0)
    exact = -exact if sign else exact
    if not FIRST <= exact < LAST + 1:
        assert error_of(digits).problem.startswith("is outside the years 1 to 9999 ")
    else:
        assert read(digits) == from_number(exact)


@st.composite
def iso_strings(draw: st.DrawFn) -> tuple[str, int]:
    """Draw an ISO 8601 string in any form, and the rounded seconds of the moment it writes."""
    day = draw(st.dates(min_value=date(1, 1, 8), max_value=date(9999, 12, 24)))
    year, week, weekday = day.isocalendar()
    written = draw(
        st.sampled_from(
            [
                f"{day.year:04}-{day.month:02}-{day.day:02}",
                f"{day.year:04}{day.month:02}{day.day:02}",
                f"{year:04}-W{week:02}-{weekday}",
                f"{year:04}W{week:02}{weekday}",
                f"{day.year:04}-{day.timetuple().tm_yday:03}",
                f"{day.year:04}{day.timetuple().tm_yday:03}T00",
            ]
        )
    )
    form = draw(st.sampled_from(["", "hh", "hh:mm", "hhmm", "hh:mm:ss", "hhmmss", "hh:mm:ss.f", "hhmmss.f"]))
    if not form or "T" in written:
        return written, rounded(exact_moment(day, Fraction(0), Fraction(0)))
    hour, minute, second = draw(st.integers(0, 23)), draw(st.integers(0, 59)), draw(st.integers(0, 59))
    fraction = draw(st.text("0123456789", min_size=1, max_size=12) | st.sampled_from(["5", "50", "499999999999"]))
    clock = hour * 3600 + (minute * 60 if "mm" in form else 0) + (second if "ss" in form else Fraction(0))
    if form.endswith(".f"):
        clock += Fraction(int(fraction), 10 ** len(fraction))
    mark = draw(st.sampled_from(".,"))
    clock_text = form.replace("hh", f"{hour:02}").replace("mm", f"{minute:02}").replace("ss", f"{second:02}")
    clock_text = clock_text.replace(".f", mark + fraction)
    sign, hours, minutes = draw(st.sampled_from([1, -1])), draw(st.integers(0, 23)), draw(st.integers(0, 59))
    plus = "+" if sign == 1 else "-"
    zone, offset = draw(
        st.sampled_from(
            [
                ("", 0),
                ("Z", 0),
                ("z", 0),
                (f"{plus}{hours:02}", sign * hours * 3600),
                (f"{plus}{hours:02}{minutes:02}", sign * (hours * 3600 + minutes * 60)),
                (f"{plus}{hours:02}:{minutes:02}", sign * (hours * 3600 + minutes * 60)),
            ]
        )
    )
    separator = draw(st.sampled_from("Tt "))
    return f"{written}{separator}{clock_text}{zone}", rounded(exact_moment(day, Fraction(clock), Fraction(offset)))


@given(iso_strings())
def test_any_iso_string_is_rounded_in_exact_arithmetic(written: tuple[str, int]) -> None:
    assert read(written[0]) == written[1]


@given(
    st.text()
    | st.text("0123456789-+:.,TWZ /", max_size=30)
    | st.text("0123456789", max_size=5000)
    | st.tuples(iso_strings(), st.integers(0, 30), st.characters()).map(
        lambda drawn: drawn[0][0][: drawn[1]] + drawn[2] + drawn[0][0][drawn[1] + 1 :]
    )
    | st.integers()
    | st.floats()
    | st.booleans()
    | st.none()
    | st.binary()
    | st.complex_numbers()
    | st.times()
    | st.timedeltas()
    | st.lists(st.integers())
    | st.dictionaries(st.text(), st.integers())
    | st.sampled_from([Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Ellipsis, object()])
)
def test_any_value_gives_a_safe_integer_or_an_error_without_the_value(anything: object) -> None:
    seconds = outcome_of(anything)
    if isinstance(seconds, InvalidTimestamp):
        kind = f"is of type {type(anything).__name__}"
        outside = "is outside the years 1 to 9999 (microseconds and nanoseconds are not accepted)"
        assert seconds.problem in {"cannot be read as a date or time", outside, kind, "is None"}
        assert (seconds.__context__, seconds.__cause__) == (None, None)
    else:
        assert type(seconds) is int
        assert abs(seconds) <= SAFE


def test_tiny_decimal_becomes_0_at_once() -> None:
    assert read(Decimal("1E-999999999")) == read(Decimal("-1E-999999999")) == 0
