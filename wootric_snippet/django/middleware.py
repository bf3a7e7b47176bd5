"""The middleware: pages that carry a user are this user's alone, views have Segment's calls, and the kit its URLs."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import SimpleTemplateResponse

from wootric_snippet.django.conf import get_site
from wootric_snippet.django.functions import FUNCTIONS
from wootric_snippet.django.request import DjangoRequest
from wootric_snippet.integration.cache_control import make_private_unless_public
from wootric_snippet.integration.cache_guard import finish, finish_stream
from wootric_snippet.integration.events import forget_events


class WootricMiddleware:
    """First in MIDDLEWARE, so that it has the last word on every response; sync and async."""

    sync_capable = True
    async_capable = True

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        self.get_response = get_response
        self.is_async = iscoroutinefunction(get_response)
        if self.is_async:
            markcoroutinefunction(self)

    def __call__(self, request: HttpRequest) -> HttpResponseBase | Awaitable[HttpResponseBase]:
        if self.is_async:
            return self.__acall__(request)
        _begin(request)
        return _end(request, self.get_response(request))

    async def __acall__(self, request: HttpRequest) -> HttpResponseBase:
        _begin(request)
        return _end(request, await self.get_response(request))

    def process_template_response(self, request: HttpRequest, response: SimpleTemplateResponse) -> Any:
        # Once it is rendered: caches among the other middleware see it.
        response.add_post_render_callback(lambda rendered: _make_private(request, rendered))
        return response

    def process_exception(self, request: HttpRequest, _error: Exception) -> None:
        """Drop the events of a view that has failed."""
        forget_events(DjangoRequest(request))


def _begin(request: HttpRequest) -> None:
    request.analytics = FUNCTIONS.analytics(request)  # type: ignore[attr-defined]
    if request.path_info.startswith(f"{get_site().configuration.mount_path}/"):
        request.urlconf = "wootric_snippet.django.urls"


def _make_private(request: HttpRequest, response: HttpResponseBase) -> None:
    if DjangoRequest(request).state.private:
        make_private_unless_public(response.headers)


def _end(request: HttpRequest, response: Any) -> HttpResponseBase:
    site_request = DjangoRequest(request)
    if response.streaming:
        response.streaming_content = finish_stream(site_request, response.headers, response.streaming_content)
    elif (body := finish(site_request, response.status_code, response.headers, response.content)) is not None:
        response.content = body
        if "Content-Length" in response.headers:
            response.headers["Content-Length"] = str(len(body))
    final: HttpResponseBase = response
    return final
