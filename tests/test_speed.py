"""A page view does not come to cost twice as much: what the interpreter does for it is counted, never timed.

The same on every machine. A limit is a quarter above what Python 3.11 counts, since each release counts a little
differently. How long it takes is in docs/speed.md.
"""

from __future__ import annotations

import sys
from collections import Counter
from datetime import UTC, datetime
from types import FrameType
from typing import TYPE_CHECKING, Any

from wootric_snippet import Page, SnippetRenderer, User

if TYPE_CHECKING:
    from collections.abc import Callable

RENDERER = SnippetRenderer("NPS-01fe3cbc")
MOMENT = datetime(2018, 8, 3, 15, 28, 46, 493000, tzinfo=UTC)
MANY = 100
# As Python 3.11 counts them.
LINES, CALLS = 136, 55
LINES_OF_PROPERTY, CALLS_OF_PROPERTY = 13, 3


def view(properties: dict[str, Any]) -> str:
    user = User("hello@example.com", MOMENT, "en-GB", "userId123", properties)
    return RENDERER.render(user, Page(path="/pricing", title="Pricing"), nonce="bm9uY2U=")


def counted(function: Callable[[], object]) -> Counter[str]:
    """Return how many lines of Python are run, how many functions called, and how often each of Python's own."""
    count: Counter[str] = Counter()

    def trace(_frame: FrameType, event: str, _argument: Any) -> Any:
        count["lines"] += event == "line"
        return trace

    def profile(frame: FrameType, event: str, _argument: Any) -> None:
        count["calls"] += event in ("call", "c_call")
        count[frame.f_code.co_qualname] += event == "call"

    tracing, profiling = sys.gettrace(), sys.getprofile()
    try:
        sys.settrace(trace)
        sys.setprofile(profile)
        function()
    finally:
        sys.setprofile(profiling)
        sys.settrace(tracing)
    return count


def test_a_page_view_takes_no_more_steps_than_it_did() -> None:
    count = counted(lambda: view({"plan": "pro", "seats": 5}))
    assert count["lines"] < 1.25 * LINES, count
    assert count["calls"] < 1.25 * CALLS, count


def test_a_page_view_is_encoded_once() -> None:
    assert counted(lambda: view({}))["script_json"] == 1


def test_a_property_takes_no_more_steps_than_it_did() -> None:
    none = counted(lambda: view({}))
    count = counted(lambda: view({f"key {number}": number for number in range(MANY)}))
    count.subtract(none)
    assert count["lines"] < 1.25 * LINES_OF_PROPERTY * MANY, count
    assert count["calls"] < 1.25 * CALLS_OF_PROPERTY * MANY, count
