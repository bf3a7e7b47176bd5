"""The template tag: from its arguments, and what is known of the request, to the block that is printed."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from markupsafe import Markup

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.integration.accounts import supported_language
from wootric_snippet.integration.arguments import require_known, text_of, value_of
from wootric_snippet.integration.cache_guard import mark_private, require_private
from wootric_snippet.integration.reporting import call, logger
from wootric_snippet.integration.site import Site
from wootric_snippet.integration.site_request import RequestedPage, SiteRequest
from wootric_snippet.integration.tracking import identified_owner, take_event
from wootric_snippet.integration.visitor import NoSurvey, find_user, page_language, require_interest
from wootric_snippet.markup import render_template
from wootric_snippet.models import Group, Page
from wootric_snippet.payload import Payload, build_payload
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.segment import Analytics
from wootric_snippet.settings_url import settings_url
from wootric_snippet.validators.text import text
from wootric_snippet.validators.types import ensure_instance

_PAGE_ARGUMENTS = {"name", "title", "path"}
_SAFE_IN_PATH = "/:@!$&'()*+,;=~"


def render_snippet(
    site: Site, request: SiteRequest | None, arguments: Mapping[str, Any], misplaced: Sequence[Any] = ()
) -> Markup:
    """Return the script block of the page that is being rendered.

    `arguments` are the tag's by name, and `misplaced` those that were given without one. What is wrong is raised
    while the site debugs, and logged otherwise: the field alone is left out, or else the block.
    """
    if not site.configuration.enabled:
        return Markup("")
    try:
        if request is None:
            raise NoSurvey("no_request")
        require_known(arguments, misplaced)
        return _block(site, request, arguments)
    except NoSurvey as reason:
        return no_survey(request, reason)
    except Exception as error:
        if request is None:
            raise
        site.reporter.report(request, "the snippet", error)
        return Markup("")


def render_shutdown(site: Site, request: SiteRequest | None, nonce: Any = None) -> Markup:
    """Return the script element for the page after log-out: it clears the settings and stops a survey."""
    if site.configuration.enabled and request is not None:
        with site.reporter.leaving_out(request, "the shutdown"):
            return site.renderer(request).shutdown(nonce=_nonce(site, request, {"nonce": nonce}))
    return Markup("")


def no_survey(request: SiteRequest | None, reason: NoSurvey) -> Markup:
    """Log why there is no survey; while the site debugs, return it as a comment for the page."""
    logger.debug("no survey: %s", reason)
    if request is None or not request.debug:
        return Markup("")
    return render_template("no_survey.html", reason=str(reason))


def build_settings(
    site: Site, request: SiteRequest, renderer: SnippetRenderer, arguments: Mapping[str, Any], page: Page | None
) -> Payload:
    """Return the payload of this visitor's page, with the event that waits for it. Raises `NoSurvey`."""
    require_interest(site, request)
    analytics = request.state.analytics
    calls = analytics if analytics is not None and analytics.commands() else None
    named = None if calls is None else identified_owner(calls)
    if "user" in arguments and arguments["user"] is None:
        raise NoSurvey("user_in_tag")
    user = find_user(site, request, arguments) if named is None else None
    if user is None and named is None and not renderer.include_anonymous:
        raise NoSurvey("signed_out")
    group = _group(site, request, arguments) if user is not None or named is not None else None
    payload = build_payload(renderer.site, user, page, _event(site, request, arguments), group)
    if calls is not None:
        payload = calls.payload(payload) or payload
    waiting = take_event(site, request, named, user)
    if waiting is None or (calls is not None and calls.settings()["event_name"] is not None):
        return payload
    if waiting.replaces_properties:
        segment = Analytics(renderer, on_error="log")
        segment.track(waiting.name, waiting.properties)
        return segment.payload(payload) or payload
    merged = {**payload.settings.get("properties", {}), **waiting.properties}
    settings = {**payload.settings, **({"properties": merged} if merged else {}), "event_name": waiting.name}
    return Payload(settings, payload.commands, payload.contains_user)


