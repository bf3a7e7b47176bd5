"""Events and Segment's calls of a view, for the page that is printed next for the same visitor.

They are kept as flash messages are, in the visitor's session, each with a hash of whose it is: it goes to nobody else
who signs in in the same browser.
"""

import json
from collections.abc import Mapping, MutableMapping
from typing import Any

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.integration.cache_guard import mark_private
from wootric_snippet.integration.reporting import log, raises, report, validated
from wootric_snippet.integration.site_request import Event, SiteRequest
from wootric_snippet.integration.visitor import event_owner, owner_of
from wootric_snippet.models import User
from wootric_snippet.payload import UNKNOWN_OWNER, owner_hash
from wootric_snippet.segment import Analytics
from wootric_snippet.validators.text import optional_text

MAX_EVENTS = 5
"""How many events wait; the oldest are dropped. A page asks about the last one alone."""
MAX_BYTES = 2048
"""How large they may be together, as JSON: half of what a browser takes for a cookie, which some sessions are."""

_KEY = "wootric_snippet.events"
_PREFETCH_HEADERS = ("Sec-Purpose", "Purpose", "X-Moz", "X-Sec-Purpose")

Session = MutableMapping[str, Any]


def track(request: SiteRequest, event: str, properties: Mapping[str, Any] | None = None) -> None:
    """Ask about an event on the next page that is printed for this visitor.

    `event` is its name as it is configured at InMoment; `properties` are added to the user's.
    """
    if not request.site.configuration.enabled:
        return
    try:
        name = optional_text("event", event)
        if name is None:
            raise InvalidSetting("event", "is empty", "the event's name at InMoment")
        known = validated(request, User, {"properties": properties}).properties
        _store(request, Event(event_owner(request), name, dict(known)))
    except Exception as error:
        report(request, "event", error)


class RequestAnalytics(Analytics):
    """The request's `analytics`: `identify`, `page`, `track` and `group`, as Segment has them."""

    def __init__(self, request: SiteRequest) -> None:
        super().__init__(request.site.default_renderer, on_error="raise" if raises(request) else "log")
        self._request = request

    def track(self, event: str, properties: Mapping[str, Any] | None = None) -> None:
        """Say what happened; see `Analytics.track`. The event waits for the next page that is printed."""
        super().track(event, properties)
        settings = self.settings()
        if settings["event_name"] is None or not self._request.site.configuration.enabled:
            return
        try:
            owner = identified_owner(self) or event_owner(self._request)
            own = dict(settings.get("properties", {}))
            email = (properties or {}).get("email")
            # The address has a setting of its own, and is to arrive with the event.
            if issubclass(type(email), str) and settings.get("email") == email:
                own["email"] = settings["email"]
            _store(self._request, Event(owner, settings["event_name"], own, replaces_properties=True))
        except Exception as error:
            report(self._request, "event", error)


def analytics(request: SiteRequest) -> Analytics:
    """Return the request's `analytics`, which takes Segment's calls."""
    if request.state.analytics is None:
        request.state.analytics = RequestAnalytics(request)
    return request.state.analytics


def identified_owner(calls: Analytics) -> str | None:
    """Return a hash of whom `identify` has named; `None` where it has named nobody."""
    settings = calls.settings()
    return owner_hash(settings.get("segment_user_id") or settings.get("email")) if calls.identified else None


def take_event(request: SiteRequest, owner: str | None, user: User | None) -> Event | None:
    """Return the last event that waits for this visitor: whom `identify` has named (`owner`), or else the `user`.

    A page that may never be seen leaves it there.
    """
    state = request.state
    taken: list[Event] = []
    try:
        session = request.session(create=bool(state.tracked))
        if session is None or not _has_events(session):
            taken = state.unstored
        elif request.method != "HEAD" and not _is_prefetch(request):
            taken = take(session, owner or owner_of(user))
            mark_private(request)
    except Exception as error:
        report(request, "event", error)
    state.unstored = []
    if not taken:
        return None
    state.tracked.clear()
    return taken[-1]


def forget_events(request: SiteRequest) -> None:
    """Drop the events of this request: the view that tracked them has failed."""
    state = request.state
    state.unstored.clear()
    if state.tracked and (session := request.session(create=True)) is not None:  # it may be new
        if kept := [list(event) for event in _parse(session.pop(_KEY, None)) if event not in state.tracked]:
            session[_KEY] = kept
        state.tracked.clear()


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
    events = [event for event in _parse(session.pop(_KEY, None)) if event.owner in (owner, None)]
    return [event if event.owner == owner else _without_address(event) for event in events]


def _store(request: SiteRequest, event: Event) -> None:
    session = None if event.owner == UNKNOWN_OWNER else request.session(create=True)
    if session is None:
        request.state.unstored.append(event)
        return
    request.state.tracked.append(event)
    if dropped := store(session, event):
        problem = f"dropped {dropped} of the events that wait"
        log(request.site, str(InvalidSetting("event", problem, f"at most {MAX_EVENTS} events, and {MAX_BYTES} bytes")))
    mark_private(request)  # the response sets the visitor's session


def _has_events(session: Session) -> bool:
    # A session that is a dict may set its cookie anew whenever it is asked, as Pyramid's does; the dict does not.
    return dict.__contains__(session, _KEY) if issubclass(type(session), dict) else _KEY in session


def _is_prefetch(request: SiteRequest) -> bool:
    """Tell whether a browser or a script asks for a page that may never be shown."""
    return any("prefetch" in (request.header(name) or "").lower() for name in _PREFETCH_HEADERS)


def _without_address(event: Event) -> Event:
    def plain(name: str) -> str:
        return "".join(filter(str.isalnum, name.lower()))

    properties = {name: value for name, value in event.properties.items() if plain(name) != "email"}
    return event._replace(properties=properties)


def _parse(stored: Any) -> list[Event]:
    """Return what is an event of what is stored: a session in a cookie is a stranger's word, too."""
    return [
        Event(*event)
        for event in (stored if isinstance(stored, list) else ())
        if isinstance(event, list | tuple)
        and [type(part) for part in event[1:]] == [str, dict, bool]
        and (event[0] is None or isinstance(event[0], str))
    ]
