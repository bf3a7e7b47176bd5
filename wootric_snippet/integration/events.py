"""Events of views, kept as flash messages are: in the visitor's session, until the next page that is printed for them.

Each is stored with a hash of whose it is, so that it goes to nobody else who signs in in the same browser.
"""

import json
from collections.abc import Mapping, MutableMapping
from typing import Any, NamedTuple

from wootric_snippet.models import User
from wootric_snippet.payload import owner_hash

MAX_EVENTS = 5
"""How many events wait; the oldest are dropped. A page asks about the last one alone."""
MAX_BYTES = 2048
"""How large they may be together, as JSON: half of what a browser takes for a cookie, which some sessions are."""

_KEY = "wootric_snippet.events"
_ANONYMOUS = None
_PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Moz", "X-Sec-Purpose")

Session = MutableMapping[str, Any]


class Event(NamedTuple):
    """One event: a hash of whose it is (`None` for an anonymous visitor's), its name and its properties."""

    owner: str | None
    name: str
    properties: Mapping[str, Any]
    replaces_properties: bool = False
    """Whether the properties replace the user's, as Segment's do, or are added to them."""


def owner_of(user: User | None) -> str | None:
    """Return whose an event is."""
    return _ANONYMOUS if user is None else owner_hash(user.external_id or user.email)


def is_prefetch(header: Any) -> bool:
    """Tell whether a browser or a script asks for a page that may never be shown; `header` looks a header up."""
    return any("prefetch" in (header(name) or "").lower() for name in _PREFETCH_HEADERS)


def store(session: Session, event: Event) -> int:
    """Add an event to those in the session; return how many were dropped to make room."""
    events = [*_parse(session.get(_KEY)), event]
    kept = events[-MAX_EVENTS:]
    while kept and len(json.dumps(kept)) > MAX_BYTES:
        kept = kept[1:]
    session[_KEY] = [list(each) for each in kept]
    return len(events) - len(kept)


def take(session: Session, owner: str | None) -> list[Event]:
    """Remove the events from the session, and return those that are this visitor's.

    An anonymous visitor's event is theirs after they sign in, too; without an address in it, which may be another's.
    """
    if _KEY not in session:
        return []
    events = _parse(session.pop(_KEY))
    return [_without_address(event) if event.owner != owner else event for event in events if _is_for(event, owner)]


def forget(session: Session, events: list[Event]) -> None:
    """Remove these events: the view that tracked them has failed."""
    kept = [list(event) for event in _parse(session.get(_KEY)) if event not in events]
    if kept:
        session[_KEY] = kept
    else:
        session.pop(_KEY, None)


def has_events(session: Session) -> bool:
    """Tell whether an event waits; this does not change the session."""
    return _KEY in session


def _is_for(event: Event, owner: str | None) -> bool:
    return event.owner in (owner, _ANONYMOUS)


def _without_address(event: Event) -> Event:
    known = {name: value for name, value in event.properties.items() if _plain(name) != "email"}
    return event._replace(properties=known)


def _plain(name: str) -> str:
    return "".join(character for character in name.lower() if character.isalnum())


def _parse(stored: Any) -> list[Event]:
    """Return what is an event of what is stored: a session in a cookie is a stranger's word, too."""
    return [
        Event(*event)
        for event in (stored if isinstance(stored, list) else ())
        if isinstance(event, list | tuple)
        and len(event) == len(Event._fields)
        and [type(part) for part in event[1:]] == [str, dict, bool]
        and (event[0] is None or isinstance(event[0], str))
    ]
