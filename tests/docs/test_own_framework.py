"""The adapter of docs/own-framework.md keeps one visitor's page from the next."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import bottle
import httpx
import pytest

from tests.docs.doc_runner import follow
from wootric_snippet import User
from wootric_snippet.testing import extract_settings


@pytest.fixture
def adapter(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Return the module that the page shows."""
    follow("own-framework", tmp_path)
    monkeypatch.syspath_prepend(tmp_path)
    yield import_module("wootric_bottle")
    del sys.modules["wootric_bottle"]


def test_page_of_one_visitor_is_cut_out_for_the_next(adapter: ModuleType) -> None:
    def survey_user(request: bottle.Request) -> User:
        return User(email=request.headers["X-User"])

    app, kept = bottle.Bottle(), dict[str, str]()
    wootric = adapter.Wootric(account_token="NPS-01fe3cbc", user=survey_user)
    app.install(wootric)

    def page(key: str) -> str:
        return kept.setdefault(key, f"<p>Prices</p>{wootric.snippet(bottle.request)}")

    app.route("/kept/<key>", name="kept", callback=page)
    with httpx.Client(transport=httpx.WSGITransport(app), base_url="http://shop.example") as client:
        visitors = ({"X-User": f"{name}@initech.example"} for name in ("amelia", "amelia", "bob"))
        first, again, other = (client.get("/kept/secret", headers=headers) for headers in visitors)
    assert extract_settings(first.text) == {
        "account_token": "NPS-01fe3cbc",
        "email": "amelia@initech.example",
        "page_info": {"path": "/kept/<key>", "url": "http://shop.example/kept/%3Ckey%3E", "name": "kept"},
        "event_name": None,
    }
    assert (again.text, other.text) == (first.text, "<p>Prices</p>")
    assert [response.headers["Cache-Control"] for response in (first, again, other)] == ["private"] * 3


@pytest.mark.parametrize("raised", [False, True], ids=["returned", "raised"])
def test_response_that_a_view_makes_itself_is_private(adapter: ModuleType, raised: bool) -> None:
    app = bottle.Bottle()
    wootric = adapter.Wootric(account_token="NPS-01fe3cbc", user=lambda _request: User(email="amelia@initech.example"))
    app.install(wootric)

    def page() -> bottle.HTTPResponse:
        response = bottle.HTTPResponse(f"<p>Prices</p>{wootric.snippet(bottle.request)}", 201)
        if raised:
            raise response
        return response

    app.route("/", callback=page)
    with httpx.Client(transport=httpx.WSGITransport(app), base_url="http://shop.example") as client:
        response = client.get("/")
    assert (response.status_code, response.headers["Cache-Control"]) == (201, "private")
    settings = extract_settings(response.text)
    assert settings is not None
    assert settings["email"] == "amelia@initech.example"


def test_fetched_settings_have_the_pages_title_in_any_language(adapter: ModuleType) -> None:
    app = bottle.Bottle()
    user = User(email="amelia@initech.example")
    app.install(adapter.Wootric(account_token="NPS-01fe3cbc", delivery="fetch", user=lambda _request: user))
    with httpx.Client(transport=httpx.WSGITransport(app), base_url="http://shop.example") as client:
        settings = extract_settings(client.get("/wootric/settings.json", params={"title": "Café €"}).text)
    assert settings is not None
    assert settings["page_info"] == {"title": "Café €"}
