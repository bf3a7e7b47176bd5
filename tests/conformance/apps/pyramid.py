"""Pyramid, with its sessions, a security policy and pyramid_jinja2."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from pyramid.config import Configurator
from pyramid.httpexceptions import HTTPNotFound
from pyramid.response import Response
from pyramid.session import SignedCookieSessionFactory

from tests.conformance.site import Account, Reply, Site, View, Visit, run
from wootric_snippet.pyramid import track
from wootric_snippet.segment import Analytics

ASGI = False
LANGUAGE = None
MARKS = ()


class _Policy:
    def identity(self, request: Any) -> Account | None:
        key = request.session.get("account")
        return None if key is None else Account(key)

    def authenticated_userid(self, request: Any) -> int | None:
        identity = request.identity
        return None if identity is None else identity.id


class _Visit(Visit):
    async def render(self, source: str) -> str:
        environment = self.request.registry["templates"]()
        page: str = environment.from_string(source).render(request=self.request, **self.site.context)
        return page

    def track(self, event: str, properties: Mapping[str, Any] | None = None) -> None:
        track(self.request, event, properties)

    @property
    def analytics(self) -> Analytics:
        analytics: Analytics = self.request.analytics
        return analytics

    def set_nonce(self, nonce: str) -> None:
        self.request.csp_nonce = nonce

    def sign_in(self, account: Account) -> None:
        self.request.session["account"] = account.id

    def sign_out(self) -> None:
        del self.request.session["account"]

    def not_found(self) -> NoReturn:
        raise HTTPNotFound


def make_app(site: Site) -> Any:
    """Return the application."""
    settings = {f"wootric.{name}": value for name, value in site.options.items()}
    config = Configurator(settings={"pyramid.debug_templates": site.debug, **settings})
    config.set_session_factory(SignedCookieSessionFactory("a test's"))
    config.set_security_policy(_Policy())
    config.include("pyramid_jinja2")
    config.include("wootric_snippet.pyramid")
    config.registry["templates"] = config.get_jinja2_environment

    def endpoint(view: View) -> Callable[[Any], Response]:
        return lambda request: _response(run(view(_Visit(site, request, request.matchdict))))

    for name, path, view in site.routes():
        config.add_route(name, path)
        config.add_view(endpoint(view), route_name=name)
    return config.make_wsgi_app()


def _response(reply: Reply) -> Response:
    response = Response(status=reply.status, content_type="text/html", charset="utf-8")
    if (parts := reply.parts) is not None:
        response.app_iter = (run(part).encode() for part in parts)
    else:
        response.body = reply.body.encode() if isinstance(reply.body, str) else reply.body
    response.headers.update(reply.headers)
    return response
