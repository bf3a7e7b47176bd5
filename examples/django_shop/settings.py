"""The shop's settings: what `django-admin startproject` writes, as far as the shop needs it, and WOOTRIC."""

import os
from pathlib import Path

from examples import shop
from examples.django_shop import security
from examples.shop import survey

DEBUG = True
SECRET_KEY = os.environ.get("SHOP_SECRET_KEY") or os.urandom(32)
ROOT_URLCONF = "examples.django_shop.urls"
STATIC_URL = "/static/"
STATICFILES_DIRS = [shop.STATIC]
USE_TZ = True

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "examples.django_shop",
    "wootric_snippet.django",
]
MIDDLEWARE = [
    "wootric_snippet.django.middleware.WootricMiddleware",
    "django.middleware.security.SecurityMiddleware",
    security.CSP_MIDDLEWARE,
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
# Whichever of the two CSP_MIDDLEWARE is: each reads its own.
SECURE_CSP = security.POLICY
CONTENT_SECURITY_POLICY = {"DIRECTIVES": security.POLICY}

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [shop.TEMPLATES],
        "OPTIONS": {
            "context_processors": ["examples.django_shop.customers.template_context"],
            "extensions": ["wootric_snippet.django.jinja2.WootricExtension"],
        },
    }
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("SHOP_DATABASE") or Path(__file__).with_name("shop.sqlite3"),
    }
}

# A real site gives its own token. MOCK_SDK plays InMoment's script: nothing is sent.
WOOTRIC = {
    "ACCOUNT_TOKEN": survey.ACCOUNT_TOKEN,
    "SURVEY": survey.SURVEY,
    "DELIVERY": survey.DELIVERY,
    "MOCK_SDK": "debug",
    "USER": "examples.django_shop.customers.survey_user",
    "GROUP": "examples.django_shop.customers.survey_group",
}
