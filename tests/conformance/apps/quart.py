"""Quart, with Quart-Auth."""

from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from typing import Any, NoReturn

from quart import Quart, Response, abort, g, render_template_string, request, stream_with_context
from quart_auth import AuthUser, QuartAuth, login_user, logout_user

from tests.conformance.site import Account, Reply, Site, View, Visit
from wootric_snippet.quart import Wootric
from wootric_snippet.segment import Analytics

ASGI = True
LANGUAGE = None
MARKS = ()


class _User(AuthUser):
    """Quart-Auth knows an id alone; sites load the rest."""

    def __init__(self, auth_id: str | None) -> None:
        super().__init__(auth_id)
        if auth_id is not None:
            account = Account(int(auth_id))
            self.id, self.email, self.created_at = account.id, account.email, account.created_at


class _Visit(Visit):
    wootric: Wootric

    async def render(self, source: str) -> str:
        return await render_template_string(source, **self.site.context)

    def track(self, event: str, properties: Mapping[str, Any] | None = None) -> None:
        self.wootric.track(event, properties)

    @property
    def analytics(self) -> Analytics:
        return self.wootric.analytics

    def set_nonce(self, nonce: str) -> None:
        g.csp_nonce = nonce

    def sign_in(self, account: Account) -> None:
        login_user(_User(str(account.id)))

    def sign_out(self) -> None:
        logout_user()

    def not_found(self) -> NoReturn:
        abort(404)


class _Quart(Quart):
    """Raises to the test what Quart answers with a page."""

    error: Exception | None = None

    async def handle_exception(self, *arguments: Any) -> Any:
        self.error = arguments[-1]  # the error; a context goes before it from Quart 0.23 on
        return await super().handle_exception(*arguments)

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        try:
            await super().__call__(scope, receive, send)
        except ExceptionGroup as group:  # from Quart 0.23 on
            raise group.exceptions[0] from None
        finally:
            if self.error is not None:
                raise self.error


def make_app(site: Site) -> Quart:
    """Return the application."""
    app = _Quart("shop")
    app.debug = site.debug
    app.secret_key = "a test's"
    app.config |= {f"WOOTRIC_{name}": value for name, value in site.options_without_request(request).items()}
    QuartAuth(app, cookie_secure=False, user_class=_User)
    visit_class = type("QuartVisit", (_Visit,), {"wootric": Wootric(app)})

    def endpoint(view: View) -> Callable[..., Coroutine[Any, Any, Response]]:
        async def respond(**arguments: str) -> Response:
            return _response(await view(visit_class(site, request, arguments)))

        return respond

    for name, path, view in site.routes():
        rule = path.replace("{", "<").replace("}", ">")
        app.add_url_rule(rule, name, endpoint(view), methods=["GET", "POST"])
    return app


def _response(reply: Reply) -> Response:
    if (parts := reply.parts) is None:
        return Response(reply.body, reply.status, dict(reply.headers))

    @stream_with_context
    async def chunks() -> AsyncIterator[str]:
        for part in parts:
            yield await part

    return Response(chunks(), reply.status, dict(reply.headers))
