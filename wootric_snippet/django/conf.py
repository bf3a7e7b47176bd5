"""The setting WOOTRIC: every argument of SnippetRenderer in capitals, and what the tag itself needs.

A key whose value is `None`, such as a variable of the environment that is not set, is as if it were not there.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from inspect import signature
from typing import Any, get_args

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import NoReverseMatch, get_script_prefix, reverse
from django.utils.module_loading import import_string

from wootric_snippet.conform import conform, not_known, one_of
from wootric_snippet.django import mock_sdk
from wootric_snippet.errors import InvalidAccountToken, InvalidSetting
from wootric_snippet.faults import REFUSE, OnError
from wootric_snippet.loader_file import loader_file
from wootric_snippet.renderer import SnippetRenderer, checked_client_id
from wootric_snippet.survey import Survey

MIDDLEWARE = "wootric_snippet.django.middleware.WootricMiddleware"
_ARGUMENTS = {name.upper(): name for name in signature(SnippetRenderer).parameters}
NAMES = (*_ARGUMENTS, "USER", "GROUP", "INCLUDE_QUERY", "ANALYTICS", "ON_ERROR", "MOCK_SDK", "MOBILE_CLIENT_ID")
"""The keys that WOOTRIC can have."""


@dataclass(frozen=True)
class Site:
    """What WOOTRIC comes to. `user`, `group` and `analytics` are the site's own functions; `None` where it has none."""

    renderer: SnippetRenderer
    user: Callable[[HttpRequest], Any] | None
    group: Callable[[HttpRequest], Any] | None
    analytics: Callable[[HttpRequest], Any] | None
    include_query: bool
    respect_gpc: bool
    mobile_client_id: str | None
    has_middleware: bool


@cache
def site() -> Site:
    """Return what WOOTRIC comes to, read once a process; raises the `WootricSnippetError` of what is wrong in it."""
    wootric = given()
    for error in unknown_keys(wootric, NAMES):
        raise error
    return Site(
        renderer=renderer(wootric, lenient=on_error() == "log"),
        user=function(wootric, "USER"),
        group=function(wootric, "GROUP"),
        analytics=function(wootric, "ANALYTICS"),
        include_query=switch(wootric, "INCLUDE_QUERY"),
        respect_gpc=switch(wootric, "RESPECT_GPC"),
        mobile_client_id=mobile_client_id(wootric),
        has_middleware=MIDDLEWARE in settings.MIDDLEWARE,
    )


def forget(**_signal: Any) -> None:
    """Read WOOTRIC anew when it is next needed: the receiver of Django's `setting_changed`."""
    site.cache_clear()
    on_error.cache_clear()


def given() -> Mapping[str, Any]:
    """Return WOOTRIC as the site wrote it; an empty mapping where it did not. Raises `InvalidSetting`."""
    wootric = getattr(settings, "WOOTRIC", {})
    if not isinstance(wootric, Mapping):
        raise InvalidSetting("WOOTRIC", f"is of type {type(wootric).__name__}", "a dict")
    return wootric


@cache
def on_error() -> OnError:
    """Return what happens to an error: raised while debugging and logged otherwise, unless WOOTRIC says."""
    wootric = getattr(settings, "WOOTRIC", {})
    chosen = wootric.get("ON_ERROR") if isinstance(wootric, Mapping) else None
    # A wrong choice is for the checks to tell: nothing may be raised where it is asked what is to be raised.
    return "raise" if chosen == "raise" or (chosen != "log" and settings.DEBUG) else "log"


def check_on_error(wootric: Mapping[str, Any]) -> None:
    """Raise `InvalidSetting` where ON_ERROR is not one of the choices."""
    if wootric.get("ON_ERROR") is not None:
        one_of(get_args(OnError), "on_error", wootric["ON_ERROR"])


def unknown_keys(mapping: Mapping[str, Any], names: Collection[str], prefix: str = "") -> Iterator[InvalidSetting]:
    """Give an error, with the nearest right name, for every key that is not one of `names`."""
    return (not_known(key, names, prefix) for key in mapping if key not in names)


