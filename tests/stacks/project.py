"""What the Django sites have in common: a project as `startproject` makes it, with accounts, an order and a page."""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TOKEN = "NPS-01fe3cbc"
NAMES = ("alice", "bob")
SIGN_UP = datetime(2020, 1, 1, tzinfo=UTC)

OURS = "wootric_snippet.django.middleware.WootricMiddleware"
MIDDLEWARE = (
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
)
APPS = (
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "wootric_snippet.django",
)
PAGE = "{% load wootric %}<!doctype html><title>Shop</title><p>Welcome</p>{% wootric_snippet %}"
SIGNED_OUT = "{% load wootric %}<!doctype html><title>Bye</title>{% wootric_shutdown %}"

DEBUG = "DEBUG" in os.environ
FOLDER = Path(tempfile.mkdtemp())


def setup(
    urls: str = "__main__",
    *,
    apps: Sequence[str] = (),
    middleware: Sequence[str] = (OURS, *MIDDLEWARE),
    templates: Mapping[str, str] | None = None,
    wootric: Mapping[str, Any] | None = None,
    template_options: Mapping[str, Any] | None = None,
    engines: Sequence[Mapping[str, Any]] = (),
    **more: Any,
) -> None:
    """Configure Django for the site of the module that calls this; only then can it import models."""
    for name, source in {"page.html": PAGE, "signed_out.html": SIGNED_OUT, **(templates or {})}.items():
        file = FOLDER / "templates" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(source)
    processors = ["request", "csrf"], ["auth"], ["messages"]
    prefixes = "django.template.context_processors", "django.contrib.auth.context_processors"
    options: dict[str, Any] = {
        "context_processors": [
            f"{prefix}.{name}"
            for prefix, names in zip((*prefixes, "django.contrib.messages.context_processors"), processors, strict=True)
            for name in names
        ],
        **(template_options or {}),
    }
    engine = {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [FOLDER / "templates"],
        "APP_DIRS": "loaders" not in options,
        "OPTIONS": options,
    }
    base: dict[str, Any] = {
        "ALLOWED_HOSTS": ["127.0.0.1"],
        "DATABASES": {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": FOLDER / "site.db"}},
        "DEBUG": DEBUG,
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "INSTALLED_APPS": [*APPS, *apps],
        "MIDDLEWARE": list(middleware),
        # The tables are made from the models: nobody's data has to move.
        "MIGRATION_MODULES": _NoMigrations(),
        "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
        "ROOT_URLCONF": urls,
        "SECRET_KEY": "for tests alone",
        "STATIC_ROOT": FOLDER / "static",
        "STATIC_URL": "/static/",
        "TEMPLATES": [*engines, engine],
        "USE_TZ": True,
        "WOOTRIC": {"ACCOUNT_TOKEN": TOKEN, **(wootric or {})},
    }
    settings.configure(**base | more)
    django.setup()


class _NoMigrations(dict[str, None]):
    def __contains__(self, _app: object) -> bool:
        return True

    def __getitem__(self, _app: str) -> None:
        return None


def prepare() -> None:
    """Make the tables, and the accounts of the two visitors and of the staff."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    call_command("check")
    call_command("migrate", verbosity=0, run_syncdb=True)
    for name in NAMES:
        User.objects.create_user(name, f"{name}@initech.example", "swordfish", date_joined=SIGN_UP)
    User.objects.create_superuser("staff", "staff@initech.example", "swordfish", date_joined=SIGN_UP)


def serve() -> None:
    """Serve at the port of the command line, with the server of `runserver`."""
    from django.core.servers.basehttp import run
    from django.core.wsgi import get_wsgi_application

    run("127.0.0.1", int(sys.argv[1]), get_wsgi_application(), threading=True)


def common_urls() -> list[Any]:
    """Return the URLs of a site: its page, an order, the ways in and out."""
    from django.contrib.auth import login, logout
    from django.contrib.auth.models import User
    from django.http import HttpRequest, HttpResponse
    from django.shortcuts import redirect, render
    from django.urls import path

    from wootric_snippet.django import track

    def page(request: HttpRequest) -> HttpResponse:
        return render(request, "page.html")

    def order(request: HttpRequest) -> HttpResponse:
        track(request, "Order Completed", {"total": 12})
        return redirect("/")

    def sign_in(request: HttpRequest, name: str) -> HttpResponse:
        account = User.objects.get_by_natural_key(name)
        login(request, account, backend="django.contrib.auth.backends.ModelBackend")
        return HttpResponse("signed in")

    def sign_out(request: HttpRequest) -> HttpResponse:
        logout(request)
        return render(request, "signed_out.html")

    return [
        path("", page, name="home"),
        path("order/", order, name="order"),
        path("sign-in/<name>/", sign_in, name="sign-in"),
        path("sign-out/", sign_out, name="sign-out"),
    ]
