"""WhiteNoise with its compressed manifest storage, django-minify-html and django-cotton, in each delivery."""

import os

from tests.stacks.project import MIDDLEWARE, OURS, common_urls, prepare, serve, setup

PAGE = "{% load static wootric %}<!doctype html><html><head><title>Shop</title></head><body><p>  Welcome  </p>"

setup(
    apps=["django_cotton"],
    middleware=[
        OURS,
        MIDDLEWARE[0],
        "whitenoise.middleware.WhiteNoiseMiddleware",
        "django_minify_html.middleware.MinifyHtmlMiddleware",
        *MIDDLEWARE[1:],
    ],
    templates={
        "page.html": PAGE + "{% wootric_snippet %}</body></html>",
        "component.html": PAGE + "<c-survey only /></body></html>",
        "cotton/survey.html": "{% load wootric %}{% wootric_snippet %}",
    },
    wootric={"DELIVERY": os.environ.get("DELIVERY", "inline")},
    STORAGES={
        "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    },
)

from django.core.management import call_command
from django.urls import path
from django.views.generic import TemplateView

urlpatterns = [
    *common_urls(),
    path("component/", TemplateView.as_view(template_name="component.html"), name="component"),
]

if __name__ == "__main__":
    prepare()
    call_command("collectstatic", verbosity=0, interactive=False, ignore_patterns=["admin"])
    serve()
