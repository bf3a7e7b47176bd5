"""Whole users, pages, groups, surveys and Segment calls: what is given for each, beside what has to arrive of it."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, date, datetime, timedelta
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    Literal,
    NamedTuple,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from hypothesis import strategies as st

from tests.validators.test_languages import DJANGOS, OTHERS
from tests.validators.test_timestamps import iso_strings
from tests.xss.values import VALUES
from wootric_snippet import Group, Page, Survey, User
from wootric_snippet.validators.languages import CODES, language_code

if TYPE_CHECKING:
    from collections.abc import Iterable

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SAFE = 2**53 - 1


class Made(NamedTuple):
    """A user, page or group, and what InMoment has to receive of it."""

    model: Any
    sent: dict[str, Any]


def _seconds(moment: datetime) -> int:
    return (moment - EPOCH + timedelta(seconds=0.5)) // timedelta(seconds=1)


def _same(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[tuple[Any, Any]]:
    return strategy.map(lambda value: (value, value))


_PIECES = [
    "</script",
    "<!--",
    "<script",
    "-->",
    "]]>",
    "'",
    '"',
    "\\",
    "\\u0027",
    "&quot;",
    "\u2028",
    "\ud83d",
    "{{",
    "%}",
]
# Every character there is, halves of pairs too; what has broken others; and pieces of that put together anew.
texts = (
    st.text(st.characters(), max_size=30)
    | st.sampled_from([value for value in VALUES if len(value) <= 200])
    | st.lists(st.sampled_from(_PIECES) | st.characters(), max_size=8).map("".join)
)
names = texts.filter(bool)
nonces = st.none() | st.text("abcXYZ019+/-_", min_size=1, max_size=24)

_moments = st.datetimes(timezones=st.sampled_from([UTC])).map(lambda moment: (moment, _seconds(moment)))
_moments_given = (
    _moments
    | _moments.map(lambda pair: (pair[0].isoformat(), pair[1]))
    | st.dates().map(lambda day: (day, (day - date(1970, 1, 1)).days * 86_400))
    | _same(st.integers(-62_135_596_800, 31_557_599_999))
    | iso_strings()
)
_codes = st.sampled_from(sorted(CODES))
_languages = _same(_codes) | st.sampled_from([*DJANGOS.items(), *OTHERS.items()])
_ids = _same(names) | st.integers().map(lambda number: (number, str(number)))

_values = (
    _same(texts)
    | _same(st.booleans() | st.none())
    | st.integers(-SAFE, SAFE).map(lambda number: (number, number))
    | st.integers(-SAFE, SAFE).map(lambda number: (float(number), number))
    | st.datetimes(timezones=st.just(UTC)).map(lambda moment: (moment, _seconds(moment)))
)
# Without the ends that InMoment's keys have, so that no two ever meet.
_keys = texts.filter(lambda key: not set("$.\0") & set(key) and not key.endswith(("_amount", "_date")) and key != "id")
_pairs = st.dictionaries(_keys, _values, max_size=4)


def _sent_pairs(pairs: dict[str, tuple[Any, Any]], amount: str) -> dict[str, Any]:
    sent = {}
    for key, (given, value) in pairs.items():
        is_number = isinstance(given, int | float) and not isinstance(given, bool)
        end = "_date" if isinstance(given, datetime) else amount if is_number else ""
        sent[key + end] = value
    return sent


def _given(pairs: dict[str, tuple[Any, Any]]) -> dict[str, Any]:
    return {name: given for name, (given, _) in pairs.items()}


def _sent(pairs: dict[str, tuple[Any, Any]], empty_is_nothing: Iterable[str] = ()) -> dict[str, Any]:
    return {name: sent for name, (_, sent) in pairs.items() if sent != "" or name not in empty_is_nothing}


@st.composite
def users(draw: st.DrawFn) -> Made:
    known = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "email": _same(texts),
                "created_at": _moments_given,
                "language": _languages,
                "external_id": _ids,
            },
        )
    )
    properties = draw(_pairs)
    sent = _sent(known, ("email", "external_id"))
    if properties:
        sent["properties"] = _sent_pairs(properties, "_amount")
    return Made(User(**_given(known), properties=_given(properties)), sent)


@st.composite
def pages(draw: st.DrawFn) -> Made:
    fields = draw(
        st.fixed_dictionaries(
            {}, optional=dict.fromkeys(("url", "title", "name", "category", "referrer", "search"), _same(texts))
        )
    )
    fields |= {"path": draw(_same(texts))}
    return Made(Page(**_given(fields)), {"page_info": _sent(fields)})


@st.composite
def groups(draw: st.DrawFn) -> Made:
    given, sent = draw(_ids)
    traits = draw(_pairs)
    return Made(Group(given, _given(traits)), {"group_info": {"id": sent, **_sent_pairs(traits, "")}})


_json = st.recursive(
    texts | st.booleans() | st.none() | st.integers(-SAFE, SAFE) | st.floats(allow_nan=False, allow_infinity=False),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)


class MadeSurvey(NamedTuple):
    """A survey, and what it comes to in the settings and in `window` itself."""

    model: Survey
    sent: dict[str, Any]
    in_window: dict[str, Any]


# All characters that a link may have besides letters.
_links = st.text("az09/?#[]@!$&'()*+,;=-._~%:", max_size=12).map("https://shop.example/".__add__)


def _of(hint: Any) -> st.SearchStrategy[Any]:
    """Return what a field of a survey takes, by its type."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _of(next(part for part in get_args(hint) if part is not NoneType))
    if origin is Literal:
        return st.sampled_from(get_args(hint))
    if origin is Annotated:
        return _codes if hint.__metadata__[0] is language_code else _links
    if hint is bool:
        return st.booleans()
    return texts if hint is str else _of_each(get_type_hints(hint, include_extras=True))


