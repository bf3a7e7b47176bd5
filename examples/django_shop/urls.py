"""The shop's addresses."""

from django.contrib.staticfiles.urls import staticfiles_urlpatterns
from django.urls import path
from django.views.decorators.cache import never_cache

from examples.django_shop import views

PAGES = {
    "": views.home,
    "pricing": views.pricing,
    "order": views.order,
    "sign-in": views.sign_in,
    "sign-out": views.sign_out,
}

urlpatterns = [
    # Nor does the browser keep a page: not even Back shows it after a sign-out.
    *(path(route, never_cache(view), name=view.__name__) for route, view in PAGES.items()),
    path("brewing", views.brewing, name="brewing"),  # everybody's: caches may keep it
    *staticfiles_urlpatterns(),
]
