"""The configuration keys: `WOOTRIC_` and the name of each argument of `SnippetRenderer`, and a few of Flask's own.

`WOOTRIC_ACCOUNT_TOKEN` is the one that has to be there; one that is `None`, such as a variable of the environment that
is not set, is as if it were not there. `WOOTRIC_SURVEY` is a `Survey` or a dict of its arguments.
`WOOTRIC_INCLUDE_QUERY` sends the query string too, which may hold tokens and addresses. `WOOTRIC_ON_ERROR` is `"raise"`
or `"log"`; by default the first while debugging. `WOOTRIC_MOCK_SDK` plays InMoment's script without any network: `True`
where the application debugs or tests, `"always"` in a demo. `WOOTRIC_MOBILE_CLIENT_ID` is InMoment's Client ID: with it
the signed-in user's settings are there for a native app, at `/wootric/mobile.json`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from inspect import signature
from typing import Any

from flask import Flask

from wootric_snippet.conform import conform, not_known
from wootric_snippet.errors import InvalidSetting, WootricSnippetError
from wootric_snippet.faults import OnError
from wootric_snippet.loader_file import loader_file
from wootric_snippet.renderer import SnippetRenderer, checked_client_id
from wootric_snippet.survey import Survey

MOCK_SDK_PATH = "/wootric-mock-sdk.js"
MOBILE_PATH = "/wootric/mobile.json"
SETTINGS_PATH = "/wootric/settings.json"
LOADER_PATH = f"/wootric/{loader_file().name}"

_PREFIX = "WOOTRIC_"
_RENDERER = tuple(signature(SnippetRenderer).parameters)
_FLASK = ("include_query", "on_error", "mock_sdk", "mobile_client_id")
NAMES = tuple(name.upper() for name in (*_RENDERER, *_FLASK))
"""The configuration keys that an application can have, without what each begins with."""


@dataclass(frozen=True)
class Config:
    """What one application has set up."""

    renderer: SnippetRenderer
    respect_gpc: bool
    include_query: bool
    on_error: OnError | None
    mock_sdk: bool
    mobile_client_id: str | None


def read_config(app: Flask) -> Config:
    """Return what the application's `WOOTRIC_` keys say; raises a `WootricSnippetError` that names the wrong one."""
    values = app.config.get_namespace(_PREFIX, lowercase=False)
    for name in values:
        if name not in NAMES:
            raise not_known(name, NAMES, prefix=_PREFIX)
    given = {name.lower(): value for name, value in values.items() if value is not None}
    if "account_token" not in given:
        raise InvalidSetting(_PREFIX + "ACCOUNT_TOKEN", "is missing", "the account's token, as InMoment shows it")
    try:
        return _config(app, given)
    except WootricSnippetError as error:
        argument, dot, rest = error.field.partition(".")
        raise type(error)(_PREFIX + argument.upper() + dot + rest, error.problem, error.accepted) from None


def _config(app: Flask, given: dict[str, Any]) -> Config:
    root = app.config["APPLICATION_ROOT"].rstrip("/")
    include_query, on_error, mock_sdk, client_id = (given.pop(name, None) for name in _FLASK)
    if _is_on(app, mock_sdk):
        if "sdk_url" in given:
            raise InvalidSetting("sdk_url", "is given beside WOOTRIC_MOCK_SDK", "one of the two")
        given["sdk_url"] = root + MOCK_SDK_PATH
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
        mock_sdk=bool(mock_sdk),
        mobile_client_id=None if client_id is None else checked_client_id("mobile_client_id", client_id),
    )


def _survey(arguments: Any) -> Survey:
    if not isinstance(arguments, Mapping):
        raise InvalidSetting("survey", f"is of type {type(arguments).__name__}", "a Survey or a dict of its arguments")
    names = signature(Survey).parameters
    for key in arguments:
        if key not in names:
            raise not_known(key, names, "survey.")
    return Survey(**arguments)


def _is_on(app: Flask, mock_sdk: Any) -> bool:
    """Tell whether the mock SDK is to be served; it is refused where it would take a real site's surveys away."""
    if mock_sdk is True and not (app.debug or app.testing):
        problem = "is on where the application neither debugs nor tests"
        raise InvalidSetting("mock_sdk", problem, '`flask run --debug`, or "always" for a demo')
    if not (mock_sdk is None or isinstance(mock_sdk, bool) or mock_sdk == "always"):
        raise InvalidSetting("mock_sdk", "is not one of the choices", 'True, False, "always"')
    return bool(mock_sdk)
