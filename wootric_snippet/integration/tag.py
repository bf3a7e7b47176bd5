"""The template tag: from its arguments, and what is known of the request, to the block that is printed."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple
from urllib.parse import quote

from markupsafe import Markup

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.integration.accounts import page_language
from wootric_snippet.integration.cache_guard import mark_private, require_private
from wootric_snippet.integration.events import identified_owner, take_event
from wootric_snippet.integration.reporting import ask, logger, report, validated
from wootric_snippet.integration.site_request import RequestedPage, SiteRequest
from wootric_snippet.integration.visitor import UNSET, NoSurvey, find_user, raise_if_not_wanted
from wootric_snippet.markup import render_template
from wootric_snippet.models import Group, Page
from wootric_snippet.payload import Payload, build_payload
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.segment import Analytics
from wootric_snippet.settings_url import settings_url
from wootric_snippet.validators.text import optional_text
from wootric_snippet.validators.types import ensure_instance, unknown_key_error, validate_bool
from wootric_snippet.validators.urls import optional_path

ARGUMENTS = ("event", "user", "name", "title", "path", "group", "nonce", "account", "consent")
"""What the tag takes, by name, in every framework."""
_TEXTS = {"event": optional_text, "name": optional_text, "title": optional_text, "path": optional_path}
_validate_group = partial(ensure_instance, Group)
_SAFE_IN_PATH = "/:@!$&'()*+,;=~"


class Unreadable(NamedTuple):
    """The value of an argument whose expression raised."""

    error: Exception


def render_snippet(request: SiteRequest | None, positional: Sequence[Any], arguments: Mapping[str, Any]) -> Markup:
    """Return the script block of the page that is being rendered.

    `arguments` are the tag's by name, and `positional` those that were given without one. What is wrong is raised
    in debug mode, and logged otherwise: the field alone is left out, or else the block.
    """
    if request is None:
        return no_survey(None, NoSurvey("no_request"))
    if not request.site.configuration.enabled:
        return Markup("")
    try:
        if positional:
            raise InvalidSetting("arguments", "one has no name", 'a name for each, such as event="Order Completed"')
        return _block(request, **_readable(request, arguments))
    except NoSurvey as reason:
        return no_survey(request, reason)
    except Exception as error:
        report(request, "the snippet", error)
        return Markup("")


def render_shutdown(request: SiteRequest | None, nonce: Any = None) -> Markup:
    """Return the script element for the page after sign-out: it clears the settings and stops a survey."""
    if request is None or not request.site.configuration.enabled:
        return Markup("")
    try:
        # It is the same for every account and visitor, so no function of the site can keep it out of the page.
        renderer = request.site.renderer(request.site.first_account, request.prefix)
        return renderer.shutdown(nonce=_nonce(request, nonce))
    except Exception as error:
        report(request, "the shutdown", error)
        return Markup("")


def no_survey(request: SiteRequest | None, reason: NoSurvey) -> Markup:
    """Log why there is no survey; in debug mode, return it as a comment for the page."""
    logger.debug("no survey: %s", reason)
    if request is None or not request.debug:
        return Markup("")
    return render_template("no_survey.html", reason=str(reason))


def find_account(request: SiteRequest) -> str | None:
    """Return the name of the account that the site's function chooses; `None` for the default one."""
    account: str | None = ask(request, "account", optional_text)
    return account


def find_renderer(request: SiteRequest, account: str | None, *, agreed: bool = False) -> SnippetRenderer:
    """Return the renderer of an account, for a visitor who has `agreed` or need not."""
    configuration, mock = request.site.configuration, uses_mock_sdk(request)
    if configuration.mock_sdk is True and not mock:
        problem = "is True, but debug mode is off: no survey would be sent"
        accepted = 'False; "debug" for development alone; "always" for a demo'
        raise InvalidSetting(configuration.spelling.field("mock_sdk"), problem, accepted)
    return request.site.renderer(account, request.prefix, agreed, mock)


def has_agreed(request: SiteRequest, given: Any = None) -> bool:
    """Tell whether the visitor has agreed, as the template has `given` it, or else as the site's function says.

    What is neither true nor false is an error, and no consent.
    """
    try:
        return bool(ask(request, "consent", validate_bool) if given is None else validate_bool("consent", given))
    except InvalidSetting as error:
        report(request, "consent", error)
        return False


def uses_mock_sdk(request: SiteRequest) -> bool:
    """Tell whether the mock SDK plays InMoment's script in this request's page."""
    chosen = request.site.configuration.mock_sdk
    return chosen == "always" or (bool(chosen) and request.debug)


