"""Cache headers: a page that carries a user is this visitor's, in shared caches and in the browser's own."""

import re
from typing import Any

Headers = Any
"""The headers of a response, as a framework has them: a mutable mapping, with names in any case."""

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


def make_private(headers: Headers) -> list[str]:
    """Make a response private to its visitor; return the headers that let a shared cache store it before.

    `Vary: Cookie` keeps the browser's own cache from showing the page again to whoever goes back after a sign-out.
    """
    directives = [(name.lower(), value) for name, value in _DIRECTIVE.findall(headers.get("Cache-Control") or "")]
    kept = [name + value for name, value in directives if name not in _FOR_SHARED_CACHES]
    opened = ["Cache-Control"] if len(kept) < len(directives) else []
    if "private" not in kept and "no-store" not in kept:
        kept = ["private", *(directive for directive in kept if not directive.startswith("private="))]
    headers["Cache-Control"] = ", ".join(kept)
    varies = [name.strip() for name in (headers.get("Vary") or "").split(",") if name.strip()]
    if not {"*", "cookie"} & {name.lower() for name in varies}:
        headers["Vary"] = ", ".join([*varies, "Cookie"])
    for name in _open_targeted(headers):
        opened.append(name)
        headers[name] = _TARGETED[name]
    return opened


def make_private_unless_public(headers: Headers) -> None:
    """Make a response private that does not ask to be shared; one that does is reported where all is said."""
    names = {name.lower() for name, _ in _DIRECTIVE.findall(headers.get("Cache-Control") or "")}
    if names.isdisjoint(_FOR_SHARED_CACHES) and not _open_targeted(headers):
        make_private(headers)


def is_private(headers: Headers) -> bool:
    """Tell whether no shared cache may store a response."""
    names = {name.lower() for name, value in _DIRECTIVE.findall(headers.get("Cache-Control") or "") if not value}
    return not names.isdisjoint({"private", "no-store"}) and not _open_targeted(headers)


def _open_targeted(headers: Headers) -> list[str]:
    """Return the targeted headers that let a shared cache store the response."""
    closed = (None, "private", "no-store", "private, no-store")
    return [name for name in _TARGETED if headers.get(name) not in (*closed, _TARGETED[name])]
