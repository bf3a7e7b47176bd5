"""The nonce of the page's Content-Security-Policy, whoever makes it."""

from typing import Any

from django.http import HttpRequest

try:
    from django.middleware.csp import get_nonce
except ImportError:  # before Django 6.0

    def get_nonce(request: HttpRequest) -> Any:  # type: ignore[misc]  # noqa: ARG001
        """Return none: this Django makes no policies."""
        return None


def page_nonce(request: HttpRequest) -> str | None:
    """Return django-csp's nonce, else Django's own, else `None`.

    Both make it when it is first read, and allow it in the header only then. Neither is true before, so that asking
    `if nonce` would never find one.
    """
    for nonce in (getattr(request, "csp_nonce", None), get_nonce(request)):
        if nonce is not None and (characters := str(nonce)):
            return characters
    return None
