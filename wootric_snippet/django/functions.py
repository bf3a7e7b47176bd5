"""What views and templates call."""

from collections.abc import Mapping, Sequence
from typing import Any

from asgiref.sync import sync_to_async
from django.http import HttpRequest
from markupsafe import Markup

from wootric_snippet.django.conf import get_site
from wootric_snippet.django.request import DjangoRequest
from wootric_snippet.integration import tag, tracking
from wootric_snippet.integration.visitor import account_user
from wootric_snippet.models import User


def snippet(request: HttpRequest | None, *misplaced: Any, **arguments: Any) -> Markup:
    """Return the script block for a request's user and page.

    Args:
        request: The request of the page.
        misplaced: No other argument goes without its name.
        arguments: `event`, the name of an event as it is configured at InMoment; `user`, a `wootric_snippet.User` or
            one of Django's (`None` for no survey); `group`, a `wootric_snippet.Group`; `name`, `title` and `path` of
            the page; `nonce`, that of its Content-Security-Policy; `account` and `consent`.
    """
    return render(request, arguments, misplaced)


def render(request: HttpRequest | None, arguments: Mapping[str, Any], misplaced: Sequence[Any] = ()) -> Markup:
    """Return the same for arguments by name."""
    return tag.render_snippet(get_site(), None if request is None else DjangoRequest(request), arguments, misplaced)


def shutdown(request: HttpRequest | None, nonce: Any = None) -> Markup:
    """Return the script block for the page after log-out: it clears the settings and stops a survey."""
    return tag.render_shutdown(get_site(), None if request is None else DjangoRequest(request), nonce)


def track(request: HttpRequest, event: str, properties: Mapping[str, Any] | None = None) -> None:
    """Ask about an event on the next page of this visitor: `track(request, "Order Completed", {"total": 12})`.

    Args:
        request: The view's.
        event: The event's name as it is configured at InMoment.
        properties: What is added to the user's properties.
    """
    tracking.track(get_site(), DjangoRequest(request), event, properties)


async def atrack(request: HttpRequest, event: str, properties: Mapping[str, Any] | None = None) -> None:
    """Do the same in an async view."""
    await sync_to_async(track)(request, event, properties)


def default_user(request: HttpRequest, **fields: Any) -> User | None:
    """Return the signed-in user with address, sign-up time, primary key and the active language; `None` for nobody.

    A function for `WOOTRIC["USER"]` can start from it and give more fields, or others, by name:
    `default_user(request, properties={"plan": request.user.plan})`.
    """
    site_request = DjangoRequest(request)
    account = site_request.account()
    return None if account is None else account_user(get_site(), site_request, account, **fields)
