"""What Django knows of a request."""

import asyncio
from collections.abc import MutableMapping
from datetime import datetime
from typing import Any

from django.contrib.admindocs.utils import (
    remove_non_capturing_groups,
    replace_metacharacters,
    replace_named_groups,
    replace_unnamed_groups,
)
from django.core.exceptions import SynchronousOnlyOperation
from django.http import HttpRequest
from django.utils.functional import LazyObject, empty
from django.utils.timezone import get_default_timezone, is_naive, make_aware
from django.utils.translation import get_language

from wootric_snippet.django.conf import MIDDLEWARE, DjangoSite, get_site, is_debugging
from wootric_snippet.errors import WootricSnippetError
from wootric_snippet.integration.cache_guard import guard
from wootric_snippet.integration.site_request import RequestedPage, SiteRequest

try:
    from django.middleware.csp import get_nonce
except ImportError:  # before Django 6.0

    def get_nonce(request: HttpRequest) -> Any:  # type: ignore[misc]  # noqa: ARG001
        """Return none: this Django makes no policies."""
        return None


_HOW_TO_READ = "await request.auser() before the page is rendered; for an event, await atrack(request, ...)"
_CMS_ROUTES = {"wagtail_serve", "pages-details-by-slug"}
"""The one route of all pages in Wagtail and in django-cms."""


class DjangoRequest(SiteRequest):
    """One request of Django's, or of Django REST framework's around it."""

    middleware = f'"{MIDDLEWARE}" first in MIDDLEWARE'

    site: DjangoSite

    def __init__(self, request: HttpRequest) -> None:
        prefix = request.path.removesuffix(request.path_info).rstrip("/")
        # META is the one place that a wrapper of the request shares with it.
        super().__init__(get_site(), request, state=request.META, prefix=prefix)
        self.has_accounts = hasattr(request, "user")
        if self.site.has_middleware:
            guard(self)

    @property
    def debug(self) -> bool:
        return is_debugging()

    def origin(self) -> str:
        return str(self.native.build_absolute_uri("/")[:-1])

    def page(self) -> RequestedPage:
        request, match = self.native, self.native.resolver_match
        query = request.META.get("QUERY_STRING", "")
        if match is None:
            return RequestedPage(request.path, query, None)
        route = replace_unnamed_groups(replace_named_groups(remove_non_capturing_groups(match.route)))
        arguments = [*match.args, *match.kwargs.values()]
        is_tree = match.url_name in _CMS_ROUTES
        shown = None if is_tree else self.route(replace_metacharacters(route), arguments)
        return RequestedPage(request.path, query, match.view_name or None, shown)

    def account(self) -> Any:
        user = getattr(self.native, "user", None)
        try:
            hasattr(user, "is_authenticated")  # any look at it makes a lazy one load
        except SynchronousOnlyOperation as error:
            # Signing in and out replace request.user, so where it is still the lazy one, this is the same user.
            if (loaded := getattr(self.native, "_acached_user", None)) is not None:
                return loaded
            raise WootricSnippetError("user", "cannot be read in an async view", _HOW_TO_READ) from error
        return user

    def nonce(self) -> str | None:
        """Return django-csp's nonce, else Django's own: both make it, and allow it, when it is first read."""
        for nonce in (getattr(self.native, "csp_nonce", None), get_nonce(self.native)):
            if nonce is not None and (characters := str(nonce)):
                return characters
        return None

    def language(self) -> str | None:
        return get_language()

    def session(self, *, create: bool) -> MutableMapping[str, Any] | None:
        session: MutableMapping[str, Any] | None = getattr(self.native, "session", None)
        if session is None or create:
            return session
        # Only to look at it makes the page vary by cookie. An async view cannot load it: what waits there waits on.
        is_new = self.site.session_cookie not in self.native.COOKIES
        return None if is_new or (_in_event_loop() and not hasattr(session, "_session_cache")) else session

    def localize(self, moment: Any) -> Any:
        # Databases hold naive datetimes of TIME_ZONE's under USE_TZ = False.
        is_local = isinstance(moment, datetime) and is_naive(moment)
        return make_aware(moment, get_default_timezone()) if is_local else moment

    def no_survey_reason(self) -> str | None:
        if getattr(self.native, "is_preview", False):
            return "preview"
        user = getattr(self.native, "user", None)
        # What marks a user has loaded it; a lazy one that nobody has looked at is left alone.
        is_loaded = not isinstance(user, LazyObject) or user._wrapped is not empty  # noqa: SLF001
        if is_loaded and (getattr(user, "is_hijacked", False) or getattr(user, "is_impersonate", False)):
            return "impersonated"
        # django-hijack marks its user when somebody looks at it, and not the one of `request.auser()`.
        keys = self.site.impersonation_keys
        session = self.session(create=False) if keys else None
        return "impersonated" if session is not None and any(session.get(key) for key in keys) else None

    def mark_private(self) -> None:
        """Tell the caches that store a page before any middleware sees it to leave out this one."""
        # Django REST framework's request has Django's inside.
        request: Any = getattr(self.native, "_request", self.native)
        request._cache_update_cache = False  # noqa: SLF001 - Django's own caches
        request._wagtailcache_skip = True  # noqa: SLF001
        toolbar: Any = getattr(request, "toolbar", None)
        if hasattr(toolbar, "_cache_disabled"):
            toolbar._cache_disabled = True  # noqa: SLF001 - django-cms


def _in_event_loop() -> bool:
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return False
    return True
