"""A site of Django's, one user of it, and how the tests look at a page."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import django
import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.django.project.settings")
django.setup()

from django.contrib.auth.models import User  # noqa: E402
from django.core import mail  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.http import HttpRequest  # noqa: E402
from django.template import engines  # noqa: E402
from django.test import RequestFactory  # noqa: E402

Print = Callable[..., str]


@pytest.fixture(autouse=True)
def _empty_cache() -> Iterator[None]:
    yield
    cache.clear()


@pytest.fixture
def amelia() -> User:
    """Somebody who is signed in, and in no database."""
    joined = datetime(2018, 8, 3, 15, 28, 46, tzinfo=UTC)
    return User(pk=7, username="amelia", email="amelia@initech.example", date_joined=joined)


@pytest.fixture
def a_request(amelia: User) -> HttpRequest:
    """Ask for a page, as Amelia."""
    request = RequestFactory().get("/pricing/?token=secret")
    request.user = amelia
    return request


@pytest.fixture
def _in_production(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Django be as it is where its test runner does not run."""
    monkeypatch.delattr(mail, "outbox")


@pytest.fixture
def print_page(a_request: HttpRequest) -> Print:
    """Render a template of Django's for a request, Amelia's unless another is given."""

    def printed(source: str, request: HttpRequest | None = a_request, **context: Any) -> str:
        return str(engines["django"].from_string(source).render(context, request))

    return printed


@pytest.fixture
def wootric(settings: Any) -> Callable[..., None]:
    """Change WOOTRIC for a test, as `override_settings` does it."""

    def change(**changes: Any) -> None:
        settings.WOOTRIC = settings.WOOTRIC | changes

    return change
