"""The template tag: from its arguments, and what is known of the request, to the block that is printed."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.integration.accounts import page_language, supported_language
from wootric_snippet.integration.cache_guard import mark_private, require_private
from wootric_snippet.integration.events import identified_owner, take_event
from wootric_snippet.integration.reporting import LeavingOut, ask, call, logger, report, validated
from wootric_snippet.integration.site_request import RequestedPage, SiteRequest
from wootric_snippet.integration.visitor import UNSET, NoSurvey, find_user, require_interest
from wootric_snippet.markup import render_template
from wootric_snippet.models import Group, Page
from wootric_snippet.payload import Payload, build_payload
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.segment import Analytics
from wootric_snippet.settings_url import settings_url
from wootric_snippet.validators.text import optional_text, text
from wootric_snippet.validators.types import ensure_instance, unknown_key_error

ARGUMENTS = ("event", "user", "name", "title", "path", "group", "nonce", "account", "consent")
"""What the tag takes, by name, in every framework."""
_PAGE_ARGUMENTS = {"name", "title", "path"}
_SAFE_IN_PATH = "/:@!$&'()*+,;=~"


def render_snippet(request: SiteRequest | None, misplaced: Sequence[Any], arguments: Mapping[str, Any]) -> Markup:
    """Return the script block of the page that is being rendered.

    `arguments` are the tag's by name, and `misplaced` those that were given without one. What is wrong is raised
    while the site debugs, and logged otherwise: the field alone is left out, or else the block.
    """
    if request is None:
        return no_survey(None, NoSurvey("no_request"))
    if not request.site.configuration.enabled:
        return Markup("")
    try:
        for name in arguments:
            if name not in ARGUMENTS:
                raise unknown_key_error(name, ARGUMENTS)
        if misplaced:
            raise InvalidSetting("arguments", "one has no name", ", ".join(f"{name}=" for name in ARGUMENTS))
        return _block(request, arguments)
    except NoSurvey as reason:
        return no_survey(request, reason)
    except Exception as error:
        report(request, "the snippet", error)
        return Markup("")


def render_shutdown(request: SiteRequest | None, nonce: Any = None) -> Markup:
    """Return the script element for the page after log-out: it clears the settings and stops a survey."""
    if request is not None and request.site.configuration.enabled:
        with LeavingOut(request, "the shutdown"):
            return find_renderer(request).shutdown(nonce=_nonce(request, {"nonce": nonce}))
    return Markup("")


def find_renderer(request: SiteRequest, account: str | None = None, *, consent: Any = None) -> SnippetRenderer:
    """Return the renderer of an account, by default the one that the site's function names.

    `consent` is what the template says of the visitor's; by default the site's function says it.
    """
    mock = uses_mock_sdk(request)
    if request.site.configuration.mock_sdk is True and not mock:
        problem = "is on where the site neither debugs nor tests: InMoment would get nothing"
        raise InvalidSetting("mock_sdk", problem, 'False; "debug" for development alone; "always" for a demo')
    agreed = (ask(request, "consent") if consent is None else consent) is True
    chosen = account or ask(request, "account") or None
    return request.site.renderer(chosen, request.prefix, consent=agreed, mock=mock)


def uses_mock_sdk(request: SiteRequest) -> bool:
    """Tell whether the mock SDK plays InMoment's script in this request's page."""
    chosen = request.site.configuration.mock_sdk
    return chosen == "always" or (bool(chosen) and request.debug)


class Unreadable(NamedTuple):
    """The value of an argument whose expression raised."""

    error: Exception


def value_of(arguments: Mapping[str, Any], name: str, default: Any = None) -> Any:
    """Return an argument; raise what its expression raised."""
    value = arguments.get(name, default)
    if isinstance(value, Unreadable):
        raise value.error
    return value


def text_of(arguments: Mapping[str, Any], name: str) -> str | None:
    """Return an argument that is text; `None` for an empty one."""
    value = value_of(arguments, name)
    return None if value is None else optional_text(name, value)


def no_survey(request: SiteRequest | None, reason: NoSurvey) -> Markup:
    """Log why there is no survey; while the site debugs, return it as a comment for the page."""
    logger.debug("no survey: %s", reason)
    if request is None or not request.debug:
        return Markup("")
    return render_template("no_survey.html", reason=str(reason))


def build_settings(
    request: SiteRequest, renderer: SnippetRenderer, arguments: Mapping[str, Any], page: Page | None
) -> Payload:
    """Return the payload of this visitor's page, with the event that waits for it. Raises `NoSurvey`."""
    require_interest(request)
    analytics = request.state.analytics
    calls = analytics if analytics is not None and analytics.commands() else None
    named = None if calls is None else identified_owner(calls)
    given = value_of(arguments, "user", UNSET)
    if given is None:
        raise NoSurvey("user_in_tag")
    user = find_user(request, given) if named is None else None
    if user is None and named is None and not renderer.include_anonymous:
        raise NoSurvey("signed_out")
    group = _group(request, arguments) if user is not None or named is not None else None
    payload = build_payload(renderer.site, user, page, _event(request, arguments), group)
    if calls is not None:
        payload = calls.payload(payload) or payload
    waiting = take_event(request, named, user)
    if waiting is None or (calls is not None and calls.settings()["event_name"] is not None):
        return payload
    if waiting.replaces_properties:
        segment = Analytics(renderer, on_error="log")
        segment.track(waiting.name, waiting.properties)
        return segment.payload(payload) or payload
    merged = {**payload.settings.get("properties", {}), **waiting.properties}
    settings = {**payload.settings, **({"properties": merged} if merged else {}), "event_name": waiting.name}
    return Payload(settings, payload.commands, payload.contains_user)


