"""What any careful Flask site does, with or without a survey: tokens in forms, strict headers."""

import secrets

from flask import Flask, Response, abort, g, request, session
from markupsafe import Markup

# No 'unsafe-inline' and no host: the nonce alone lets the snippet in, and the snippet lets in the
# SDK. Nothing may be fetched or framed either, since the stand-in needs no network; for InMoment's
# own SDK, add the sources of wootric_snippet.csp.directives(account_token).
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types wootric-snippet"
)


def csrf_input() -> Markup:
    """Return the hidden field that shows a form to be one of ours."""
    token = session.setdefault("csrf_token", secrets.token_urlsafe(16))
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(token)


def _before_request() -> None:
    g.csp_nonce = secrets.token_urlsafe(16)
    # SameSite alone would not do: another site's page could still sign a visitor in, as that form
    # works without a cookie.
    if request.method == "POST":
        sent, kept = request.form.get("csrf_token", ""), session.get("csrf_token", "")
        if not kept or not secrets.compare_digest(sent.encode(), kept.encode()):
            abort(400, "This form has expired. Go back, reload the page and try again.")


def _after_request(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY.format(nonce=g.csp_nonce)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    if response.mimetype == "text/html":  # in it: the user, and always a nonce for one page only
        response.headers["Cache-Control"] = "private, no-store"
    return response


def init_app(app: Flask) -> None:
    """Protect every page and form of the application."""
    app.config["SESSION_COOKIE_SAMESITE"] = "Lax"
    app.before_request(_before_request)
    app.after_request(_after_request)
