"""What views and templates of a site call, in frameworks whose functions take the request."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from jinja2 import Environment, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from wootric_snippet.integration.accounts import account_user
from wootric_snippet.integration.endpoints import Response, respond
from wootric_snippet.integration.events import analytics, track
from wootric_snippet.integration.fragments import find_request
from wootric_snippet.integration.site_request import SiteRequest
from wootric_snippet.integration.tag import render_shutdown, render_snippet
from wootric_snippet.jinja2 import WootricExtension
from wootric_snippet.models import User
from wootric_snippet.segment import Analytics


class TemplateFunction(partial[Markup]):
    """A function for templates; it is called, too, where a template names it without parentheses."""

    def __html__(self) -> Markup:
        return self()

    __str__ = __html__


class ContextFunction:
    """The same in Jinja2, for a function of the request: that of the template, or of the page around it."""

    def __init__(self, function: Callable[..., Markup]) -> None:
        self._function = function

    @pass_context
    def __call__(self, context: Context, *args: Any, **kwargs: Any) -> Markup:
        return self._function(find_request(context.get("request")), *args, **kwargs)

    def __html__(self) -> Markup:
        return self._function(find_request())

    __str__ = __html__


class RequestFunctions:
    """The functions of a framework; `adapter` makes a `SiteRequest` of its request."""

    def __init__(self, adapter: Callable[[Any], SiteRequest]) -> None:
        self._adapter = adapter

    def snippet(self, request: Any, /, *positional: Any, **arguments: Any) -> Markup:
        """Return the script block of a request's page: `{{ wootric_snippet() }}` in a template.

        Args:
            request: The request of the page.
            positional: No other argument goes without its name.
            arguments: `event`, the name of an event as it is configured at InMoment; `user`, a `wootric_snippet.User`
                or an account of the framework's (`None` for no survey); `group`, a `wootric_snippet.Group`; `name`,
                `title` and `path` of the page; `nonce`, that of its Content-Security-Policy; `account` and `consent`.
        """
        return render_snippet(None if request is None else self._adapter(request), positional, arguments)

    def shutdown(self, request: Any, /, nonce: Any = None) -> Markup:
        """Return the script block for the page after sign-out: it clears the settings and stops a survey."""
        return render_shutdown(None if request is None else self._adapter(request), nonce)

    def track(self, request: Any, event: str, properties: Mapping[str, Any] | None = None) -> None:
        """Ask about an event on the next page of this visitor: `track(request, "Order Completed", {"total": 12})`.

        Args:
            request: The view's.
            event: The event's name as it is configured at InMoment.
            properties: What is added to the user's properties.
        """
        track(self._adapter(request), event, properties)

    def analytics(self, request: Any) -> Analytics:
        """Return Segment's calls of a request."""
        return analytics(self._adapter(request))

    def default_user(self, request: Any, **fields: Any) -> User | None:
        """Return the signed-in user with address, sign-up time, primary key and language; `None` for nobody.

        The site's function for `user` can start from it and give more fields, or others, by name, such as
        `properties={"plan": "pro"}`.
        """
        site_request = self._adapter(request)
        account = site_request.account()
        return None if account is None else account_user(site_request, account, **fields)

    def respond(self, request: Any, name: str, query: Mapping[str, str]) -> Response:
        """Return the response of the URL `name` below the mount path."""
        return respond(self._adapter(request), name, query)

    def add_to(self, environment: Environment) -> None:
        """Give Jinja2's templates the tags and functions `wootric_snippet` and `wootric_shutdown`."""
        environment.add_extension(WootricExtension)
        environment.globals["wootric_snippet"] = ContextFunction(self.snippet)
        environment.globals["wootric_shutdown"] = ContextFunction(self.shutdown)

    def template_functions(self, request: Any) -> dict[str, TemplateFunction]:
        """Return the functions for templates of any language that are rendered for a request, by name."""
        return {
            "wootric_snippet": TemplateFunction(self.snippet, request),
            "wootric_shutdown": TemplateFunction(self.shutdown, request),
        }
