"""Reading the command line's input: a JSON file with the arguments of a renderer and of one call of it."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, NoReturn, TypeVar

from wootric_snippet.errors import InvalidSetting, WootricSnippetError
from wootric_snippet.integration.configuration import Spelling, read_configuration, validate_fields
from wootric_snippet.integration.options import RENDERER_OPTIONS
from wootric_snippet.models import Group, Model, Page, User
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.segment import Analytics
from wootric_snippet.validators.attributes import nonce_value
from wootric_snippet.validators.text import optional_text, type_problem
from wootric_snippet.validators.types import unknown_key_error

T = TypeVar("T")
Errors = list[WootricSnippetError]

OPTION_KEYS = (*RENDERER_OPTIONS, "accounts")
"""The keys of what a whole site has in common."""

_MODELS: Mapping[str, type[Model]] = {"user": User, "page": Page, "group": Group}
_KEYS = (*OPTION_KEYS, *_MODELS, "event", "nonce", "calls", "anonymous_id")
_CALLS = ("identify", "track", "page", "group")


class RenderCall(NamedTuple):
    """What has `settings`, `commands` and `render`: a renderer, or Segment's calls; and the arguments of these."""

    source: SnippetRenderer | Analytics
    arguments: Mapping[str, Any]
    nonce: str | None


def read_json(file: str) -> dict[str, Any]:
    """Return the JSON object in a file, or in standard input for `-`.

    Raises:
        InvalidSetting: The file cannot be read, or is not a JSON object; the message holds none of its text.
    """
    try:
        # Standard input is opened by its number: it has to be UTF-8, whatever the terminal's encoding.
        with open(0 if file == "-" else file, encoding="utf-8-sig", closefd=file != "-") as stream:
            content = json.load(stream, parse_constant=_reject_constant, object_pairs_hook=_reject_duplicates)
    except json.JSONDecodeError as error:
        problem = f"is not JSON: {error.msg} at line {error.lineno}, column {error.colno}"
    except UnicodeDecodeError:
        problem = "is not in UTF-8"
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
    except (ValueError, RecursionError):
        problem = "is not JSON: it has a duplicate key, a number that is not finite, or too many levels"
    else:
        if isinstance(content, dict):
            return content
        problem = "is not a JSON object"
    raise InvalidSetting("standard input" if file == "-" else file, problem, "a JSON object in UTF-8")


def parse_call(content: Mapping[str, Any]) -> tuple[RenderCall, Errors]:
    """Return the call that a file's content describes, without what is wrong in it, and the errors."""
    errors: Errors = [unknown_key_error(key, _KEYS) for key in content if key not in _KEYS]
    known = {key: value for key, value in content.items() if key in _KEYS}
    for key in ("user", "page", "group", "event"):
        if "calls" in known and known.pop(key, None) is not None:
            errors.append(InvalidSetting(key, "cannot be set beside calls", "one of the two"))
    renderer = _parse_renderer(known, errors)
    arguments = {name: _parse_model(name, model, known.get(name), errors) for name, model in _MODELS.items()}
    event = known.get("event")
    arguments["event"] = None if event is None else _attempt(errors, lambda: optional_text("event", event))
    nonce = _attempt(errors, lambda: nonce_value(known.get("nonce")))
    if "calls" in known:
        return RenderCall(_parse_calls(renderer, known, errors), {}, nonce), errors
    return RenderCall(renderer, arguments, nonce), errors


def _parse_renderer(known: Mapping[str, Any], errors: Errors) -> SnippetRenderer:
    options = {name: known[name] for name in OPTION_KEYS if name in known}
    configuration, wrong = read_configuration(options, Spelling())
    errors += wrong
    if "account_token" not in configuration.accounts.get(None, ()):  # to report on the rest all the same
        configuration, _ = read_configuration({**options, "account_token": "NPS-0"}, Spelling())
    return configuration.renderer(None, "", consent=False, mock=False)


def _parse_calls(renderer: SnippetRenderer, known: Mapping[str, Any], errors: Errors) -> Analytics:
    analytics = Analytics(renderer, anonymous_id=known.get("anonymous_id"))
    calls = known["calls"]
    if not isinstance(calls, list):
        errors.append(InvalidSetting("calls", type_problem(calls), "a list of calls"))
        calls = []
    for number, call in enumerate(calls):
        field = f"calls[{number}]"
        if not (isinstance(call, list) and call and call[0] in _CALLS):
            accepted = 'a list such as ["track", "Order Completed", {"revenue": 12}]'
            errors.append(InvalidSetting(field, "is not a call", accepted))
            continue
        name, *arguments = call
        try:
            getattr(analytics, name)(*arguments)
        except WootricSnippetError as error:
            errors.append(type(error)(f"{field}.{error.field}", error.problem, error.accepted))
        except TypeError:
            errors.append(InvalidSetting(field, "has wrong arguments", f"the arguments of Segment's {name}"))
    return analytics


def _parse_model(name: str, model: type[Model], fields: Any, errors: Errors) -> Any:
    if fields is None:
        return None
    if not isinstance(fields, dict):
        errors.append(InvalidSetting(name, type_problem(fields), "a JSON object or null"))
        return None
    parsed, wrong = validate_fields(model, f"{name}.", fields)
    errors += wrong
    return parsed


def _attempt(errors: Errors, make: Callable[[], T]) -> T | None:
    try:
        return make()
    except WootricSnippetError as error:
        errors.append(error)
        return None


def _reject_constant(constant: str) -> NoReturn:
    raise ValueError(constant)


def _reject_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("a duplicate key")
    return content
