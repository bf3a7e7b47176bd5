"""Pyramid: `config.include("wootric_snippet.pyramid")`, with settings such as `wootric.account_token`.

A template of any renderer then has `wootric_snippet()`, and one of pyramid_jinja2 `{% wootric_snippet %}` too. A view:
`track(request, ...)` of this module, and Segment's calls as `request.analytics`.
"""

import sys
from collections.abc import Callable, MutableMapping
from typing import Any

from pyramid.config import Configurator
from pyramid.events import BeforeRender
from pyramid.interfaces import ILocaleNegotiator, ISecurityPolicy, ISessionFactory, ITranslationDirectories
from pyramid.response import Response
from pyramid.security import NO_PERMISSION_REQUIRED
from pyramid.tweens import INGRESS

from wootric_snippet.integration.accounts import as_account
from wootric_snippet.integration.cache_control import make_private_unless_public
from wootric_snippet.integration.cache_guard import finish, finish_stream, guard
from wootric_snippet.integration.configuration import Spelling, load_configuration
from wootric_snippet.integration.events import forget_events
from wootric_snippet.integration.functions import RequestFunctions
from wootric_snippet.integration.options import nested_options
from wootric_snippet.integration.site import Site
from wootric_snippet.integration.site_request import RequestedPage, SiteRequest
from wootric_snippet.integration.visitor import warn_without_user_source


class PyramidRequest(SiteRequest):
    """One request of Pyramid's."""

    middleware = 'config.include("wootric_snippet.pyramid")'

    def __init__(self, request: Any) -> None:
        registry, prefix = request.registry, request.script_name.rstrip("/")
        debug = registry.settings.get("debug_templates", False) or registry.settings.get("reload_templates", False)
        super().__init__(registry["wootric"], request, state=request.environ, prefix=prefix, debug=debug)
        self._utility = registry.queryUtility
        self.has_accounts = self._utility(ISecurityPolicy) is not None

    def page(self) -> RequestedPage:
        """Return the page; its name is the route's, or the view's where the resource tree was traversed."""
        request, route = self.native, getattr(self.native, "matched_route", None)
        pattern = None if route is None else self.route(route.pattern, request.matchdict.values())
        name = (getattr(request, "view_name", None) or None) if route is None else route.name
        return RequestedPage(self.prefix + request.path_info, request.query_string, name, pattern)

    def account(self) -> Any:
        """Return the identity that the site's security policy has found: an object, a mapping or a user id."""
        user_id = self.native.authenticated_userid
        return None if user_id is None else as_account(self.native.identity, user_id)

    def language(self) -> str | None:
        """Return the locale, where the site has others than Pyramid's own."""
        is_localized = self._utility(ILocaleNegotiator) or self._utility(ITranslationDirectories)
        locale: str = self.native.locale_name
        return locale if is_localized or locale != "en" else None

    def session(self, *, create: bool) -> MutableMapping[str, Any] | None:
        session: Any = self.native.session if self._utility(ISessionFactory) else None
        return None if session is None or (session.new and not create) else session

    def mark_private(self) -> None:
        # Before the site's tweens and callbacks see it.
        make_private_unless_public(self.native.response.headers)


_FUNCTIONS = RequestFunctions(PyramidRequest)
track = _FUNCTIONS.track


def includeme(config: Configurator) -> None:
    """Read the settings that begin with `wootric.`. Raises the `WootricSnippetError` of the first that is wrong."""
    options = nested_options(config.get_settings(), "wootric")
    configuration = load_configuration(options, Spelling(prefix="wootric."))
    config.registry["wootric"] = Site(configuration)
    config.route_prefix = None  # the addresses that a page has are below the mount path alone
    config.add_route("wootric", f"{configuration.mount_path}/{{name}}")
    config.add_view(_respond, route_name="wootric", permission=NO_PERMISSION_REQUIRED, require_csrf=False)
    config.add_tween("wootric_snippet.pyramid.guard_tween", under=INGRESS)
    config.add_request_method(_FUNCTIONS.analytics, "analytics", reify=True)
    config.add_subscriber(lambda event: event.update(_FUNCTIONS.template_functions(event.get("request"))), BeforeRender)
    config.action(None, _add_to_jinja2, (config.registry,), order=1000)  # once the environments are there


def _add_to_jinja2(registry: Any) -> None:
    if pyramid_jinja2 := sys.modules.get("pyramid_jinja2"):
        for _, environment in registry.getUtilitiesFor(pyramid_jinja2.IJinja2Environment):
            _FUNCTIONS.add_to(environment)


def _respond(request: Any) -> Any:
    answer = _FUNCTIONS.respond(request, request.matchdict["name"], request.GET)
    return Response(answer.body.encode(), answer.status, headerlist=list(answer.headers.items()))


def guard_tween(handler: Callable[[Any], Any], registry: Any) -> Callable[[Any], Any]:
    """Return the tween that has the last word on every response."""
    warn_without_user_source(registry["wootric"], has_accounts=registry.queryUtility(ISecurityPolicy) is not None)

    def tween(request: Any) -> Any:
        site_request = PyramidRequest(request)
        guard(site_request)
        response = handler(request)
        headers, body = response.headers, response.app_iter
        if response.status_code >= 400:
            forget_events(site_request)
        if isinstance(body, list | tuple):
            if (changed := finish(site_request, response.status_code, headers, b"".join(body))) is not None:
                response.body = changed
        else:
            chunks = finish_stream(site_request, headers, body)
            if response.content_length is None:  # and no file
                response.app_iter = chunks
        return response

    return tween
