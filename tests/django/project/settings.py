"""The site's settings."""

import os
from pathlib import Path

SECRET_KEY = "only-for-tests"
ALLOWED_HOSTS = ["testserver", "127.0.0.1"]
ROOT_URLCONF = "tests.django.project.urls"
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("TEST_DATABASE", ":memory:"),
        # Seconds: a hundred sign-ins are a hundred writes. Django's 5 are over where the disk is busy, and then a
        # sign-in is an error and a page has no snippet.
        "OPTIONS": {"timeout": 120},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.signed_cookies"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "wootric_snippet.django",
]
MIDDLEWARE = [
    "wootric_snippet.django.middleware.WootricMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).with_name("templates")],
        # No context processors: the tag needs none.
        "OPTIONS": {"builtins": ["wootric_snippet.django.templatetags.wootric", "django.templatetags.cache"]},
    },
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "OPTIONS": {"extensions": ["wootric_snippet.django.jinja2.WootricExtension"]},
    },
]
WOOTRIC = {"ACCOUNT_TOKEN": "NPS-01fe3cbc"}
