"""What any careful Flask site does, with or without a survey: tokens in forms, strict headers."""

from flask import Flask, Response, abort, request, session
from flask_talisman import Talisman

from examples.shop.forms import EXPIRED, FIELD, is_ours
from examples.shop.policy import POLICY


def _before_request() -> None:
    if request.method == "POST" and not is_ours(session, request.form.get(FIELD)):
        abort(400, EXPIRED)


def _after_request(response: Response) -> Response:
    if response.mimetype == "text/html" and response.cache_control.max_age is None:
        # Nor does the browser keep it: not even Back shows it after a sign-out.
        response.cache_control.no_store = True
    return response


def init_app(app: Flask) -> None:
    """Protect every page and form of the application."""
    Talisman(
        app,
        content_security_policy=POLICY,
        content_security_policy_nonce_in=["script-src"],
        referrer_policy="same-origin",
        force_https=False,  # the demo runs on this machine alone
        session_cookie_secure=False,
    )
    app.before_request(_before_request)
    app.after_request(_after_request)
