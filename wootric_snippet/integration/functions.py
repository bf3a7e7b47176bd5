"""What views and templates of a site call, in frameworks whose functions take the request."""

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from wootric_snippet.integration.configuration import Configuration
from wootric_snippet.integration.endpoints import Response, respond
from wootric_snippet.integration.site import Site
from wootric_snippet.integration.site_request import SiteRequest
from wootric_snippet.integration.tag import render_shutdown, render_snippet
from wootric_snippet.integration.template_function import Render, RequestFunction, TemplateFunction
from wootric_snippet.integration.tracking import analytics, track
from wootric_snippet.integration.visitor import account_user
from wootric_snippet.jinja2 import WootricExtension
from wootric_snippet.models import User
from wootric_snippet.segment import Analytics


class RequestFunctions:
    """The functions of one site."""

    def __init__(self, configuration: Configuration, adapter: Callable[[Any], SiteRequest]) -> None:
        """Take the site's configuration, and what makes a `SiteRequest` of the framework's request."""
        self.site = Site(configuration)
        self.adapter = adapter

    def snippet(self, request: Any, **arguments: Any) -> Markup:
        """Return the script block of a request's page, for where a value is wanted."""
        return self._snippet(request, (), arguments)

    def shutdown(self, request: Any, *, nonce: str | None = None) -> Markup:
        """Return the script block for the page after log-out."""
        return render_shutdown(self.site, None if request is None else self.adapter(request), nonce)

    def track(self, request: Any, event: str, properties: Mapping[str, Any] | None = None) -> None:
        """Ask about an event on the next page of this visitor: `wootric.track(request, "Order Completed")`."""
        track(self.site, self.adapter(request), event, properties)

    def analytics(self, request: Any) -> Analytics:
        """Return Segment's calls of a request."""
        return analytics(self.site, self.adapter(request))

    def account_user(self, request: Any, **fields: Any) -> User | None:
        """Return the `User` of who is signed in, with more fields by name; `None` for nobody."""
        site_request = self.adapter(request)
        account = site_request.account()
        return None if account is None else account_user(self.site, site_request, account, **fields)

    def respond(self, request: Any, name: str, query: Mapping[str, str]) -> Response:
        """Return the response of the URL `name` below the mount path."""
        return respond(self.site, self.adapter(request), name, query)

    def add_to(self, environment: Environment) -> None:
        """Give Jinja2's templates the tags and functions `wootric_snippet` and `wootric_shutdown`."""
        environment.add_extension(WootricExtension)
        environment.globals |= {name: TemplateFunction(render) for name, render in self._renderers().items()}

    def template_functions(self, request: Any) -> dict[str, RequestFunction]:
        """Return the functions for templates of any language that are rendered for a request, by name."""
        return {name: RequestFunction(render, request) for name, render in self._renderers().items()}

    def _renderers(self) -> dict[str, Render]:
        return {
            "wootric_snippet": self._snippet,
            "wootric_shutdown": lambda request, _args, kwargs: self.shutdown(request, **kwargs),
        }

    def _snippet(self, request: Any, misplaced: tuple[Any, ...], arguments: Mapping[str, Any]) -> Markup:
        return render_snippet(self.site, None if request is None else self.adapter(request), arguments, misplaced)
