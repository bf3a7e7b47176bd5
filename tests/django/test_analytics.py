"""Segment's calls in Django's views."""

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth import login
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import AsyncClient, Client
from django.urls import include, path

from tests.django.project import views
from wootric_snippet.segment import Analytics
from wootric_snippet.testing import extract_settings


def order(request: HttpRequest) -> HttpResponse:
    request.analytics.track("Order Completed", {"revenue": 12})  # type: ignore[attr-defined]
    response = redirect("/")
    response["Cache-Control"] = "public, max-age=60"
    return response


def failed(request: HttpRequest) -> HttpResponse:
    request.analytics.track("Order Completed")  # type: ignore[attr-defined]
    return HttpResponse(status=409)


async def async_order(request: HttpRequest) -> HttpResponse:
    request.analytics.track("Order Completed", {"revenue": 12})  # type: ignore[attr-defined]
    return redirect("/")


def sign_in(request: HttpRequest, person: str) -> HttpResponse:
    user, _ = User.objects.get_or_create(username=person, email=f"{person}@example.com")
    login(request, user)
    return HttpResponse()


def own_calls(_request: HttpRequest) -> Analytics:
    from wootric_snippet.django.conf import site

    analytics = Analytics(site().renderer)
    analytics.identify("b", {"email": "bob@example.com"})
    return analytics


# This module is a URLconf of its own.
urlpatterns = [
    path("", views.page, name="home"),
    path("order", order),
    path("failed", failed),
    path("async-order", async_order),
    path("as/<person>", sign_in),
    path("wootric/", include("wootric_snippet.django.urls")),
]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _middleware(settings: Any) -> None:
    settings.MIDDLEWARE = [*settings.MIDDLEWARE, "wootric_snippet.django.middleware.AnalyticsMiddleware"]
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"


def asked(html: str) -> Any:
    settings = extract_settings(html)
    return settings and (settings["email"], settings["event_name"], settings.get("properties"))


def test_an_event_of_a_view_that_redirects_is_asked_about_once(client: Client) -> None:
    client.get("/as/amelia")
    assert client.post("/order").status_code == 302
    assert [asked(client.get("/").text) for _ in range(3)] == [
        ("amelia@example.com", "Order Completed", {"revenue": 12}),
        ("amelia@example.com", None, None),
        ("amelia@example.com", None, None),
    ]


@pytest.mark.parametrize("of", ["/order", "/async-order"])
def test_an_answer_that_sets_the_session_for_an_event_is_for_nobody_else(client: Client, of: str) -> None:
    client.get("/as/amelia")
    response = client.post(of)
    assert response.status_code == 302
    assert response["Cache-Control"].partition(",")[0] == "private"


def test_somebody_else_does_not_get_the_event(client: Client) -> None:
    client.get("/as/amelia")
    client.post("/order")
    client.get("/as/bob")
    assert asked(client.get("/").text) == ("bob@example.com", None, None)


def test_an_event_from_before_the_sign_in_is_the_visitors(client: Client) -> None:
    client.post("/order")
    client.get("/as/amelia")
    assert asked(client.get("/").text) == ("amelia@example.com", "Order Completed", {"revenue": 12})


def test_what_failed_has_not_happened(client: Client) -> None:
    client.get("/as/amelia")
    client.post("/failed")
    assert asked(client.get("/").text) == ("amelia@example.com", None, None)


def test_an_async_view_can_call_too(async_client: AsyncClient) -> None:
    async def visit() -> str:
        await async_client.get("/as/amelia")
        await async_client.post("/async-order")
        response = await async_client.get("/")
        return str(response.content.decode())

    assert asked(async_to_sync(visit)()) == ("amelia@example.com", "Order Completed", {"revenue": 12})


def test_where_settings_are_fetched_the_event_is_in_the_answer(client: Client, wootric: Callable[..., None]) -> None:
    wootric(DELIVERY="fetch", LOADER_URL="/loader.js")
    client.get("/as/amelia")
    client.post("/order")
    assert "Order" not in client.get("/").text
    assert asked(client.get("/wootric/settings.json?path=/").text) == (
        "amelia@example.com",
        "Order Completed",
        {"revenue": 12},
    )


def test_calls_can_be_kept_elsewhere(client: Client, wootric: Callable[..., None]) -> None:
    wootric(ANALYTICS=own_calls)
    client.get("/as/amelia")
    assert asked(client.get("/").text) == ("bob@example.com", None, {"id": "b"})


def test_views_work_where_the_setting_is_wrong(
    client: Client, wootric: Callable[..., None], caplog: pytest.LogCaptureFixture
) -> None:
    wootric(ACCOUNT_TOKEN="wrong")
    assert client.post("/order").status_code == 302
    assert "left out: account_token: is not a token" in caplog.messages[0]


def test_a_visitor_without_a_session_gets_none(client: Client, wootric: Callable[..., None]) -> None:
    wootric(USER=lambda _request: None)
    assert "Vary" not in client.get("/").headers
    assert client.cookies == {}