def switch(wootric: Mapping[str, Any], key: str) -> bool:
    """Return a setting that is on or off, and off where it is not there. Raises `InvalidSetting`."""
    value = wootric.get(key)
    return value is not None and bool(conform(bool, key.lower(), value))


def mobile_client_id(wootric: Mapping[str, Any]) -> str | None:
    """Return the Client ID for native apps, where there is one. Raises `InvalidSetting`."""
    value = wootric.get("MOBILE_CLIENT_ID")
    return None if value is None else checked_client_id("mobile_client_id", value)


def has_mock_sdk(wootric: Mapping[str, Any]) -> bool:
    """Tell whether the mock SDK plays InMoment's script: while developing, or "always". Raises `InvalidSetting`."""
    value = wootric.get("MOCK_SDK")
    if not (value is None or isinstance(value, bool) or value == "always"):
        raise InvalidSetting("mock_sdk", "is not one of the choices", 'True, False, "always"')
    return bool(value)


def function(wootric: Mapping[str, Any], key: str) -> Callable[[HttpRequest], Any] | None:
    """Return the site's function, given as such or by its dotted path. Raises `InvalidSetting`."""
    value = wootric.get(key)
    accepted = "a function that takes the request, or its dotted path"
    if isinstance(value, str):
        try:
            value = import_string(value)
        except ImportError as error:
            raise InvalidSetting(key.lower(), f"cannot be imported ({error})", accepted) from error
    if value is not None and not callable(value):
        raise InvalidSetting(key.lower(), f"is of type {type(value).__name__}", accepted)
    return value


def renderer(wootric: Mapping[str, Any], *, lenient: bool) -> SnippetRenderer:
    """Return the renderer; raises the `WootricSnippetError` of the first argument that is wrong.

    `lenient` logs and leaves out what is wrong in SURVEY, and nothing else: a survey without its theme is one, and a
    site without RESPECT_GPC is not what was asked for.
    """
    if wootric.get("ACCOUNT_TOKEN") in (None, ""):
        raise InvalidAccountToken("ACCOUNT_TOKEN", "is missing", "NPS- and letters or digits, as InMoment shows it")
    arguments = {_ARGUMENTS[key]: value for key, value in wootric.items() if key in _ARGUMENTS and value is not None}
    arguments["survey"] = _survey(arguments.get("survey"), lenient=lenient)
    if arguments.get("delivery") in ("data", "fetch"):
        arguments.setdefault("loader_url", _loader_url())
    if arguments.get("delivery") == "fetch":
        arguments.setdefault("settings_url", _settings_url())
    if has_mock_sdk(wootric):
        arguments["sdk_url"] = get_script_prefix().removesuffix("/") + mock_sdk.PATH
    return SnippetRenderer(**arguments)


def _loader_url() -> str:
    name = f"wootric_snippet/{loader_file().name}"
    try:
        return static(name)
    except ValueError as error:  # of a storage that knows what was collected
        raise InvalidSetting("loader_url", f"has no static file {name}", "manage.py collectstatic") from error


def _settings_url() -> str:
    try:
        return reverse("wootric:settings")
    except NoReverseMatch as error:
        accepted = 'path("wootric/", include("wootric_snippet.django.urls")) in the URLconf'
        raise InvalidSetting("settings_url", "is not there", accepted) from error


def _survey(value: Any, *, lenient: bool) -> Survey | None:
    if value is None or isinstance(value, Survey):
        return value
    if not isinstance(value, Mapping):
        raise InvalidSetting("survey", f"is of type {type(value).__name__}", "a dict or a wootric_snippet.Survey")
    names = signature(Survey).parameters
    refuse = REFUSE["log" if lenient else "raise"]
    for error in unknown_keys(value, names, "survey."):
        refuse(error.field, error)
    fields = {name: setting for name, setting in value.items() if name in names}
    return Survey.lenient(**fields) if lenient else Survey(**fields)
