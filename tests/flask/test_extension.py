"""What is Flask's own: the extension, its loaders, its order, and where a template stands."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask, Response, g, redirect, render_template_string, stream_template_string
from flask.blueprints import Blueprint
from jinja2 import DictLoader
from markupsafe import Markup
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.test import Client

from tests.flask.site import AMELIA, block, make_app, make_site
from tests.log import Log
from wootric_snippet import InvalidSetting, SharedCaching, SnippetRenderer, Survey, User
from wootric_snippet.flask import Wootric
from wootric_snippet.integration.options import OPTIONS
from wootric_snippet.integration.visitor import REASONS
from wootric_snippet.testing import extract_settings


def get(app: Flask, url: str = "/pricing") -> str:
    response = app.test_client().get(url)
    assert response.status_code == 200
    return response.text


# ---- The extension ----


def test_several_applications_of_one_process_stay_apart() -> None:
    wootric = Wootric()
    wootric.user_loader(lambda: AMELIA)
    apps = []
    for survey in ({"modal_theme": "dark"}, Survey(product_name="Initech")):
        app = make_app(survey=survey)
        wootric.init_app(app)
        app.add_url_rule("/pricing", "pricing", lambda: render_template_string("{{ wootric_snippet() }}"))
        apps.append(app)
    assert [get(app) for app in apps] == [
        block(survey=Survey(modal_theme="dark")),
        block(survey=Survey(product_name="Initech")),
    ]


@pytest.mark.parametrize("given", [None, SnippetRenderer("NPS-1")], ids=["twice", "renderer"])
def test_second_wootric_or_one_of_something_else_is_an_error(given: Any) -> None:
    app, _ = make_site()
    with pytest.raises(InvalidSetting, match=r"^Wootric\(app\): is called (twice|with a SnippetRenderer)"):
        Wootric(app if given is None else given)


def test_extension_that_no_application_has_is_an_error() -> None:
    wootric = Wootric()
    with Flask(__name__).test_request_context(), pytest.raises(InvalidSetting) as raised:
        wootric.track("Order Completed")
    assert str(raised.value) == "Wootric(): is not set up for this application; expected wootric.init_app(app)"


def test_templates_have_tags_too() -> None:
    app, _ = make_site("{% wootric_snippet user=none %}{% wootric_snippet %}{% wootric_shutdown %}")
    assert get(app) == block() + str(SnippetRenderer("NPS-1").shutdown())


def test_loaders_can_still_be_called_by_name() -> None:
    wootric = Wootric()

    def load() -> None:
        return None

    assert wootric.user_loader(load) is load
    assert wootric.group_loader(load) is load


@pytest.mark.parametrize("register", [Wootric.user_loader, Wootric.group_loader])
def test_async_loader_is_an_error_at_start_up(register: Callable[[Wootric, Any], Any]) -> None:
    async def load() -> None:
        return None

    with pytest.raises(InvalidSetting, match=r"_loader: is an async function"):
        register(Wootric(), load)


def test_the_sites_own_keys_are_left_alone_unless_they_look_like_an_option() -> None:
    app = make_app(dashboard_url="https://app.wootric.com/", x=1)
    app.config["WTF_CSRF_ENABLED"] = True
    Wootric(app)
    with pytest.raises(InvalidSetting, match=r"^WOOTRIC_ACOUNT_TOKEN: is unknown \(did you mean WOOTRIC_ACCOUNT_TOKEN"):
        Wootric(make_app(acount_token="NPS-1"))


def test_key_that_is_none_counts_as_not_given() -> None:
    nothing: dict[str, Any] = dict.fromkeys(OPTIONS.keys() - {"account_token"})
    app = make_app(**nothing)
    Wootric(app).user_loader(lambda: AMELIA)
    app.add_url_rule("/pricing", "pricing", lambda: render_template_string("{{ wootric_snippet() }}"))
    assert get(app) == block()


@pytest.mark.parametrize("debug", [True, False])
def test_debug_that_is_switched_on_after_the_extension_counts(debug: bool) -> None:
    app, _ = make_site(mock_sdk="debug")
    app.debug = debug  # as app.run(debug=True)
    assert get(app) == (block(sdk_url="/wootric/mock-sdk.js") if debug else block())


def test_test_of_a_site_raises_as_debugging_does() -> None:
    app, _ = make_site(user=dict)  # type: ignore[arg-type]
    app.testing = True
    with pytest.raises(InvalidSetting, match=r"^user: is of type dict"):
        app.test_client().get("/pricing")


# ---- The template and the page ----


def test_snippet_is_markup_and_empty_outside_of_a_request(log: Log) -> None:
    app, wootric = make_site(include_anonymous=True, debug=True)
    with app.test_request_context("/pricing"):
        assert type(wootric.snippet()) is Markup
    with app.app_context():
        assert render_template_string("Hello{{ wootric_snippet() }}{{ wootric_shutdown() }}") == "Hello"
    assert (log.details, log.warnings) == ([f"no survey: {REASONS['no_request']}"], [])


@pytest.mark.parametrize("call", ["{{ wootric_snippet() }}", "{{ wootric_snippet }}"])
def test_macro_of_another_template_can_print_the_snippet(call: str) -> None:
    app, _ = make_site("{% import 'end.html' as end %}{{ end.of_page() }}")
    app.jinja_loader = DictLoader({"end.html": "{% macro of_page() %}" + call + "{% endmacro %}"})
    assert get(app) == block()


def test_not_found_page_has_a_survey_too() -> None:
    app, _ = make_site()
    app.register_error_handler(404, lambda _error: (render_template_string("{{ wootric_snippet() }}"), 404))
    assert app.test_client().get("/lost").text == block(path="/lost", name=None)


def test_page_of_a_wrong_host_is_left_out(log: Log) -> None:
    app, _ = make_site()
    html = app.test_client().get("/pricing", headers={"Host": "a b<>"}).text
    assert html == SnippetRenderer("NPS-01fe3cbc").render(AMELIA)
    assert log.warnings == ["left out page on pricing: ValueError was raised"]


def test_endpoint_of_a_blueprint_names_the_page() -> None:
    app, _ = make_site()
    shop = Blueprint("shop", __name__, url_prefix="/shop")
    shop.add_url_rule("/<int:key>", "order", lambda **_: render_template_string("{{ wootric_snippet() }}"))
    app.register_blueprint(shop)
    settings = extract_settings(get(app, "/shop/7"))
    assert settings is not None
    assert settings["page_info"] == {
        "path": "/shop/<key>",
        "url": "http://localhost/shop/%3Ckey%3E",
        "name": "shop.order",
    }


def test_site_without_flask_login_or_loader_says_nobody_can_be_found() -> None:
    app = make_app(debug=True)
    Wootric(app)
    app.add_url_rule("/", "home", lambda: render_template_string("{{ wootric_snippet() }}"))
    assert get(app, "/") == f"<!-- wootric-snippet: no survey here: {REASONS['no_user_function']} -->"


def test_site_behind_a_dispatcher_or_a_proxy_addresses_what_is_below_it() -> None:
    app, _ = make_site(delivery="data")
    dispatched = Client(DispatcherMiddleware(Flask("other"), {"/shop": app})).get("/shop/pricing").text
    app.wsgi_app = ProxyFix(app.wsgi_app, x_prefix=1)  # type: ignore[method-assign]
    proxied = app.test_client().get("/pricing", headers={"X-Forwarded-Prefix": "/shop"}).text
    assert dispatched == proxied
    assert 'src="/shop/wootric/loader.' in proxied


# ---- The response ----


@pytest.mark.parametrize("is_first", [True, False])
def test_header_of_the_sites_own_code_is_seen_whenever_it_was_registered(log: Log, is_first: bool) -> None:
    def share(response: Response) -> Response:
        response.headers["Cache-Control"] = "public"
        return response

    app = make_app()
    if is_first:  # Flask runs it after what is registered later
        app.after_request(share)
    Wootric(app).user_loader(lambda: AMELIA)
    if not is_first:
        app.after_request(share)
    app.add_url_rule("/pricing", "pricing", lambda: render_template_string("{{ wootric_snippet() }}"))
    assert app.test_client().get("/pricing").headers["Cache-Control"] == "private"
    assert [line.partition(";")[0] for line in log.warnings] == [
        "on pricing: Cache-Control: lets a shared cache store a page that carries a user"
    ]


def test_after_request_functions_see_that_a_page_is_private() -> None:
    app, _ = make_site()

    @app.after_request
    def store(response: Response) -> Response:
        response.headers["X-Stored"] = str("private" not in response.headers.get("Cache-Control", ""))
        return response

    assert app.test_client().get("/pricing").headers["X-Stored"] == "False"


def test_pages_of_one_application_context_have_their_own_privacy() -> None:
    app, _ = make_site()
    app.add_url_rule("/terms", "terms", lambda: "Terms")
    with app.app_context():  # as a test of a site may have it
        client = app.test_client()
        assert client.get("/pricing").headers["Cache-Control"] == "private"
        assert "Cache-Control" not in client.get("/terms").headers


def test_template_that_is_streamed_has_the_snippet_where_it_is_private() -> None:
    app, _ = make_site(debug=True)
    template = "Prices{{ wootric_snippet() }}"
    app.add_url_rule("/mine", "mine", lambda: (stream_template_string(template), {"Cache-Control": "private"}))
    app.add_url_rule("/ours", "ours", lambda: Response(stream_template_string(template)))
    assert get(app, "/mine") == f"Prices{block(path='/mine', name='mine')}"
    with pytest.raises(SharedCaching, match=r"^snippet: is printed after the page's headers were sent"):
        app.test_client().get("/ours").get_data()


# ---- Events ----


def test_failing_view_drops_its_event_and_a_stream_has_its_own() -> None:
    app, wootric = make_site()
    app.secret_key = "a test's"

    def failed() -> tuple[str, int]:
        wootric.track("Order Completed")
        return "", 409

    def stream() -> tuple[Any, dict[str, str]]:
        wootric.track("Report Seen")
        return stream_template_string("{{ wootric_snippet() }}"), {"Cache-Control": "private"}

    app.add_url_rule("/failed", "failed", failed)
    app.add_url_rule("/stream", "stream", stream)
    client = app.test_client()
    client.get("/failed")
    assert '"event_name":null' in client.get("/pricing").text
    assert '"event_name":"Report Seen"' in client.get("/stream").text


def test_event_without_a_secret_key_is_logged_and_the_view_works(log: Log) -> None:
    app, wootric = make_site()

    def order() -> Any:
        wootric.track("Order Completed")
        return redirect("/pricing")

    app.add_url_rule("/order", "order", order)
    assert app.test_client().get("/order").status_code == 302
    problem = "event: cannot wait for the next page: there is no session; expected the framework's sessions"
    assert log.warnings == [f"left out event on order: {problem}"]


def test_page_without_calls_reads_no_session() -> None:
    app, _ = make_site()
    app.secret_key = "a test's"
    assert {"Vary", "Set-Cookie"}.isdisjoint(app.test_client().get("/pricing").headers)


def test_nonce_in_g_is_found() -> None:
    app, _ = make_site()
    app.before_request(lambda: setattr(g, "csp_nonce", "abc"))
    assert get(app) == block(nonce="abc")


def test_user_of_the_loader_may_be_an_account_of_the_sites_own() -> None:
    account = type("Account", (), {"is_authenticated": True, "id": 7, "email": "amelia@initech.example"})()
    app, _ = make_site(user=lambda: account)
    assert get(app) == block(User(email="amelia@initech.example", external_id=7))