def _of_each(hints: dict[str, Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: _of(hint) for name, hint in hints.items()})


_HINTS = get_type_hints(Survey, include_extras=True)
_fields = _of_each({each.name: _HINTS[each.name] for each in fields(Survey) if each.name not in Survey._mappings})
_labels = st.dictionaries(_codes, texts, max_size=3)
_extra = st.dictionaries(st.from_regex(r"later_[a-z]{1,5}", fullmatch=True), _json, max_size=3)


@st.composite
def surveys(draw: st.DrawFn) -> MadeSurvey:
    fields, labels, extra = draw(_fields), draw(_labels), draw(_extra)
    as_locales = {code.lower().replace("_", "-"): label for code, label in labels.items()}
    survey = Survey(**fields, permission_labels=as_locales, extra=extra)
    in_window = {"customMessages": fields.pop("custom_messages", {}), "Wootric": fields.pop("thank_you", {})}
    labelled = {"permission_labels": labels} if labels else {}
    return MadeSurvey(survey, fields | labelled | extra, {name: part for name, part in in_window.items() if part})


def of_segment() -> st.SearchStrategy[list[tuple[Any, ...]]]:
    """Return calls as a site makes them, with what is wrong among them."""
    anything = texts | st.integers() | st.floats() | st.none() | st.booleans() | st.datetimes() | st.binary(max_size=3)
    several = st.dictionaries(
        st.sampled_from(["email", "createdAt", "created", "language", "id", "event_name"]) | texts,
        anything | st.lists(texts, max_size=2) | st.dictionaries(texts, texts, max_size=2),
        max_size=5,
    )
    return st.lists(
        st.tuples(st.just("identify"), anything, several)
        | st.tuples(st.just("track"), anything, several)
        | st.tuples(st.just("page"), texts | st.none(), texts | st.none(), several)
        | st.tuples(st.just("group"), anything, several),
        min_size=1,
        max_size=5,
    )
