"""What the template tags of all frameworks have in common: find what is needed, print it, never take the page down."""

from collections.abc import Callable, Collection, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from wootric_snippet.conform import ensure_instance, not_known
from wootric_snippet.errors import InvalidSetting
from wootric_snippet.escaping import script_json
from wootric_snippet.faults import REFUSE, OnError, Refuse
from wootric_snippet.group import Group
from wootric_snippet.page import Page
from wootric_snippet.payload import Payload, build_payload
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.request_analytics import RequestAnalytics
from wootric_snippet.segment import Analytics
from wootric_snippet.text import known_text, text
from wootric_snippet.user import User

ARGUMENTS = ("event", "user", "name", "title", "nonce", "group")
"""What the tag takes in every framework, by name."""


class Printed(NamedTuple):
    """What a tag prints, and whether it holds a user, so that the response must not be kept for others."""

    html: Markup
    personal: bool


_NOTHING = Printed(Markup(""), personal=False)


def print_snippet(
    renderer: SnippetRenderer,
    on_error: OnError,
    *,
    user: Callable[[], Any],
    page: Callable[[], Page | None],
    nonce: Callable[[], Any],
    find_nonce: Callable[[], Any],
    event: Callable[[], Any],
    group: Callable[[], Any],
    analytics: Callable[[], Any] = lambda: None,
    user_is_given: bool = False,
    misplaced: Sequence[Any] = (),
    mistyped: Collection[str] = (),
) -> Printed:
    """Return the snippet for what the functions find.

    `nonce` is the one that the template gives, and goes before the one that `find_nonce` finds; both are called only
    when a script is really printed.

    The functions may be the site's own, and raise or return anything. With `on_error="log"` a page, group or event
    that cannot be had, or is none, is left out; without its user or nonce the whole snippet is. Each is one log line
    under `wootric_snippet`. `group` is called only where there is a user: it need not reckon with anonymous visitors.
    Where the page is for everybody (the delivery `fetch`), neither the user nor a nonce is looked for: finding one
    would make the page this visitor's.

    `analytics` returns the request's `Analytics`, if it has one: what was called there goes before what is found, and
    the user is looked for only where no call said who it is. Without any user the calls are not sent.

    `user_is_given` tells that `user` returns what the template said: `None` is "no survey", whatever was called. Where
    the page is for everybody, it can say nothing else.

    `misplaced` are values that the template gave without a name, and `mistyped` names that are none of `ARGUMENTS`.
    """
    refuse = REFUSE[on_error]

    def given_or_found() -> str | None:
        for find in (nonce, find_nonce) if renderer.embeds_user else (nonce,):
            # A lazy one is true only once it was read.
            if (value := find()) is not None and (characters := text("nonce", value)):
                return characters
        return None

    def printed() -> Printed:
        for name in mistyped:
            raise not_known(name, ARGUMENTS)
        if misplaced:
            raise InvalidSetting("arguments", "have one without a name", ", ".join(f"{name}=" for name in ARGUMENTS))
        if not renderer.embeds_user:
            if user_is_given:
                if user() is None:
                    return _NOTHING
                raise InvalidSetting("user", "is given in a page that is everybody's", "None, or another delivery")
            return Printed(
                renderer.render(None, **_rest(refuse, None, page, event, group), nonce=given_or_found), False
            )
        calls = None if user_is_given and user() is None else _calls(refuse, analytics)
        person = _person(calls, user)
        rest = _rest(refuse, person, page, event, group)
        if calls is None:
            html = renderer.render(person, **rest, nonce=given_or_found)
            return Printed(html, personal=bool(html) and person is not None)
        html = renderer.script(_said(renderer, calls, person, rest), given_or_found)
        _settle(calls, html)
        return Printed(html, personal=bool(html))

    return _found(refuse, "snippet", printed) or _NOTHING


def answer_settings(
    renderer: SnippetRenderer,
    on_error: OnError,
    *,
    user: Callable[[], Any],
    page: Callable[[], Page | None],
    event: Callable[[], Any],
    group: Callable[[], Any],
    analytics: Callable[[], Any] = lambda: None,
) -> str:
    """Return what the loader is answered that asks for the settings; empty for nobody. As for `print_snippet`."""
    refuse = REFUSE[on_error]

    def answered() -> str:
        calls = _calls(refuse, analytics)
        person = _person(calls, user)
        rest = _rest(refuse, person, page, event, group)
        if calls is None:
            payload = renderer.payload(person, **rest)
            return "" if payload is None else renderer.to_json(payload)
        said = _said(renderer, calls, person, rest)
        body = "" if said is None else renderer.to_json(said)
        _settle(calls, body)
        return body

    return _found(refuse, "settings", answered) or ""


def answer_mobile(
    renderer: SnippetRenderer, on_error: OnError, *, client_id: str, user: Callable[[], Any]
) -> str | None:
    """Return what a native app is answered that asks for the settings, as JSON; empty for nobody.

    `None` where they cannot be had, and that was logged.
    """

    def answered() -> str:
        person = ensure_instance(User, "user", user())
        settings = None if person is None else renderer.mobile_settings(person, client_id=client_id)
        return script_json(settings) if settings else ""

    found: str | None = _found(REFUSE[on_error], "mobile", answered)
    return found


def _calls(refuse: Refuse, find: Callable[[], Any]) -> Analytics | None:
    """Return the request's calls, with those that travelled to it; `None` where there are none."""
    analytics: Analytics | None = _found(refuse, "analytics", lambda: ensure_instance(Analytics, "analytics", find()))
    if isinstance(analytics, RequestAnalytics):
        _found(refuse, "analytics", analytics.restore)
    return analytics if analytics is not None and analytics.commands() else None


def _person(calls: Analytics | None, user: Callable[[], Any]) -> User | None:
    return None if calls is not None and calls.identified else ensure_instance(User, "user", user())


def _said(renderer: SnippetRenderer, calls: Analytics, person: User | None, rest: dict[str, Any]) -> Payload | None:
    """Return the settings and commands of the calls, and what was found besides; none where nobody is there."""
    if person is None and not (calls.identified or renderer.include_anonymous):
        return None
    return calls.payload(build_payload(renderer.site, person, **rest))


def _settle(calls: Analytics, printed: str) -> None:
    if printed and isinstance(calls, RequestAnalytics):
        calls.settle()


def _rest(
    refuse: Refuse,
    person: User | None,
    page: Callable[[], Page | None],
    event: Callable[[], Any],
    group: Callable[[], Any],
) -> dict[str, Any]:
    def given_event() -> str | None:
        name = event()
        return None if name is None else known_text("event", name)

    return {
        "page": _found(refuse, "page", page),
        "event": _found(refuse, "event", given_event),
        "group": None if person is None else _found(refuse, "group", lambda: ensure_instance(Group, "group", group())),
    }


def _found(refuse: Refuse, field: str, find: Callable[[], Any]) -> Any:
    try:
        return find()
    except Exception as error:
        refuse(field, error)
        return None
