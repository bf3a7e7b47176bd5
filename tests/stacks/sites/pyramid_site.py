"""Pyramid with its sessions, its cookie for sign-in and pyramid_jinja2, and a policy with a nonce."""

import sys
from secrets import token_urlsafe
from typing import Any
from wsgiref.simple_server import make_server

from jinja2 import DictLoader
from pyramid.authentication import AuthTktCookieHelper
from pyramid.config import Configurator
from pyramid.events import NewResponse
from pyramid.httpexceptions import HTTPSeeOther
from pyramid.response import Response
from pyramid.session import SignedCookieSessionFactory

from tests.stacks.project import NAMES, SIGN_UP
from wootric_snippet import User
from wootric_snippet.pyramid import track

PAGES = {
    "page.jinja2": "<!doctype html><title>Shop</title><p>Welcome</p>{{ wootric_snippet() }}",
    "signed_out.jinja2": "<title>Bye</title>{{ wootric_shutdown() }}{{ wootric_snippet() }}",
}


class Policy:
    """Who is signed in, by a signed cookie."""

    helper = AuthTktCookieHelper("for tests alone", hashalg="sha512")

    def identity(self, request: Any) -> Any:
        """Return what the cookie holds."""
        return self.helper.identify(request)

    def authenticated_userid(self, request: Any) -> Any:
        """Return the name."""
        identity = request.identity
        return None if identity is None else identity["userid"]

    def remember(self, request: Any, userid: Any, **options: Any) -> Any:
        """Return the headers that sign somebody in."""
        return self.helper.remember(request, userid, **options)

    def forget(self, request: Any, **options: Any) -> Any:
        """Return the headers that sign somebody out."""
        return self.helper.forget(request, **options)


def survey_user(request: Any) -> User:
    """Return who is signed in."""
    name = request.authenticated_userid
    if name is None:
        return User()
    return User(f"{name}@initech.example", SIGN_UP, "EN", NAMES.index(name) + 1)


def nonce(_request: Any) -> str:
    """Make the nonce of the policy, once a request."""
    return token_urlsafe(16)


def set_policy(event: NewResponse) -> None:
    """Put the policy on the response."""
    event.response.headers["Content-Security-Policy"] = f"script-src 'nonce-{event.request.csp_nonce}'"


def page(_request: Any) -> dict[str, Any]:
    """Show the page."""
    return {}


def order(request: Any) -> Response:
    """Order something."""
    track(request, "Order Completed", {"total": 12})
    return HTTPSeeOther("/")


def sign_in(request: Any) -> Response:
    """Sign somebody in."""
    return Response("signed in", headers=Policy.helper.remember(request, request.matchdict["name"]))


def sign_out(request: Any) -> Response:
    """Sign somebody out: it holds from the next request on."""
    request.session.invalidate()
    return HTTPSeeOther("/signed-out/", headers=Policy.helper.forget(request))


def make_app() -> Any:
    """Return the application."""
    settings = {"wootric.account_token": "NPS-01fe3cbc", "wootric.user": survey_user}
    config = Configurator(settings=settings)
    config.set_session_factory(SignedCookieSessionFactory("for tests alone"))
    config.set_security_policy(Policy())
    config.add_request_method(nonce, "csp_nonce", reify=True)
    config.add_subscriber(set_policy, NewResponse)
    config.include("pyramid_jinja2")
    config.include("wootric_snippet.pyramid")
    config.commit()
    config.get_jinja2_environment().loader = DictLoader(PAGES)
    for name, path, view, renderer in (
        ("home", "/", page, "page.jinja2"),
        ("order", "/order/", order, None),
        ("sign-in", "/sign-in/{name}/", sign_in, None),
        ("sign-out", "/sign-out/", sign_out, None),
        ("signed-out", "/signed-out/", page, "signed_out.jinja2"),
    ):
        config.add_route(name, path)
        config.add_view(view, route_name=name, renderer=renderer)
    return config.make_wsgi_app()


if __name__ == "__main__":
    make_server("127.0.0.1", int(sys.argv[1]), make_app()).serve_forever()
