"""Who is asked, and why not."""

from collections.abc import Callable, Mapping
from typing import Any

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.integration.accounts import account_user, is_account
from wootric_snippet.integration.reporting import ask, describe, logger
from wootric_snippet.integration.site import Site
from wootric_snippet.integration.site_request import SiteRequest
from wootric_snippet.models import User
from wootric_snippet.payload import owner_hash
from wootric_snippet.validators.text import type_problem

REASONS: Mapping[str, str] = {
    "no_request": "the template is rendered without a request: pass the request to the template",
    "opted_out": "the browser sends Sec-GPC, and RESPECT_GPC is on",
    "signed_out": "nobody is signed in, and INCLUDE_ANONYMOUS is off",
    "no_user_function": "the site has no USER function, and no sign-in that this package knows",
    "user_in_tag": "the tag says user=None",
    "user_function": "the USER function returned None: {}",
    "impersonated": "somebody of the site's staff is signed in as this user",
    "preview": "this is an editor's preview of the page",
}
"""Why a page has no survey: a sentence for each reason; `{}` is the name of the site's function."""

_ANONYMOUS = User()
UNSET: Any = object()
"""Stands for an argument that the tag does not have: `None` is one."""


class NoSurvey(Exception):
    """There is no survey for this visitor, for one of `REASONS`; the site's `function` has decided it."""

    def __init__(self, reason: str, function: Callable[..., Any] | None = None) -> None:
        super().__init__(REASONS[reason].format("" if function is None else describe(function)))


def warn_without_user_source(site: Site, *, has_accounts: bool) -> None:
    """Tell a site that has no way to find a user, once a process: at start-up, or when the first response shows it."""
    if not site.sign_in_checked:
        site.sign_in_checked = True
        if site.configuration.enabled and not (has_accounts or site.includes_anonymous or site.function("user")):
            logger.warning("no survey, unless a tag or a view names the user: %s", REASONS["no_user_function"])


def raise_if_not_wanted(request: SiteRequest) -> None:
    """Raise `NoSurvey` where the visitor has opted out, or the request is for no survey."""
    if request.site.configuration.respect_gpc and request.header("Sec-GPC") == "1":
        raise NoSurvey("opted_out")
    if (reason := request.no_survey_reason()) is not None:
        raise NoSurvey(reason)


def find_user(request: SiteRequest, given: Any = UNSET) -> User | None:
    """Return who is asked: whom the tag has `given`, else the site's function, else the account that is signed in.

    `None` is an anonymous visitor. Raises `NoSurvey` where the function says `None`: no survey at all.
    """
    if given is UNSET and (function := request.site.function("user")) is not None:
        if (given := ask(request, "user", _user_or_account)) is None:
            raise NoSurvey("user_function", function)
    elif given is UNSET:
        given = request.account()
        if given is None and not (request.has_accounts or request.site.includes_anonymous):
            raise NoSurvey("no_user_function")
    if given is None:
        return None
    if is_account(given):
        return account_user(request, given)
    known: User = _user_or_account("user", given)
    return None if known == _ANONYMOUS else known


def _user_or_account(field: str, value: Any) -> Any:
    """Return a `User` or an account of the framework's; raise `InvalidSetting` for anything else."""
    if isinstance(value, User) or is_account(value):
        return value
    accepted = "a User of wootric_snippet, an account such as request.user, or None"
    raise InvalidSetting(field, type_problem(value), accepted)


def owner_of(user: User | None) -> str | None:
    """Return a hash of whose an event is; `None` for an anonymous visitor's."""
    return None if user is None else owner_hash(user.external_id or user.email)


def event_owner(request: SiteRequest) -> str | None:
    """Return a hash of who is there, for an event; `None` for an anonymous visitor.

    Raises whatever the site's function raises: an event whose owner is unknown could go to somebody else.
    """
    try:
        return owner_of(find_user(request))
    except NoSurvey:
        account = request.account()  # somebody who is not asked is not an anonymous visitor
        return owner_of(account_user(request, account)) if is_account(account) else None
