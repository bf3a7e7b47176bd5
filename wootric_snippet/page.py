"""The page that is being rendered."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from wootric_snippet.faults import Refuse, raise_error
from wootric_snippet.model import Check, Model
from wootric_snippet.text import text

# RFC 3986, appendix B: everything before the path, then the path.
_PATH = r"(?s)(?:[^:/?#]+:)?(?://[^/?#]*)?([^?#]*).*"


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

    prefix: ClassVar[str] = "page."
    checks: ClassVar[Mapping[str, Check]] = dict.fromkeys(
        ("path", "url", "title", "name", "category", "referrer", "search"), text
    )

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
        """Check and hold what is given; written out, since what a dataclass would write is slower."""
        self._hold(raise_error, (path, url, title, name, category, referrer, search), ())

    def _hold(self, refuse: Refuse, given: Sequence[Any], mappings: Sequence[Any]) -> None:
        super()._hold(refuse, given, mappings)
        held = vars(self)
        if "path" not in held and "url" in held:
            # Every text matches; a URL that ends with its host has the path "/", as in a browser.
            known = {"path": re.sub(_PATH, r"\1", held["url"], count=1) or "/"} | held
            held.clear()  # the path is told first, wherever it is from
            held.update(known)
