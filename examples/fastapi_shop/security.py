"""What any careful FastAPI site does, with or without a survey: who is signed in, tokens in forms, strict headers."""

import secrets

from fastapi import Form, HTTPException, Request
from starlette.authentication import AuthCredentials, AuthenticationBackend, BaseUser
from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from examples.shop.data import CUSTOMERS, Customer
from examples.shop.forms import EXPIRED, is_ours
from examples.shop.policy import policy


class Shopper(BaseUser):
    """A customer, as Starlette knows them."""

    is_authenticated = True

    def __init__(self, customer: Customer) -> None:
        self.customer = customer


class SessionBackend(AuthenticationBackend):
    """Finds the customer whom the session names."""

    async def authenticate(self, conn: HTTPConnection) -> tuple[AuthCredentials, BaseUser] | None:
        customer = CUSTOMERS.get(conn.session.get("customer", ""))
        return None if customer is None else (AuthCredentials(), Shopper(customer))


def check_form(request: Request, csrf_token: str = Form("")) -> None:
    """Let a form in if it is one of ours."""
    if not is_ours(request.session, csrf_token):
        raise HTTPException(400, EXPIRED)


class HeadersMiddleware:
    """Sends strict headers, and keeps the nonce of the policy in `request.state.csp_nonce`."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        nonce = secrets.token_urlsafe(16)
        scope.setdefault("state", {})["csp_nonce"] = nonce

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers["Content-Security-Policy"] = policy(nonce)
                headers["X-Content-Type-Options"] = "nosniff"
                headers["Referrer-Policy"] = "same-origin"
                if headers.get("Content-Type", "").startswith("text/html"):
                    # Nor does the browser keep it: not even Back shows it after a sign-out.
                    headers["Cache-Control"] = "no-store"
            await send(message)

        await self.app(scope, receive, send_with_headers)