def _block(request: SiteRequest, arguments: Mapping[str, Any]) -> Markup:
    account = value_of(arguments, "account")
    renderer = find_renderer(request, account, consent=value_of(arguments, "consent"))
    page = _page(request, arguments)
    if not renderer.embeds_user:
        return _shared_block(request, renderer, arguments, page)
    payload = build_settings(request, renderer, arguments, page)
    if payload.contains_user:
        require_private(request)
    nonce = _nonce(request, arguments)
    if nonce is not None:
        mark_private(request)  # another visitor's policy would refuse it
    html = renderer.script(payload, nonce)
    if payload.contains_user:
        request.state.printed.add(html.split('"', 2)[1])  # the id comes first
    return html


def _shared_block(
    request: SiteRequest, renderer: SnippetRenderer, arguments: Mapping[str, Any], page: Page | None
) -> Markup:
    """Return the block of the delivery `fetch`: the page is the same for every visitor, and nobody is looked for."""
    for name in ("user", "consent", "group"):
        if value_of(arguments, name) is not None:
            problem = 'cannot be set with delivery="fetch": the page is the same for every visitor'
            raise InvalidSetting(name, problem, f"a {name.upper()} function, or another delivery")
    if "user" in arguments:
        raise NoSurvey("user_in_tag")
    event = _event(request, arguments)
    language = supported_language(page_language(request))
    account = value_of(arguments, "account")
    url = settings_url(renderer.settings_url or "", page, event, account=account, language=language)
    return renderer.script_for(url, value_of(arguments, "nonce"))


def _event(request: SiteRequest, arguments: Mapping[str, Any]) -> str | None:
    if "event" in arguments:
        with LeavingOut(request, "event"):
            return text_of(arguments, "event")
    return None


def _group(request: SiteRequest, arguments: Mapping[str, Any]) -> Group | None:
    with LeavingOut(request, "group"):
        given = value_of(arguments, "group", UNSET)
        return ensure_instance(Group, "group", ask(request, "group") if given is UNSET else given)
    return None


def _page(request: SiteRequest, arguments: Mapping[str, Any]) -> Page | None:
    with LeavingOut(request, "page"):
        given: dict[str, str] = {}
        for name in _PAGE_ARGUMENTS & arguments.keys():
            with LeavingOut(request, name):
                given[name] = text_of(arguments, name) or ""
        found = request.page()
        if isinstance(found, Page):
            fields = found.to_dict()
        else:
            path = given.get("path") or _path(request, found)
            search = f"?{found.query}" if request.site.configuration.include_query and found.query else ""
            url = request.origin() + quote(path, _SAFE_IN_PATH, errors="replace") + search
            fields = {"path": path, "url": url, "search": search or None, "name": found.name or None}
        valid: Page = validated(request, Page, fields | {name: value for name, value in given.items() if value})
        return valid
    return None


def _path(request: SiteRequest, page: RequestedPage) -> str:
    """Return the page's path as the site says: its route's pattern, since a path may hold a token, or the path."""
    how = request.site.configuration.page_path
    if callable(how) and (path := call(request, how)) is not None:
        return text("path", path)
    return page.path if how == "url" or page.route is None else page.route


def _nonce(request: SiteRequest, arguments: Mapping[str, Any]) -> str | None:
    # A lazy nonce is made, and put into the header, when it is read; before, it is not even true.
    for find in (value_of(arguments, "nonce"), ask(request, "nonce")):
        if find is not None and (characters := str(find)):
            return characters
    found = request.nonce()
    return None if found is None else str(found) or None
