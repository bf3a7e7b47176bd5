"""The options of a site: one table, whichever way a framework spells them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import partial
from importlib import import_module
from inspect import iscoroutinefunction, signature
from typing import Annotated, Any, get_args

from wootric_snippet.errors import InvalidSetting, OnError
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.survey import Survey
from wootric_snippet.validators.account import validate_client_id
from wootric_snippet.validators.text import type_problem
from wootric_snippet.validators.types import validate_choice
from wootric_snippet.validators.urls import site_path

Reader = Callable[[str, Any], Any]
Function = Callable[..., Any]
Accounts = Mapping[str | None, Mapping[str, Any]]

_BOOLS = {"true": True, "1": True, "yes": True, "on": True, "false": False, "0": False, "no": False, "off": False}


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
    if isinstance(value, str) and (word := value.strip().lower()) in _BOOLS:
        return _BOOLS[word]
    problem = "is not one of the choices" if isinstance(value, str) else type_problem(value)
    raise InvalidSetting(field, problem, 'True or False, or the text "true", "false", "1" or "0"')


def read_function(field: str, value: Any) -> Function:
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
        raise InvalidSetting(field, type_problem(value), accepted)
    if iscoroutinefunction(value):
        raise InvalidSetting(field, "is an async function", "a plain function; await in the view what it needs")
    function: Function = value
    return function


def _read_either(choices: tuple[str, ...], read: Reader, field: str, value: Any) -> Any:
    """Return one of the choices, or else what `read` returns."""
    if isinstance(value, str) and value in choices:
        return value
    try:
        return read(field, value)
    except InvalidSetting as error:
        accepted = ", ".join([*(f'"{choice}"' for choice in choices), error.accepted])
        raise InvalidSetting(field, error.problem, accepted) from error


def _read_instance(kind: type, accepted: str, field: str, value: Any) -> Any:
    if not isinstance(value, kind):
        raise InvalidSetting(field, type_problem(value), accepted)
    return value


def _read_mount_path(field: str, value: Any) -> str:
    if not (path := site_path(field, value).rstrip("/")):
        raise InvalidSetting(field, "is the whole site", 'a path below it, such as "/wootric"')
    return path


RENDERER_OPTIONS: Mapping[str, Reader] = {
    # The renderer validates those that are not a bool.
    name: read_bool if type(parameter.default) is bool else lambda _field, value: value
    for name, parameter in signature(SnippetRenderer).parameters.items()
} | {"survey": partial(_read_instance, Survey, "a Survey or a dict of its arguments")}
"""The arguments of `SnippetRenderer`: each is an option of the site, and of each of its accounts."""


@dataclass(frozen=True, kw_only=True)
class SiteOptions:
    """The options that the kit itself reads, each with its reader. A function is the site's own; `None` without one."""

    enabled: Annotated[bool, read_bool] = True
    user: Annotated[Function | None, read_function] = None
    group: Annotated[Function | None, read_function] = None
    nonce: Annotated[Function | None, read_function] = None
    language: Annotated[Function | None, read_function] = None
    consent: Annotated[Function | None, read_function] = None
    account: Annotated[Function | None, read_function] = None
    accounts: Annotated[Accounts, partial(_read_instance, Mapping, "a dict of accounts by name")]
    """The arguments of each account's `SnippetRenderer` by its name; the default account's under `None`."""
    page_path: Annotated[str | Function, partial(_read_either, ("route", "url"), read_function)] = "route"
    include_query: Annotated[bool, read_bool] = False
    on_error: Annotated[str | None, partial(validate_choice, get_args(OnError))] = None
    mock_sdk: Annotated[bool | str, partial(_read_either, ("debug", "always"), read_bool)] = False
    mount_path: Annotated[str, _read_mount_path] = "/wootric"
    mobile_client_id: Annotated[str | None, validate_client_id] = None


SITE_OPTIONS: Mapping[str, Reader] = {option.name: get_args(option.type)[-1] for option in fields(SiteOptions)}
OPTIONS: Mapping[str, Reader] = {**RENDERER_OPTIONS, **SITE_OPTIONS}

SYNONYMS: Mapping[str, str] = {
    "token": "account_token",
    "api_key": "account_token",
    "user_loader": "user",
    "group_loader": "group",
    "debug": "mock_sdk",
}
"""What people write for an option that has another name."""
