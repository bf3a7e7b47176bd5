"""Forms that another site cannot send in a visitor's name: each holds a token that the session knows.

SameSite alone would not do: another site's page could still sign a visitor in, as that form works without a cookie.
"""

import secrets
from collections.abc import MutableMapping
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from examples.shop import TEMPLATES

FIELD = "csrf_token"
EXPIRED = "This form has expired. Go back, reload the page and try again."

_INPUT = Environment(loader=FileSystemLoader(TEMPLATES), autoescape=True).get_template("csrf_input.html")


def csrf_input(session: MutableMapping[str, Any]) -> Markup:
    """Return the hidden field that shows a form to be one of ours."""
    if FIELD not in session:
        session[FIELD] = secrets.token_urlsafe(16)
    return Markup(_INPUT.render(name=FIELD, token=session[FIELD]))


def is_ours(session: MutableMapping[str, Any], sent: object) -> bool:
    """Tell whether a form that came in holds the session's token."""
    kept = session.get(FIELD, "")
    return bool(kept) and secrets.compare_digest(str(sent).encode(), kept.encode())
