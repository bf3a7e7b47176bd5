"""Events and Segment's calls of a view, for the page that is printed next for the same visitor."""

from collections.abc import Mapping
from typing import Any

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.integration import events
from wootric_snippet.integration.cache_guard import mark_private
from wootric_snippet.integration.events import Event
from wootric_snippet.integration.site import Site
from wootric_snippet.integration.site_request import SiteRequest
from wootric_snippet.integration.visitor import event_owner
from wootric_snippet.models import User
from wootric_snippet.payload import UNKNOWN_OWNER, owner_hash
from wootric_snippet.segment import Analytics
from wootric_snippet.validators.text import optional_text


def track(site: Site, request: SiteRequest, event: str, properties: Mapping[str, Any] | None = None) -> None:
    """Ask about an event on the next page that is printed for this visitor.

    `event` is its name as it is configured at InMoment; `properties` are added to the user's.
    """
    if not site.configuration.enabled:
        return
    with site.reporter.leaving_out(request, "event"):
        name = optional_text("event", event)
        if name is None:
            raise InvalidSetting("event", "is empty", "the event's name at InMoment")
        user: User = site.validated(request, User, {"properties": properties})
        _store(site, request, Event(event_owner(site, request), name, dict(user.properties)))


class RequestAnalytics(Analytics):
    """The request's `analytics`: `identify`, `page`, `track` and `group`, as Segment has them."""

    def __init__(self, site: Site, request: SiteRequest) -> None:
        """Begin without any call."""
        super().__init__(site.default_renderer, on_error="raise" if site.reporter.raises(request) else "log")
        self._site = site
        self._request = request

    def track(self, event: str, properties: Mapping[str, Any] | None = None) -> None:
        """Say what happened; see `Analytics.track`. The event waits for the next page that is printed."""
        super().track(event, properties)
        settings = self.settings()
        if settings["event_name"] is None or not self._site.configuration.enabled:
            return
        with self._site.reporter.leaving_out(self._request, "event"):
            owner = identified_owner(self) or event_owner(self._site, self._request)
            own = dict(settings.get("properties", {}))
            email = (properties or {}).get("email")
            # The address has a setting of its own, and is to arrive with the event.
            if issubclass(type(email), str) and settings.get("email") == email:
                own["email"] = settings["email"]
            _store(self._site, self._request, Event(owner, settings["event_name"], own, replaces_properties=True))


def analytics(site: Site, request: SiteRequest) -> Analytics:
    """Return the request's `analytics`, which takes Segment's calls."""
    if request.state.analytics is None:
        request.state.analytics = RequestAnalytics(site, request)
    return request.state.analytics


def identified_owner(calls: Analytics) -> str | None:
    """Return a hash of whom `identify` has named; `None` where it has named nobody."""
    settings = calls.settings()
    return owner_hash(settings.get("segment_user_id") or settings.get("email")) if calls.identified else None


def take_event(site: Site, request: SiteRequest, owner: str | None, user: User | None) -> Event | None:
    """Return the last event that waits for this visitor: whom `identify` has named (`owner`), or else the `user`.

    A page that may never be seen leaves it there.
    """
    state = request.state
    taken: list[Event] = []
    with site.reporter.leaving_out(request, "event"):
        session = request.session(create=bool(state.tracked))
        if session is None or not events.has_events(session):
            taken = state.homeless
        elif request.method != "HEAD" and not events.is_prefetch(request.header):
            taken = events.take(session, owner or events.owner_of(user))
            mark_private(request)
    last = taken[-1] if taken else None
    state.homeless.clear()
    if last is not None:
        state.tracked.clear()
    return last


def forget_events(request: SiteRequest) -> None:
    """Drop the events of this request: the view that tracked them has failed."""
    state = request.state
    state.homeless.clear()
    if state.tracked and (session := request.session(create=True)) is not None:  # it may be new
        events.forget(session, state.tracked)
        state.tracked.clear()


def _store(site: Site, request: SiteRequest, event: Event) -> None:
    state = request.state
    session = None if event.owner == UNKNOWN_OWNER else request.session(create=True)
    if session is None:
        state.homeless.append(event)
        return
    state.tracked.append(event)
    if dropped := events.store(session, event):
        problem = f"dropped {dropped} of the events that wait"
        accepted = f"at most {events.MAX_EVENTS} events, and {events.MAX_BYTES} bytes"
        site.reporter.log(str(InvalidSetting("event", problem, accepted)))
    mark_private(request)  # the response sets the visitor's session
