"""Visitors whom a proxy has signed in: the caches of Django's packages take them for nobody, and store their pages."""

from __future__ import annotations

from typing import Any

from wootric_snippet import User
from wootric_snippet.django import default_user

HEADER = "X-Forwarded-User"


def forwarded_user(request: Any) -> User | None:
    """Return whom the proxy names, else who is signed in."""
    name = request.headers.get(HEADER)
    return default_user(request) or User() if name is None else User(email=f"{name}@initech.example", external_id=name)
