"""The command `wootric-snippet`: from JSON to the script element, or to a report on what would be sent."""

import argparse
import os
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

from wootric_snippet import __version__
from wootric_snippet.cli.call import parse_call, read_json
from wootric_snippet.cli.report import Report
from wootric_snippet.errors import WootricSnippetError
from wootric_snippet.segment import Analytics

_FILE = (
    "Reads a JSON object with account_token, user, page, group, event, nonce and whatever else SnippetRenderer takes "
    "(survey, load, ...). Instead of a user and a page it can hold Segment's calls: "
    '"calls": [["identify", "userId123", {"email": ...}], ["track", "Order Completed"]].'
)
_OK, _WRONG = 0, 2


def main(arguments: list[str] | None = None) -> int:
    """Run the command, and return its exit status.

    Args:
        arguments: The command line without the program's name; `sys.argv` by default.

    Returns:
        0; 1 for warnings of `check`; 2 for wrong input or output that cannot be written, reported on standard error.
    """
    parser = argparse.ArgumentParser(prog="wootric-snippet", description=__doc__)
    parser.add_argument("--version", action="version", version=f"%(prog)s {__version__}")
    commands = parser.add_subparsers(required=True, metavar="command")
    _add(commands, "render", _render, "print the script element")
    check = _add(commands, "check", _check, "print what would be sent, and what is doubtful or wrong about it")
    check.add_argument("--json", action="store_true", help="for programs: settings, commands, warnings and errors")
    options = parser.parse_args(arguments)
    try:
        status, output = options.run(options)
    except WootricSnippetError as error:
        _complain(str(error))
        return _WRONG
    return status if _write(output) else _WRONG


def _add(commands: Any, name: str, run: Callable[..., Any], summary: str) -> argparse.ArgumentParser:
    command: argparse.ArgumentParser = commands.add_parser(name, help=summary, description=_FILE)
    command.add_argument("file", nargs="?", default="-", help="the JSON file; standard input when it is - or left out")
    command.set_defaults(run=run)
    return command


def _render(options: argparse.Namespace) -> tuple[int, str]:
    call, errors = parse_call(read_json(options.file))
    if errors:
        raise errors[0]
    html = call.source.render(**call.arguments, nonce=call.nonce)
    if not html:
        no_user = "there is no user; add one, or include_anonymous to ask visitors who are not signed in"
        _complain(f"nothing is printed: {'there is no call' if isinstance(call.source, Analytics) else no_user}")
    return _OK, html


def _check(options: argparse.Namespace) -> tuple[int, str]:
    report = Report.of(read_json(options.file))
    return report.status, report.as_json() if options.json else report.as_text()


def _write(text: str) -> bool:
    """Print a text, and tell whether it could be written. A closed pipe, such as `| head`, is not an error."""
    if sys.stdout is None:  # `>&-`
        _complain("standard output is closed")
        return False
    try:
        if text:
            # A terminal may know ASCII alone; HTML has a reference for every other character.
            print(text.encode("ascii", "xmlcharrefreplace").decode("ascii"))
        sys.stdout.flush()
    except OSError as error:
        # Python flushes standard output once more at its end, which would fail again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            return True
        _complain(f"standard output cannot be written: {error.strerror}")
        return False
    return True


def _complain(message: str) -> None:
    with suppress(OSError):
        print(f"wootric-snippet: {message}", file=sys.stderr)
