"""Fuzz the parser of timestamps or of languages with atheris: each text is parsed or raises a WootricSnippetError."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import atheris

with atheris.instrument_imports(include=["wootric_snippet", "dateutil"]):
    from wootric_snippet import WootricSnippetError
    from wootric_snippet.validators.languages import CODES, language_code
    from wootric_snippet.validators.timestamps import unix_seconds


def timestamps(text: str) -> None:
    """Parse a timestamp."""
    if not isinstance(unix_seconds("field", text), int):
        raise TypeError("not an int")


def languages(text: str) -> None:
    """Parse a language."""
    if language_code("field", text) not in CODES:
        raise TypeError("not one of InMoment's codes")


# The corpus that the fuzzer starts from.
SEEDS = [
    "2018-08-03T15:28:46.493Z",
    "2018-W31-5",
    "20180803T152846+0200",
    "1533310126.5",
    "de_DE.UTF-8@euro",
    "zh-TW",
]


def main() -> None:
    """Take the parser's name from the command line, followed by atheris's own arguments."""
    parse = {"timestamps": timestamps, "languages": languages}[sys.argv.pop(1)]

    def parse_or_refuse(data: bytes) -> None:
        try:
            parse(data.decode("utf-8", errors="surrogateescape"))
        except WootricSnippetError:
            pass

    with TemporaryDirectory() as corpus:
        for number, text in enumerate(SEEDS):
            (Path(corpus) / str(number)).write_text(text, encoding="utf-8")
        atheris.Setup([*sys.argv, corpus], parse_or_refuse)
        atheris.Fuzz()


if __name__ == "__main__":
    main()
