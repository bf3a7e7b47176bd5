"""The kit without a framework: a request that is an object of the tests' own."""

from collections.abc import Mapping, MutableMapping
from typing import Any

from wootric_snippet import Page, User
from wootric_snippet.integration.cache_guard import guard
from wootric_snippet.integration.configuration import Spelling, load_configuration
from wootric_snippet.integration.site import Site
from wootric_snippet.integration.site_request import SiteRequest
from wootric_snippet.integration.tag import render_snippet

AMELIA = User(email="amelia@example.com", external_id="1", properties={"plan": "pro"})


class PlainRequest(SiteRequest):
    """A request of a page, with the session that it is given."""

    def __init__(self, site: Site, session: MutableMapping[str, Any] | None = None, *, debug: bool = False) -> None:
        """Make it, and see to its response."""
        super().__init__(site, None, state={}, prefix="", debug=debug)
        self._session = session
        guard(self)

    def header(self, name: str) -> None:
        """Return no header."""

    def page(self) -> Page:
        """Return the page."""
        return Page(path="/pricing", name="pricing")

    def session(self, *, create: bool) -> MutableMapping[str, Any] | None:  # noqa: ARG002
        """Return the session."""
        return self._session


def make_site(**options: Any) -> Site:
    """Return a site whose user is Amelia unless the options say otherwise."""
    return Site(load_configuration({"account_token": "NPS-1", "user": lambda _: AMELIA, **options}, Spelling()))


def printed(request: SiteRequest, arguments: Mapping[str, Any] | None = None) -> str:
    """Return what the tag prints."""
    return str(render_snippet(request, (), arguments or {}))
