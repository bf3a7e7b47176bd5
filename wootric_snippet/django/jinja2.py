"""The tag for Django's Jinja2 backend: an extension to be named in its OPTIONS."""

from typing import Any

from jinja2 import Environment, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context
from markupsafe import Markup

from wootric_snippet.django.tag import shutdown, snippet


@pass_context
def wootric_snippet(context: Context, *misplaced: Any, **arguments: Any) -> Markup:
    """Return the snippet for the page that is being rendered; takes what the template tag takes."""
    return snippet(context.get("request"), *misplaced, **arguments)


@pass_context
def wootric_shutdown(context: Context, nonce: Any = None) -> Markup:
    """Return the script for the page after log-out."""
    return shutdown(context.get("request"), nonce)


class WootricExtension(Extension):
    """Adds the functions `wootric_snippet` and `wootric_shutdown` to every template."""

    def __init__(self, environment: Environment) -> None:
        """Add them."""
        super().__init__(environment)
        environment.globals.update(wootric_snippet=wootric_snippet, wootric_shutdown=wootric_shutdown)
