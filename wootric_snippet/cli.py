"""The command `wootric-snippet`: JSON in, the script block out."""

import argparse
import json
import sys
from collections.abc import Mapping
from difflib import get_close_matches
from inspect import signature
from typing import Any, NoReturn

from wootric_snippet.errors import InvalidSetting, WootricSnippetError
from wootric_snippet.group import Group
from wootric_snippet.model import Model
from wootric_snippet.page import Page
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.survey import Survey
from wootric_snippet.text import shown
from wootric_snippet.user import User

_MODELS: Mapping[str, type[Model]] = {"user": User, "page": Page, "group": Group}
_CALL = ("event", "nonce")
_SITE = tuple(signature(SnippetRenderer).parameters)


def main(arguments: list[str] | None = None) -> int:
    """Run the command; return its exit status: 0, or 2 for wrong input, which is told in one line on standard error."""
    parser = argparse.ArgumentParser(prog="wootric-snippet", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    render = commands.add_parser(
        "render",
        help="print the script block for a user and a page",
        description="Reads a JSON object with account_token, user, page, group, event, nonce and whatever else "
        "SnippetRenderer takes (survey, load, ...); prints the script block.",
    )
    render.add_argument("file", nargs="?", default="-", help="the JSON file; standard input when it is - or left out")
    file = parser.parse_args(arguments).file
    try:
        block = _render(_read(file))
    except WootricSnippetError as error:
        print(f"wootric-snippet: {error}", file=sys.stderr)
        return 2
    # A terminal may know ASCII alone; HTML has a reference for every other character.
    print(block.encode("ascii", "xmlcharrefreplace").decode("ascii"))
    return 0


def _read(file: str) -> dict[str, Any]:
    """Return the JSON object in a file; whatever is wrong with it is an error without the text in it."""
    try:
        # Opened by number for standard input: it must be UTF-8 whatever the terminal speaks.
        with open(0 if file == "-" else file, encoding="utf-8-sig", closefd=file != "-") as stream:
            content = json.load(stream, parse_constant=_not_json, object_pairs_hook=_without_doubles)
    except json.JSONDecodeError as error:
        problem = f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
    except UnicodeDecodeError:
        problem = "is not in UTF-8"
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    except (ValueError, RecursionError):
        problem = "is not JSON: a key that stands twice, a number that is none, or too deep a nesting"
    else:
        if isinstance(content, dict):
            return content
        problem = "is not a JSON object"
    raise InvalidSetting("standard input" if file == "-" else file, problem, "a JSON object in UTF-8")


def _not_json(constant: str) -> NoReturn:
    raise ValueError(constant)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("a key stands twice")
    return content


def _render(content: dict[str, Any]) -> str:
    _known("", content, (*_SITE, *_MODELS, *_CALL))
    _required("account_token", content)
    models = {name: _model(name, model, content.get(name)) for name, model in _MODELS.items()}
    call = {name: content[name] for name in _CALL if name in content}
    site = {name: content[name] for name in _SITE if name in content}
    if "survey" in site:
        site["survey"] = _model("survey", Survey, site["survey"])
    return SnippetRenderer(**site).render(**models, **call)


def _model(name: str, model: type[Model], fields: Any) -> Any:
    if fields is None:
        return None
    if not isinstance(fields, dict):
        raise InvalidSetting(name, f"is of type {type(fields).__name__}", "a JSON object or null")
    parameters = signature(model).parameters
    _known(f"{name}.", fields, tuple(parameters))
    for parameter in parameters.values():
        if parameter.default is parameter.empty:
            _required(parameter.name, fields, f"{name}.")
    return model(**fields)


def _required(name: str, fields: dict[str, Any], prefix: str = "") -> None:
    if name not in fields:
        raise InvalidSetting(prefix + name, "is missing", "a value for it")


def _known(prefix: str, fields: dict[str, Any], names: tuple[str, ...]) -> None:
    for key in fields:
        if key not in names:
            near = get_close_matches(key, names, n=1)
            problem = "is not known" + (f" (did you mean {near[0]}?)" if near else "")
            raise InvalidSetting(prefix + shown(key), problem, ", ".join(names))


if __name__ == "__main__":
    sys.exit(main())
