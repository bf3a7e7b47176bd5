"""The deliveries `data` and `fetch` in Django: the static file, and the address that the loader asks."""

from collections.abc import Callable
from pathlib import Path as File
from typing import Any

import pytest
from django.contrib.staticfiles.finders import find
from django.core.management import call_command
from django.test import Client
from django.urls import include, path

from tests.django.project import views
from tests.django.test_caches import visitor
from tests.django.test_checks import checked
from tests.settings_json import settings_json
from wootric_snippet import Group, Page, SnippetRenderer, User
from wootric_snippet.loader_file import loader_file

FILE = loader_file()
LOADER = f"/static/wootric_snippet/{FILE.name}"
SETTINGS = "/wootric/settings.json"
DATA = SnippetRenderer("NPS-01fe3cbc", delivery="data", loader_url=LOADER)
FETCH = SnippetRenderer("NPS-01fe3cbc", delivery="fetch", loader_url=LOADER, settings_url=SETTINGS)
HOME = Page(path="/", url="http://testserver/", name="home")
AMELIA = User(email="amelia@example.com")

# This module is a URLconf of its own.
urlpatterns = [path("", views.page, name="home"), path("wootric/", include("wootric_snippet.django.urls"))]
pytestmark = [pytest.mark.urls(__name__)]


@pytest.fixture(autouse=True)
def _static_files(settings: Any) -> None:
    settings.STATIC_URL = "/static/"
    settings.INSTALLED_APPS = [*settings.INSTALLED_APPS, "django.contrib.staticfiles"]


@pytest.fixture
def fetch(wootric: Callable[..., None]) -> Callable[..., None]:
    def change(**changes: Any) -> None:
        wootric(**{"DELIVERY": "fetch", "USER": visitor, **changes})

    change()
    return change


def as_amelia(client: Client, url: str = SETTINGS, **headers: str) -> Any:
    return client.get(url, headers={"X-User": "amelia@example.com", **headers})


def test_data_prints_the_users_settings_and_the_file(client: Client, wootric: Callable[..., None]) -> None:
    wootric(DELIVERY="data", USER=visitor)
    response = as_amelia(client, "/")
    assert response.text == DATA.render(AMELIA, HOME)
    assert response.headers["Cache-Control"] == "private"


def test_the_file_is_among_the_static_files() -> None:
    found = find(f"wootric_snippet/{FILE.name}")
    assert File(str(found)).read_text(encoding="ascii") == FILE.content


def test_collected_files_are_found_by_the_name_that_their_storage_gives_them(
    client: Client, fetch: Callable[..., None], settings: Any, tmp_path: File
) -> None:
    settings.STATIC_ROOT = tmp_path
    backend = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": backend}}
    call_command("collectstatic", interactive=False, verbosity=0)
    fetch()
    (collected,) = tmp_path.glob(f"wootric_snippet/{FILE.name.removesuffix('.js')}.*.js")
    # To the byte: the browser compares it with the page's `integrity`.
    assert collected.read_text(encoding="ascii") == FILE.content
    loader = f"/static/wootric_snippet/{collected.name}"
    renderer = SnippetRenderer("NPS-01fe3cbc", delivery="fetch", loader_url=loader, settings_url=SETTINGS)
    assert client.get("/").text == renderer.render(None, HOME)


def test_a_file_that_was_not_collected_is_told(fetch: Callable[..., None], settings: Any, tmp_path: File) -> None:
    settings.STATIC_ROOT = tmp_path
    backend = "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"
    settings.STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": backend}}
    fetch()
    (error,) = checked()
    assert error.msg == f'WOOTRIC["LOADER_URL"] has no static file wootric_snippet/{FILE.name}.'
    assert (error.hint, error.id) == ("Accepted: manage.py collectstatic.", "wootric.E004")


@pytest.mark.urls("tests.django.project.urls")
@pytest.mark.usefixtures("fetch")
def test_addresses_that_the_site_lacks_are_told() -> None:
    (error,) = checked()
    assert error.msg == 'WOOTRIC["SETTINGS_URL"] is not there.'
    assert error.hint == 'Accepted: path("wootric/", include("wootric_snippet.django.urls")) in the URLconf.'
    assert error.id == "wootric.E004"


@pytest.mark.usefixtures("fetch")
def test_fetch_pages_are_the_same_for_everybody_and_stay_cacheable(client: Client) -> None:
    responses = [as_amelia(client, "/"), client.get("/"), client.get("/", headers={"X-User": "bob@example.com"})]
    assert [response.text for response in responses] == [FETCH.render(None, HOME)] * 3
    for response in responses:
        assert {"Cache-Control", "Vary"}.isdisjoint(response.headers)


def test_fetch_pages_can_mock_sdk_a_cached_fragment(print_page: Callable[..., str], fetch: Callable[..., None]) -> None:
    fetch()
    page = Page(path="/pricing/", url="http://testserver/pricing/")
    assert print_page("{% cache 60 part %}{% wootric_snippet %}{% endcache %}") == FETCH.render(None, page)


def test_fetch_pages_make_no_nonce(client: Client, fetch: Callable[..., None], settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "csp.middleware.CSPMiddleware"]
    settings.CONTENT_SECURITY_POLICY = {"DIRECTIVES": {"script-src": ["'self'"]}}
    fetch()
    response = client.get("/")
    assert response.text == FETCH.render(None, HOME)
    assert "nonce" not in response.headers["Content-Security-Policy"]


def test_the_visitors_settings_are_answered_to_the_visitor(client: Client, fetch: Callable[..., None]) -> None:
    group = Group(id="0e8c")
    fetch(GROUP=lambda _request: group)
    question = f"{SETTINGS}?path=/&name=home&event=Order+Completed"
    answers = [
        as_amelia(client, question),
        client.get(question, headers={"X-User": "bob@example.com"}),
        client.get(question),
    ]
    assert [answer.text for answer in answers] == [
        settings_json(FETCH, AMELIA, HOME, event="Order Completed", group=group),
        settings_json(FETCH, User(email="bob@example.com"), HOME, event="Order Completed", group=group),
        "",
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 204]
    for answer in answers:
        assert {name: answer.headers[name] for name in answer.headers if name != "Content-Length"} == {
            "Cache-Control": "private, no-store",
            "Content-Type": "application/json",
            "Cross-Origin-Resource-Policy": "same-origin",
            "Vary": "Cookie",
            "X-Content-Type-Options": "nosniff",
        }


@pytest.mark.usefixtures("fetch")
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
def test_other_methods_are_refused(method: str) -> None:
    response = getattr(Client(enforce_csrf_checks=True), method)(SETTINGS)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.usefixtures("fetch")
def test_other_sites_are_refused(client: Client) -> None:
    assert as_amelia(client, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403


def test_who_refuses_tracking_is_nobody(client: Client, fetch: Callable[..., None]) -> None:
    fetch(RESPECT_GPC=True)
    assert as_amelia(client, **{"Sec-GPC": "1"}).status_code == 204
    assert as_amelia(client).status_code == 200


@pytest.mark.usefixtures("fetch")
def test_nobodys_answer_is_empty_on_a_site_where_every_view_wants_a_sign_in(client: Client, settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "django.contrib.auth.middleware.LoginRequiredMiddleware"]
    assert client.get(SETTINGS).status_code == 204


def test_a_user_that_cannot_be_had_is_nobody_in_production(
    client: Client, fetch: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    fetch(USER=lambda _request: 1 / 0)
    assert client.get(SETTINGS).status_code == 204
    assert caplog.messages == ["left out: settings: ZeroDivisionError was raised"]
