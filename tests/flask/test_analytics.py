"""Segment's calls in Flask's views."""

from typing import Any

import pytest
from flask import Flask, redirect, session, stream_template_string, stream_with_context
from werkzeug.wrappers import Response

from tests.flask.site import AMELIA, make_site
from wootric_snippet import User
from wootric_snippet.testing import extract_settings


def make_shop(**config: Any) -> Flask:
    """Return a site whose form is an order, and whose user is in the session."""
    app, wootric = make_site(**config)
    app.secret_key = "for this test"

    @app.post("/order")
    def order() -> Response:
        wootric.analytics.track("Order Completed", {"revenue": 12})
        response = redirect("/pricing")
        response.headers["Cache-Control"] = "public, max-age=60"
        return response

    @app.post("/failed")
    def failed() -> tuple[str, int]:
        wootric.analytics.track("Order Completed")
        return "", 409

    @app.get("/stream")
    def stream() -> tuple[Response, dict[str, str]]:
        wootric.analytics.track("Order Completed")
        page = stream_with_context(stream_template_string("{{ wootric_snippet() }}"))
        return Response(page), {"Cache-Control": "private"}

    @app.get("/as/<email>")
    def sign_in(email: str) -> str:
        session["email"] = email
        return ""

    @wootric.user_loader
    def user() -> User | None:
        return User(email=session["email"]) if "email" in session else AMELIA

    return app


def event_of(client: Any, path: str = "/pricing") -> Any:
    settings = extract_settings(client.get(path).text)
    return settings and (settings["email"], settings["event_name"], settings.get("properties"))


def test_an_event_of_a_view_that_redirects_is_asked_about_once() -> None:
    client = make_shop().test_client()
    assert client.post("/order").status_code == 302
    assert [event_of(client) for _ in range(3)] == [
        ("amelia@initech.example", "Order Completed", {"revenue": 12}),
        ("amelia@initech.example", None, None),
        ("amelia@initech.example", None, None),
    ]


def test_an_answer_that_sets_the_session_for_an_event_is_for_nobody_else() -> None:
    response = make_shop().test_client().post("/order")
    assert (response.status_code, response.headers["Cache-Control"]) == (302, "private, max-age=60")
    assert response.headers["Set-Cookie"].startswith("session=")


def test_somebody_else_does_not_get_the_event() -> None:
    client = make_shop().test_client()
    client.post("/order")
    client.get("/as/bob@example.com")
    assert event_of(client) == ("bob@example.com", None, None)


def test_what_failed_has_not_happened() -> None:
    client = make_shop().test_client()
    client.post("/failed")
    assert event_of(client) == ("amelia@initech.example", None, None)


def test_an_event_of_a_streamed_page_is_asked_about_there_alone() -> None:
    client = make_shop().test_client()
    assert [event_of(client, path) for path in ("/stream", "/pricing")] == [
        ("amelia@initech.example", "Order Completed", None),
        ("amelia@initech.example", None, None),
    ]


def test_where_settings_are_fetched_the_event_is_in_the_answer() -> None:
    client = make_shop(delivery="fetch").test_client()
    client.post("/order")
    assert "Order" not in client.get("/pricing").text
    answers = [event_of(client, "/wootric/settings.json?path=/pricing") for _ in range(2)]
    assert [answer[1] for answer in answers] == ["Order Completed", None]


def test_without_a_secret_key_the_view_works_and_the_event_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    app = make_shop()
    app.secret_key = None
    app.extensions["wootric"]
    client = app.test_client()
    assert client.post("/order").status_code == 302
    assert caplog.messages[-1] == (
        "left out: analytics: has no session to carry its events in; accepted: the framework's sessions"
    )


def test_a_page_that_calls_nothing_looks_at_no_session() -> None:
    app, _ = make_site()
    app.secret_key = "for this test"
    response = app.test_client().get("/pricing")
    assert "Vary" not in response.headers
    assert "Set-Cookie" not in response.headers
