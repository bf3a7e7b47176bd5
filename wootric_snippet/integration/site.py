"""One site: its configuration, and what that comes to for a request."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.integration.configuration import Configuration, Function
from wootric_snippet.integration.reporting import Reporter, call
from wootric_snippet.integration.site_request import SiteRequest
from wootric_snippet.renderer import SnippetRenderer


class Site:
    """What all requests of a site have in common."""

    def __init__(self, configuration: Configuration, functions: Mapping[str, Function] | None = None) -> None:
        """Take the configuration, and the functions that the site registers elsewhere, such as a user loader."""
        self.configuration = configuration
        self.reporter = Reporter(configuration.on_error)
        self._functions = {} if functions is None else functions
        # A site has few accounts, and is mounted in few places.
        self._renderer = lru_cache(maxsize=64)(configuration.renderer)
        accounts = configuration.accounts
        self.default_renderer = (
            configuration.renderer(next(iter(accounts)), "", consent=False, mock=False)
            if accounts
            else SnippetRenderer("NPS-0")
        )
        """For what is not about a page; a placeholder where the site has no account."""

    def function(self, name: str) -> Function | None:
        """Return the site's own function for an option, if it has one."""
        function: Function | None = self._functions.get(name) or getattr(self.configuration, name)
        return function

    def ask(self, request: SiteRequest, name: str) -> Any:
        """Return what the site's own function for an option returns; `None` without one."""
        function = self.function(name)
        return None if function is None else call(request, function)

    def uses_mock_sdk(self, request: SiteRequest) -> bool:
        """Tell whether the mock SDK plays InMoment's script in this request's page."""
        chosen = self.configuration.mock_sdk
        return chosen == "always" or (bool(chosen) and request.debug)

    def renderer(self, request: SiteRequest, account: str | None = None, *, consent: Any = None) -> SnippetRenderer:
        """Return the renderer of an account, by default the one that the site's function names.

        `consent` is what the template says of the visitor's; by default the site's function says it.
        """
        mock = self.uses_mock_sdk(request)
        if self.configuration.mock_sdk is True and not mock:
            problem = "is on where the site neither debugs nor tests: InMoment would get nothing"
            raise InvalidSetting("mock_sdk", problem, 'False; "debug" for development alone; "always" for a demo')
        agreed = (self.ask(request, "consent") if consent is None else consent) is True
        chosen = account or self.ask(request, "account") or None
        return self._renderer(chosen, request.prefix, consent=agreed, mock=mock)

    @property
    def includes_anonymous(self) -> bool:
        """Whether some account asks visitors who are not signed in."""
        return any(options.get("include_anonymous") for options in self.configuration.accounts.values())

    def validated(self, request: SiteRequest, model: type[Any], fields: Mapping[str, Any]) -> Any:
        """Return a model of these fields; a wrong one is raised or logged, and left out."""
        made, errors = model.validate(**fields)
        for error in errors:
            self.reporter.report(request, error.field, error)
        return made
