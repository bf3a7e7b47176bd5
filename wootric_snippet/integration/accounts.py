"""From the signed-in account of a framework to the `User` that is sent to InMoment."""

import re
from collections.abc import Mapping
from typing import Any

from wootric_snippet.integration.reporting import ask, report, validated
from wootric_snippet.integration.site_request import SiteRequest
from wootric_snippet.models import User
from wootric_snippet.validators.languages import language_code, supported_language

# What accounts call the moment of their sign-up: most sites, Django, Flask-Security.
_SIGN_UP = ("created_at", "date_joined", "create_datetime")


def account_user(request: SiteRequest, account: Any, **fields: Any) -> User | None:
    """Return the `User` of an account, with more fields by name; `None` where nobody is signed in.

    `external_id` is the account's primary key. Only an account without one goes by `get_id()` or `identity`, which may
    be a token that changes with the password, and an `identity` that is an address is the `email`.
    """
    signed_in = account.is_authenticated
    if not (signed_in() if callable(signed_in) else signed_in):
        return None
    email_field = account.get_email_field_name() if hasattr(account, "get_email_field_name") else "email"
    for name in _SIGN_UP:
        if (sign_up := getattr(account, name, None)) is not None:
            break
    email, external_id = getattr(account, email_field, None), _identifier(account)
    if isinstance(external_id, str) and "@" in external_id:
        email, external_id = email or external_id, None
    known = {
        "email": email,
        "created_at": request.localize(sign_up),
        "language": page_language(request),
        "external_id": external_id,
    }
    return validated(request, User, known | fields)


def page_language(request: SiteRequest) -> str | None:
    """Return InMoment's code for the language of the page, or of the page whose settings are fetched."""
    locale = request.state.language
    if locale is None:
        try:
            locale = ask(request, "language", _locale)
        except Exception as error:
            report(request, "language", error)
    return supported_language(locale or request.language() or "")  # one that InMoment lacks is nobody's mistake


def _locale(field: str, value: Any) -> str:
    """Return a locale as text, which may be empty; raises `InvalidLanguage` for text that is not a locale."""
    locale = str(value)  # it may be an object of Babel's
    is_locale = not locale or re.match(r"[A-Za-z]{2,3}(?![A-Za-z0-9])", locale)
    return locale if is_locale else language_code(field, locale)


class SignedInAccount:
    """The account of somebody who is signed in, where it does not say so itself: an object, or a mapping."""

    is_authenticated = True

    def __init__(self, account: Any, key: Any) -> None:
        self._account, self._key = account, key

    def get_id(self) -> Any:
        return self._key

    def __getattr__(self, name: str) -> Any:
        if not isinstance(self._account, Mapping):
            return getattr(self._account, name)
        try:
            return self._account[name]
        except KeyError:
            raise AttributeError(name) from None


def as_account(value: Any, key: Any = None) -> Any:
    """Return whom a framework has found as an account: where it says nothing else, somebody who is signed in.

    `key` is what it tells accounts apart by. A text or a number is such a key itself.
    """
    if value is None or is_account(value):
        return value
    return SignedInAccount(value, value if key is None and isinstance(value, str | int) else key)


def is_account(value: Any) -> bool:
    """Tell whether this is a framework's account, such as `request.user`."""
    return hasattr(value, "is_authenticated")


def _identifier(account: Any) -> Any:
    for name in ("pk", "id"):
        if (key := getattr(account, name, None)) is not None:
            return key if isinstance(key, int) and not isinstance(key, bool) else str(key)
    if hasattr(account, "get_id"):
        return account.get_id()
    try:
        return account.identity
    except (NotImplementedError, AttributeError):  # Starlette's BaseUser raises the first
        return None
