"""A Django site with the packages that most have: accounts, a policy, components, an API, tools of staff."""

from typing import Any

from csp.constants import NONCE

from tests.stacks.project import DEBUG, FOLDER, MIDDLEWARE, OURS, PAGE, common_urls, prepare, serve, setup
from wootric_snippet.csp import directives

TAGS = "{% load wootric django_htmx %}<!doctype html><html><head><title>Shop</title></head><body><p>  Welcome  </p>"
END = "</body></html>"

setup(
    apps=[
        "allauth",
        "allauth.account",
        "csp",
        "debug_toolbar",
        "django_components",
        "django_htmx",
        "hijack",
        "impersonate",
        "loginas",
        "rest_framework",
    ],
    middleware=[
        OURS,
        "debug_toolbar.middleware.DebugToolbarMiddleware",
        MIDDLEWARE[0],
        *MIDDLEWARE[1:],
        "csp.middleware.CSPMiddleware",
        "allauth.account.middleware.AccountMiddleware",
        "django_htmx.middleware.HtmxMiddleware",
        "hijack.middleware.HijackUserMiddleware",
        "impersonate.middleware.ImpersonateMiddleware",
    ],
    templates={
        "page.html": TAGS + "{% wootric_snippet %}" + END,
        "partial.html": TAGS + "{% if not request.htmx %}{% wootric_snippet %}{% endif %}" + END,
        "component.html": TAGS + '{% component "survey" only / %}' + END,
        "admin/base_site.html": '{% extends "admin/base.html" %}{% load wootric %}'
        "{% block footer %}{% wootric_snippet %}{% endblock %}",
        "rest_framework/api.html": '{% extends "rest_framework/base.html" %}{% load wootric %}'
        "{% block script %}{{ block.super }}{% wootric_snippet %}{% endblock %}",
        "account/email_confirm.html": PAGE,
    },
    template_options={
        "builtins": ["django_components.templatetags.component_tags"],
        "loaders": [
            "django.template.loaders.filesystem.Loader",
            "django.template.loaders.app_directories.Loader",
            "django_components.template_loader.Loader",
        ],
        "context_processors": [
            "django.template.context_processors.request",
            "django.contrib.auth.context_processors.auth",
            "django.contrib.messages.context_processors.messages",
        ],
    },
    ACCOUNT_EMAIL_VERIFICATION="optional",
    ACCOUNT_LOGIN_METHODS={"email"},
    ACCOUNT_SIGNUP_FIELDS=["email*", "password1*", "password2*"],
    AUTHENTICATION_BACKENDS=[
        "django.contrib.auth.backends.ModelBackend",
        "allauth.account.auth_backends.AuthenticationBackend",
    ],
    BASE_DIR=FOLDER,
    CONTENT_SECURITY_POLICY={
        "DIRECTIVES": {
            name: ["'self'", *sources, *([NONCE] if name == "script-src" else [])]
            for name, sources in directives("NPS-01fe3cbc").items()
        }
    },
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    INTERNAL_IPS=["127.0.0.1"],
    LOGIN_REDIRECT_URL="/",
)

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.urls import include, path
from django.views.generic import TemplateView
from django_components import Component, register
from rest_framework.response import Response
from rest_framework.views import APIView


@register("survey")
class Survey(Component):
    """A component with a context of its own."""

    template = "{% load wootric %}{% wootric_snippet %}"


class Api(APIView):
    """An endpoint with REST framework's browsable page."""

    def get(self, _request: Any) -> Any:
        """Answer."""
        return Response({"total": 12})


def token(request: HttpRequest) -> HttpResponse:
    """Return the visitor's token for forms."""
    return HttpResponse(get_token(request))


urlpatterns = [
    *common_urls(),
    path("accounts/", include("allauth.urls")),
    path("admin/", include("loginas.urls")),
    path("admin/", admin.site.urls),
    path("api/", Api.as_view(), name="api"),
    path("hijack/", include("hijack.urls")),
    path("impersonate/", include("impersonate.urls")),
    path("token/", token),
    *(
        path(f"{name}/", TemplateView.as_view(template_name=f"{name}.html"), name=name)
        for name in ("partial", "component")
    ),
    *([path("__debug__/", include("debug_toolbar.urls"))] if DEBUG else []),
]

if __name__ == "__main__":
    prepare()
    serve()
