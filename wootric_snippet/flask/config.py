"""The configuration keys: `WOOTRIC_` and the name of each argument of `SnippetRenderer`, and a few of Flask's own.

`WOOTRIC_ACCOUNT_TOKEN` is the one that has to be there. `WOOTRIC_SURVEY` is a `Survey` or a dict of its arguments.
`WOOTRIC_INCLUDE_QUERY` sends the query string too, which may hold tokens and addresses. `WOOTRIC_ON_ERROR` is `"raise"`
or `"log"`; by default the first while debugging. `WOOTRIC_STAND_IN` plays InMoment's script without any network: `True`
where the application debugs or tests, `"always"` in a demo. `WOOTRIC_MOBILE_CLIENT_ID` is InMoment's Client ID: with it
the signed-in user's settings are there for a native app, at `/wootric/mobile.json`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from inspect import signature
from typing import Any

from flask import Flask

from wootric_snippet.conform import conform
from wootric_snippet.errors import InvalidSetting, WootricSnippetError
from wootric_snippet.faults import OnError
from wootric_snippet.loader_file import loader_file
from wootric_snippet.renderer import SnippetRenderer, checked_client_id
from wootric_snippet.survey import Survey
from wootric_snippet.text import shown

STAND_IN_PATH = "/wootric-stand-in.js"
MOBILE_PATH = "/wootric/mobile.json"
SETTINGS_PATH = "/wootric/settings.json"
LOADER_PATH = f"/wootric/{loader_file().name}"

_PREFIX = "WOOTRIC_"
_RENDERER = tuple(signature(SnippetRenderer).parameters)
_FLASK = ("include_query", "on_error", "stand_in", "mobile_client_id")
_NAMES = tuple(name.upper() for name in (*_RENDERER, *_FLASK))


@dataclass(frozen=True)
class Config:
    """What one application has set up."""

    renderer: SnippetRenderer
    respect_gpc: bool
    include_query: bool
    on_error: OnError | None
    stand_in: bool
    mobile_client_id: str | None


def read_config(app: Flask) -> Config:
    """Return what the application's `WOOTRIC_` keys say; raises a `WootricSnippetError` that names the wrong one."""
    values = app.config.get_namespace(_PREFIX, lowercase=False)
    _known(_PREFIX, values, _NAMES)
    given = {name.lower(): value for name, value in values.items()}
    if given.get("account_token") is None:
        raise InvalidSetting(_PREFIX + "ACCOUNT_TOKEN", "is missing", "the account's token, as InMoment shows it")
    try:
        return _config(app, given)
    except WootricSnippetError as error:
        argument, dot, rest = error.field.partition(".")
        raise type(error)(_PREFIX + argument.upper() + dot + rest, error.problem, error.accepted) from None


def _config(app: Flask, given: dict[str, Any]) -> Config:
    root = app.config["APPLICATION_ROOT"].rstrip("/")
    include_query, on_error, stand_in, client_id = (given.pop(name, None) for name in _FLASK)
    if _is_on(app, stand_in):
        if "sdk_url" in given:
            raise InvalidSetting("sdk_url", "is given beside WOOTRIC_STAND_IN", "one of the two")
        given["sdk_url"] = root + STAND_IN_PATH
    if given.get("delivery") in ("data", "fetch"):
        given.setdefault("loader_url", root + LOADER_PATH)
    if given.get("delivery") == "fetch":
        given.setdefault("settings_url", root + SETTINGS_PATH)
    if not isinstance(survey := given.get("survey"), Survey | None):
        given["survey"] = _survey(survey)
    return Config(
        renderer=SnippetRenderer(**given),
        respect_gpc=given.get("respect_gpc", False),
        include_query=conform(bool, "include_query", include_query or False),
        on_error=None if on_error is None else conform(OnError, "on_error", on_error),
        stand_in=bool(stand_in),
        mobile_client_id=None if client_id is None else checked_client_id("mobile_client_id", client_id),
    )


def _survey(arguments: Any) -> Survey:
    if not isinstance(arguments, Mapping):
        raise InvalidSetting("survey", f"is of type {type(arguments).__name__}", "a Survey or a dict of its arguments")
    try:
        _known("", arguments, tuple(signature(Survey).parameters))
    except InvalidSetting as error:
        raise InvalidSetting("survey." + error.field, error.problem, error.accepted) from None
    return Survey(**arguments)


def _is_on(app: Flask, stand_in: Any) -> bool:
    """Tell whether the stand-in is to be served; it is refused where it would take a real site's surveys away."""
    if stand_in is True and not (app.debug or app.testing):
        problem = "is on where the application neither debugs nor tests"
        raise InvalidSetting("stand_in", problem, '`flask run --debug`, or "always" for a demo')
    if stand_in not in (None, False, True, "always"):
        raise InvalidSetting("stand_in", "is not one of the choices", 'True, False, "always"')
    return bool(stand_in)


def _known(prefix: str, keys: Iterable[Any], names: tuple[str, ...]) -> None:
    """Refuse a key that is none of `names`; `prefix` is what each of them has before it where the site writes it."""
    for key in keys:
        if key not in names:
            near = get_close_matches(str(key), names, n=1)
            problem = "is not known" + (f" (did you mean {prefix}{near[0]}?)" if near else "")
            raise InvalidSetting(prefix + shown(key), problem, ", ".join(prefix + name for name in names))
