"""Links for survey texts, and the addresses of scripts and pages."""

import re
from typing import Any

from wootric_snippet.errors import InvalidURL
from wootric_snippet.validators.text import optional_text, text

# Printable ASCII without what a browser drops or reads as something else (white space, quotes, <, >, \, ^, `, {, |, }).
_REST = r"[!#-;=?-\[\]_a-z~]+"
_ABSOLUTE = rf"https?://(?=[^/?#]){_REST}"
# As a browser's `location.pathname` has it.
_PATH = r"/[!$-;=@-\[\]-~]*"
_SAME_SITE = rf"/(?:(?!/){_REST})?"


def link(field: str, value: Any) -> str:
    """Return an absolute http or https URL; a `javascript:` link, say, raises `InvalidURL`."""
    return _matching(_ABSOLUTE, field, value, "an http:// or https:// URL in ASCII")


def script_url(field: str, value: Any) -> str:
    """Return the URL of a script: as `link`, or a path on the same site, such as `/static/survey.js`."""
    accepted = "an https:// or http:// URL, or a path that begins with one /"
    return _matching(f"{_ABSOLUTE}|{_SAME_SITE}", field, value, accepted)


def site_path(field: str, value: Any) -> str:
    """Return a path on the same site: the visitor's cookies are sent with a request for it, and to nobody else."""
    return _matching(_SAME_SITE, field, value, "a path on this site, which begins with one /")


def optional_path(field: str, value: Any) -> str | None:
    """Return the path of a page as people read it, such as `/orders/<number>/`; `None` for an empty one."""
    path = optional_text(field, value)
    if path is not None and not path.startswith("/"):
        raise InvalidURL(field, "is not a path", "a path that begins with /")
    return path


def page_path(field: str, value: Any) -> str:
    """Return the path of a page as a browser names it: percent-encoded, without query string and fragment."""
    return _matching(_PATH, field, value, "the path of a page, which begins with / and is percent-encoded")


def _matching(pattern: str, field: str, value: Any, accepted: str) -> str:
    url = text(field, value)
    if not re.fullmatch(pattern, url, re.ASCII | re.IGNORECASE):
        raise InvalidURL(field, "is not a valid URL", accepted)
    return url
