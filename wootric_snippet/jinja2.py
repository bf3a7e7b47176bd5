"""Jinja2 without a framework: `install` gives the templates of an environment `wootric_snippet` and `wootric_shutdown`.

They are tags, `{% wootric_snippet event="Order Completed" %}`, and functions, `{{ wootric_snippet() }}`.
"""

from collections.abc import Callable
from typing import Any, ClassVar

from jinja2 import Environment, nodes, pass_context
from jinja2.ext import Extension
from jinja2.parser import Parser
from jinja2.runtime import Context
from markupsafe import Markup

from wootric_snippet.delivery import validate_urls
from wootric_snippet.errors import InvalidSetting
from wootric_snippet.integration.cache_guard import guard
from wootric_snippet.integration.configuration import Spelling, load_configuration
from wootric_snippet.integration.options import read_function
from wootric_snippet.integration.site import Site
from wootric_snippet.integration.site_request import SiteRequest
from wootric_snippet.integration.tag import ARGUMENTS, render_shutdown, render_snippet
from wootric_snippet.models import Page
from wootric_snippet.validators.types import unknown_key_error

Find = Callable[[Context], Any]
"""Takes the context of the template that is being rendered, such as `context["request"]`; returns what it found."""

# Nothing here serves a URL, or knows a debug mode.
_OPTIONS_OF_FRAMEWORKS = ("mount_path", "mock_sdk", "mobile_client_id")
_ARGUMENTS = {"wootric_snippet": ARGUMENTS, "wootric_shutdown": ("nonce",)}


class WootricExtension(Extension):
    """The tags `{% wootric_snippet %}` and `{% wootric_shutdown %}`, each a call of the function of the same name.

    Their arguments are `name=value`, with or without commas between them.
    """

    tags: ClassVar[set[str]] = set(_ARGUMENTS)  # type: ignore[misc]  # a class variable of Jinja2's in all but name

    def parse(self, parser: Parser) -> nodes.Node:
        """Turn the tag into a call whose result is printed as it stands."""
        tag = next(parser.stream)
        keywords: list[nodes.Keyword] = []
        while parser.stream.current.type != "block_end":
            name = parser.stream.expect("name")
            if name.value in [keyword.key for keyword in keywords]:
                parser.fail(f"{tag.value}: {name.value} is given twice", name.lineno)
            if name.value not in _ARGUMENTS[tag.value]:
                error = unknown_key_error(name.value, _ARGUMENTS[tag.value])
                parser.fail(f"{tag.value}: {error}", name.lineno)
            parser.stream.expect("assign")
            keywords.append(nodes.Keyword(name.value, parser.parse_expression(), lineno=name.lineno))
            parser.stream.skip_if("comma")
        function = nodes.Name(tag.value, "load", lineno=tag.lineno)
        call = nodes.Call(function, [], keywords, None, None, lineno=tag.lineno)
        return nodes.Output([call], lineno=tag.lineno)


class _TemplateRequest(SiteRequest):
    """What the site's functions find in a template's context."""

    def __init__(self, site: Site, context: Context, page: Find | None, on_private: Find | None) -> None:
        super().__init__(site, context, state={}, prefix="", debug=False)
        self._page, self._on_private = page, on_private
        guard(self)

    def header(self, name: str) -> str | None:  # noqa: ARG002
        return None

    def page(self) -> Page:
        found = None if self._page is None else self._page(self.native)
        return Page() if found is None else found

    def mark_private(self) -> None:
        if self._on_private is not None:
            self._on_private(self.native)


def install(
    environment: Environment, *, page: Find | None = None, on_private: Find | None = None, **options: Any
) -> None:
    """Give an environment's templates the tags and functions `wootric_snippet` and `wootric_shutdown`.

    Args:
        environment: The site's own.
        page: A function that returns the `Page`.
        on_private: A function that is called when a block with a user is printed: the response must then say
            `Cache-Control: private`.
        options: Those of docs/configuration.md, such as `account_token` and `user`. Each of the site's functions takes
            the template's context. `on_error` is "raise" in development, and "log" by default.

    Raises:
        WootricSnippetError: The first option that is wrong.
    """
    for name, function in {"page": page, "on_private": on_private}.items():
        if function is not None:
            read_function(name, function)
    for name in _OPTIONS_OF_FRAMEWORKS:
        if options.get(name):
            raise InvalidSetting(name, "has no effect without a framework", f"no {name}")
    configuration = load_configuration(options, Spelling())
    for account in configuration.accounts.values():
        urls = {name: account.get(name) for name in ("loader_url", "settings_url")}
        validate_urls(account.get("delivery", "inline"), urls)
    site = Site(configuration)

    @pass_context
    def wootric_snippet(context: Context, *positional: Any, **arguments: Any) -> Markup:
        return render_snippet(_TemplateRequest(site, context, page, on_private), positional, arguments)

    @pass_context
    def wootric_shutdown(context: Context, *, nonce: str | None = None) -> Markup:
        return render_shutdown(_TemplateRequest(site, context, page, on_private), nonce)

    environment.add_extension(WootricExtension)
    environment.globals.update(wootric_snippet=wootric_snippet, wootric_shutdown=wootric_shutdown)
