"""The page that is being rendered."""

import re
from dataclasses import dataclass
from typing import final

from wootric_snippet.faults import checked
from wootric_snippet.model import Model
from wootric_snippet.text import text

# RFC 3986, appendix B: everything before the path, then the path.
_PATH = r"(?s)(?:[^:/?#]+:)?(?://[^/?#]*)?([^?#]*).*"


@final
@dataclass(frozen=True, repr=False, eq=False, init=False)
class Page(Model):
    """The page, as InMoment's `page_info`: text in every field, each optional.

    `path` is taken from `url` when it is not given. What is in `url` and `search` is sent as it stands: a query
    string may hold tokens and addresses, so leave it out unless InMoment is meant to have it.
    Raises `InvalidText` for what is not text.

    Examples:
        >>> Page(url="https://shop.example/pricing?plan=pro").path
        '/pricing'
    """

    path: str | None = None
    url: str | None = None
    title: str | None = None
    name: str | None = None
    category: str | None = None
    referrer: str | None = None
    search: str | None = None

    def __init__(
        self,
        path: str | None = None,
        url: str | None = None,
        title: str | None = None,
        name: str | None = None,
        category: str | None = None,
        referrer: str | None = None,
        search: str | None = None,
    ) -> None:
        """Check what is given, and hold what InMoment receives."""
        held, refuse = self.__dict__, self._refuse
        if path is not None:
            held["path"] = checked(refuse, text, "page.path", path)
        if url is not None:
            held["url"] = checked(refuse, text, "page.url", url)
        if title is not None:
            held["title"] = checked(refuse, text, "page.title", title)
        if name is not None:
            held["name"] = checked(refuse, text, "page.name", name)
        if category is not None:
            held["category"] = checked(refuse, text, "page.category", category)
        if referrer is not None:
            held["referrer"] = checked(refuse, text, "page.referrer", referrer)
        if search is not None:
            held["search"] = checked(refuse, text, "page.search", search)
        if held.get("path") is None and held.get("url") is not None:
            # Every text matches; a URL that ends with its host has the path "/", as in a browser.
            held.pop("path", None)
            known = {"path": re.sub(_PATH, r"\1", held["url"], count=1) or "/"} | held
            held.clear()  # the path is told first, wherever it is from
            held.update(known)
