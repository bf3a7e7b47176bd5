"""Caches of a Django site's own code: what they store is rendered with the tag inside."""

from typing import Any

from django_jinja.builtins import DEFAULT_EXTENSIONS

from tests.stacks.project import FOLDER, PAGE, common_urls, prepare, serve, setup

LOAD = "{% load compress wootric %}<!doctype html><title>Shop</title>"

setup(
    apps=["compressor", "django_jinja", "rest_framework"],
    templates={
        "compressed.html": LOAD + "{% compress js %}{% wootric_snippet %}{% endcompress %}",
        "beside.html": LOAD + '{% compress js %}<script>"mine"</script>{% endcompress %}{% wootric_snippet %}',
        "cached.jinja": "<title>Shop</title>{% cache 60 'welcome' %}{{ wootric_snippet() }}{% endcache %}",
        "page.jinja": "<title>Shop</title>{{ wootric_snippet() }}",
        "compressed.jinja": "<title>Shop</title>{% compress js %}{{ wootric_snippet() }}{% endcompress %}",
        "mail.html": PAGE,
    },
    engines=[
        {
            "BACKEND": "django_jinja.jinja2.Jinja2",
            "DIRS": [FOLDER / "templates"],
            "OPTIONS": {
                "match_extension": ".jinja",
                "extensions": [
                    *DEFAULT_EXTENSIONS,
                    "compressor.contrib.jinja2ext.CompressorExtension",
                    "wootric_snippet.django.jinja2.WootricExtension",
                ],
            },
        }
    ],
    wootric={"USER": "tests.stacks.users.forwarded_user"},
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    COMPRESS_ENABLED=True,
    EMAIL_BACKEND="django.core.mail.backends.dummy.EmailBackend",
    STATICFILES_FINDERS=["compressor.finders.CompressorFinder"],
)

from django.core.cache import cache
from django.core.mail import send_mail
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.views.generic import TemplateView
from rest_framework.renderers import TemplateHTMLRenderer
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework_extensions.cache.decorators import cache_response


class Api(APIView):
    """A page of REST framework's, stored by drf-extensions."""

    renderer_classes = (TemplateHTMLRenderer,)

    @cache_response(60)
    def get(self, _request: Any) -> Any:
        """Return the page."""
        return Response({}, template_name="page.html")


def cached_text(request: HttpRequest) -> HttpResponse:
    """Store the page's text by hand."""
    text = cache.get_or_set("page", lambda: render_to_string("page.html", request=request))
    return HttpResponse(text)


def mail(request: HttpRequest) -> HttpResponse:
    """Write to somebody else."""
    send_mail("Hello", "", None, ["erin@initech.example"], html_message=render_to_string("mail.html", request=request))
    return HttpResponse("sent")


def page(route: str, template: str) -> Any:
    """Return the URL of a template."""
    return path(route, TemplateView.as_view(template_name=template))


urlpatterns = [
    *common_urls(),
    page("compressed/", "compressed.html"),
    page("beside/", "beside.html"),
    page("jinja/", "page.jinja"),
    page("jinja/cached/", "cached.jinja"),
    page("jinja/compressed/", "compressed.jinja"),
    path("api/", Api.as_view()),
    path("text/", cached_text),
    path("mail/", mail),
]

if __name__ == "__main__":
    prepare()
    serve()
