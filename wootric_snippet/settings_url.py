"""The URL from which the loader fetches a visitor's settings: built into the page, parsed when it is requested.

It says which page is shown, and never who looks at it.
"""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import quote, unquote, urlencode

from wootric_snippet.errors import InvalidText
from wootric_snippet.models import Page
from wootric_snippet.validators.text import text
from wootric_snippet.validators.urls import page_path

MAX_PATH = 2048
"""How many characters of a page's path, percent-encoded, and of its query string are read: more than any browser's
address bar is asked for in practice."""
MAX_NAME = 256
"""How many characters of a page's name or title, an event's name, an account's or a language are read."""

_LIMITS = {
    **dict.fromkeys(("path", "search"), MAX_PATH),
    **dict.fromkeys(("name", "title", "event"), MAX_NAME),
    **dict.fromkeys(("account", "language"), 64),
}


class PageQuery(NamedTuple):
    """What the query string says: the page, the event, and which of the site's accounts and languages it is in."""

    page: Page
    event: str | None = None
    account: str | None = None
    language: str | None = None


def settings_url(
    base: str, page: Page | None, event: str | None, *, account: str | None = None, language: str | None = None
) -> tuple[str, list[InvalidText]]:
    """Return `base` with what the site says of the page as its query, and an error for each value that is too long.

    Such a value is left out, since the endpoint would refuse the whole query.
    """
    known: dict[str, str | None] = {"event": event, "account": account, "language": language}
    if page is not None:
        path = None if page.path is None else quote(page.path, errors="replace")
        known = {"path": path, "search": page.search, "name": page.name, "title": page.title, **known}
    given = {name: value for name, value in known.items() if value}
    errors = [_too_long(name) for name, value in given.items() if len(value) > _LIMITS[name]]
    for error in errors:
        del given[error.field]
    query = urlencode(given, errors="replace")
    return f"{base}?{query}" if query else base, errors


def parse_query(query: Mapping[str, str], origin: str) -> PageQuery:
    """Return what the query string says; `origin` is the site's own, such as `https://shop.example`.

    Raises `InvalidText` for a value that is longer than a page of the site has, and `InvalidURL` for a wrong path.
    """
    known = {name: _bounded(name, query.get(name)) for name in _LIMITS}
    fields = {name: known[name] for name in ("search", "name", "title")}
    if known["path"] is not None:
        # As the other deliveries have it: readable in `path`, percent-encoded in `url`.
        path = page_path("path", known["path"])
        fields |= {"path": unquote(path), "url": origin + path + (known["search"] or "")}
    page = Page(**fields)
    return PageQuery(page, known["event"], known["account"], known["language"])


def _bounded(name: str, value: str | None) -> str | None:
    if not value:
        return None
    if len(value) > _LIMITS[name]:
        raise _too_long(name)
    return text(name, value)


def _too_long(name: str) -> InvalidText:
    return InvalidText(name, "is too long", f"at most {_LIMITS[name]} characters")
