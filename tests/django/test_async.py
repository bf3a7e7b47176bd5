"""Async views, and async rendering, have the same snippet and the same events."""

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import User as Account
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.test import AsyncClient
from django.urls import path

from tests.django.project.urls import urlpatterns as pages
from tests.log import Log
from wootric_snippet import Page, SnippetRenderer, User, WootricSnippetError
from wootric_snippet.django import atrack
from wootric_snippet.testing import extract_settings

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls(__name__)]


async def track_in_view(request: HttpRequest) -> HttpResponse:
    await atrack(request, "Order Completed", {"plan": "pro"})
    return redirect("/")


async def call_in_view(request: HttpRequest) -> HttpResponse:
    await request.auser()
    request.analytics.track("Order Completed", {"plan": "pro"})  # type: ignore[attr-defined]
    return redirect("/")


urlpatterns = [*pages, path("order", track_in_view), path("calls", call_in_view)]


@async_to_sync
async def served(*paths: str) -> list[tuple[str, str | None]]:
    """Return the pages that Amelia gets over ASGI, each with its Cache-Control."""
    client = AsyncClient()
    account = await Account.objects.acreate(username="amelia", email="amelia@initech.example")
    await client.aforce_login(account)
    responses = [await client.get(path) for path in paths]
    return [(response.content.decode(), response.headers.get("Cache-Control")) for response in responses]


def snippet(path: str) -> str:
    account = Account.objects.get()
    user = User(email=account.email, created_at=account.date_joined, language="en", external_id=account.pk)
    page = Page(path=path, url=f"http://testserver{path}", name="home")
    return str(SnippetRenderer("NPS-01fe3cbc").render(user, page))


@pytest.mark.parametrize("path", ["/async-awaited", "/async-template-response", "/"])
def test_user_of_an_async_page_is_sent(path: str) -> None:
    assert served(path) == [(snippet(path), "private")]


@pytest.mark.usefixtures("_in_production")
def test_user_who_signed_out_in_the_view_is_not_sent() -> None:
    assert served("/async-signed-out") == [("", None)]


UNREADABLE = "user: cannot be read in an async view; expected await request.auser() before the page is rendered"


@pytest.mark.usefixtures("_in_production")
def test_user_who_cannot_be_read_costs_only_the_snippet(log: Log) -> None:
    assert served("/async") == [("", None)]
    assert log.warnings == [f"left out the snippet on home: {UNREADABLE}"]


def test_user_who_cannot_be_read_is_reported_while_debugging(wootric: Callable[..., None]) -> None:
    wootric(ON_ERROR="raise")  # with DEBUG, Django's own page of the error would look at the user, too
    with pytest.raises(WootricSnippetError) as raised:
        served("/async")
    assert str(raised.value) == UNREADABLE


@pytest.mark.parametrize("engine", ["signed_cookies", "db"])
@pytest.mark.parametrize("view", ["/order", "/calls"])
def test_event_of_an_async_view_is_asked_about_on_the_next_page(settings: Any, view: str, engine: str) -> None:
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{engine}"
    (_, cache_control), *shown = served(view, "/", "/")
    settings_of_pages = [extract_settings(html) or {} for html, _ in shown]
    assert (cache_control or "").partition(",")[0] == "private"
    assert [(each["event_name"], each.get("properties")) for each in settings_of_pages] == [
        ("Order Completed", {"plan": "pro"}),
        (None, None),
    ]


@pytest.mark.parametrize("engine", ["signed_cookies", "db"])
def test_event_waits_for_an_async_page_whose_user_was_awaited(settings: Any, engine: str) -> None:
    settings.SESSION_ENGINE = f"django.contrib.sessions.backends.{engine}"
    _, (html, _), (later, _) = served("/order", "/async-awaited", "/async-awaited")
    assert [(extract_settings(page) or {})["event_name"] for page in (html, later)] == ["Order Completed", None]
