"""What the template tags of all frameworks have in common: find what is needed, print it, never take the page down."""

from collections.abc import Callable
from typing import Any, NamedTuple

from markupsafe import Markup

from wootric_snippet.conform import an_instance
from wootric_snippet.faults import REFUSE, OnError
from wootric_snippet.group import Group
from wootric_snippet.page import Page
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.text import known_text
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
    nonce: Callable[[], str | None],
    event: Callable[[], Any],
    group: Callable[[], Any],
) -> Printed:
    """Return the snippet for what the functions find; `nonce` is called only when a script is really printed.

    The functions may be the site's own, and raise or return anything. With `on_error="log"` a page, group or event
    that cannot be had, or is none, is left out; without its user or nonce the whole snippet is. Each is one log line
    under `wootric_snippet`. `group` is called only where there is a user: it need not reckon with anonymous visitors.
    """
    refuse = REFUSE[on_error]

    def found(field: str, find: Callable[[], Any]) -> Any:
        try:
            return find()
        except Exception as error:
            refuse(field, error)
            return None

    def given_event() -> str | None:
        name = event()
        return None if name is None else known_text("event", name)

    def printed() -> Printed:
        person = an_instance(User, "user", user())
        html = renderer.render(
            person,
            found("page", page),
            event=found("event", given_event),
            group=None if person is None else found("group", lambda: an_instance(Group, "group", group())),
            nonce=nonce,
        )
        return Printed(html, personal=bool(html) and person is not None)

    return found("snippet", printed) or _NOTHING
