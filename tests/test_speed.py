"""A page view does not come to cost twice as much: what the interpreter does for it is counted, never timed.

The same on every machine. A limit is half above what Python 3.11 counts, since each release of Python counts a little
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
NUMBER_OF_MANY = 100


def view(properties: dict[str, Any]) -> str:
    user = User("hello@example.com", MOMENT, "en-GB", "userId123", properties)
    return RENDERER.render(user, Page(path="/pricing", title="Pricing"), nonce="bm9uY2U=")


def counted(function: Callable[[], object]) -> Counter[str]:
    """Return how many instructions of Python are run, and how many functions called, Python's and C's."""
    count: Counter[str] = Counter()

    def trace(frame: FrameType, event: str, _argument: Any) -> Any:
        frame.f_trace_lines, frame.f_trace_opcodes = False, True
        count["instructions"] += event == "opcode"
        return trace

    def profile(_frame: FrameType, event: str, _argument: Any) -> None:
        count["calls"] += event in ("call", "c_call")

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
    assert count["instructions"] < 1.5 * 1635, count
    assert count["calls"] < 1.5 * 102, count


def test_a_property_takes_no_more_steps_than_it_did() -> None:
    none = counted(lambda: view({}))
    count = counted(lambda: view({f"key {number}": number for number in range(NUMBER_OF_MANY)}))
    assert (count["instructions"] - none["instructions"]) / NUMBER_OF_MANY < 1.5 * 200, count
    assert (count["calls"] - none["calls"]) / NUMBER_OF_MANY < 1.5 * 16, count
