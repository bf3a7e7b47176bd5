"""`{% load wootric %}`: the tags wootric_snippet and wootric_shutdown."""

from functools import partial
from typing import Any

from django.http import HttpRequest
from django.template import Context, Library, Node, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString

from wootric_snippet.django.tag import lazy_snippet, shutdown
from wootric_snippet.tag import ARGUMENTS

register = Library()


class SnippetNode(Node):
    """The tag in a template. Its arguments are resolved where nothing that they raise takes the page down."""

    def __init__(self, arguments: dict[str, FilterExpression]) -> None:
        """Keep the arguments as they are written."""
        self.arguments = arguments

    def render(self, context: Context) -> SafeString:
        """Print the snippet of the page."""
        arguments = {name: partial(expression.resolve, context) for name, expression in self.arguments.items()}
        return SafeString(lazy_snippet(_request(context), arguments))


@register.tag("wootric_snippet")
def parse_snippet(parser: Parser, token: Token) -> SnippetNode:
    """Print the snippet: `{% wootric_snippet event="Order Completed" %}`."""
    tag, *bits = token.split_contents()
    arguments = token_kwargs(bits, parser)
    if bits or not arguments.keys() <= set(ARGUMENTS):
        raise TemplateSyntaxError(f"{tag} takes {', '.join(f'{name}=' for name in ARGUMENTS)}, and nothing else")
    return SnippetNode(arguments)


@register.simple_tag(takes_context=True)
def wootric_shutdown(context: Context, nonce: Any = None) -> SafeString:
    """Print the script for the page after log-out."""
    return SafeString(shutdown(_request(context), nonce))


def _request(context: Context) -> HttpRequest | None:
    # A RequestContext has it whether or not a context processor puts it among the variables, too.
    request: HttpRequest | None = getattr(context, "request", None) or context.get("request")
    return request
