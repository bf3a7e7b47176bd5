"""Async views, and async rendering, have the same snippet."""

from collections.abc import Callable
from typing import Any

import pytest
from asgiref.sync import async_to_sync
from django.contrib.auth.models import User as Account
from django.test import AsyncClient

from wootric_snippet import Page, SnippetRenderer, User, WootricSnippetError

pytestmark = pytest.mark.django_db(transaction=True)


@async_to_sync
async def served(path: str) -> tuple[str, str | None]:
    """Return the page that Amelia gets over ASGI, and its Cache-Control."""
    client = AsyncClient()
    account = await Account.objects.acreate(username="amelia", email="amelia@initech.example")
    await client.aforce_login(account)
    response = await client.get(path)
    return response.content.decode(), response.headers.get("Cache-Control")


def snippet(path: str) -> str:
    account = Account.objects.get()
    user = User(email=account.email, created_at=account.date_joined, language="en", external_id=account.pk)
    page = Page(path=path, url=f"http://testserver{path}", name="home")
    return str(SnippetRenderer("NPS-01fe3cbc").render(user, page))


@pytest.mark.parametrize("path", ["/async-awaited", "/async-template-response", "/"])
def test_the_user_of_an_async_page_is_sent(path: str) -> None:
    html, cache_control = served(path)
    assert html == snippet(path)
    assert cache_control == "private"


def test_a_user_who_signed_out_in_the_view_is_not_sent() -> None:
    assert served("/async-signed-out") == ("", None)


def test_a_user_who_cannot_be_read_costs_only_the_snippet(caplog: Any) -> None:
    assert served("/async") == ("", None)
    assert caplog.messages == [
        (
            "left out: snippet, because of user: cannot be read in an async view; "
            "accepted: await request.auser() before the page is rendered"
        )
    ]


def test_a_user_who_cannot_be_read_is_told_while_debugging(wootric: Callable[..., None]) -> None:
    wootric(ON_ERROR="raise")  # with DEBUG, Django's own page of the error would look at the user, too
    with pytest.raises(WootricSnippetError, match=r"^user: cannot be read in an async view"):
        served("/async")
