"""What the kit asks of a request: each framework's adapter answers these, and nothing else."""

import re
from collections.abc import Callable, Collection, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from wootric_snippet.integration.site import Site
from wootric_snippet.models import Page
from wootric_snippet.segment import Analytics

# `{key}`, `{year:[0-9]{4}}`, `<key>`, `<int:key>`, and `*rest` at the end.
_ARGUMENT = re.compile(r"\{([^:{}]+)(?::(?:[^{}]|\{[^{}]*\})*)?\}|<(?:[^:<>]*:)?([^:<>]+)>|\*(\w+)$")
_STATE = "wootric_snippet.state"


class RequestedPage(NamedTuple):
    """The page that is being rendered, as the framework names it."""

    path: str
    """The path with the mount prefix, readable."""
    query: str
    """The query string, without its question mark."""
    name: str | None
    """The route's name."""
    route: str | None = None
    """The route's pattern where it has arguments, such as `/orders/<key>/`, with the mount prefix."""


def hide_arguments(path: str, arguments: Mapping[str, Any]) -> str | None:
    """Return a path with its arguments as `<name>`, `None` without any: for a framework that tells no route.

    An argument is found where its value stands between slashes. Where it does not, such as a number that a converter
    has changed, or where other parts of the path look the same, no part of the path is safe to show.
    """
    values = [str(value) for value in arguments.values()]
    shown, rest = "", path
    for name, value in zip(arguments, values, strict=True):
        if value:
            between_slashes = rf"(?<=/){re.escape(value)}(?=/|\Z)"
            found = re.search(between_slashes, rest)
            if found is None or len(re.findall(between_slashes, path)) != values.count(value):
                return f"/<{'>/<'.join(arguments)}>"
            shown, rest = f"{shown}{rest[: found.start()]}<{name}>", rest[found.end() :]
    return shown + rest if arguments else None


class Event(NamedTuple):
    """An event of a view: a hash of whose it is (`None` for an anonymous visitor's), its name and its properties."""

    owner: str | None
    name: str
    properties: Mapping[str, Any]
    replaces_properties: bool = False
    """Whether the properties replace the user's, as Segment's do, or are added to them."""


@dataclass(slots=True)
class State:
    """What the kit keeps for one request: what was printed and tracked in it, and what became of its response."""

    guarded: bool = False
    """Whether the middleware will see the response."""
    ended: bool = False
    """Whether the request has left the middleware: what is printed now is a page for an error."""
    private: bool = False
    """Whether the response is this visitor's alone."""
    sent: bool = False
    """Whether the headers are on their way, and let a shared cache store the page."""
    printed: set[str] = field(default_factory=set)
    """The ids of the blocks with a user that were printed."""
    tracked: list[Event] = field(default_factory=list)
    """The events that were tracked in this request and are in the session."""
    unstored: list[Event] = field(default_factory=list)
    """The events that no session could store."""
    analytics: Analytics | None = None
    prefix: str = ""
    """Where the site is mounted, as its middleware sees it."""
    language: str | None = None
    """The language of the page whose settings are fetched."""


class SiteRequest:
    """One request of a site. An adapter gives the values, and overrides the methods of what its framework knows."""

    has_accounts = True
    """Whether the site has a way to sign in that the adapter knows."""
    middleware = ""
    """How a site adds what guards its responses, for an error's message."""

    def __init__(
        self, site: Site, native: Any, *, state: MutableMapping[str, Any], prefix: str, debug: bool = False
    ) -> None:
        """Take a request of the framework's.

        Args:
            site: The site.
            native: The framework's own.
            state: Where the framework keeps things for this request, however often the request is wrapped.
            prefix: The path below which the site is mounted; empty at the root.
            debug: What the property `debug` returns, unless the adapter overrides it.
        """
        self.site = site
        self.native = native
        if _STATE not in state:
            state[_STATE] = State()
        self.state: State = state[_STATE]
        self.prefix = prefix
        self._debug = debug

    @property
    def debug(self) -> bool:
        """Whether debug mode is on, or the site runs its own tests."""
        return self._debug

    @property
    def method(self) -> str:
        """The request's method."""
        return getattr(self.native, "method", None) or "GET"

    def header(self, name: str) -> str | None:
        """Return a header of the request."""
        value: str | None = self.native.headers.get(name)
        return value

    def origin(self) -> str:
        """Return the site's own origin, by default the request's `host_url`.

        Raises `ValueError` for a Host that cannot be one.
        """
        origin = str(getattr(self.native, "host_url", "")).rstrip("/")
        if origin.endswith(":"):  # so Werkzeug has it
            raise ValueError("the Host header is wrong")
        return origin

    def page(self) -> RequestedPage | Page:
        """Return the page that is being rendered."""
        raise NotImplementedError

    def route(self, pattern: str, arguments: Collection[Any]) -> str | None:
        """Return a route with each of its arguments as `<name>`: `/orders/{key:int}` is `/orders/<key>`.

        `None` for a route without any, and for one that is all argument, such as a CMS has for its whole tree of
        pages: it says nothing about the page.
        """
        shown = "/" + _ARGUMENT.sub(r"<\1\2\3>", pattern.lstrip("/"))
        is_tree = re.fullmatch("/+<[^<>]*>/*", shown) and any("/" in str(value) for value in arguments)
        return self.prefix + shown if arguments and not is_tree else None

    def account(self) -> Any:
        """Return the account that is signed in; `None` where nobody is, and where the site has no sign-in."""
        return None

    def nonce(self) -> Any:
        """Return the nonce of the page's Content-Security-Policy; by default the request's `csp_nonce`."""
        return getattr(self.native, "csp_nonce", None)

    def language(self) -> str | None:
        """Return the locale that the page is in, where the framework knows it."""
        return None

    def session(self, *, create: bool) -> MutableMapping[str, Any] | None:  # noqa: ARG002 - for adapters
        """Return the visitor's session; `None` if there is none and `create` is off or not possible."""
        return None

    def localize(self, moment: Any) -> Any:
        """Return a sign-up time with the time zone that it is in."""
        return moment

    def no_survey_reason(self) -> str | None:
        """Return a key of `visitor.REASONS` where this request is for no survey, such as an editor's preview."""
        return None

    def mark_private(self) -> None:
        """Say on the response, now, that it is private, where the framework lets a template do so."""

    def call(self, function: Callable[..., Any]) -> Any:
        """Call one of the site's functions: with the request, unless the framework has a current one."""
        return function(self.native)
