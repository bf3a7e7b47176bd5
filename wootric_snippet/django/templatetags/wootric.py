"""`{% load wootric %}`: the tags wootric_snippet and wootric_shutdown."""

from typing import Any

from django.http import HttpRequest
from django.template import Context, Library, Node, TemplateSyntaxError, VariableDoesNotExist
from django.template.base import FilterExpression, Parser, Token, token_kwargs
from django.utils.safestring import SafeString

from wootric_snippet.django.functions import shutdown, snippet
from wootric_snippet.errors import InvalidSetting
from wootric_snippet.integration.fragments import find_request
from wootric_snippet.integration.tag import ARGUMENTS, Unreadable
from wootric_snippet.validators.types import unknown_key_error

register = Library()


class SnippetNode(Node):
    """The tag in a template. What an argument raises is the kit's to report, and takes no page down."""

    def __init__(self, arguments: dict[str, FilterExpression]) -> None:
        self.arguments = arguments

    def render(self, context: Context) -> SafeString:
        arguments = {name: _resolve(name, expression, context) for name, expression in self.arguments.items()}
        return SafeString(snippet(_request(context), **arguments))


@register.tag("wootric_snippet")
def parse_snippet(parser: Parser, token: Token) -> SnippetNode:
    """Print the block: `{% wootric_snippet event="Order Completed" %}`."""
    tag, *bits = token.split_contents()
    names = [bit.partition("=")[0] for bit in bits]
    arguments = token_kwargs(bits, parser)
    if bits:
        raise TemplateSyntaxError(f"{tag}: every argument needs its name, such as event={bits[0]}")
    for name in arguments:
        if name not in ARGUMENTS:
            raise TemplateSyntaxError(f"{tag}: {unknown_key_error(name, ARGUMENTS)}")
        if names.count(name) > 1:
            raise TemplateSyntaxError(f"{tag}: {name} is given twice")
    return SnippetNode(arguments)


@register.simple_tag(takes_context=True)
def wootric_shutdown(context: Context, nonce: Any = None) -> SafeString:
    """Print the block for the page after sign-out."""
    return SafeString(shutdown(_request(context), nonce))


def _resolve(name: str, expression: FilterExpression, context: Context) -> Any:
    # A text may be missing, and is empty then, as everywhere in Django; in place of an object that would be a riddle.
    is_required = name in ("user", "group", "consent") and expression.is_var and not expression.filters
    try:
        return (expression.var if is_required else expression).resolve(context)
    except VariableDoesNotExist:
        problem = "is a variable that the template does not have"
        return Unreadable(InvalidSetting(name, problem, "a variable of the view's context, or None"))
    except Exception as error:
        return Unreadable(error)


def _request(context: Context) -> HttpRequest | None:
    # A RequestContext has it whether or not a context processor puts it among the variables, too. A component may have
    # a context of its own; then it is the page's around it.
    request: HttpRequest | None = find_request(getattr(context, "request", None), context.get("request"))
    return request
