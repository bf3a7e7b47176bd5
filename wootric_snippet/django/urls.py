"""`path("wootric/", include("wootric_snippet.django.urls"))`: the addresses beside the site's pages."""

from django.urls import path

from wootric_snippet.django import views

app_name = "wootric"
urlpatterns = [
    path("settings.json", views.settings, name="settings"),
    path("mobile.json", views.mobile, name="mobile"),
]
