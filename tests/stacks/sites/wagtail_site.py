"""Wagtail with wagtail-cache, its middleware as its documentation says and this package's before it.

With `FRONT_CACHE`, the address of a cache in front, Wagtail tells that one of what is published.
"""

import os

from tests.stacks.project import MIDDLEWARE, OURS, PAGE, common_urls, prepare, serve, setup

setup(
    apps=[
        "wagtail.contrib.frontend_cache",
        "wagtail.contrib.redirects",
        "wagtail.sites",
        "wagtail.users",
        "wagtail.images",
        "wagtail.documents",
        "wagtail.admin",
        "wagtail",
        "wagtailcache",
        "taggit",
        "modelcluster",
    ],
    middleware=[
        OURS,
        "wagtailcache.cache.UpdateCacheMiddleware",
        *MIDDLEWARE,
        "wagtailcache.cache.FetchFromCacheMiddleware",
    ],
    templates={
        "wagtailcore/page.html": PAGE,
        "fragment.html": "{% load wagtail_cache wootric %}<title>Shop</title>"
        "{% wagtailcache 300 'survey' %}{% wootric_snippet %}{% endwagtailcache %}",
    },
    wootric={"USER": "tests.stacks.users.forwarded_user"},
    CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
    WAGTAILFRONTENDCACHE={
        "front": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": os.environ.get("FRONT_CACHE", "http://127.0.0.1:9"),
        }
    },
    WAGTAIL_SITE_NAME="Shop",
    WAGTAILADMIN_BASE_URL="http://127.0.0.1",
)

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.generic import TemplateView
from wagtail.models import Locale, Page, Site


def preview(request: HttpRequest, mode: str) -> HttpResponse:
    """Show an editor the page as the admin's preview does."""
    page = Page.objects.get(slug="guide")
    answer: HttpResponse = page.make_preview_request(request, mode)
    return answer


def publish(_request: HttpRequest) -> HttpResponse:
    """Publish a page anew."""
    Page.objects.get(slug="guide").save_revision().publish()
    return HttpResponse("published")


urlpatterns = [
    path("fragment/", TemplateView.as_view(template_name="fragment.html")),
    path("publish/", publish),
    path("preview/", preview, {"mode": ""}),
    path("shop/", include(common_urls()[:1])),
    *common_urls()[1:],
    path("", include("wagtail.urls")),
]


def make_pages() -> None:
    """Make the tree of pages: the root, the home page and one below it."""
    locale = Locale.objects.create(language_code="en")
    root = Page.add_root(instance=Page(title="Root", slug="root", locale=locale))
    home = root.add_child(instance=Page(title="Home", slug="home", locale=locale))
    home.add_child(instance=Page(title="Guide", slug="guide", locale=locale))
    Site.objects.create(hostname="127.0.0.1", root_page=home, is_default_site=True)


if __name__ == "__main__":
    prepare()
    make_pages()
    serve()
