"""What no error, log line or repr of the package may tell, looked for in every test."""

from __future__ import annotations

import logging
import re
import traceback
from contextlib import contextmanager
from sys import exception
from typing import TYPE_CHECKING, Any

from wootric_snippet import UnreadableValue, WootricSnippetError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

# Whoever is in a test has an address, and what else is theirs and must be found is written as one.
PERSONAL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")


class Listener(logging.Handler):
    """Keeps what is logged, as a site's log file would have it, traceback and all."""

    def __init__(self) -> None:
        super().__init__()
        self.disclosed: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.disclosed.append(self.format(record))
        self.disclosed.append(repr(record.args))


@contextmanager
def record_disclosures(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Give a list of all that the package logs, and of all that its errors say and bring with them."""
    listener = Listener()
    make = WootricSnippetError.__init__

    def listening(error: WootricSnippetError, *args: Any, **kwargs: Any) -> None:
        make(error, *args, **kwargs)
        listener.disclosed += [str(error), repr(error), repr(vars(error))]
        # What is being handled now is the error's context, and part of its traceback. Only an unreadable value may have
        # one: the site's own exception is its cause.
        if (context := exception()) is not None and not isinstance(error, UnreadableValue):
            listener.disclosed += traceback.format_exception_only(context)

    log = logging.getLogger("wootric_snippet")
    log.addHandler(listener)
    with monkeypatch.context() as patch:
        patch.setattr(WootricSnippetError, "__init__", listening)
        yield listener.disclosed
    log.removeHandler(listener)
