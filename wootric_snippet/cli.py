"""The command `wootric-snippet`: JSON in; the script block out, or what would be sent and what is doubtful in it."""

import argparse
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from wootric_snippet import __version__
from wootric_snippet.call_file import flattened, read, understood
from wootric_snippet.doubts import Doubt, doubts
from wootric_snippet.errors import WootricSnippetError
from wootric_snippet.faults import raise_error

_FILE = (
    "Reads a JSON object with account_token, user, page, group, event, nonce and whatever else SnippetRenderer takes "
    "(survey, load, ...). Instead of a user and a page it can hold Segment's calls: "
    '"calls": [["identify", "userId123", {"email": ...}], ["track", "Order Completed"]].'
)
_FINE, _DOUBTFUL, _WRONG = range(3)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status: 0, 1 for doubts, or 2 for wrong input, told on standard error."""
    parser = argparse.ArgumentParser(prog="wootric-snippet", description=__doc__)
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")
    _add(commands, "render", _render, "print the script block")
    check = _add(commands, "check", _check, "print what would be sent, and what is doubtful or wrong about it")
    check.add_argument("--json", action="store_true", help="for programs: settings, commands, doubts and errors")
    options = parser.parse_args(arguments)
    try:
        status: int = options.run(options)
    except WootricSnippetError as error:
        print(f"wootric-snippet: {error}", file=sys.stderr)
        return _WRONG
    return status


def _add(commands: Any, name: str, run: Callable[[argparse.Namespace], int], summary: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=_FILE)
    command.add_argument("file", nargs="?", default="-", help="the JSON file; standard input when it is - or left out")
    command.set_defaults(run=run)
    return command


def _render(options: argparse.Namespace) -> int:
    _print(understood(read(options.file), raise_error).render())
    return _FINE


def _check(options: argparse.Namespace) -> int:
    content = read(options.file)
    errors: list[WootricSnippetError] = []

    def collect(_field: str, error: Exception) -> None:
        if not isinstance(error, WootricSnippetError):
            raise error
        errors.append(error)

    call = understood(content, collect)
    settings, commands = call.settings(), call.commands()
    wrong = {error.field for error in errors}
    if "account_token" in wrong:
        settings.pop("account_token", None)
    found = [doubt for doubt in doubts(content, settings, datetime.now(UTC)) if doubt.field not in wrong]
    if options.json:
        report = {
            "settings": settings,
            "commands": commands,
            "doubts": [doubt._asdict() for doubt in found],
            "errors": [{"field": e.field, "problem": e.problem, "accepted": e.accepted} for e in errors],
        }
        print(json.dumps(report, indent=2))
    else:
        _print("\n".join(_report(settings, commands, found, errors)))
    return _WRONG if errors else _DOUBTFUL if found else _FINE


def _report(
    settings: dict[str, Any], commands: Sequence[str], found: list[Doubt], errors: list[WootricSnippetError]
) -> Iterator[str]:
    sent = [(name, json.dumps(value)) for name, value in flattened(settings)]
    if sent:
        yield from _table(("setting", "sent"), [*sent, ("(commands)", ", ".join(commands))])
    else:
        yield "Nothing is sent."
    if found:
        yield ""
        yield from _table(("doubtful", "why", "what to do"), found)
    if errors:
        yield ""
        yield from _table(("wrong", "why", "accepted"), [(e.field, e.problem, e.accepted) for e in errors])


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head) - 1)] + [len(head[-1])]
    for row in (head, tuple("-" * width for width in widths), *rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def _print(text: str) -> None:
    # A terminal may know ASCII alone; HTML has a reference for every other character.
    print(text.encode("ascii", "xmlcharrefreplace").decode("ascii"))


if __name__ == "__main__":
    sys.exit(main())
