"""A JSON file with what a renderer and one call of it take: what the command line reads."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any, NoReturn

from markupsafe import Markup

from wootric_snippet.attributes import nonce_value
from wootric_snippet.conform import not_known
from wootric_snippet.errors import InvalidSetting, WootricSnippetError
from wootric_snippet.faults import Refuse
from wootric_snippet.group import Group
from wootric_snippet.model import Model
from wootric_snippet.page import Page
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.segment import Analytics
from wootric_snippet.survey import Survey
from wootric_snippet.text import known_text
from wootric_snippet.user import User

SITE = tuple(signature(SnippetRenderer).parameters)
"""The keys that say what a site has in common."""

_MODELS: Mapping[str, type[Model]] = {"user": User, "page": Page, "group": Group}
_SEGMENT = ("calls", "anonymous_id")
_KEYS = (*SITE, *_MODELS, "event", "nonce", *_SEGMENT)
# These are right or wrong together.
_DELIVERY = ("delivery", "loader_url", "settings_url")
_CALLS = ("identify", "track", "page", "group")


@dataclass(frozen=True)
class Call:
    """A renderer, and what it is asked to render: a user and a page, or what Segment's calls have collected."""

    renderer: SnippetRenderer
    arguments: Mapping[str, Any]
    analytics: Analytics | None
    nonce: Any

    def settings(self) -> dict[str, Any]:
        """Return what `window.wootricSettings` receives."""
        return self.analytics.settings() if self.analytics else self.renderer.settings(**self.arguments)

    def commands(self) -> tuple[str, ...]:
        """Return the SDK's commands."""
        return self.analytics.commands() if self.analytics else self.renderer.commands(**self.arguments)

    def render(self) -> Markup:
        """Return the script block."""
        if self.analytics:
            return self.analytics.render(nonce=self.nonce)
        return self.renderer.render(**self.arguments, nonce=self.nonce)


def read(file: str) -> dict[str, Any]:
    """Return the JSON object in a file, or in standard input for `-`.

    Raises `InvalidSetting`, without the text in it, for whatever is wrong.
    """
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


def understood(content: Mapping[str, Any], refuse: Refuse) -> Call:
    """Return the call that a file's content describes; what is wrong is handed to `refuse`, and left out."""
    known = _known("", content, _KEYS, refuse)
    for key in ("user", "page", "group", "event"):
        if "calls" in known and known.pop(key, None) is not None:
            refuse(key, InvalidSetting(key, "is given beside calls", "one of the two"))
    renderer = _renderer(known, refuse)
    arguments: dict[str, Any] = {name: _model(name, model, known.get(name), refuse) for name, model in _MODELS.items()}
    arguments["event"] = _tried(refuse, "event", lambda: _event(known.get("event")))
    analytics = _analytics(renderer, known, refuse) if "calls" in known else None
    nonce = _tried(refuse, "nonce", lambda: nonce_value(known.get("nonce")))
    return Call(renderer, arguments, analytics, nonce)


def _event(given: Any) -> str | None:
    return None if given is None else known_text("event", given)


def _renderer(known: Mapping[str, Any], refuse: Refuse) -> SnippetRenderer:
    site = {name: known[name] for name in SITE if name in known}
    _require("account_token", site, refuse)
    if "survey" in site:
        site["survey"] = _model("survey", Survey, site["survey"], refuse)
    token = site.pop("account_token", "NPS-0")
    right: dict[str, Any] = {}
    for group in (*([name] for name in site if name not in _DELIVERY), _DELIVERY):
        some = {name: site[name] for name in group if name in site}
        if _tried(refuse, "", lambda some=some: SnippetRenderer("NPS-0", **some)):
            right |= some
    renderer = _tried(refuse, "account_token", lambda: SnippetRenderer(token, **right))
    return renderer or SnippetRenderer("NPS-0", **right)


def _analytics(renderer: SnippetRenderer, known: Mapping[str, Any], refuse: Refuse) -> Analytics:
    analytics = Analytics(renderer, anonymous_id=known.get("anonymous_id"))
    calls = known["calls"]
    if not isinstance(calls, list):
        refuse("calls", InvalidSetting("calls", f"is of type {type(calls).__name__}", "a list of calls"))
        calls = []
    for number, call in enumerate(calls):
        field = f"calls[{number}]"
        if not (isinstance(call, list) and call and call[0] in _CALLS):
            accepted = 'a list such as ["track", "Order Completed", {"revenue": 12}]'
            refuse(field, InvalidSetting(field, "is not a call", accepted))
            continue
        name, *arguments = call
        try:
            getattr(analytics, name)(*arguments)
        except WootricSnippetError as error:
            refuse(field, type(error)(f"{field}.{error.field}", error.problem, error.accepted))
        except (TypeError, AttributeError):
            accepted = f"the arguments of Segment's {name}"
            refuse(field, InvalidSetting(field, "has arguments that do not fit", accepted))
    return analytics


def _model(name: str, model: type[Model], fields: Any, refuse: Refuse) -> Any:
    if fields is None:
        return None
    if not isinstance(fields, dict):
        refuse(name, InvalidSetting(name, f"is of type {type(fields).__name__}", "a JSON object or null"))
        return None
    return model.refusing(refuse, **_known(f"{name}.", fields, tuple(signature(model).parameters), refuse))


def _require(name: str, fields: Mapping[str, Any], refuse: Refuse) -> bool:
    if name not in fields:
        refuse(name, InvalidSetting(name, "is missing", "a value for it"))
    return name in fields


def _known(prefix: str, fields: Mapping[str, Any], names: tuple[str, ...], refuse: Refuse) -> dict[str, Any]:
    """Return the fields with a known name; each other one is refused, with the nearest that there is."""
    for key in fields:
        if key not in names:
            error = not_known(key, names, prefix)
            refuse(error.field, error)
    return {name: fields[name] for name in fields if name in names}


def _tried(refuse: Refuse, field: str, make: Any) -> Any:
    try:
        return make()
    except WootricSnippetError as error:
        refuse(field, error)
        return None


def _not_json(constant: str) -> NoReturn:
    raise ValueError(constant)


def _without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) < len(pairs):
        raise ValueError("a key stands twice")
    return content


def flattened(settings: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Give each setting by its path, such as `properties.plan`."""
    for name, value in settings.items():
        if isinstance(value, Mapping) and value:
            yield from flattened(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value
