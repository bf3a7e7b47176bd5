"""Links for survey texts, and the address of InMoment's script."""

import re
from typing import Any

from wootric_snippet.errors import InvalidURL
from wootric_snippet.text import text

# Printable ASCII without what a browser drops or reads as something else (white space, quotes, <, >, \, ^, `, {, |, }).
_REST = r"[!#-;=?-\[\]_a-z~]+"
_WEB = rf"(?ai)https?://(?=[^/?#]){_REST}"
# As a browser's `location.pathname` has it.
_PATH = r"/[!$-;=@-\[\]-~]*"
_SAME_SITE = rf"(?ai)/(?:(?!/){_REST})?"


def link(field: str, value: Any) -> str:
    """Return an absolute http or https URL; a `javascript:` link, say, is an `InvalidURL`."""
    url = text(field, value)
    if not re.fullmatch(_WEB, url):
        raise InvalidURL(field, "is not a link that may stand in a page", "an http:// or https:// URL in ASCII")
    return url


def script_url(field: str, value: Any) -> str:
    """Return the URL of a script: as for `link`, or a path on the same site, such as `/static/survey.js`."""
    url = text(field, value)
    if not (re.fullmatch(_WEB, url) or re.fullmatch(_SAME_SITE, url)):
        raise InvalidURL(
            field,
            "is not the address of a script",
            "an https:// URL or a path that begins with one /",
        )
    return url


def site_path(field: str, value: Any) -> str:
    """Return a path on the same site: what is asked for with the visitor's cookies is asked of nobody else."""
    path = text(field, value)
    if not re.fullmatch(_SAME_SITE, path):
        raise InvalidURL(field, "is not a path on this site", "a path that begins with one /")
    return path


def page_path(field: str, value: Any) -> str:
    """Return the path of a page as a browser names it: percent-encoded, without query string and fragment."""
    path = text(field, value)
    if not re.fullmatch(_PATH, path):
        raise InvalidURL(field, "is not the path of a page", "a path that begins with /, percent-encoded")
    return path
