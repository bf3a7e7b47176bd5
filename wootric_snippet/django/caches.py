"""A page with a user in it stays out of Django's caches, and of those between the site and the browser."""

import re
from inspect import currentframe
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.templatetags.cache import CacheNode

from wootric_snippet.caching import keep_private
from wootric_snippet.errors import SharedCaching
from wootric_snippet.faults import Refuse

# In META, since it is the one place that a wrapper of the request (Django REST framework's) shares with it.
_KEY = "wootric_snippet.page"
_RENDER_CACHED = CacheNode.render.__code__


class _Page:
    """What the tag tells the middleware about the page of a request, and the other way round."""

    personal = False
    too_late = False


def open_page(request: HttpRequest) -> None:
    """Begin a request: from here on the page that is made for it is watched."""
    request.META[_KEY] = _Page()


def close_page(request: HttpRequest, response: HttpResponseBase, refuse: Refuse) -> None:
    """End a request: a response that carries a user is made private."""
    page: _Page = request.META[_KEY]
    if page.personal:
        keep_private(response, refuse)
    # What prints from here on prints into a stream whose headers are as they are, or into another response.
    page.too_late = not (response.streaming and _is_private(response))


def keep_carried(request: HttpRequest) -> None:
    """Say that the response sets the visitor's session, which is as little for others as a page with a user."""
    if _KEY in request.META:
        request.META[_KEY].personal = True


def _is_private(response: HttpResponseBase) -> bool:
    return not {"private", "no-store"}.isdisjoint(
        re.split(r"[\s,]+", response.headers.get("Cache-Control", "").lower())
    )


def refuse_cached_fragment() -> None:
    """Raise `SharedCaching` inside `{% cache %}`: what it keeps is for the next visitor, and has this page's nonce.

    The tag may stand in a template that a cached block includes or inherits, which no template knows of itself; but
    rendering is calls inside calls, in one thread, and the block's is among them.
    """
    frame = currentframe()
    while frame is not None:
        if frame.f_code is _RENDER_CACHED:
            raise SharedCaching("snippet", "stands inside {% cache %}", "a place outside of it")
        frame = frame.f_back


def keep_page(request: Any) -> None:
    """Say that this request's page carries a user; raises `SharedCaching` where it is too late to keep it private."""
    page: _Page = request.META.get(_KEY) or _Page()
    if page.too_late:
        raise SharedCaching(
            "snippet",
            "is printed after the page's headers were made",
            'WootricMiddleware first in MIDDLEWARE, and "Cache-Control: private" on a streamed response',
        )
    page.personal = True
    # cache_page stores a page before any middleware sees it. This is the mark by which Django's caches themselves tell
    # a page that they store. Django REST framework's request has Django's inside.
    setattr(getattr(request, "_request", request), "_cache_update_cache", False)  # noqa: B010
