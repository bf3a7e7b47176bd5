"""The middleware: keeps pages that carry a user out of shared caches, and serves the stand-in."""

from collections.abc import Awaitable, Callable
from typing import Any

from asgiref.sync import iscoroutinefunction, markcoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from wootric_snippet.django import conf, stand_in
from wootric_snippet.django.caches import close_page, open_page
from wootric_snippet.faults import REFUSE


class WootricMiddleware:
    """Makes a response that carries a user private. First in MIDDLEWARE, so that it has the last word."""

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
        if self.is_async:
            return self._answer_async(request)
        return self._begin(request) or self._end(request, self.get_response(request))

    async def _answer_async(self, request: HttpRequest) -> HttpResponseBase:
        return self._begin(request) or self._end(request, await self.get_response(request))

    def _begin(self, request: HttpRequest) -> HttpResponseBase | None:
        if request.path_info == stand_in.PATH and conf.has_stand_in(conf.given()):
            return stand_in.response()
        open_page(request)
        return None

    def _end(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        close_page(request, response, REFUSE[conf.on_error()])
        return response
