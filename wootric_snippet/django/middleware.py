"""The middleware: keeps pages that carry a user out of shared caches; and Segment's calls, for sites that make them."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction, sync_to_async
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from wootric_snippet.django import conf, mock_sdk
from wootric_snippet.django.caches import close_page, keep_carried, open_page
from wootric_snippet.django.users import current_user
from wootric_snippet.faults import REFUSE
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.request_analytics import RequestAnalytics


class _Middleware(ABC):
    """A middleware of sync and of async sites."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        """Take the rest of the site; whether that is async, so is this."""
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        """Answer a request."""
        return self._answer_async(request) if self.is_async else self._answer(request)

    @abstractmethod
    def _answer(self, request: HttpRequest) -> HttpResponseBase: ...

    @abstractmethod
    async def _answer_async(self, request: HttpRequest) -> HttpResponseBase: ...


class WootricMiddleware(_Middleware):
    """Makes a response that carries a user private. First in MIDDLEWARE, so that it has the last word."""

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        return self._begin(request) or self._end(request, self.get_response(request))

    async def _answer_async(self, request: HttpRequest) -> HttpResponseBase:
        return self._begin(request) or self._end(request, await self.get_response(request))

    def _begin(self, request: HttpRequest) -> HttpResponseBase | None:
        if request.path_info == mock_sdk.PATH and conf.has_mock_sdk(conf.given()):
            return mock_sdk.response()
        open_page(request)
        return None

    def _end(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        close_page(request, response, REFUSE[conf.on_error()])
        return response


class AnalyticsMiddleware(_Middleware):
    """Gives views `request.analytics`, which takes Segment's calls; the tag prints them.

    After the middleware of sessions and of sign-in. An event of a view that redirects travels in the session to the
    visitor's next page.
    """

    def _answer(self, request: HttpRequest) -> HttpResponseBase:
        analytics = _analytics(request)
        response: HttpResponseBase = self.get_response(request)
        if _may_carry(response) and analytics.carry():
            keep_carried(request)
        return response

    async def _answer_async(self, request: HttpRequest) -> HttpResponseBase:
        analytics = _analytics(request)
        response: HttpResponseBase = await self.get_response(request)
        # Sessions may be in the database.
        if analytics.unprinted and _may_carry(response) and await sync_to_async(analytics.carry)():
            keep_carried(request)
        return response


def _may_carry(response: HttpResponseBase) -> bool:
    """Tell whether events may travel: what a view tracked before it failed has not happened.

    Nor do they from a streamed page, which is yet to print them.
    """
    return response.status_code < 400 and not response.streaming


def _analytics(request: HttpRequest) -> RequestAnalytics:
    """Give the request its place for calls."""
    try:
        renderer = conf.site().renderer
    except Exception as error:
        REFUSE[conf.on_error()]("analytics", error)
        renderer = SnippetRenderer("NPS-0")  # the tag prints nothing, and the views' calls still work

    def session() -> Any:
        # Only looking at it makes the page vary by cookie; where nobody has one yet, nothing was carried in it.
        is_new = settings.SESSION_COOKIE_NAME not in request.COOKIES
        return None if is_new and not analytics.unprinted else getattr(request, "session", None)

    analytics = RequestAnalytics(
        renderer,
        session=session,
        user=partial(current_user, request),
        on_error=conf.on_error(),
    )
    request.analytics = analytics  # type: ignore[attr-defined]
    return analytics
