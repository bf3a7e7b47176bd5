"""The tag for Django's Jinja2 backend: an extension to be named in its OPTIONS."""

from jinja2 import Environment

from wootric_snippet import jinja2
from wootric_snippet.django.functions import render, shutdown
from wootric_snippet.integration.template_function import TemplateFunction


class WootricExtension(jinja2.WootricExtension):
    """Adds `wootric_snippet` and `wootric_shutdown` to every template, as tags and as functions."""

    def __init__(self, environment: Environment) -> None:
        """Add them."""
        super().__init__(environment)
        environment.globals.update(
            wootric_snippet=TemplateFunction(lambda request, args, kwargs: render(request, kwargs, args)),
            wootric_shutdown=TemplateFunction(lambda request, _args, kwargs: shutdown(request, **kwargs)),
        )
