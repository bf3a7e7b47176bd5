"""A page that carries a user is kept by no shared cache."""

import re
from typing import Any, Protocol

from wootric_snippet.errors import SharedCaching
from wootric_snippet.faults import Refuse


class Headers(Protocol):
    """The headers of a response, as Django, Werkzeug and Starlette have them; names in any case."""

    def get(self, name: str, /) -> Any:
        """Return a header's value."""

    def __setitem__(self, name: str, value: Any, /) -> None:
        """Set a header, in place of what it was."""


# A directive, with its value where it has one, in quotes or not (RFC 9110, 5.6.6).
_DIRECTIVE = re.compile(r'\s*([^\s,=]+)\s*(=\s*(?:"(?:[^"\\]|\\.)*"|[^\s,]*))?[^,]*,?')
_FOR_SHARED_CACHES = {"public", "s-maxage"}
# What speaks to a shared cache alone, and over Cache-Control where it is there, with what keeps the page out of it.
_TARGETED = {
    "CDN-Cache-Control": "no-store",  # RFC 9213, as the next three, each one CDN's own
    "Cloudflare-CDN-Cache-Control": "no-store",
    "Netlify-CDN-Cache-Control": "no-store",
    "Vercel-CDN-Cache-Control": "no-store",
    "Surrogate-Control": "no-store",  # Varnish and Fastly
    "Edge-Control": "no-store",  # Akamai
    "X-Accel-Expires": "0",  # nginx
}


def keep_private(headers: Headers, refuse: Refuse) -> None:
    """Make a response private to its visitor, because a snippet with a user was printed into it.

    A response that was explicitly made for shared caches (`public`, `s-maxage`, a CDN's own header) is a
    `SharedCaching`: raised, or logged and made private all the same.
    """
    directives = [(name.lower(), value) for name, value in _DIRECTIVE.findall(headers.get("Cache-Control") or "")]
    kept = [name + value for name, value in directives if name not in _FOR_SHARED_CACHES]
    if len(kept) < len(directives):
        _refuse(refuse, "Cache-Control")
    if "private" not in kept and "no-store" not in kept:
        kept = ["private", *(directive for directive in kept if not directive.startswith("private="))]
    headers["Cache-Control"] = ", ".join(kept)
    for name, closed in _TARGETED.items():
        if headers.get(name) not in (None, "private", "no-store", "private, no-store", closed):
            _refuse(refuse, name)
            headers[name] = closed


def _refuse(refuse: Refuse, header: str) -> None:
    problem = "lets a shared cache keep a page that carries a user"
    refuse(header, SharedCaching(header, problem, "private, or a page without the snippet"))
