"""The site's addresses."""

from django.urls import path
from django.views.decorators.cache import cache_control, cache_page

from tests.django.project import views

urlpatterns = [
    path("", views.page, name="home"),
    path("cache-page", cache_page(60)(views.page), name="home"),
    path("public", cache_control(public=True, s_maxage=60)(views.page), name="home"),
    path("no-store", cache_control(no_store=True)(views.page), name="home"),
    path("plain", views.plain),
    path("stream", views.stream, name="home"),
    path("private-stream", cache_control(private=True)(views.stream), name="home"),
    path("async", views.async_page, name="home"),
    path("async-awaited", views.async_page_that_awaits_the_user, name="home"),
    path("async-signed-out", views.async_page_after_sign_out, name="home"),
    path("async-template-response", views.async_template_response, name="home"),
]
