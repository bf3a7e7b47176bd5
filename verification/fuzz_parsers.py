"""Texts for timestamps or languages, found by atheris, which watches which lines run: each is read, or refused."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["wootric_snippet", "dateutil"]):
    from wootric_snippet import WootricSnippetError
    from wootric_snippet.languages import CODES, language_code
    from wootric_snippet.timestamps import unix_seconds


def timestamps(text: str) -> None:
    """Read a moment."""
    if not isinstance(unix_seconds("field", text), int):
        raise TypeError("no whole seconds")


def languages(text: str) -> None:
    """Read a language."""
    if language_code("field", text) not in CODES:
        raise TypeError("no code of InMoment's")


# What the fuzzer begins with, so that it need not guess what a moment or a locale is.
BEGINNINGS = [
    "2018-08-03T15:28:46.493Z",
    "2018-W31-5",
    "20180803T152846+0200",
    "1533310126.5",
    "de_DE.UTF-8@euro",
    "zh-TW",
]


def main() -> None:
    """Take the reader's name from the command line, and the fuzzer's own arguments after it."""
    read = {"timestamps": timestamps, "languages": languages}[sys.argv.pop(1)]

    def one(data: bytes) -> None:
        try:
            read(data.decode("utf-8", errors="surrogateescape"))
        except WootricSnippetError:
            pass

    with TemporaryDirectory() as corpus:
        for number, text in enumerate(BEGINNINGS):
            (Path(corpus) / str(number)).write_text(text, encoding="utf-8")
        atheris.Setup([*sys.argv, corpus], one)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
