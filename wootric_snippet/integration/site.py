"""One site: its configuration, and what is derived from it once."""

from collections.abc import Mapping
from functools import lru_cache

from wootric_snippet.integration.configuration import Configuration
from wootric_snippet.integration.options import Function
from wootric_snippet.renderer import SnippetRenderer


class Site:
    """What all requests of a site have in common; `functions` are registered elsewhere, such as a user loader."""

    def __init__(self, configuration: Configuration, functions: Mapping[str, Function] | None = None) -> None:
        self.configuration = configuration
        self._registered = {} if functions is None else functions
        self._configured = vars(configuration)
        # A site has few accounts, and is mounted in few places.
        self.renderer = lru_cache(maxsize=64)(configuration.renderer)
        accounts = configuration.accounts
        self.first_account = next(iter(accounts), None)
        """The name of the default account, or of the first one: for what is the same for all."""
        self.default_renderer = self.renderer(self.first_account, "") if accounts else SnippetRenderer("NPS-0")
        """For what is not about a page; a placeholder where the site has no account."""
        self.includes_anonymous = any(options.get("include_anonymous") for options in accounts.values())
        self.sign_in_checked = False
        self.logged: dict[str, float] = {}
        """When each line was logged last."""

    def function(self, name: str) -> Function | None:
        """Return the site's own function for an option, if it has one."""
        return self._registered.get(name) or self._configured[name]
