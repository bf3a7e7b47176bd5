"""What is Starlette's own in the page: its templates, its routes and its users."""

from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.authentication import AuthCredentials, AuthenticationBackend, BaseUser, SimpleUser
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.requests import HTTPConnection, Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from tests.conformance.site import ORIGIN, block, page, shutdown
from tests.log import Log
from tests.starlette.site import get, make_site, make_templates, make_wootric
from wootric_snippet import InvalidSetting, User
from wootric_snippet.integration.visitor import REASONS
from wootric_snippet.starlette import Wootric


def test_templates_have_tags_too() -> None:
    site = make_site('{% wootric_snippet event="Order Completed" %}{% wootric_shutdown %}')
    assert get(site).text == block(event="Order Completed") + shutdown()


def test_every_environment_that_is_named_has_the_functions() -> None:
    first, second = (make_templates(page="{{ wootric_shutdown() }}") for _ in range(2))
    app = Starlette(
        routes=[
            Route("/first", lambda request: first.TemplateResponse(request, "page")),
            Route("/second", lambda request: second.TemplateResponse(request, "page")),
        ]
    )
    make_wootric().init_app(app, first, second)
    assert [get(app, path).text for path in ("/first", "/second")] == [shutdown()] * 2


@pytest.mark.parametrize("context", [{}, {"request": None}, {"request": "a request to buy"}], ids=range(3))
def test_template_without_the_request_prints_nothing(log: Log, context: dict[str, Any]) -> None:
    templates = make_templates(page="Prices{% wootric_snippet %}{% wootric_shutdown %}")
    make_wootric().init_app(Starlette(debug=True), templates)
    assert templates.get_template("page").render(context) == "Prices"
    assert (log.details, log.warnings) == ([f"no survey: {REASONS['no_request']}"], [])


@pytest.mark.parametrize(
    "template",
    [
        '{% include "part" without context %}',
        '{% import "macros" as macros %}{{ macros.survey() }}',
        '{% from "macros" import survey %}{{ survey() }}',
    ],
)
def test_template_with_a_context_of_its_own_finds_the_request(template: str) -> None:
    templates = make_templates(
        page=template,
        part="{% wootric_snippet %}",
        macros="{% macro survey() %}{{ wootric_snippet() }}{% endmacro %}",
    )

    def pricing(request: Request) -> Response:
        return templates.TemplateResponse(request, "page")

    app = Starlette(routes=[Route("/pricing", pricing)])
    make_wootric().init_app(app, templates)
    assert get(app).text == block()


def test_site_in_a_mount_sends_the_path_that_the_visitor_sees() -> None:
    shop = make_site("{{ wootric_snippet() }}", delivery="data")
    outer = Starlette(routes=[Mount("/shop", shop)])
    html = get(outer, "/shop/pricing").text
    loader = html.partition('defer="" src="')[2].partition('"')[0]
    assert html == block(page=page(path="/shop/pricing"), delivery="data", loader_url=loader)
    assert get(outer, loader).status_code == 200


def test_page_in_a_mount_of_the_site_is_below_it() -> None:
    templates = make_templates(page="{{ wootric_snippet() }}")
    orders = Route("/{key}", lambda request: templates.TemplateResponse(request, "page"), name="order")
    app = Starlette(routes=[Mount("/orders", routes=[orders])])
    make_wootric().init_app(app, templates)
    sent = page(path="/orders/<key>", url=f"{ORIGIN}/orders/%3Ckey%3E", name="order")
    assert get(app, "/orders/a-token").text == block(page=sent)


def test_page_without_a_route_is_named_after_its_function() -> None:
    wootric = make_wootric(user=None, include_anonymous=True)
    scope = {"type": "http", "method": "GET", "path": "/pricing", "headers": [(b"host", b"shop.example")]}
    html = wootric.snippet(Request({**scope, "endpoint": block}))
    assert html == block(None, page(name="block"), include_anonymous=True)


# ---- Who is signed in ----


class Account(BaseUser):
    is_authenticated = True

    def __init__(self, **attributes: Any) -> None:
        self.__dict__ |= attributes


def authentication(account: BaseUser | None) -> Middleware:
    """Return Starlette's AuthenticationMiddleware, which knows this account."""

    class Backend(AuthenticationBackend):
        async def authenticate(self, conn: HTTPConnection) -> tuple[AuthCredentials, BaseUser] | None:  # noqa: ARG002
            return None if account is None else (AuthCredentials(), account)

    return Middleware(AuthenticationMiddleware, backend=Backend())


@pytest.mark.parametrize(
    ("account", "user"),
    [
        (SimpleUser("amelia"), User(external_id="amelia")),
        (SimpleUser("amelia@initech.example"), User(email="amelia@initech.example")),
        (Account(id=7, email="a@b.example", created_at=5), User(external_id=7, email="a@b.example", created_at=5)),
        (Account(email="a@b.example"), User(email="a@b.example")),
    ],
    ids=range(4),
)
def test_account_of_starlettes_authentication_is_asked(account: BaseUser, user: User) -> None:
    assert get(make_site(user=None, debug=True, middleware=[authentication(account)])).text == block(user)


def test_page_has_no_survey_while_nobody_is_signed_in() -> None:
    assert get(make_site(user=None, middleware=[authentication(None)])).text == ""


def test_site_without_any_authentication_says_so(log: Log) -> None:
    assert get(make_site(user=None)).text == ""
    assert log.details == [f"no survey: {REASONS['no_user_function']}"]


def test_function_of_the_site_can_start_from_the_account() -> None:
    def user(request: Request) -> User | None:
        return wootric.default_user(request, properties={"plan": "pro"})

    wootric = make_wootric(user=user)
    app = Starlette(
        routes=[Route("/pricing", lambda request: Response(wootric.snippet(request)), name="pricing")],
        middleware=[authentication(SimpleUser("amelia"))],
    )
    wootric.init_app(app)
    assert get(app).text == block(User(external_id="amelia", properties={"plan": "pro"}))
    assert wootric.default_user(Request({"type": "http", "method": "GET"})) is None


def test_application_and_templates_are_told_from_other_things() -> None:
    app, templates, wootric = Starlette(), make_templates(page=""), make_wootric()
    wrong: list[tuple[Any, ...]] = [(templates,), (app, templates.env), (templates, app)]
    for arguments in wrong:
        with pytest.raises(
            InvalidSetting, match=r"^init_app\(app, templates\): is called with a \w+; expected the appl"
        ):
            wootric.init_app(*arguments)
    wootric.init_app(app, templates)
    with pytest.raises(InvalidSetting, match=r"^init_app\(app, templates\): is called twice for this application"):
        wootric.init_app(app, templates)


def test_application_is_no_option() -> None:
    with pytest.raises(InvalidSetting) as raised:
        Wootric(Starlette())
    expected = 'options by name, such as account_token="NPS-..."; then wootric.init_app(app, templates)'
    assert str(raised.value) == f"Wootric(...): is called with a Starlette that has no name; expected {expected}"
