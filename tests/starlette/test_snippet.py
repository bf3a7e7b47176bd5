"""What a page of a Starlette or FastAPI site holds where its template says {% wootric_snippet %}."""

from typing import Any, NoReturn

import pytest
from fastapi import FastAPI
from fastapi import Request as FastAPIRequest
from fastapi.responses import HTMLResponse, Response
from starlette.applications import Starlette
from starlette.authentication import AuthCredentials, AuthenticationBackend, BaseUser, SimpleUser
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.routing import Mount
from starlette.types import ASGIApp, Receive, Scope, Send

from tests.starlette.site import AMELIA, RENDERER, block, get, make_site, make_templates, page
from wootric_snippet import Group, InvalidSetting, InvalidTimestamp, SnippetRenderer, User, mock_sdk
from wootric_snippet.segment import Analytics
from wootric_snippet.starlette import WootricMiddleware, account_user
from wootric_snippet.starlette import mock_sdk as serve_mock_sdk

INITECH = Group(id="0e8c")


class DatabaseGone(Exception):
    """What a site's database layer raises; its text quotes a value."""


def fail(*_: Any) -> NoReturn:
    raise DatabaseGone("no row for amelia@initech.example")


@pytest.mark.parametrize("template", ["{% wootric_snippet %}", "{{ wootric_snippet() }}"])
def test_a_signed_in_visitor_is_asked_about_the_page(template: str) -> None:
    assert get(make_site(make_templates(template))).text == block()


def test_a_visitor_without_a_user_is_not_asked() -> None:
    assert get(make_site(make_templates(user=lambda _request: None))).text == ""


def test_the_sites_functions_are_given_the_request() -> None:
    templates = make_templates(
        user=lambda request: User(email=request.headers["x-email"]),
        nonce=lambda request: request.headers["x-nonce"],
        group=lambda request: Group(id=request.headers["x-group"]),
    )
    response = get(make_site(templates), **{"x-email": "bob@initech.example", "x-nonce": "abc", "x-group": "0e8c"})
    assert response.text == block(User(email="bob@initech.example"), nonce="abc", group=INITECH)


def test_a_browser_that_says_no_by_its_header_gets_nothing_of_the_user() -> None:
    renderer = SnippetRenderer("NPS-01fe3cbc", respect_gpc=True)
    site = make_site(make_templates(renderer=renderer))
    assert get(site, **{"sec-gpc": "1"}).text == ""
    assert get(site, **{"sec-gpc": "0"}).text == renderer.render(AMELIA, page())
    assert get(make_site(make_templates()), **{"sec-gpc": "1"}).text == block()


def test_a_visitor_who_refuses_tracking_is_not_asked_whatever_the_template_or_the_view_says() -> None:
    def identified(_request: Request) -> Analytics:
        analytics = Analytics(RENDERER)
        analytics.identify("7", {"email": "hello@example.com"})
        return analytics

    renderer = SnippetRenderer("NPS-01fe3cbc", respect_gpc=True, include_anonymous=True)
    for arguments in ({}, {"analytics": identified}):
        templates = make_templates(
            "{{ wootric_snippet(user=buyer) }}|{% wootric_snippet %}", renderer=renderer, **arguments
        )
        templates.env.globals["buyer"] = AMELIA
        site = make_site(templates)
        assert get(site, **{"sec-gpc": "1"}).text == "|"
        assert get(site).text.count("<script") == 2


@pytest.mark.parametrize("request_", [None, "x"])
def test_a_context_whose_request_is_none_prints_nothing(request_: Any, caplog: pytest.LogCaptureFixture) -> None:
    templates = make_templates("Prices{% wootric_snippet %}{% wootric_shutdown %}")
    assert templates.get_template("page.html").render(request=request_) == "Prices"
    problem = "request: is not in the template's context; accepted: "
    assert len(caplog.messages) == 2
    assert all(problem in message for message in caplog.messages)


def test_the_query_string_stays_at_home() -> None:
    assert get(make_site(make_templates()), "/pricing?token=secret").text == block()


