"""What a site can hand over or do wrong, and what happens: an error while developing, a page all the same otherwise."""

from __future__ import annotations

import logging
import sqlite3
import threading
from collections import UserString
from collections.abc import Callable, Iterator, Mapping
from time import monotonic
from typing import Any, NoReturn

import pytest
from wootric_snippet.tag import print_snippet

from wootric_snippet import SnippetRenderer, User

RENDERER = SnippetRenderer("NPS-01fe3cbc")
MARKER = "marker-7f3a@example.com"
# Not a measure of speed, but of nothing being endless: each takes well under one of them.
SECONDS = 20


class Deep(dict[str, Any]):
    """A mapping that holds itself, however deep one looks."""

    def __missing__(self, key: str) -> Deep:
        return self


class EndlessPairs(Mapping[str, str]):
    """A mapping whose pairs cannot be had."""

    def __getitem__(self, key: str) -> NoReturn:
        raise RecursionError(MARKER)

    def __iter__(self) -> Iterator[str]:
        return iter([MARKER])

    def __len__(self) -> int:
        return 1


class Late(UserString):
    """A text that is looked up when it is read, where that fails."""

    def __str__(self) -> str:
        raise sqlite3.ProgrammingError(f"Cannot operate on a closed database: {MARKER}")


class Row:
    """A user of the site's, whose columns are looked up when they are read."""

    def __init__(self) -> None:
        self.database = sqlite3.connect(":memory:")
        self.database.close()

    @property
    def email(self) -> str:
        return str(self.database.execute("SELECT 1").fetchone())


def cycle() -> dict[str, Any]:
    held: dict[str, Any] = {"a": MARKER}
    held["self"] = held
    return held


def nested(depth: int) -> Any:
    value: Any = MARKER
    for _ in range(depth):
        value = [value]
    return value


def recursing() -> User:
    return recursing()


def fail(error: BaseException) -> NoReturn:
    raise error


def a_user(**given: Any) -> User:
    return User(**{"email": MARKER, **given})


_A_USER = "accepted: a User of wootric_snippet, or None"
_TOO_LONG = "settings: are too long; expected at most 8388608 characters of JSON"
# What is wrong; what finds the user; the error while developing; the log lines otherwise.
OF_THE_USER: list[tuple[str, Callable[[], Any], str, str]] = [
    ("raises", lambda: fail(RuntimeError(MARKER)), "RuntimeError", "snippet: RuntimeError was raised"),
    (
        "has timed out over a lock",
        lambda: fail(TimeoutError(MARKER)),
        "TimeoutError",
        "snippet: TimeoutError was raised",
    ),
    ("recurses", recursing, "RecursionError", "snippet: RecursionError was raised"),
    ("has no memory", lambda: fail(MemoryError(MARKER)), "MemoryError", "snippet: MemoryError was raised"),
    (
        "asks a closed database",
        lambda: User(email=Row().email),
        "ProgrammingError",
        "snippet: ProgrammingError was raised",
    ),
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


def tag(on_error: Any, **found: Callable[[], Any]) -> str:
    def nothing() -> None:
        return None

    parts: dict[str, Any] = dict.fromkeys(("user", "page", "nonce", "find_nonce", "event", "group"), nothing)
    return str(print_snippet(RENDERER, on_error, **parts | found).html)


@pytest.mark.parametrize(("finds", "error", "line"), [pytest.param(*row[1:], id=row[0]) for row in OF_THE_USER])
def test_without_its_user_a_page_has_no_snippet(
    finds: Callable[[], Any], error: str, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    began = monotonic()
    with pytest.raises(Exception) as caught:  # noqa: PT011 - a table of them
        tag("raise", user=finds)
    assert type(caught.value).__name__ == error
    with caplog.at_level(logging.WARNING):
        assert tag("log", user=finds) == ""
    whole = line if line.startswith("snippet:") else f"snippet, because of {line}"
    assert caplog.messages == [f"left out: {whole}"]
    assert monotonic() - began < SECONDS


@pytest.mark.parametrize(
    ("part", "name"), [("page", "page"), ("event", "event"), ("group", "group")], ids=lambda given: str(given)
)
def test_a_page_group_or_event_that_cannot_be_had_is_left_out(
    part: str, name: str, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> NoReturn:
        raise KeyError(MARKER)

    with caplog.at_level(logging.WARNING):
        assert tag("log", user=a_user, **{part: broken}) == str(RENDERER.render(a_user()))
    assert caplog.messages == [f"left out: {name}: KeyError was raised"]


def test_a_site_that_hangs_holds_up_its_own_request_alone() -> None:
    """A callable of the site's cannot be stopped from outside; nothing of the package is held while it runs."""
    lock, reached = threading.Lock(), threading.Event()

    def hanging() -> User:
        reached.set()
        with lock:
            return a_user()

    with lock:
        request = threading.Thread(target=tag, args=("raise",), kwargs={"user": hanging})
        request.start()
        assert reached.wait(SECONDS)
        assert tag("raise", user=a_user) == str(RENDERER.render(a_user()))
    request.join(SECONDS)
    assert not request.is_alive()
