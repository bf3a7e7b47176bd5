"""Flask, with Flask-Login."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from flask import Flask, Response, abort, g, render_template_string, request, stream_with_context
from flask_login import LoginManager, UserMixin, login_user, logout_user

from tests.conformance.site import Account, Reply, Site, View, Visit, run
from wootric_snippet.flask import Wootric
from wootric_snippet.segment import Analytics

ASGI = False
LANGUAGE = None
MARKS = ()


class _User(UserMixin):  # type: ignore[misc]
    def __init__(self, account: Account) -> None:
        self.id, self.email, self.created_at = account.id, account.email, account.created_at


class _Visit(Visit):
    wootric: Wootric

    async def render(self, source: str) -> str:
        return render_template_string(source, **self.site.context)

    def track(self, event: str, properties: Mapping[str, Any] | None = None) -> None:
        self.wootric.track(event, properties)

    @property
    def analytics(self) -> Analytics:
        return self.wootric.analytics

    def set_nonce(self, nonce: str) -> None:
        g.csp_nonce = nonce

    def sign_in(self, account: Account) -> None:
        login_user(_User(account))

    def sign_out(self) -> None:
        logout_user()

    def not_found(self) -> NoReturn:
        abort(404)


def make_app(site: Site) -> Flask:
    """Return the application."""
    app = Flask("shop")
    app.debug = site.debug
    app.config["PROPAGATE_EXCEPTIONS"] = True  # to the test, in production too
    app.secret_key = "a test's"
    app.config |= {f"WOOTRIC_{name}": value for name, value in site.options_without_request(request).items()}
    LoginManager(app).user_loader(lambda key: _User(Account(int(key))))
    visit_class = type("FlaskVisit", (_Visit,), {"wootric": Wootric(app)})

    def endpoint(view: View) -> Callable[..., Response]:
        return lambda **arguments: _response(run(view(visit_class(site, request, arguments))))

    for name, path, view in site.routes():
        rule = path.replace("{", "<").replace("}", ">")
        app.add_url_rule(rule, name, endpoint(view), methods=["GET", "POST"])
    return app


def _response(reply: Reply) -> Response:
    if reply.parts is None:
        return Response(reply.body, reply.status, dict(reply.headers))  # type: ignore[arg-type]
    return Response(stream_with_context(run(part) for part in reply.parts), reply.status, dict(reply.headers))
