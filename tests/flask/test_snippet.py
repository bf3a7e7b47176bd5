"""What a page of a Flask site holds where its template says {{ wootric_snippet() }}."""

from typing import Any, NoReturn

import pytest
from flask import Flask, g, render_template_string
from jinja2 import DictLoader
from markupsafe import Markup

from tests.flask.site import AMELIA, TOKEN, block, make_app, make_site, page
from wootric_snippet import Group, InvalidNonce, InvalidSetting, InvalidText, SnippetRenderer, Survey, User
from wootric_snippet.flask import Wootric

INITECH = Group(id="0e8c", traits={"name": "Initech"})
BOB = User(email="bob@initech.example")


class DatabaseGone(Exception):
    """What a site's database layer raises; its text quotes a value."""


def fail(*_: Any) -> NoReturn:
    raise DatabaseGone("no row for amelia@initech.example")


def get(app: Flask, url: str = "/pricing", **headers: str) -> str:
    response = app.test_client().get(url, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert response.status_code == 200
    return response.text


def test_a_signed_in_visitor_is_asked_about_the_page() -> None:
    assert get(make_site()[0]) == block()


def test_a_visitor_without_a_user_is_not_asked() -> None:
    assert get(make_site(user=None)[0]) == ""


def test_an_anonymous_visitor_is_asked_where_the_site_wants_it() -> None:
    assert get(make_site(user=None, include_anonymous=True)[0]) == block(None, include_anonymous=True)


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        ("event='Order Completed'", block(event="Order Completed")),
        ("event=none", block()),
        ("name='Prices'", block(page=page(name="Prices"))),
        ("title='All prices'", block(page=page(title="All prices"))),
        ("nonce='abc'", block(nonce="abc")),
        ("user=bob", block(BOB)),
        ("user=none", ""),
        ("group=initech", block(group=INITECH)),
    ],
)
def test_the_template_says_more_about_the_page(call: str, expected: str) -> None:
    app, _ = make_site("{{ wootric_snippet(" + call + ") }}", context={"bob": BOB, "initech": INITECH})
    assert get(app) == expected


def test_the_users_company_comes_from_the_group_loader_unless_the_template_says_otherwise() -> None:
    app, wootric = make_site("{{ wootric_snippet() }}\n{{ wootric_snippet(group=none) }}")
    wootric.group_loader(lambda: INITECH)
    assert get(app) == f"{block(group=INITECH)}\n{block()}"


def test_the_company_of_nobody_is_not_asked_for() -> None:
    app, wootric = make_site(user=None, include_anonymous=True, debug=True)
    wootric.group_loader(fail)
    assert get(app) == block(None, include_anonymous=True)


def test_the_query_string_stays_at_home() -> None:
    assert get(make_site()[0], "/pricing?token=secret") == block()


def test_the_query_string_is_sent_where_the_site_wants_it() -> None:
    sent = page(url="http://localhost/pricing?plan=pro", search="?plan=pro")
    assert get(make_site(include_query=True)[0], "/pricing?plan=pro") == block(page=sent)
    assert get(make_site(include_query=True)[0]) == block()


def test_a_site_below_a_path_sends_the_path_that_the_visitor_sees() -> None:
    app, _ = make_site()
    text = app.test_client().get("/pricing", base_url="http://localhost/shop").text
    assert text == block(page=page(path="/shop/pricing", url="http://localhost/shop/pricing"))


def test_a_page_that_is_not_there_has_a_survey_too() -> None:
    app, _ = make_site()
    app.register_error_handler(404, lambda _error: (render_template_string("{{ wootric_snippet() }}"), 404))
    text = app.test_client().get("/lost").text
    assert text == block(page=page(path="/lost", url="http://localhost/lost", name=None))


def test_a_browser_that_says_no_by_its_header_gets_nothing() -> None:
    app, _ = make_site(respect_gpc=True, include_anonymous=True)
    assert get(app, Sec_GPC="1") == ""
    assert get(app, Sec_GPC="0") == block(respect_gpc=True, include_anonymous=True)


def test_the_header_changes_nothing_where_the_site_has_not_asked_for_it() -> None:
    assert get(make_site()[0], Sec_GPC="1") == block()


def test_a_nonce_in_g_is_found() -> None:
    app, _ = make_site()
    app.before_request(lambda: setattr(g, "csp_nonce", "abc"))
    assert get(app) == block(nonce="abc")


def test_a_mail_that_is_rendered_outside_of_a_request_holds_no_snippet() -> None:
    app, _ = make_site(include_anonymous=True, debug=True)
    with app.app_context():
        assert render_template_string("Hello{{ wootric_snippet() }}") == "Hello"


def test_a_macro_of_another_template_can_print_the_snippet() -> None:
    app, _ = make_site("{% import 'end.html' as end %}{{ end.of_page() }}")
    app.jinja_loader = DictLoader({"end.html": "{% macro of_page() %}{{ wootric_snippet() }}{% endmacro %}"})
    assert get(app) == block()


