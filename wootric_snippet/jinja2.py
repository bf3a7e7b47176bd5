"""Jinja2, in any framework: `install` once, and then `{% wootric_snippet %}` in a template.

The same is there as a function, for where a value is wanted: `{{ wootric_snippet(event="Order Completed") }}`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from inspect import iscoroutinefunction
from typing import Any, ClassVar, TypeVar

from jinja2 import Environment, nodes, pass_context
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from markupsafe import Markup

from wootric_snippet.conform import conform, ensure_instance, not_known
from wootric_snippet.errors import InvalidSetting
from wootric_snippet.faults import REFUSE, OnError
from wootric_snippet.group import Group
from wootric_snippet.page import Page
from wootric_snippet.renderer import SnippetRenderer
from wootric_snippet.segment import Analytics
from wootric_snippet.tag import ARGUMENTS, print_snippet
from wootric_snippet.user import User

Found = TypeVar("Found")
Find = Callable[[Context], Found | None]
"""Takes the context of the template that is being rendered, such as `context["request"]`; returns what it found."""

_FIND: Any = object()  # an argument that was not given: None is an answer, "no user"
_ARGUMENTS = {
    "wootric_snippet": ARGUMENTS,
    "wootric_shutdown": ("nonce",),
}


class WootricExtension(Extension):
    """The tags `{% wootric_snippet %}` and `{% wootric_shutdown %}`, each a call of the function of the same name.

    Their arguments are `name=value`, with or without commas between them. `install` adds the extension; where an
    integration has the functions already, as Flask's does, it can be added by itself.
    """

    tags: ClassVar[set[str]] = set(_ARGUMENTS)  # type: ignore[misc]  # a class variable of Jinja2's in all but name

    def parse(self, parser: Parser) -> nodes.Node:
        """Turn the tag into a call whose result is printed as it stands."""
        tag = next(parser.stream)
        keywords: list[nodes.Keyword] = []
        while parser.stream.current.type != "block_end":
            name = parser.stream.expect("name")
            _allow(parser, tag.value, name.value, [keyword.key for keyword in keywords], name.lineno)
            parser.stream.expect("assign")
            keywords.append(nodes.Keyword(name.value, parser.parse_expression(), lineno=name.lineno))
            parser.stream.skip_if("comma")
        function = nodes.Name(tag.value, "load", lineno=tag.lineno)
        call = nodes.Call(function, [], keywords, None, None, lineno=tag.lineno)
        return nodes.Output([call], lineno=tag.lineno)


def _allow(parser: Parser, tag: str, name: str, before: list[str], line: int) -> None:
    names = _ARGUMENTS[tag]
    if name in before:
        parser.fail(f"{tag}: {name} is given twice", line)
    if name not in names:
        error = not_known(name, names)
        parser.fail(f"{tag}: {error.field} {error.problem}; accepted: {error.accepted}", line)


def _nothing(_context: Context) -> None:
    return None


def _never(_context: Context) -> bool:
    return False


def _always(on_error: OnError, _context: Context) -> OnError:
    return on_error


def install(
    environment: Environment,
    renderer: SnippetRenderer,
    *,
    user: Find[User],
    page: Find[Page] = _nothing,
    nonce: Find[str] = _nothing,
    group: Find[Group] = _nothing,
    analytics: Find[Analytics] = _nothing,
    on_error: OnError | Callable[[Context], OnError] = "log",
    on_personal: Callable[[Context], None] = _nothing,
    refuses: Callable[[Context], bool] = _never,
) -> None:
    """Give an environment's templates the tags and functions `wootric_snippet` and `wootric_shutdown`.

    The functions are called anew for each snippet, with the template's context; `nonce` only where a script is printed.
    They are plain functions in an async environment too: what has to be awaited is awaited before the template is
    rendered. `analytics` returns the request's `wootric_snippet.segment.Analytics`. `on_error`, or what it returns, is
    `"raise"` for development and `"log"` for production. `on_personal` is called when a snippet with a user was
    printed: the response must then say `Cache-Control: private`. `refuses` tells of a visitor who wants no survey,
    whatever the template says; it is not asked for a page that is everybody's.
    Raises `InvalidSetting` for an async function.
    """
    finders = {"user": user, "page": page, "nonce": nonce, "group": group, "analytics": analytics}
    for name, find in {**finders, "on_error": on_error, "on_personal": on_personal, "refuses": refuses}.items():
        if iscoroutinefunction(find):
            raise InvalidSetting(name, "is an async function", "a plain function, given what was awaited before")
    decide = on_error if callable(on_error) else partial(_always, conform(OnError, "on_error", on_error))
    functions = _Functions(renderer, user, page, nonce, group, analytics, decide, on_personal, refuses)
    environment.add_extension(WootricExtension)
    environment.globals.update(wootric_snippet=functions.snippet, wootric_shutdown=functions.shutdown)


@dataclass(frozen=True)
class _Functions:
    renderer: SnippetRenderer
    user: Find[User]
    page: Find[Page]
    nonce: Find[str]
    group: Find[Group]
    analytics: Find[Analytics]
    on_error: Callable[[Context], OnError]
    on_personal: Callable[[Context], None]
    refuses: Callable[[Context], bool]

    @pass_context
    def snippet(
        self,
        context: Context,
        *misplaced: Any,
        event: str | None = None,
        user: User | None = _FIND,
        name: str | None = None,
        title: str | None = None,
        nonce: str | None = None,
        group: Group | None = _FIND,
        **mistyped: Any,
    ) -> Markup:
        """Return the snippet; what the template gives goes before what the site's functions find."""
        on_error = self.on_error(context)
        try:
            if self.renderer.embeds_user and self.refuses(context):
                return Markup("")
        except Exception as error:  # then nobody knows that they do not
            REFUSE[on_error]("refuses", error)
            return Markup("")

        def page_with_names() -> Page:
            found = ensure_instance(Page, "page", self.page(context))
            given = {field: text for field, text in (("name", name), ("title", title)) if text is not None}
            make = Page if on_error == "raise" else Page.lenient
            return make(**(({} if found is None else found.known()) | given))

        printed = print_snippet(
            self.renderer,
            on_error,
            user=lambda: self.user(context) if user is _FIND else user,
            page=page_with_names,
            nonce=lambda: nonce,
            find_nonce=lambda: self.nonce(context),
            event=lambda: event,
            group=lambda: self.group(context) if group is _FIND else group,
            analytics=lambda: self.analytics(context),
            user_is_given=user is not _FIND,
            misplaced=misplaced,
            mistyped=mistyped,
        )
        if printed.personal:
            try:
                self.on_personal(context)
            except Exception as error:  # then nothing keeps the page out of shared caches
                REFUSE[on_error]("on_personal", error)
                return Markup("")
        return printed.html

    @pass_context
    def shutdown(self, context: Context, *, nonce: str | None = None) -> Markup:
        """Return the snippet for the page after a sign-out, which stops a survey."""
        try:
            return self.renderer.shutdown(nonce=lambda: self.nonce(context) if nonce is None else nonce)
        except Exception as error:  # of the nonce
            REFUSE[self.on_error(context)]("shutdown", error)
            return Markup("")