def build_settings(
    request: SiteRequest,
    renderer: SnippetRenderer,
    page: Page | None,
    event: str | None,
    user: Any = UNSET,
    group: Any = UNSET,
) -> Payload:
    """Return the payload of this visitor's page, with the event that waits for it. Raises `NoSurvey`."""
    raise_if_not_wanted(request)
    calls = request.state.analytics
    if calls is not None and not calls.commands():
        calls = None
    identified = None if calls is None else identified_owner(calls)
    if user is None:
        raise NoSurvey("user_in_tag")
    known = find_user(request, user) if identified is None else None
    if known is None and identified is None:
        if not renderer.include_anonymous:
            raise NoSurvey("signed_out")
        group = None
    payload = build_payload(renderer.site, known, page, event, _group(request, group))
    if calls is not None:
        payload = calls.payload(payload) or payload
    waiting = take_event(request, identified, known)
    if waiting is None or (calls is not None and calls.settings()["event_name"] is not None):
        return payload
    if waiting.replaces_properties:
        segment = Analytics(renderer, on_error="log")
        segment.track(waiting.name, waiting.properties)
        return segment.payload(payload) or payload
    merged = {**payload.settings.get("properties", {}), **waiting.properties}
    settings = {**payload.settings, **({"properties": merged} if merged else {}), "event_name": waiting.name}
    return Payload(settings, payload.commands, payload.contains_user)


def _readable(request: SiteRequest, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Return the tag's arguments; one that is wrong is `None` where the page can do without it."""
    readable: dict[str, Any] = {}
    for name, value in arguments.items():
        if name not in ARGUMENTS:
            raise unknown_key_error(name, ARGUMENTS)
        readable[name] = None
        try:
            if isinstance(value, Unreadable):
                raise value.error
            readable[name] = _TEXTS[name](name, value) if name in _TEXTS and value is not None else value
        except Exception as error:
            if name not in _TEXTS and name != "group":
                raise
            report(request, name, error)
    return readable


def _block(
    request: SiteRequest,
    *,
    event: str | None = None,
    user: Any = UNSET,
    group: Any = UNSET,
    nonce: Any = None,
    account: Any = None,
    consent: Any = None,
    **names: str | None,
) -> Markup:
    account = account or find_account(request)
    renderer = find_renderer(request, account)
    page = _page(request, names)
    if renderer.settings_url is not None:
        _require_shared(user=user, consent=consent, group=group)
        language = page_language(request)
        url, errors = settings_url(renderer.settings_url, page, event, account=account, language=language)
        for error in errors:
            report(request, error.field, error)
        return renderer.script_for(url, nonce)
    if has_agreed(request, consent):
        renderer = find_renderer(request, account, agreed=True)
    payload = build_settings(request, renderer, page, event, user, group)
    if payload.contains_user:
        require_private(request)
    nonce = _nonce(request, nonce)
    if nonce is not None:
        mark_private(request)  # another visitor's policy would refuse it
    html = renderer.script(payload, nonce)
    if payload.contains_user:
        request.state.printed.add(str.split(html, '"', 2)[1])  # the id comes first
    return html


def _require_shared(**arguments: Any) -> None:
    """Raise for an argument that the delivery `fetch` cannot have."""
    for name, value in arguments.items():
        if value is not None and value is not UNSET:
            problem = 'cannot be set with delivery="fetch": the page is the same for every visitor'
            raise InvalidSetting(name, problem, f"a {name.upper()} function, or another delivery")
    if arguments["user"] is None:
        raise NoSurvey("user_in_tag")


def _group(request: SiteRequest, given: Any) -> Group | None:
    try:
        return ask(request, "group", _validate_group) if given is UNSET else _validate_group("group", given)
    except Exception as error:
        report(request, "group", error)
        return None


def _page(request: SiteRequest, names: Mapping[str, str | None]) -> Page | None:
    """Return the page as the framework knows it, with the names that the tag gives it."""
    given = {name: value for name, value in names.items() if value}
    try:
        found = request.page()
        if isinstance(found, Page):
            return validated(request, Page, found.to_dict() | given) if given else found
        path = given.get("path") or _path(request, found)
        search = f"?{found.query}" if request.site.configuration.include_query and found.query else ""
        url = request.origin() + quote(path, _SAFE_IN_PATH, errors="replace") + search
        fields = {"path": path, "url": url, "search": search or None, "name": found.name or None}
        return validated(request, Page, fields | given)
    except Exception as error:
        report(request, "page", error)
        return None


def _path(request: SiteRequest, page: RequestedPage) -> str:
    """Return the page's path as the site says: its route's pattern, since a path may hold a token, or the path."""
    how = request.site.configuration.page_path
    if callable(how) and (path := ask(request, "page_path", optional_path)) is not None:
        return str(path)
    return page.path if how == "url" or page.route is None else page.route


def _nonce(request: SiteRequest, given: Any) -> str | None:
    # A lazy nonce is made, and put into the header, when it is read; before, it is not even true.
    return _text(given) or _text(ask(request, "nonce")) or _text(request.nonce()) or None


def _text(value: Any) -> str | None:
    return None if value is None else str.__str__(str(value))  # a template's own text is of a subclass
