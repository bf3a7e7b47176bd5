"""docs/troubleshooting.md lists every reason and every error message of the code, and no other."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import jinja2
import pytest
from django.template import Engine, TemplateSyntaxError
from jinja2 import Environment

from tests.servers import ROOT
from wootric_snippet import User, errors
from wootric_snippet.integration.visitor import REASONS

PACKAGE = ROOT / "wootric_snippet"
TEXT = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
ERRORS = {name for name in vars(errors) if name.startswith(("Invalid", "Wootric", "Payload", "Shared"))}


def section(heading: str) -> str:
    """Return a section of the page, with its subsections."""
    level = heading.split()[0]
    return re.split(rf"^#{{1,{len(level)}}} ", TEXT.partition(f"\n{heading}\n")[2], flags=re.MULTILINE)[0]


def rows(heading: str) -> list[str]:
    """Return the first column of a section's tables, without the heads."""
    cells = re.findall(r"^\| (.+?) \| .+ \|$", section(heading), re.MULTILINE)
    return [
        cell.strip("`") for cell in cells if cell not in ("the comment or log line", "problem", "log line", "message")
    ]


def literals(node: ast.expr | None) -> Iterator[str]:
    """Give the texts that an expression can be; what is filled in is `…`."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield "".join(str(part.value) if isinstance(part, ast.Constant) else "…" for part in node.values)
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def problems(path: Path) -> Iterator[str]:
    """Give the problems of the errors that a module raises: literals, or variables and functions that hold them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    named: dict[str, list[str]] = {}
    for function in ast.walk(tree):
        if isinstance(function, ast.FunctionDef):
            returned = [
                text for node in ast.walk(function) if isinstance(node, ast.Return) for text in literals(node.value)
            ]
            named.setdefault(function.name, []).extend(returned)
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            named.setdefault(node.targets[0].id, []).extend(literals(node.value))
    if path.name == "timestamps.py":
        yield from [*named["_OUT_OF_RANGE"], *named["_from_string"], *named["seconds"]]
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in ERRORS
            and len(node.args) == 3
        ):
            problem = node.args[1]
            yield from literals(problem)
            if isinstance(problem, ast.Name):
                yield from named.get(problem.id, [])
            elif isinstance(problem, ast.Call) and isinstance(problem.func, ast.Name):
                yield from named.get(problem.func.id, [])


def test_every_reason_is_on_the_page() -> None:
    assert rows("## Why a page has no survey") == [reason.replace("{}", "…") for reason in REASONS.values()]


def test_every_error_message_is_on_the_page() -> None:
    found = {problem for path in PACKAGE.rglob("*.py") for problem in problems(path)} - {"is unknown…"}
    found |= {"is unknown", "is of type …", "is None"}
    listed = rows("## Error messages")
    assert (set(listed) - found, found - set(listed)) == (set(), set())
    assert len(listed) == len(found)


def test_every_system_check_is_on_the_page_for_django() -> None:
    page = (ROOT / "docs" / "django.md").read_text(encoding="utf-8")
    ids = set(re.findall(r"[EW]00\d", (PACKAGE / "django" / "checks.py").read_text(encoding="utf-8")))
    assert set(re.findall(r"^\| `wootric\.([EW]00\d)` \|", page, re.MULTILINE)) == ids


def fail_to_load() -> None:
    Engine().from_string("{% load wootric %}")


def fail_to_parse() -> None:
    Engine().from_string("{% wootric_snippet %}")


def fail_to_render() -> None:
    Environment(autoescape=True).from_string("{{ wootric_snippet() }}").render()


def fail_to_parse_jinja2() -> None:
    Environment(autoescape=True).from_string("{% wootric_snippet %}")


def fail_to_make_a_user() -> None:
    User(mail="hello@example.com")  # type: ignore[call-arg]


@pytest.mark.parametrize(
    "fail", [fail_to_render, fail_to_load, fail_to_parse, fail_to_parse_jinja2, fail_to_make_a_user]
)
def test_messages_of_the_frameworks_are_on_the_page(fail: Callable[[], None]) -> None:
    with pytest.raises((TypeError, TemplateSyntaxError, jinja2.TemplateError)) as raised:
        fail()
    messages = [re.escape(message).replace("…", ".*") for message in rows("## What the framework says")]
    assert len([message for message in messages if re.match(message, str(raised.value))]) == 1
