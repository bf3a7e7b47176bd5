"""Django, with its Jinja2 backend."""

from django.core.handlers.wsgi import WSGIHandler

from tests.conformance.apps import django
from tests.conformance.site import Site

ASGI = django.ASGI
LANGUAGE = django.LANGUAGE
MARKS = django.MARKS


class _Visit(django.DjangoVisit):
    engine = "jinja2"

    async def render(self, source: str) -> str:
        return self.render_source(source)


def make_app(site: Site) -> WSGIHandler:
    """Return the application."""
    return django.make_app(site, _Visit)
