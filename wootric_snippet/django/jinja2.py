"""The tag for Django's Jinja2 backend: an extension to be named in its OPTIONS."""

from jinja2 import Environment

from wootric_snippet import jinja2
from wootric_snippet.django.functions import shutdown, snippet
from wootric_snippet.integration.functions import ContextFunction


class WootricExtension(jinja2.WootricExtension):
    """Adds `wootric_snippet` and `wootric_shutdown` to every template, as tags and as functions."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals["wootric_snippet"] = ContextFunction(snippet)
        environment.globals["wootric_shutdown"] = ContextFunction(shutdown)
