"""The deliveries `data` and `fetch` in Flask: the file, and the address that the loader asks."""

import pytest
from flask import Flask, session

from tests.flask.site import AMELIA, TOKEN, make_site, page
from tests.settings_json import settings_json
from wootric_snippet import Group, Page, SnippetRenderer, User
from wootric_snippet.flask import Wootric
from wootric_snippet.loader_file import loader_file

FILE = loader_file()
LOADER = f"/wootric/{FILE.name}"
FETCH = SnippetRenderer(TOKEN, delivery="fetch", loader_url=LOADER, settings_url="/wootric/settings.json")


def test_data_prints_the_users_settings_and_the_file() -> None:
    app, _ = make_site(delivery="data")
    response = app.test_client().get("/pricing")
    assert response.text == SnippetRenderer(TOKEN, delivery="data", loader_url=LOADER).render(AMELIA, page())
    assert response.headers["Cache-Control"] == "private"


@pytest.mark.parametrize("delivery", ["data", "fetch"])
def test_the_file_is_kept_for_a_year(delivery: str) -> None:
    app, _ = make_site(delivery=delivery)
    response = app.test_client().get(LOADER)
    assert response.text == FILE.content
    assert {name: response.headers[name] for name in FILE.headers} == {
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Type": "text/javascript; charset=utf-8",
        "Cross-Origin-Resource-Policy": "cross-origin",
        "X-Content-Type-Options": "nosniff",
    }


def test_a_site_with_inline_blocks_has_no_such_addresses() -> None:
    client = make_site()[0].test_client()
    assert [client.get(path).status_code for path in (LOADER, "/wootric/settings.json")] == [404, 404]


def test_fetch_pages_are_the_same_for_everybody_and_stay_cacheable() -> None:
    pages = []
    for user in (AMELIA, None, User(email="bob@example.com")):
        app, _ = make_site("{{ wootric_snippet(event='Order Completed') }}", user=user, delivery="fetch")
        response = app.test_client().get("/pricing", headers={"Cookie": "session=x", "Sec-GPC": "1"})
        assert "Cache-Control" not in response.headers
        assert "Vary" not in response.headers
        pages.append(response.text)
    assert pages == [FETCH.render(None, page(), event="Order Completed")] * 3


def test_fetch_pages_have_a_nonce_only_where_the_template_gives_one() -> None:
    app, _ = make_site("{{ wootric_snippet(nonce=given) }}", context={"given": None}, delivery="fetch")

    @app.before_request
    def make_nonce() -> None:
        from flask import g

        g.csp_nonce = "bm9uY2U="

    assert app.test_client().get("/pricing").text == FETCH.render(None, page())
    app, _ = make_site("{{ wootric_snippet(nonce=given) }}", context={"given": "bm9uY2U="}, delivery="fetch")
    assert app.test_client().get("/pricing").text == FETCH.render(None, page(), nonce="bm9uY2U=")


def test_the_visitors_settings_are_answered_to_the_visitor() -> None:
    app, wootric = make_site(delivery="fetch")
    wootric.group_loader(lambda: Group(id="0e8c"))
    response = app.test_client().get("/wootric/settings.json?path=/pricing&name=pricing&event=Order+Completed")
    assert response.text == settings_json(FETCH, AMELIA, page(), event="Order Completed", group=Group(id="0e8c"))
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Vary"] == "Cookie"
    assert response.headers["Content-Type"] == "application/json"
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_each_visitor_is_answered_their_own_settings() -> None:
    app, wootric = make_site(delivery="fetch")
    app.secret_key = "for this test"
    app.add_url_rule("/as/<email>", "sign_in", lambda email: session.update(email=email) or "")
    wootric.user_loader(lambda: User(email=session["email"]) if "email" in session else None)
    amelia, bob, nobody = (app.test_client() for _ in range(3))
    amelia.get("/as/amelia@example.com")
    bob.get("/as/bob@example.com")
    answers = [client.get("/wootric/settings.json") for client in (amelia, bob, nobody)]
    assert [answer.text for answer in answers] == [
        settings_json(FETCH, User(email="amelia@example.com"), Page()),
        settings_json(FETCH, User(email="bob@example.com"), Page()),
        "",
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 204]
    assert {answer.headers["Cache-Control"] for answer in answers} == {"private, no-store"}


def test_who_refuses_tracking_is_nobody() -> None:
    app, _ = make_site(delivery="fetch", respect_gpc=True)
    assert app.test_client().get("/wootric/settings.json", headers={"Sec-GPC": "1"}).status_code == 204
    assert app.test_client().get("/wootric/settings.json").status_code == 200


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_refused(method: str) -> None:
    app, _ = make_site(delivery="fetch")
    response = app.test_client().open("/wootric/settings.json", method=method)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD")


def test_other_sites_are_refused() -> None:
    app, _ = make_site(delivery="fetch")
    response = app.test_client().get("/wootric/settings.json", headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_a_user_that_cannot_be_had_is_nobody_in_production(caplog: pytest.LogCaptureFixture) -> None:
    app, wootric = make_site(delivery="fetch")
    wootric.user_loader(lambda: 1 / 0)  # type: ignore[arg-type,return-value]
    assert app.test_client().get("/wootric/settings.json").status_code == 204
    assert caplog.messages == ["left out: settings: ZeroDivisionError was raised"]


def test_an_application_below_a_path_asks_below_it() -> None:
    app = Flask("shop")
    app.config.update(APPLICATION_ROOT="/shop", WOOTRIC_ACCOUNT_TOKEN=TOKEN, WOOTRIC_DELIVERY="fetch")
    Wootric(app)
    with app.test_request_context("/pricing"):
        html = app.jinja_env.from_string("{{ wootric_snippet() }}").render()
    assert f'src="/shop{LOADER}"' in html
    assert 'data-wootric-url="/shop/wootric/settings.json"' in html


def test_a_template_can_say_that_there_is_no_survey(caplog: pytest.LogCaptureFixture) -> None:
    app, _ = make_site("{{ wootric_snippet(user=given) }}", context={"given": None}, delivery="fetch")
    assert app.test_client().get("/pricing").text == ""
    app, _ = make_site("{{ wootric_snippet(user=given) }}", context={"given": AMELIA}, delivery="fetch")
    assert app.test_client().get("/pricing").text == ""
    assert caplog.messages == [
        (
            "left out: snippet, because of user: is given in a page that is everybody's; "
            "accepted: None, or another delivery"
        )
    ]
