"""Who is asked, and who is not."""

from collections.abc import Callable, Mapping
from typing import Any

from wootric_snippet.integration.accounts import is_account, is_signed_in, user_fields
from wootric_snippet.integration.arguments import value_of
from wootric_snippet.integration.events import owner_of
from wootric_snippet.integration.reasons import REASONS
from wootric_snippet.integration.reporting import call, describe
from wootric_snippet.integration.site import Site
from wootric_snippet.integration.site_request import SiteRequest
from wootric_snippet.models import User
from wootric_snippet.validators.types import ensure_instance

_ANONYMOUS = User()
NO_ARGUMENTS: Mapping[str, Any] = {}


class NoSurvey(Exception):
    """There is no survey for this visitor, and why."""

    def __init__(self, reason: str, function: Callable[..., Any] | None = None) -> None:
        """Take a key of `REASONS`, and the site's function that has decided it."""
        super().__init__(REASONS[reason].format("" if function is None else describe(function)))


def require_interest(site: Site, request: SiteRequest) -> None:
    """Raise `NoSurvey` where the visitor has opted out, or the request is for no survey."""
    if site.configuration.respect_gpc and request.header("Sec-GPC") == "1":
        raise NoSurvey("opted_out")
    if (reason := request.no_survey_reason()) is not None:
        raise NoSurvey(reason)


def find_user(site: Site, request: SiteRequest, arguments: Mapping[str, Any] = NO_ARGUMENTS) -> User | None:
    """Return who is asked: from the tag's arguments, else the site's function, else the account that is signed in.

    `None` is an anonymous visitor. Raises `NoSurvey` where the tag or the function says `None`: no survey at all.
    """
    function = site.function("user")
    if "user" in arguments:
        if (given := value_of(arguments, "user")) is None:
            raise NoSurvey("user_in_tag")
    elif function is not None:
        if (given := call(request, function)) is None:
            raise NoSurvey("user_function", function)
    else:
        given = request.account()
        if given is None and not request.has_accounts and not site.includes_anonymous:
            raise NoSurvey("no_user_function")
    if is_account(given):
        return account_user(site, request, given)
    user = ensure_instance(User, "user", given)
    return None if user == _ANONYMOUS else user


def account_user(site: Site, request: SiteRequest, account: Any, **fields: Any) -> User | None:
    """Return the `User` of a framework's account, with more fields by name; `None` where nobody is signed in."""
    if not is_signed_in(account):
        return None
    known = user_fields(account, request, page_language(site, request)) | fields
    user: User = site.validated(request, User, known)
    return user


def page_language(site: Site, request: SiteRequest) -> str | None:
    """Return the locale of the page: of the one whose settings are fetched, as the site says, or as the framework."""
    locale = request.state.language or site.ask(request, "language") or request.language()
    return None if locale is None else str(locale)


def event_owner(site: Site, request: SiteRequest) -> str | None:
    """Return a hash of who is there, for an event; `None` for an anonymous visitor.

    Raises whatever the site's function raises: an event whose owner is unknown could go to somebody else.
    """
    try:
        return owner_of(find_user(site, request))
    except NoSurvey:
        account = request.account()  # somebody who is not asked is not an anonymous visitor
        return owner_of(account_user(site, request, account)) if is_account(account) else None