def test_the_query_string_is_sent_where_the_site_wants_it() -> None:
    sent = page(url="http://localhost/pricing?plan=pro", search="?plan=pro")
    site = make_site(make_templates(include_query=True))
    assert get(site, "/pricing?plan=pro").text == block(page=sent)
    assert get(site).text == block()


def test_a_site_below_a_path_sends_the_path_that_the_visitor_sees() -> None:
    site = Starlette(routes=[Mount("/shop", make_site(make_templates()))])
    assert get(site, "/shop/pricing").text == block(
        page=page(path="/shop/pricing", url="http://localhost/shop/pricing")
    )


def test_a_page_goes_by_its_function_where_starlette_does_not_tell_its_route() -> None:
    scope = {"type": "http", "path": "/pricing", "headers": [(b"host", b"localhost")], "endpoint": block}
    renderer = SnippetRenderer("NPS-01fe3cbc", include_anonymous=True)
    templates = make_templates(renderer=renderer, user=lambda _request: None)
    text = templates.get_template("page.html").render(request=Request(scope))
    assert text == renderer.render(None, page(name="block"))


def test_the_nonce_that_a_middleware_keeps_in_the_state_is_found() -> None:
    class NonceMiddleware:
        def __init__(self, app: ASGIApp) -> None:
            self.app = app

        async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
            scope.setdefault("state", {})["csp_nonce"] = "abc"
            await self.app(scope, receive, send)

    templates = make_templates("{% wootric_snippet %}{% wootric_shutdown %}")
    site = make_site(templates, middleware=[Middleware(WootricMiddleware), Middleware(NonceMiddleware)])
    assert get(site).text == block(nonce="abc") + RENDERER.shutdown(nonce="abc")


class Account(BaseUser):
    is_authenticated = True

    def __init__(self, **attributes: Any) -> None:
        self.__dict__ |= attributes


class NamedAccount(Account):
    identity = "amelia"


class DetachedAccount(Account):
    @property
    def email(self) -> str:
        raise LookupError("amelia@initech.example is not bound to a session")


def signed_in_as(account: BaseUser | None, *, debug: bool = False) -> Starlette:
    """Return a site with Starlette's AuthenticationMiddleware, which knows this account."""

    class Backend(AuthenticationBackend):
        async def authenticate(self, conn: HTTPConnection) -> tuple[AuthCredentials, BaseUser] | None:  # noqa: ARG002
            return None if account is None else (AuthCredentials(), account)

    middleware = [Middleware(WootricMiddleware), Middleware(AuthenticationMiddleware, backend=Backend())]
    return make_site(make_templates("Shop{% wootric_snippet %}", user=None), debug=debug, middleware=middleware)


@pytest.mark.parametrize(
    ("account", "user"),
    [
        (SimpleUser("amelia"), User(external_id="amelia")),
        (Account(id=7, email="a@b.example"), User(external_id="7", email="a@b.example")),
        (NamedAccount(id=7, created_at=1533310126), User(external_id="amelia", created_at=1533310126)),
    ],
)
def test_the_person_whom_starlettes_authentication_knows_is_asked(account: BaseUser, user: User) -> None:
    assert get(signed_in_as(account, debug=True)).text == f"Shop{block(user)}"


def test_nobody_is_asked_while_nobody_is_signed_in() -> None:
    assert get(signed_in_as(None, debug=True)).text == "Shop"
    assert get(make_site(make_templates("Shop{% wootric_snippet %}", user=None), debug=True)).text == "Shop"


def test_a_function_of_the_site_can_start_from_the_account() -> None:
    assert account_user(Request({"type": "http", "user": SimpleUser("amelia")})) == User(external_id="amelia")


def test_a_database_error_inside_the_account_leaves_the_page_standing(caplog: pytest.LogCaptureFixture) -> None:
    assert get(signed_in_as(DetachedAccount())).text == "Shop"
    assert caplog.messages == ["left out: snippet: LookupError was raised"]


