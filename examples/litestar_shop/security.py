"""What any careful Litestar site does, with or without a survey: who is signed in, tokens in forms, strict headers."""

import hashlib
import os
import secrets
from typing import Any

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import FormMultiDict, MutableScopeHeaders
from litestar.exceptions import ClientException
from litestar.middleware import AbstractAuthenticationMiddleware, AuthenticationResult
from litestar.middleware.session.client_side import CookieBackendConfig
from litestar.types import ASGIApp, Message, Middleware, Receive, Scope, Send

from examples.shop.data import CUSTOMERS
from examples.shop.forms import EXPIRED, FIELD, is_ours
from examples.shop.policy import policy

_KEY = os.environ.get("SHOP_SECRET_KEY") or secrets.token_hex(32)
_SESSIONS = CookieBackendConfig(secret=hashlib.sha256(_KEY.encode()).digest())


class Authentication(AbstractAuthenticationMiddleware):
    """Finds the customer whom the session names."""

    async def authenticate_request(self, connection: ASGIConnection[Any, Any, Any, Any]) -> AuthenticationResult:
        return AuthenticationResult(CUSTOMERS.get(connection.session.get("customer", "")), None)


async def form_of(request: Request[Any, Any, Any]) -> FormMultiDict:
    """Return a form, if it is one of ours."""
    form = await request.form()
    if not is_ours(request.session, form.get(FIELD)):
        raise ClientException(EXPIRED)
    return form


class Headers:
    """Sends strict headers, and keeps the nonce of the policy in the request's state as `csp_nonce`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        nonce = secrets.token_urlsafe(16)
        scope["state"]["csp_nonce"] = nonce

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableScopeHeaders(message)
                headers["Content-Security-Policy"] = policy(nonce)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                if headers.get("Content-Type", "").startswith("text/html"):
                    # Nor does the browser keep it: not even Back shows it after a sign-out.
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, send_with_headers)


MIDDLEWARE: list[Middleware] = [Headers, _SESSIONS.middleware, Authentication]
"""The first is the first to see a request, and the last to see its response."""
