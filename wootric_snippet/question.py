"""What the loader asks the site for, as an address: written into the page, and read when it is asked."""

from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote, urlencode

from wootric_snippet.errors import InvalidText
from wootric_snippet.page import Page
from wootric_snippet.text import text
from wootric_snippet.urls import page_path

LONGEST_PATH = 2048
"""How many characters of a page's path are taken; more than any browser's address bar is asked for in practice."""
LONGEST_NAME = 256
"""How many characters of a page's name or title, or of an event's name, are taken."""


def question(settings_url: str, page: Page | None, event: str | None) -> str:
    """Return the address that the loader asks, with what is known of the page; the loader adds the path."""
    told = {"name": page and page.name, "title": page and page.title, "event": event}
    # What is longer than the address takes is left out here: refused there, it would cost the survey.
    short = {name: value for name, value in told.items() if value and len(value) <= LONGEST_NAME}
    query = urlencode(short, errors="replace")
    return f"{settings_url}?{query}" if query else settings_url


class Asked(NamedTuple):
    """What the loader says of its page. It is a stranger's word: it says which page, and never who."""

    page: Page
    event: str | None


def asked(query: Mapping[str, str], origin: str) -> Asked:
    """Return the page and the event that the query string names.

    `origin` is the site's own, such as `https://shop.example`. Raises `InvalidText` for what is longer than a page of
    the site has it, and `InvalidURL` for a path that is none.
    """
    known = {name: _bounded(name, query.get(name), LONGEST_NAME) for name in ("name", "title", "event")}
    event = known.pop("event")
    if (path := _bounded("path", query.get("path"), LONGEST_PATH)) is None:
        return Asked(Page(**known), event)
    # As the other deliveries have it: readable in `path`, encoded in `url`.
    path = page_path("path", path)
    return Asked(Page(path=unquote(path), url=origin + path, **known), event)


def _bounded(name: str, value: str | None, longest: int) -> str | None:
    if not value:
        return None
    if len(value) > longest:
        raise InvalidText(name, "is too long", f"at most {longest} characters")
    return text(name, value)
