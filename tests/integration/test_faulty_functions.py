"""What a site's own function can do: an error while the site debugs, a page all the same otherwise."""

import sqlite3
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any, NoReturn

import pytest

from tests.integration.site import PlainRequest, make_site, printed
from tests.log import Log
from wootric_snippet import SnippetRenderer, User

MARKER = "marker-7f3a@example.com"
# Not a measure of speed, but of nothing being endless: each takes well under one of them.
SECONDS = 20


class Row:
    """A user of the site's, whose columns are looked up when they are read."""

    def __init__(self) -> None:
        self.database = sqlite3.connect(":memory:")
        self.database.close()

    @property
    def email(self) -> str:
        return str(self.database.execute("SELECT 1").fetchone())


def recursing() -> User:
    return recursing()


def fail(error: BaseException) -> NoReturn:
    raise error


def a_user(**given: Any) -> User:
    return User(**{"email": MARKER, **given})


_A_USER = "expected a User of wootric_snippet, or None"
_TOO_LONG = "settings: are too long; expected at most 8388608 characters of JSON"
# What the function does; the function; the error while the site debugs; why there is no snippet otherwise.
FUNCTIONS: list[tuple[str, Callable[[], Any], str, str]] = [
    ("raises", lambda: fail(RuntimeError(MARKER)), "RuntimeError", "RuntimeError was raised"),
    ("has timed out over a lock", lambda: fail(TimeoutError(MARKER)), "TimeoutError", "TimeoutError was raised"),
    ("recurses", recursing, "RecursionError", "RecursionError was raised"),
    ("has no memory", lambda: fail(MemoryError(MARKER)), "MemoryError", "MemoryError was raised"),
    ("asks a closed database", lambda: a_user(email=Row().email), "ProgrammingError", "ProgrammingError was raised"),
    ("returns text", lambda: MARKER, "InvalidSetting", f"user: is of type str; {_A_USER}"),
    ("returns a dict", lambda: {"email": MARKER}, "InvalidSetting", f"user: is of type dict; {_A_USER}"),
    ("returns the class", lambda: User, "InvalidSetting", f"user: is of type type; {_A_USER}"),
    (
        "returns a generator",
        lambda: (a_user() for _ in "x"),
        "InvalidSetting",
        f"user: is of type generator; {_A_USER}",
    ),
    ("gives 10 MiB", lambda: a_user(email="x" * 10 * 2**20), "PayloadTooLarge", _TOO_LONG),
    ("gives 10 MiB of quotes", lambda: a_user(properties={"a": "'" * 10 * 2**20}), "PayloadTooLarge", _TOO_LONG),
    (
        "gives a million properties",
        lambda: a_user(properties={f"property {n}": MARKER for n in range(10**6)}),
        "PayloadTooLarge",
        "properties: has too many keys; expected at most 10000",
    ),
]


@pytest.mark.parametrize(("find", "error", "reason"), [pytest.param(*row[1:], id=row[0]) for row in FUNCTIONS])
def test_page_whose_user_function_is_wrong_has_no_snippet(
    find: Callable[[], Any], error: str, reason: str, log: Log
) -> None:
    began = monotonic()
    site = make_site(user=lambda _request: find())
    with pytest.raises(Exception) as caught:  # noqa: PT011 - a table of them
        printed(PlainRequest(site, debug=True))
    assert type(caught.value).__name__ == error
    assert printed(PlainRequest(site)) == ""
    assert [line.partition(", raised by")[0] for line in log.warnings] == [f"left out the snippet on pricing: {reason}"]
    assert monotonic() - began < SECONDS


def test_site_that_hangs_holds_up_its_own_request_alone() -> None:
    """A function of the site's cannot be stopped from outside; nothing of the package is held while it runs."""
    lock, reached = threading.Lock(), threading.Event()

    def hanging(_request: Any) -> User:
        reached.set()
        with lock:
            return a_user()

    site = make_site(user=hanging)
    with lock:
        request = threading.Thread(target=printed, args=(PlainRequest(site),))
        request.start()
        assert reached.wait(SECONDS)
        html = printed(PlainRequest(site), {"user": a_user()})
    assert html == SnippetRenderer("NPS-1").render(a_user(), PlainRequest(make_site()).page())
    request.join(SECONDS)
    assert not request.is_alive()


def test_same_fault_is_one_log_line_a_minute(log: Log) -> None:
    site = make_site(user=recursing)
    for _ in range(3):
        printed(PlainRequest(site))
    assert len(log.warnings) == 1
