"""Segment's calls of one request, and the events that travel to the visitor's next page.

A view that takes a form and redirects prints no page. What it tracked is kept in the framework's session, and is there
again on the next page that prints a snippet for this visitor: once.
"""

import json
from collections.abc import Callable, Iterator, Mapping, MutableMapping
from hashlib import sha256
from typing import Any

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.faults import REFUSE, OnError
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.segment import Analytics, plain
from wootric_snippet.user import User

MAX_CARRIED = 5
"""How many events travel; of more, the oldest stay behind. A page asks about the last one alone."""
MAX_BYTES = 2048
"""How large they may be together, as JSON: half of what a browser takes for a cookie, as Flask's and Starlette's
sessions are one."""

_KEY = "wootric_snippet.events"
_UNREAD = "?"  # the mark of somebody who cannot be told from others

Session = MutableMapping[str, Any]
Event = tuple[str | None, str, dict[str, Any]]
"""Whose it is (a mark of theirs, `None` for a visitor who is not signed in), its name and its properties."""


class RequestAnalytics(Analytics):
    """An `Analytics` whose events are carried on where no page of the request has printed them."""

    def __init__(
        self,
        renderer: SnippetRenderer,
        *,
        session: Callable[[], Session | None],
        user: Callable[[], User | None],
        on_error: OnError,
    ) -> None:
        """Begin without any call.

        `session` returns the framework's, or `None` where there is none; it is called only where something has to be
        carried or may have been. `user` returns who is signed in, so that nobody's event goes to somebody else.
        """
        super().__init__(renderer, on_error=on_error)
        self._session = session
        self._find_user = user
        self._on_error: OnError = on_error
        self._events: list[Event] = []
        self._identity: str | None = None

    def identify(self, user_id: Any = None, traits: Mapping[str, Any] | None = None) -> None:
        """Say who is there; see `Analytics.identify`."""
        super().identify(user_id, traits)
        self._identity = self._user.id or self._settings.get("email")

    def track(self, event: str, properties: Mapping[str, Any] | None = None) -> None:
        """Say what happened; see `Analytics.track`."""
        given = self._pairs("properties", properties)
        super().track(event, given)
        settings = self.settings()
        if settings["event_name"] is None:
            return
        known = dict(settings.get("properties", {}))
        # The address stands in a setting of its own; an event's own one is to arrive with it.
        own = given.get("email")
        if issubclass(type(own), str) and settings.get("email") == own:
            known["email"] = settings["email"]
        # Whose it is, is asked now and not when the response goes out: the view may sign them out after this.
        self._events.append((self._who_if_readable(), settings["event_name"], known))

    def restore(self) -> None:
        """Take over what was carried to this page; an event of this request's own goes before it."""
        session = self._session()
        if session is None or _KEY not in session:
            return
        carried = session.pop(_KEY)
        if not self._events and (events := list(_events(carried))):
            here = self._who()
            for who, event, properties in events:
                if who is None and here is not None:
                    # A visitor's own, from before the sign-in; the address may be another's, and theirs is known now.
                    self.track(event, {name: value for name, value in properties.items() if plain(name) != "email"})
                elif who == here:
                    self.track(event, properties)

    @property
    def unprinted(self) -> bool:
        """Whether there is something to carry."""
        return bool(self._events)

    def settle(self) -> None:
        """Note that a page has printed the events."""
        self._events.clear()

    def carry(self) -> bool:
        """Keep for the next page what none has printed. What goes wrong is raised or logged.

        Return whether something was kept: the answer then sets this visitor's session, and is for nobody else.
        """
        if not self._events:
            return False
        try:
            session = self._session()
            if session is None:
                raise InvalidSetting("analytics", "has no session to carry its events in", "the framework's sessions")
            events = self._owned()[-MAX_CARRIED:]
            while events and len(json.dumps(events)) > MAX_BYTES:
                events = events[1:]
            if len(events) < len(self._events):
                problem = f"has left out {len(self._events) - len(events)} of the events to carry"
                accepted = f"at most {MAX_CARRIED} events, and {MAX_BYTES} bytes, of a user who can be read"
                REFUSE["log"]("analytics", InvalidSetting("analytics", problem, accepted))
            if events:
                session[_KEY] = events
            return bool(events)
        except Exception as error:
            REFUSE[self._on_error]("analytics", error)
            return False

    def _owned(self) -> list[Event]:
        """Return the events, each with its owner; an async view's user can be read only by now.

        Without one by now, they may have been signed out since: then it is nobody's to get.
        """
        if all(who != _UNREAD for who, _, _ in self._events):
            return self._events
        now = self._who() or _UNREAD
        owned = ((now if who == _UNREAD else who, name, properties) for who, name, properties in self._events)
        return [event for event in owned if event[0] != _UNREAD]

    def _who_if_readable(self) -> str | None:
        try:
            return self._who()
        except Exception:
            return _UNREAD

    def _who(self) -> str | None:
        """Return a mark of who is there: enough to tell another one, and nothing that names them.

        That is whom this request's calls identify, and else the signed-in user; the same person has the same mark.
        """
        if self.identified:
            known = self._identity
        elif (user := self._find_user()) is None:
            return None
        else:
            known = user.external_id or user.email
        # As JSON, since not every text can be encoded: half of a surrogate pair cannot.
        return sha256(json.dumps(known).encode()).hexdigest()[:16] if known else _UNREAD


def _events(carried: Any) -> Iterator[Event]:
    """Give what is an event of what came back: a session in a cookie is a stranger's word, too."""
    for event in carried if isinstance(carried, list) else ():
        if isinstance(event, list | tuple) and [type(part) for part in event[1:]] == [str, dict]:
            yield event[0], event[1], event[2]
