"""What the kit keeps for one request."""

from dataclasses import dataclass, field

from wootric_snippet.integration.events import Event
from wootric_snippet.segment import Analytics


@dataclass
class State:
    """One request's: what was printed and tracked in it, and what became of its response."""

    guarded: bool = False
    """Whether the middleware will see the response."""
    ended: bool = False
    """Whether the request has left the middleware: what is printed now is a page for an error."""
    private: bool = False
    """Whether the response is this visitor's alone."""
    sent: bool = False
    """Whether the headers are on their way, and let a shared cache store the page."""
    printed: set[str] = field(default_factory=set)
    """The ids of the blocks with a user that were printed."""
    tracked: list[Event] = field(default_factory=list)
    """The events that were tracked in this request and are in the session."""
    homeless: list[Event] = field(default_factory=list)
    """The events that no session could store."""
    analytics: Analytics | None = None
    prefix: str = ""
    """Where the site is mounted, as its middleware sees it."""
    language: str | None = None
    """The language of the page whose settings are fetched."""
