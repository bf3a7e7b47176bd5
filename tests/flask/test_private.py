"""A page with a user in it is not left to a shared cache."""

import pytest
from flask import Flask, Response, make_response, render_template_string, stream_template_string

from tests.flask.site import AMELIA, block, make_app, make_site
from wootric_snippet import SharedCaching
from wootric_snippet.flask import Wootric

SHARED = "lets a shared cache keep a page that carries a user; accepted: private, or a page without the snippet"
LATE = (
    "Cache-Control: went out before the snippet was printed; accepted: private, set by the view, on a streamed page "
    "with the snippet"
)


def caching(app: Flask, header: str, name: str = "Cache-Control") -> Flask:
    """Let the site's own code send a header with every page."""

    def send(response: Response) -> Response:
        response.headers[name] = header
        return response

    app.after_request(send)
    return app


def test_a_page_with_a_user_is_private() -> None:
    response = make_site()[0].test_client().get("/pricing")
    assert response.headers.getlist("Cache-Control") == ["private"]


@pytest.mark.parametrize("user", [{"user": None}, {"user": None, "include_anonymous": True}])
def test_a_page_without_a_user_stays_as_the_site_has_it(user: dict[str, None]) -> None:
    app = caching(make_site(debug=True, **user)[0], "public, max-age=60")  # type: ignore[arg-type]
    assert app.test_client().get("/pricing").headers["Cache-Control"] == "public, max-age=60"


def test_pages_after_it_are_not_private_for_its_sake() -> None:
    app, _ = make_site()
    app.add_url_rule("/terms", "terms", lambda: "Terms")
    # As a test of a site may have it: one application context around several requests.
    with app.app_context():
        client = app.test_client()
        assert client.get("/pricing").headers["Cache-Control"] == "private"
        assert "Cache-Control" not in client.get("/terms").headers


@pytest.mark.parametrize(
    ("header", "value", "expected"),
    [
        ("Cache-Control", "public, max-age=60", "private, max-age=60"),
        ("Cache-Control", "max-age=60, s-maxage=600", "private, max-age=60"),
        ("Surrogate-Control", "max-age=60", "no-store"),
    ],
)
def test_a_page_with_a_user_that_is_meant_for_shared_caches_is_made_private(
    header: str, value: str, expected: str, caplog: pytest.LogCaptureFixture
) -> None:
    app = caching(make_site()[0], value, header)
    response = app.test_client().get("/pricing")
    assert (response.status_code, response.text, response.headers[header]) == (200, block(), expected)
    assert caplog.messages == [f"left out: {header}: {SHARED}"]


def test_a_developer_sees_that_a_page_with_a_user_is_meant_for_shared_caches() -> None:
    app = caching(make_site(debug=True)[0], "public")
    with pytest.raises(SharedCaching, match=f"^Cache-Control: {SHARED}$"):
        app.test_client().get("/pricing")


def test_a_header_that_the_site_sets_in_code_that_comes_earlier_is_seen_too(caplog: pytest.LogCaptureFixture) -> None:
    app = caching(make_app(), "public")  # registered before the extension: Flask runs it after what comes later
    Wootric(app).user_loader(lambda: AMELIA)
    app.add_url_rule("/pricing", "pricing", lambda: render_template_string("{{ wootric_snippet() }}"))
    assert app.test_client().get("/pricing").headers["Cache-Control"] == "private"
    assert caplog.messages == [f"left out: Cache-Control: {SHARED}"]


def streaming(*, debug: bool = False, cache_control: str | None = None) -> Flask:
    app, _ = make_site(debug=debug)

    def stream() -> Response:
        response = make_response(stream_template_string("Prices{{ wootric_snippet() }}"))
        if cache_control:
            response.headers["Cache-Control"] = cache_control
        return response

    app.view_functions["pricing"] = stream
    return app


def test_a_streamed_page_whose_headers_are_gone_holds_no_user(caplog: pytest.LogCaptureFixture) -> None:
    assert streaming().test_client().get("/pricing").text == "Prices"
    assert caplog.messages == [f"left out: snippet, because of {LATE}"]


def test_a_streamed_page_that_is_private_holds_the_snippet() -> None:
    app = streaming(debug=True, cache_control="private")
    assert app.test_client().get("/pricing").text == f"Prices{block()}"


def test_a_developer_sees_that_a_streamed_page_has_to_be_private() -> None:
    with pytest.raises(SharedCaching, match=f"^{LATE}$"):
        streaming(debug=True).test_client().get("/pricing").get_data()
