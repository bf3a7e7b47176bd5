"""What the template tags of all frameworks have in common: find what is needed, print it, never take the page down."""

from collections.abc import Callable
from typing import Any, NamedTuple

from markupsafe import Markup

from wootric_snippet.conform import an_instance
from wootric_snippet.escaping import script_json
from wootric_snippet.faults import REFUSE, OnError, Refuse
from wootric_snippet.group import Group
from wootric_snippet.page import Page
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.text import known_text, text
from wootric_snippet.user import User


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
) -> Printed:
    """Return the snippet for what the functions find.

    `nonce` is the one that the template gives, and goes before the one that `find_nonce` finds; both are called only
    when a script is really printed.

    The functions may be the site's own, and raise or return anything. With `on_error="log"` a page, group or event
    that cannot be had, or is none, is left out; without its user or nonce the whole snippet is. Each is one log line
    under `wootric_snippet`. `group` is called only where there is a user: it need not reckon with anonymous visitors.
    Where the page is for everybody (the delivery `fetch`), neither the user nor a nonce is looked for: finding one
    would make the page this visitor's.
    """
    refuse = REFUSE[on_error]

    def given_or_found() -> str | None:
        for find in (nonce, find_nonce) if renderer.holds_user else (nonce,):
            # A lazy one is true only once it was read.
            if (value := find()) is not None and (characters := text("nonce", value)):
                return characters
        return None

    def printed() -> Printed:
        person = an_instance(User, "user", user()) if renderer.holds_user else None
        html = renderer.render(person, **_rest(refuse, person, page, event, group), nonce=given_or_found)
        return Printed(html, personal=bool(html) and person is not None)

    return _found(refuse, "snippet", printed) or _NOTHING


def answer_settings(
    renderer: SnippetRenderer,
    on_error: OnError,
    *,
    user: Callable[[], Any],
    page: Callable[[], Page | None],
    event: Callable[[], Any],
    group: Callable[[], Any],
) -> str:
    """Return what the loader is answered that asks for the settings; empty for nobody. As for `print_snippet`."""
    refuse = REFUSE[on_error]

    def answered() -> str:
        person = an_instance(User, "user", user())
        return renderer.answer(person, **_rest(refuse, person, page, event, group))

    return _found(refuse, "settings", answered) or ""


def answer_mobile(renderer: SnippetRenderer, on_error: OnError, *, client_id: str, user: Callable[[], Any]) -> str:
    """Return what a native app is answered that asks for the settings, as JSON; empty for nobody."""

    def answered() -> str:
        person = an_instance(User, "user", user())
        settings = None if person is None else renderer.mobile_settings(person, client_id=client_id)
        return script_json(settings) if settings else ""

    return _found(REFUSE[on_error], "mobile", answered) or ""


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
        "group": None if person is None else _found(refuse, "group", lambda: an_instance(Group, "group", group())),
    }


def _found(refuse: Refuse, field: str, find: Callable[[], Any]) -> Any:
    try:
        return find()
    except Exception as error:
        refuse(field, error)
        return None