def test_a_field_of_the_account_that_cannot_be_sent_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    assert get(signed_in_as(Account(id=7, created_at="01/02/2015"))).text == f"Shop{block(User(external_id='7'))}"
    assert [message.partition(";")[0] for message in caplog.messages] == [
        "left out: created_at: cannot be read as a moment"
    ]


def test_a_developer_sees_that_a_field_of_the_account_cannot_be_sent() -> None:
    with pytest.raises(InvalidTimestamp, match=r"^created_at: "):
        get(signed_in_as(Account(id=7, created_at="01/02/2015"), debug=True))


@pytest.mark.parametrize(
    ("template", "arguments", "expected", "line"),
    [
        ("{% wootric_snippet %}", {"user": fail}, "", "snippet: DatabaseGone was raised"),
        ("{% wootric_snippet %}", {"nonce": fail}, "", "snippet: DatabaseGone was raised"),
        ("{% wootric_snippet %}", {"group": fail}, block(), "group: DatabaseGone was raised"),
        ("{% wootric_shutdown %}", {"nonce": fail}, "", "shutdown: DatabaseGone was raised"),
        (
            "{% wootric_snippet name=7 %}",
            {},
            block(page=page(name=None)),
            "page.name: is of type int; accepted: text: a str, a lazily translated string or a UUID",
        ),
    ],
)
def test_whatever_goes_wrong_is_one_log_line_and_the_page_is_served(
    template: str, arguments: dict[str, Any], expected: str, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    response = get(make_site(make_templates("Prices" + template, **arguments)))
    assert (response.status_code, response.text) == (200, f"Prices{expected}")
    assert caplog.messages == [f"left out: {line}"]


def test_a_developer_sees_what_goes_wrong() -> None:
    with pytest.raises(DatabaseGone):
        get(make_site(make_templates(user=fail), debug=True))


def test_a_site_can_log_while_debugging_and_raise_without(caplog: pytest.LogCaptureFixture) -> None:
    logging = make_site(make_templates("Prices{% wootric_snippet %}", user=fail, on_error="log"), debug=True)
    assert get(logging).text == "Prices"
    assert caplog.messages == ["left out: snippet: DatabaseGone was raised"]
    with pytest.raises(DatabaseGone):
        get(make_site(make_templates(user=fail, on_error="raise")))


def test_a_template_without_the_request_is_served_and_named(caplog: pytest.LogCaptureFixture) -> None:
    template = make_templates("Hello{% wootric_snippet %}").get_template("page.html")
    assert template.render() == "Hello"
    accepted = "TemplateResponse(request, ...), and a macro that is imported `with context`"
    assert caplog.messages == [
        f"left out: snippet, because of request: is not in the template's context; accepted: {accepted}"
    ]


@pytest.mark.parametrize("name", ["user", "nonce", "group", "analytics"])
def test_an_async_function_is_refused_at_start_up(name: str) -> None:
    async def find(_request: Request) -> None:
        return None

    with pytest.raises(
        InvalidSetting, match=f"^{name}: is an async function; accepted: a plain function of the request"
    ):
        make_templates("", **{name: find})


def test_the_mock_sdk_is_served() -> None:
    site = Starlette()
    site.add_route("/wootric-mock-sdk.js", serve_mock_sdk)
    response = get(site, "/wootric-mock-sdk.js")
    assert response.headers["content-type"] == "text/javascript; charset=utf-8"
    assert response.text == mock_sdk.source()


@pytest.mark.parametrize("is_async", [False, True])
def test_fastapi_prints_the_same(is_async: bool) -> None:
    templates = make_templates(renderer=SnippetRenderer("NPS-01fe3cbc", load="async"))
    app = FastAPI(default_response_class=HTMLResponse)
    app.add_middleware(WootricMiddleware)

    def pricing(request: FastAPIRequest) -> Response:
        return templates.TemplateResponse(request, "page.html")

    async def pricing_async(request: FastAPIRequest) -> Response:
        return pricing(request)

    app.get("/pricing", name="pricing")(pricing_async if is_async else pricing)
    response = get(app)
    assert response.text == SnippetRenderer("NPS-01fe3cbc", load="async").render(AMELIA, page())
    assert response.headers["cache-control"] == "private"
