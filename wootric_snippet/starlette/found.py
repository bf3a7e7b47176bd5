"""What a Starlette request knows: who is signed in, which page it is, the nonce of its policy, Segment's calls."""

from jinja2.runtime import Context
from starlette.requests import Request
from starlette.types import Scope

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.faults import OnError
from wootric_snippet.page import Page
from wootric_snippet.segment import Analytics
from wootric_snippet.user import User


def account_user(request: Request, on_error: OnError = "raise") -> User | None:
    """Return the `request.user` of `AuthenticationMiddleware`, where it is there and somebody is signed in.

    `external_id` is the account's `identity`, or its `id` where it has no identity of its own; `email` and
    `created_at` are its attributes of these names, where it has them.
    """
    account = request.scope.get("user")
    if account is None or not account.is_authenticated:
        return None
    try:
        identity = account.identity
    except (NotImplementedError, AttributeError):  # BaseUser's own, and a user that is none of Starlette's
        identity = getattr(account, "id", None)
    make = User if on_error == "raise" else User.lenient
    return make(
        email=getattr(account, "email", None),
        created_at=getattr(account, "created_at", None),
        external_id=identity,
    )


def state_nonce(request: Request) -> str | None:
    """Return `request.state.csp_nonce`, where a site's middleware has put one."""
    return getattr(request.state, "csp_nonce", None)


def state_analytics(request: Request) -> Analytics | None:
    """Return `request.state.analytics`, where `AnalyticsMiddleware` or the site has put one."""
    return getattr(request.state, "analytics", None)


def current_page(request: Request, *, include_query: bool) -> Page:
    """Return the page that is being rendered; without a name of its own it goes by its route's."""
    route, endpoint = request.scope.get("route"), request.scope.get("endpoint")
    url, question_mark, query = str(request.url).partition("?")
    search = question_mark + query if include_query else ""
    return Page(
        path=request.url.path,
        url=url + search,
        search=search or None,
        name=getattr(route, "name", None) or getattr(endpoint, "__name__", None),
    )


def has_request(context: Context) -> bool:
    """Tell whether the request is there whose template is being rendered."""
    return isinstance(context.get("request"), Request)


def request_of(context: Context) -> Request:
    """Return the request whose template is being rendered; raises `InvalidSetting` where it is not there."""
    if not has_request(context):
        accepted = "TemplateResponse(request, ...), and a macro that is imported `with context`"
        raise InvalidSetting("request", "is not in the template's context", accepted)
    request: Request = context["request"]
    return request


def refuses_tracking(request: Request) -> bool:
    """Tell whether the browser signals Global Privacy Control."""
    return request.headers.get("Sec-GPC") == "1"


def by_debug(scope: Scope) -> OnError:
    """Return what happens to errors where the site does not say: they are raised while the application debugs."""
    return "raise" if getattr(scope.get("app"), "debug", False) else "log"
