"""Whether the current request's response carries a user, and so may not be kept by a shared cache."""

from dataclasses import dataclass

from flask import Response, request

from wootric_snippet.caching import keep_private
from wootric_snippet.errors import SharedCaching
from wootric_snippet.faults import REFUSE, OnError

# With the request, not in `g`: that belongs to the application context, which several requests of a test may share.
_KEY = "wootric_snippet.visit"


@dataclass
class _Visit:
    personal: bool = False
    sent_open: bool = False  # the headers are on their way, and let a shared cache keep the page


def mark_personal() -> None:
    """Note that a snippet with a user was printed in this request.

    Raises `SharedCaching` where it is too late to make the response private, as in a streamed template.
    """
    visit = _visit()
    if visit.sent_open:
        problem = "went out before the snippet was printed"
        raise SharedCaching("Cache-Control", problem, "private, set by the view, on a streamed page with the snippet")
    visit.personal = True


def mark_carried() -> None:
    """Note that the response sets the visitor's session, which is as little for others."""
    _visit().personal = True


def keep_private_if_personal(response: Response, on_error: OnError) -> None:
    """Make the response private if a user was printed into it."""
    if _visit().personal:
        keep_private(response.headers, REFUSE[on_error])
    elif response.is_streamed:
        private = response.headers.copy()
        keep_private(private, lambda *_: None)
        _visit().sent_open = private != response.headers


def _visit() -> _Visit:
    visit: _Visit = request.environ.setdefault(_KEY, _Visit())
    return visit
