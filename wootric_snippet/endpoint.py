"""What is answered beside the pages: a visitor's own settings, for this visitor's browser and for nobody else.

No framework is known here: an integration hands over what was asked, and sends what comes out.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from wootric_snippet.errors import WootricSnippetError
from wootric_snippet.settings_url import PageQuery, parse_query

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""What an integration lets through, so that what is refused is refused here; frameworks answer OPTIONS themselves."""

_METHODS = ("GET", "HEAD")
# What a browser says that made the request: this site's own page, or the visitor by hand. One that says nothing is old,
# or none; a page of another site can then send the request, and read no answer.
_OWN = (None, "same-origin", "none")
_HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Type": "application/json",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Vary": "Cookie",
    "X-Content-Type-Options": "nosniff",
}


class Headers(Protocol):
    """The headers of a request, as Django, Werkzeug and Starlette have them; names in any case."""

    def get(self, name: str, /) -> str | None:
        """Return a header's value."""


class Answer(NamedTuple):
    """A response, for any framework."""

    status: int
    body: str
    headers: Mapping[str, str]


def settings_answer(
    method: str, headers: Headers, query: Mapping[str, str], origin: str, make: Callable[[PageQuery], str]
) -> Answer:
    """Return the response to the loader: what `make` returns for the page; 400 for a page that cannot be one."""
    try:
        page = parse_query(query, origin)
    except WootricSnippetError as error:
        return _refusal(400, str(error))
    return answer(method, headers, lambda: make(page))


def answer(method: str, headers: Headers, make: Callable[[], str]) -> Answer:
    """Return the response with what `make` returns; 204 where that is empty.

    `make` is called only for a request that may have an answer: a GET or HEAD that no page of another site has sent.
    """
    if method not in _METHODS:
        return _refusal(405, "GET and HEAD alone are answered", Allow=", ".join(_METHODS))
    if headers.get("Sec-Fetch-Site") not in _OWN:
        return _refusal(403, "another site's page has sent this")
    body = make()
    return Answer(200, body if method == "GET" else "", _HEADERS) if body else Answer(204, "", _HEADERS)


def mobile_answer(method: str, headers: Headers, make: Callable[[], str | None]) -> Answer:
    """Return the response to a native app: what `make` returns.

    403 where that is empty, since nobody is signed in, and 503 for `None`, where that cannot be told.
    """
    unknown = False

    def made() -> str:
        nonlocal unknown
        body = make()
        unknown = body is None
        return body or ""

    answered = answer(method, headers, made)
    if unknown:
        return _refusal(503, "who is signed in cannot be told now")
    return _refusal(403, "nobody is signed in") if answered.status == 204 else answered


def _refusal(status: int, reason: str, **more: str) -> Answer:
    return Answer(status, reason, {**_HEADERS, "Content-Type": "text/plain; charset=utf-8", **more})
