"""Quart with Quart-Auth, and a policy with a nonce."""

from secrets import token_urlsafe
from typing import Any

from quart import Quart, Response, g, redirect, render_template_string
from quart_auth import AuthUser, QuartAuth, login_user, logout_user

from tests.stacks.project import NAMES, SIGN_UP
from wootric_snippet.quart import Wootric

PAGE = "<!doctype html><title>Shop</title><p>Welcome</p>{{ wootric_snippet() }}"
SIGNED_OUT = "<title>Bye</title>{{ wootric_shutdown() }}{{ wootric_snippet() }}"


class Account(AuthUser):
    """Quart-Auth knows an id alone; sites load the rest."""

    def __init__(self, auth_id: str | None) -> None:
        super().__init__(auth_id)
        if auth_id is not None:
            self.id, self.email = int(auth_id), f"{NAMES[int(auth_id) - 1]}@initech.example"
            self.created_at = SIGN_UP


app = Quart(__name__)
app.secret_key = "for tests alone"
app.config["WOOTRIC_ACCOUNT_TOKEN"] = "NPS-01fe3cbc"
app.config["WOOTRIC_LANGUAGE"] = lambda: "en"
QuartAuth(app, cookie_secure=False, user_class=Account)
wootric = Wootric(app)


@app.before_request
async def make_nonce() -> None:
    """Make the nonce of the policy."""
    g.csp_nonce = token_urlsafe(16)


@app.after_request
async def set_policy(response: Response) -> Response:
    """Put the policy on the response."""
    response.headers["Content-Security-Policy"] = f"script-src 'nonce-{g.csp_nonce}'"
    return response


@app.get("/")
async def home() -> str:
    """Show the page."""
    return await render_template_string(PAGE)


@app.get("/order/")
async def order() -> Any:
    """Order something."""
    wootric.track("Order Completed", {"total": 12})
    return redirect("/")


@app.get("/sign-in/<name>/")
async def sign_in(name: str) -> str:
    """Sign somebody in."""
    login_user(Account(str(NAMES.index(name) + 1)))
    return "signed in"


@app.get("/sign-out/")
async def sign_out() -> str:
    """Sign somebody out."""
    logout_user()
    return await render_template_string(SIGNED_OUT)
