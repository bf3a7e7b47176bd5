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
"""How many characters of a page's path are read; more than any browser's address bar is asked for in practice."""
MAX_NAME = 256
"""How many characters of a page's name or title, an event's name, an account's or a language are read."""

_LIMITS = {"path": MAX_PATH, "name": MAX_NAME, "title": MAX_NAME, "event": MAX_NAME, "account": 64, "language": 64}


class PageQuery(NamedTuple):
    """What the query string says: the page, the event, and which of the site's accounts and languages it is in."""

    page: Page
    event: str | None = None
    account: str | None = None
    language: str | None = None


def settings_url(
    base: str, page: Page | None, event: str | None, *, account: str | None = None, language: str | None = None
) -> str:
    """Return `base` with what the site says of the page as its query."""
    path = None if page is None or page.path is None else quote(page.path, errors="replace")
    known = {"path": path, "name": page and page.name, "title": page and page.title, "event": event}
    known |= {"account": account, "language": language}
    # Drop over-long values: the endpoint would answer 400.
    short = {name: value for name, value in known.items() if value and len(value) <= _LIMITS[name]}
    query = urlencode(short, errors="replace")
    return f"{base}?{query}" if query else base


def parse_query(query: Mapping[str, str], origin: str) -> PageQuery:
    """Return what the query string says; `origin` is the site's own, such as `https://shop.example`.

    Raises `InvalidText` for a value that is longer than a page of the site has, and `InvalidURL` for a wrong path.
    """
    known = {name: _bounded(name, query.get(name), limit) for name, limit in _LIMITS.items()}
    names = {"name": known["name"], "title": known["title"]}
    if known["path"] is None:
        page = Page(**names)
    else:
        # As the other deliveries have it: readable in `path`, percent-encoded in `url`.
        path = page_path("path", known["path"])
        page = Page(path=unquote(path), url=origin + path, **names)
    return PageQuery(page, known["event"], known["account"], known["language"])


def _bounded(name: str, value: str | None, limit: int) -> str | None:
    if not value:
        return None
    if len(value) > limit:
        raise InvalidText(name, "is too long", f"at most {limit} characters")
    return text(name, value)