def test_the_page_after_a_sign_out_stops_the_survey() -> None:
    app, _ = make_site("{{ wootric_shutdown() }}\n{{ wootric_shutdown(nonce='other') }}")
    app.before_request(lambda: setattr(g, "csp_nonce", "abc"))
    renderer = SnippetRenderer(TOKEN)
    assert get(app) == f"{renderer.shutdown(nonce='abc')}\n{renderer.shutdown(nonce='other')}"


def test_several_applications_of_one_process_stay_apart() -> None:
    wootric = Wootric()
    wootric.user_loader(lambda: AMELIA)
    texts = []
    for survey in ({"modal_theme": "dark"}, Survey(product_name="Initech")):
        app = make_app(survey=survey)
        wootric.init_app(app)
        app.add_url_rule("/pricing", "pricing", lambda: render_template_string("{{ wootric_snippet() }}"))
        texts.append(app)
    assert [get(app) for app in texts] == [
        block(survey=Survey(modal_theme="dark")),
        block(survey=Survey(product_name="Initech")),
    ]


@pytest.mark.parametrize(
    ("call", "loaders", "expected", "line"),
    [
        ("", {"user": fail}, "", "snippet: DatabaseGone was raised"),
        ("", {"group": fail}, block(), "group: DatabaseGone was raised"),
        ("event=7", {}, block(), "event: is of type int; accepted: text: a str, a lazily translated string or a UUID"),
        (
            "title=7",
            {},
            block(),
            "page.title: is of type int; accepted: text: a str, a lazily translated string or a UUID",
        ),
        (
            "nonce='a b'",
            {},
            "",
            "snippet, because of nonce: is not a nonce; accepted: base64, as a Content-Security-Policy header has it",
        ),
        (
            "user=person",
            {},
            "",
            "snippet, because of user: is of type dict; accepted: a User of wootric_snippet, or None",
        ),
        ("group=person", {}, block(), "group: is of type dict; accepted: a Group of wootric_snippet, or None"),
    ],
)
def test_whatever_goes_wrong_is_one_log_line_and_the_page_is_served(
    call: str, loaders: dict[str, Any], expected: str, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    app, wootric = make_site("Prices{{ wootric_snippet(" + call + ") }}", context={"person": {}})
    if "user" in loaders:
        wootric.user_loader(loaders["user"])
    if "group" in loaders:
        wootric.group_loader(loaders["group"])
    assert get(app) == f"Prices{expected}"
    assert caplog.messages == [f"left out: {line}"]
    assert [record.name for record in caplog.records] == ["wootric_snippet"]


def test_a_sign_out_page_with_a_broken_nonce_is_served(caplog: pytest.LogCaptureFixture) -> None:
    assert get(make_site("Bye{{ wootric_shutdown(nonce='a b') }}")[0]) == "Bye"
    assert caplog.messages == [
        "left out: nonce: is not a nonce; accepted: base64, as a Content-Security-Policy header has it"
    ]


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("wootric_snippet(user=person)", InvalidSetting),
        ("wootric_snippet(title=7)", InvalidText),
        ("wootric_shutdown(nonce='a b')", InvalidNonce),
    ],
)
def test_a_developer_sees_what_goes_wrong(call: str, error: type[Exception]) -> None:
    app, _ = make_site("{{" + call + "}}", context={"person": {}}, debug=True)
    with pytest.raises(error):
        app.test_client().get("/pricing")


def test_a_site_can_log_while_debugging_and_raise_without(caplog: pytest.LogCaptureFixture) -> None:
    logging, _ = make_site("Prices{{ wootric_snippet(user={}) }}", debug=True, on_error="log")
    assert get(logging) == "Prices"
    assert len(caplog.messages) == 1
    raising, _ = make_site("{{ wootric_snippet(user={}) }}", on_error="raise")
    raising.testing = True
    with pytest.raises(InvalidSetting, match=r"^user: is of type dict; accepted: a User of wootric_snippet, or None$"):
        raising.test_client().get("/pricing")


def test_the_loaders_can_still_be_called_by_name() -> None:
    wootric = Wootric()
    assert wootric.user_loader(fail) is fail
    assert wootric.group_loader(fail) is fail


def test_what_is_printed_is_not_escaped_again() -> None:
    with make_site()[0].test_request_context("/pricing"):
        assert type(make_site()[1].snippet()) is Markup


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("wootric_snippet(evnt='Paid')", r"^evnt: is not known \(did you mean event\?\)"),
        ("wootric_snippet('Paid')", "^arguments: have one without a name; accepted: event=, "),
    ],
)
def test_a_slip_in_the_arguments_is_told_and_takes_no_page_down(call: str, message: str) -> None:
    template = "<h1>Slip</h1>{{ " + call + " }}"
    assert get(make_site(template)[0]) == "<h1>Slip</h1>"
    raising, _ = make_site(template, debug=True)
    with pytest.raises(InvalidSetting, match=message):
        get(raising)
