"""The kit's addresses in Django: no URLconf names them, and Django's own middleware lets them through."""

from collections.abc import Callable
from typing import Any

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.test import Client
from django.urls import path
from django.utils import translation

from tests.django.project import views
from wootric_snippet import User
from wootric_snippet.loader_file import loader_file
from wootric_snippet.testing import extract_settings

SETTINGS = "/wootric/settings.json?path=/"
PRICING = [path("pricing/", views.page, name="home")]
urlpatterns = i18n_patterns(*PRICING)


@pytest.fixture(autouse=True)
def _fetch(wootric: Callable[..., None]) -> None:
    wootric(DELIVERY="fetch", USER=lambda _request: User(external_id="7"))


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused_as_such_where_csrf_is_enforced(settings: Any, method: str) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.middleware.csrf.CsrfViewMiddleware"]
    response = getattr(Client(enforce_csrf_checks=True), method)(SETTINGS)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


def test_settings_are_answered_on_a_site_where_every_view_wants_a_sign_in(client: Client, settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.contrib.auth.middleware.LoginRequiredMiddleware"]
    assert client.get(SETTINGS).status_code == 200
    assert client.get(f"/wootric/{loader_file('data').name}").status_code == 200


def test_sites_own_urls_below_the_mount_path_are_not_the_kits(client: Client) -> None:
    assert client.get("/wootric").status_code == 404
    assert client.get("/wootric-survey/settings.json").status_code == 404


@pytest.mark.urls(__name__)
def test_fetched_settings_are_in_the_language_of_the_page(
    client: Client, wootric: Callable[..., None], amelia: Any, settings: Any
) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.middleware.locale.LocaleMiddleware"]
    wootric(USER=lambda _request: amelia)
    with translation.override("en"):  # what the middleware activates ends with the test
        html = client.get("/de/pricing/").text
        url = html.partition('data-wootric-url="')[2].partition('"')[0].replace("&amp;", "&")
        fetched = extract_settings(client.get(url, headers={"Accept-Language": "fr"}).text)
    assert (fetched or {})["language"] == "DE"
