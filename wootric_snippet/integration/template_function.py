"""The function that a template calls: `{{ wootric_snippet() }}` in Jinja2, and the same without parentheses."""

from collections.abc import Callable
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from wootric_snippet.integration.fragments import enclosing_request, find_request

Render = Callable[[Any, tuple[Any, ...], dict[str, Any]], Markup]
"""Takes the template's request, and the arguments without and with a name; returns what is printed."""


class TemplateFunction:
    """Calls `render` with the request of the template, or of the page around a template that has none."""

    def __init__(self, render: Render) -> None:
        """Take what makes the block."""
        self._render = render

    @pass_context
    def __call__(self, context: Context, *args: Any, **kwargs: Any) -> Markup:
        """Return the block: `{{ wootric_snippet(event="Order Completed") }}`."""
        return self._render(find_request(context.get("request")), args, kwargs)

    def __html__(self) -> Markup:
        """Return the block for a template that names the function and does not call it."""
        return self._render(enclosing_request(), (), {})

    def __str__(self) -> str:
        """Return the same where the template does not escape."""
        return self.__html__()


class RequestFunction:
    """The same for templates of any language, made for the request of one of them."""

    def __init__(self, render: Render, request: Any) -> None:
        """Take what makes the block, and the request."""
        self._render, self._request = render, request

    def __call__(self, *args: Any, **kwargs: Any) -> Markup:
        """Return the block: `${wootric_snippet(event="Order Completed")}`."""
        return self._render(self._request, args, kwargs)

    def __html__(self) -> Markup:
        """Return the block for a template that names the function and does not call it."""
        return self()

    def __str__(self) -> str:
        """Return the same where the template does not escape."""
        return self()
