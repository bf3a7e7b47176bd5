"""What a Flask request knows: who is signed in, which page it is, the nonce of its policy."""

from flask import current_app, g, request

from wootric_snippet.faults import OnError
from wootric_snippet.page import Page
from wootric_snippet.user import User

# What accounts call the moment of their sign-up: most sites, Flask-Security, and those that came from Django.
_SIGN_UP = ("created_at", "create_datetime", "date_joined")


def current_user(on_error: OnError) -> User | None:
    """Return Flask-Login's `current_user` as a `User`; `None` without Flask-Login, and where nobody is signed in.

    `external_id` is what `get_id()` returns, `email` and the moment of the sign-up are the account's own attributes,
    where it has them.
    """
    if not hasattr(current_app, "login_manager"):
        return None
    from flask_login import current_user as account

    if not account.is_authenticated:
        return None
    sign_up = (getattr(account, name, None) for name in _SIGN_UP)
    make = User if on_error == "raise" else User.lenient
    return make(
        email=getattr(account, "email", None),
        created_at=next((moment for moment in sign_up if moment is not None), None),
        external_id=account.get_id(),
    )


def current_page(on_error: OnError, *, include_query: bool, name: str | None, title: str | None) -> Page:
    """Return the page that is being rendered; without a name of its own it goes by its endpoint."""
    make = Page if on_error == "raise" else Page.lenient
    return make(
        path=request.root_path + request.path,
        url=request.url if include_query else request.base_url,
        search=f"?{request.query_string.decode(errors='replace')}" if include_query and request.query_string else None,
        name=request.endpoint if name is None else name,
        title=title,
    )


def page_nonce() -> str | None:
    """Return Flask-Talisman's nonce, or `g.csp_nonce`, where sites keep one of their own."""
    nonce: str | None = getattr(request, "csp_nonce", None) or g.get("csp_nonce")
    return nonce