def _block(site: Site, request: SiteRequest, arguments: Mapping[str, Any]) -> Markup:
    account = value_of(arguments, "account")
    renderer = site.renderer(request, account, consent=value_of(arguments, "consent"))
    page = _page(site, request, arguments)
    if not renderer.embeds_user:
        return _shared_block(site, request, renderer, arguments, page)
    payload = build_settings(site, request, renderer, arguments, page)
    if payload.contains_user:
        require_private(request, request.middleware)
    nonce = _nonce(site, request, arguments)
    if nonce is not None:
        mark_private(request)  # another visitor's policy would refuse it
    html = renderer.script(payload, nonce)
    if payload.contains_user:
        request.state.printed.add(html.split('"', 2)[1])  # the id comes first
    return html


def _shared_block(
    site: Site, request: SiteRequest, renderer: SnippetRenderer, arguments: Mapping[str, Any], page: Page | None
) -> Markup:
    """Return the block of the delivery `fetch`: the page is the same for every visitor, and nobody is looked for."""
    for name in ("user", "consent", "group"):
        if value_of(arguments, name) is not None:
            problem = 'cannot be set with delivery="fetch": the page is the same for every visitor'
            raise InvalidSetting(name, problem, f"a {name.upper()} function, or another delivery")
    if "user" in arguments:
        raise NoSurvey("user_in_tag")
    event = _event(site, request, arguments)
    language = supported_language(page_language(site, request))
    account = value_of(arguments, "account")
    url = settings_url(renderer.settings_url or "", page, event, account=account, language=language)
    return renderer.script_for(url, value_of(arguments, "nonce"))


def _event(site: Site, request: SiteRequest, arguments: Mapping[str, Any]) -> str | None:
    if "event" in arguments:
        with site.reporter.leaving_out(request, "event"):
            return text_of(arguments, "event")
    return None


def _group(site: Site, request: SiteRequest, arguments: Mapping[str, Any]) -> Group | None:
    with site.reporter.leaving_out(request, "group"):
        found = value_of(arguments, "group") if "group" in arguments else site.ask(request, "group")
        return ensure_instance(Group, "group", found)
    return None


def _page(site: Site, request: SiteRequest, arguments: Mapping[str, Any]) -> Page | None:
    with site.reporter.leaving_out(request, "page"):
        given: dict[str, str] = {}
        for name in _PAGE_ARGUMENTS & arguments.keys():
            with site.reporter.leaving_out(request, name):
                given[name] = text_of(arguments, name) or ""
        found = request.page()
        if isinstance(found, Page):
            fields = found.to_dict()
        else:
            path = given.get("path") or _path(site, request, found)
            search = f"?{found.query}" if site.configuration.include_query and found.query else ""
            url = request.origin() + quote(path, _SAFE_IN_PATH, errors="replace") + search
            fields = {"path": path, "url": url, "search": search or None, "name": found.name or None}
        valid: Page = site.validated(request, Page, fields | {name: value for name, value in given.items() if value})
        return valid
    return None


def _path(site: Site, request: SiteRequest, page: RequestedPage) -> str:
    """Return the page's path as the site says: its route's pattern, since a path may hold a token, or the path."""
    how = site.configuration.page_path
    if callable(how) and (path := call(request, how)) is not None:
        return text("path", path)
    return page.path if how == "url" or page.route is None else page.route


def _nonce(site: Site, request: SiteRequest, arguments: Mapping[str, Any]) -> str | None:
    # A lazy nonce is made, and put into the header, when it is read; before, it is not even true.
    for find in (value_of(arguments, "nonce"), site.ask(request, "nonce")):
        if find is not None and (characters := str(find)):
            return characters
    found = request.nonce()
    return None if found is None else str(found) or None
