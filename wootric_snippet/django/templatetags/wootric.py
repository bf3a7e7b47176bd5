"""`{% load wootric %}`: the tags wootric_snippet and wootric_shutdown."""

from typing import Any

from django.http import HttpRequest
from django.template import Context, Library, Node, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString

from wootric_snippet.django.functions import shutdown, snippet
from wootric_snippet.integration.fragments import find_request
from wootric_snippet.integration.tag import ARGUMENTS, Unreadable

register = Library()


class SnippetNode(Node):
    """The tag in a template. What an argument raises is the kit's to report, and takes no page down."""

    def __init__(self, arguments: dict[str, FilterExpression]) -> None:
        self.arguments = arguments

    def render(self, context: Context) -> SafeString:
        arguments = {name: _resolve(expression, context) for name, expression in self.arguments.items()}
        return SafeString(snippet(_request(context), **arguments))


@register.tag("wootric_snippet")
def parse_snippet(parser: Parser, token: Token) -> SnippetNode:
    """Print the block: `{% wootric_snippet event="Order Completed" %}`."""
    tag, *bits = token.split_contents()
    arguments = token_kwargs(bits, parser)
    if bits or not arguments.keys() <= set(ARGUMENTS):
        raise TemplateSyntaxError(f"{tag} takes {', '.join(f'{name}=' for name in ARGUMENTS)}, and nothing else")
    return SnippetNode(arguments)


@register.simple_tag(takes_context=True)
def wootric_shutdown(context: Context, nonce: Any = None) -> SafeString:
    """Print the block for the page after sign-out."""
    return SafeString(shutdown(_request(context), nonce))


def _resolve(expression: FilterExpression, context: Context) -> Any:
    try:
        return expression.resolve(context)
    except Exception as error:
        return Unreadable(error)


def _request(context: Context) -> HttpRequest | None:
    # A RequestContext has it whether or not a context processor puts it among the variables, too. A component may have
    # a context of its own; then it is the page's around it.
    request: HttpRequest | None = find_request(getattr(context, "request", None), context.get("request"))
    return request
