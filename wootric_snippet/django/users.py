"""Who is asked: from the user that Django knows to the one that InMoment is told about."""

from datetime import datetime
from functools import lru_cache
from typing import Any

from django.core.exceptions import SynchronousOnlyOperation
from django.http import HttpRequest
from django.utils.timezone import get_default_timezone, is_naive, make_aware
from django.utils.translation import get_language

from wootric_snippet.conform import ensure_instance
from wootric_snippet.django import conf
from wootric_snippet.errors import InvalidLanguage, WootricSnippetError
from wootric_snippet.languages import language_code
from wootric_snippet.user import User


def current_user(request: HttpRequest) -> User | None:
    """Return who is asked on this site: whom `WOOTRIC["USER"]` finds, else the signed-in user."""
    find = conf.site().user
    return default_user(request) if find is None else survey_user(find(request), request)


def current_group(request: HttpRequest) -> Any:
    """Return whatever `WOOTRIC["GROUP"]` finds; `None` without it."""
    find = conf.site().group
    return None if find is None else find(request)


def current_analytics(request: HttpRequest) -> Any:
    """Return the request's `Analytics`: what `WOOTRIC["ANALYTICS"]` finds, else `request.analytics`, if it is there."""
    find = conf.site().analytics
    return getattr(request, "analytics", None) if find is None else find(request)


def refuses_tracking(request: HttpRequest) -> bool:
    """Tell whether the browser signals Global Privacy Control, on a site that respects it."""
    return conf.site().respect_gpc and request.headers.get("Sec-GPC") == "1"


def default_user(request: HttpRequest, **fields: Any) -> User | None:
    """Return the signed-in user with address, sign-up time, primary key and the active language; `None` for nobody.

    A function for `WOOTRIC["USER"]` can start from it and give more fields, or others, by name:
    `default_user(request, properties={"plan": request.user.plan})`.
    Raises the `WootricSnippetError` of the first wrong field; with `ON_ERROR` as "log" that is logged and left out.
    """
    return survey_user(getattr(request, "user", None), request, **fields)


def survey_user(person: Any, request: HttpRequest, **fields: Any) -> User | None:
    """Return the `User` for one of Django's, `None` for nobody and for an anonymous one, and a `User` as it is.

    Raises `InvalidSetting` for anything else.
    """
    person = _loaded(person, request)
    if not hasattr(person, "is_authenticated"):
        return ensure_instance(User, "user", person)
    if not person.is_authenticated:
        return None
    known: dict[str, Any] = {
        "email": getattr(person, _email_field(person), None),
        "created_at": _aware(getattr(person, "date_joined", None)),
        "language": _language(get_language()),
        "external_id": None if person.pk is None else str(person.pk),
    }
    known |= fields
    try:
        return User(**known)
    except WootricSnippetError:
        if conf.on_error() == "raise":
            raise
        return User.lenient(**known)


def _loaded(person: Any, request: HttpRequest) -> Any:
    """Return the user behind Django's lazy one, which an async view cannot read: there it is `auser`'s, if awaited."""
    try:
        hasattr(person, "is_authenticated")  # any look at it makes a lazy one load
    except SynchronousOnlyOperation as error:
        # Signing in and out replace request.user, so where it is still the lazy one, this is the same user.
        if (awaited := getattr(request, "_acached_user", None)) is not None:
            return awaited
        raise WootricSnippetError(
            "user", "cannot be read in an async view", "await request.auser() before the page is rendered"
        ) from error
    return person


def _email_field(person: Any) -> str:
    return str(person.get_email_field_name()) if hasattr(person, "get_email_field_name") else "email"


def _aware(moment: Any) -> Any:
    """Return a naive datetime with the time zone that it is in: databases hold TIME_ZONE's under USE_TZ = False."""
    if isinstance(moment, datetime) and is_naive(moment):
        return make_aware(moment, get_default_timezone())
    return moment


@lru_cache
def _language(active: str | None) -> str | None:
    """Return InMoment's code for the active language; that InMoment lacks one of the site's is nobody's mistake."""
    try:
        return language_code("language", active or "")
    except InvalidLanguage:
        return None
