"""The options of a site: one table, whichever way a framework spells them."""

from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import iscoroutinefunction, signature
from typing import Any, get_args

from wootric_snippet.errors import InvalidSetting, OnError
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.survey import Survey
from wootric_snippet.validators.account import validate_client_id
from wootric_snippet.validators.types import validate_choice
from wootric_snippet.validators.urls import site_path

SURVEY_FIELDS = tuple(signature(Survey).parameters)
_TRUE, _FALSE = {"true", "1", "yes", "on"}, {"false", "0", "no", "off"}
PAGE_PATHS = ("route", "url")
MOCK_SDK = ("always", "debug")


def nested_options(settings: Mapping[str, Any], name: str) -> dict[str, Any]:
    """Return the settings that begin with `name` and a dot, without it, where a file of settings is all text.

    More dots lead into a dict: `wootric.survey.product_name` is `{"survey": {"product_name": ...}}`.
    """
    options: dict[str, Any] = {}
    for key, value in settings.items():
        first, *path = key.split(".")
        if first == name and path:
            within = options
            for part in path[:-1]:
                within = within.setdefault(part, {})
            within[path[-1]] = value
    return options


def read_bool(field: str, value: Any) -> bool:
    """Return a bool; text such as "true" or "0" is read as an environment variable's."""
    if isinstance(value, bool):
        return value
    word = value.strip().lower() if isinstance(value, str) else None
    if word not in _TRUE | _FALSE:
        problem = "is not one of the choices" if isinstance(value, str) else f"is of type {type(value).__name__}"
        raise InvalidSetting(field, problem, 'True or False, or the text "true", "false", "1" or "0"')
    return word in _TRUE


def read_function(field: str, value: Any) -> Callable[..., Any]:
    """Return one of the site's functions, given as such or by its dotted path."""
    accepted = 'a function, or its dotted path, such as "mysite.surveys.survey_user"'
    if isinstance(value, str):
        module, _, name = value.replace(":", ".").rpartition(".")
        if not module:
            raise InvalidSetting(field, "is not a dotted path", accepted)
        try:
            value = getattr(import_module(module), name)
        except (ImportError, AttributeError, ValueError) as error:
            raise InvalidSetting(field, f"cannot be imported ({type(error).__name__}: {error})", accepted) from error
    if not callable(value):
        raise InvalidSetting(field, f"is of type {type(value).__name__}", accepted)
    if iscoroutinefunction(value):
        raise InvalidSetting(field, "is an async function", "a plain function; await in the view what it needs")
    function: Callable[..., Any] = value
    return function


def read_mock_sdk(field: str, value: Any) -> bool | str:
    """Return whether the mock SDK plays InMoment's script: "debug", "always" or a bool."""
    if isinstance(value, str) and value in MOCK_SDK:
        return value
    try:
        return read_bool(field, value)
    except InvalidSetting as error:
        raise InvalidSetting(field, error.problem, f'"debug", "always", {error.accepted}') from None


def read_page_path(field: str, value: Any) -> str | Callable[..., Any]:
    """Return how a page's path is found: "route", "url" or one of the site's functions."""
    if isinstance(value, str) and value in PAGE_PATHS:
        return value
    try:
        return read_function(field, value)
    except InvalidSetting as error:
        raise InvalidSetting(field, error.problem, f'"route", "url", {error.accepted}') from error


def read_survey(field: str, value: Any) -> Survey:
    """Return a `Survey`; a dict of its arguments is read where each of its errors is collected."""
    if isinstance(value, Survey):
        return value
    raise InvalidSetting(field, f"is of type {type(value).__name__}", "a Survey or a dict of its arguments")


def _read_on_error(field: str, value: Any) -> str:
    return validate_choice(get_args(OnError), field, value)


def _read_mount_path(field: str, value: Any) -> str:
    return site_path(field, value).rstrip("/")


def _read_accounts(field: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidSetting(field, f"is of type {type(value).__name__}", "a dict of accounts by name")
    return value


def _as_given(_field: str, value: Any) -> Any:
    return value  # the renderer validates it


Reader = Callable[[str, Any], Any]

RENDERER_OPTIONS: Mapping[str, Reader] = {
    name: {"survey": read_survey}.get(name, read_bool if type(parameter.default) is bool else _as_given)
    for name, parameter in signature(SnippetRenderer).parameters.items()
}
"""The arguments of `SnippetRenderer`: each is an option of the site, and of each of its accounts."""

SITE_OPTIONS: Mapping[str, Reader] = {
    "enabled": read_bool,
    "user": read_function,
    "group": read_function,
    "nonce": read_function,
    "language": read_function,
    "consent": read_function,
    "account": read_function,
    "accounts": _read_accounts,
    "page_path": read_page_path,
    "include_query": read_bool,
    "on_error": _read_on_error,
    "mock_sdk": read_mock_sdk,
    "mount_path": _read_mount_path,
    "mobile_client_id": validate_client_id,
}
"""The options that the kit itself reads."""

OPTIONS: Mapping[str, Reader] = {**RENDERER_OPTIONS, **SITE_OPTIONS}

SYNONYMS: Mapping[str, str] = {
    "token": "account_token",
    "api_key": "account_token",
    "user_loader": "user",
    "group_loader": "group",
    "debug": "mock_sdk",
}
"""What people write for an option that has another name."""
