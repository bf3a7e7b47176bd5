"""What {% wootric_snippet %} prints in Django alone; tests/conformance has what it prints in every framework."""

from asyncio import run
from collections.abc import Callable
from typing import Any
from urllib.parse import quote
from uuid import UUID

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import EmailField
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template, TemplateSyntaxError, engines
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings
from django.urls import include, path, re_path, resolve
from django.utils import timezone, translation
from jinja2 import Environment

from tests.django.conftest import Print
from tests.log import Log
from wootric_snippet import InvalidSetting, Page, SnippetRenderer, User
from wootric_snippet.django import default_user, shutdown, snippet
from wootric_snippet.integration.tag import ARGUMENTS
from wootric_snippet.integration.visitor import REASONS

renderer = SnippetRenderer("NPS-01fe3cbc")
PAGE = Page(path="/pricing/", url="http://testserver/pricing/")
AMELIA = User(email="amelia@initech.example", created_at=1533310126, language="en", external_id="7")


def view(_request: HttpRequest) -> HttpResponse:
    """Be a view that nobody asks."""
    raise AssertionError


# This module is a URLconf of its own.
_SHOP = [path("orders/<int:key>/", view, name="order"), re_path(r"^report/(?P<year>[0-9]{4})/(?:all/)?$", view)]
urlpatterns = [
    path("", view, name="home"),
    path("shop/", include((_SHOP, "shop"))),
    path("<path:page>", view, name="page"),
]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("evnt='x'", f"evnt: is unknown (did you mean event?); expected one of {', '.join(ARGUMENTS)}"),
        ("'x'", "every argument needs its name, such as event='x'"),
        ("event='x' event='y'", "event is given twice"),
    ],
)
def test_unknown_argument_is_a_syntax_error(print_page: Print, arguments: str, message: str) -> None:
    with pytest.raises(TemplateSyntaxError) as raised:
        print_page(f"{{% wootric_snippet {arguments} %}}")
    assert str(raised.value) == f"wootric_snippet: {message}"


@pytest.mark.parametrize("name", ["user", "group", "consent"])
def test_missing_template_variable_is_an_error(print_page: Print, name: str) -> None:
    with pytest.raises(InvalidSetting) as raised:
        print_page(f"{{% wootric_snippet {name}=buyer.account %}}")
    expected = "expected a variable of the view's context, or None"
    assert str(raised.value) == f"{name}: is a variable that the template does not have; {expected}"


def test_missing_template_variable_can_have_a_default(print_page: Print) -> None:
    assert REASONS["user_in_tag"] in print_page("{% wootric_snippet user=buyer|default:None %}")


def test_missing_text_is_empty(print_page: Print) -> None:
    assert print_page("{% wootric_snippet event=order_event title=page_title %}") == renderer.render(AMELIA, PAGE)


@pytest.mark.django_db
def test_no_database_query_is_made(print_page: Print, django_assert_num_queries: Callable[[int], Any]) -> None:
    with django_assert_num_queries(0):
        assert print_page("{% wootric_snippet %}") == renderer.render(AMELIA, PAGE)


def test_view_has_the_block_as_a_value(a_request: HttpRequest) -> None:
    expected = renderer.render(AMELIA, PAGE, event="Order Completed")
    assert snippet(a_request, event="Order Completed") == expected
    assert shutdown(a_request, nonce="abc") == renderer.shutdown(nonce="abc")


# ---- Where the request is ----


@pytest.mark.parametrize("include", ['{% include "page.html" only %}', '{% include "page.html" with request=None %}'])
def test_included_template_without_variables_finds_the_request(print_page: Print, include: str) -> None:
    assert print_page(include) == renderer.render(AMELIA, PAGE)


def test_request_can_come_from_the_context(a_request: HttpRequest) -> None:
    html = Template("{% wootric_snippet %}").render(Context({"request": a_request}))
    assert str(html) == renderer.render(AMELIA, PAGE)


def test_variable_request_of_another_type_means_no_request(log: Log) -> None:
    assert str(Template("{% wootric_snippet %}").render(Context({"request": "a request to buy"}))) == ""
    assert (log.details, log.warnings) == ([f"no survey: {REASONS['no_request']}"], [])


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.usefixtures("_in_production")
def test_mail_inside_of_a_request_holds_no_snippet(client: Client, log: Log, settings: Any, debug: bool) -> None:
    def mailing(request: HttpRequest) -> HttpResponse:
        mail = render_to_string("page.html", {"user": request.user})
        return HttpResponse(f"Sent: {mail}{Template('{% wootric_shutdown %}').render(Context())}")

    settings.DEBUG, settings.ROOT_URLCONF = debug, (path("mailing", mailing),)
    assert client.get("/mailing").content == b"Sent: "
    assert (log.details, log.warnings) == ([f"no survey: {REASONS['no_request']}"], [])


# ---- The user ----


def test_user_model_of_the_sites_own_is_read_by_its_email_field(print_page: Print, a_request: HttpRequest) -> None:
    class Member(AbstractBaseUser):
        contact: Any = EmailField()
        EMAIL_FIELD = "contact"

        class Meta:
            app_label = "members"

    a_request.user = Member(pk=UUID(int=5), contact="joao@aurora.example")
    expected = User(email="joao@aurora.example", language="en", external_id=UUID(int=5))
    assert print_page("{% wootric_snippet %}") == renderer.render(expected, PAGE)


@pytest.mark.parametrize(("zone", "seconds"), [("UTC", 1533310126), ("Asia/Tokyo", 1533310126 - 9 * 3600)])
def test_sign_up_time_without_a_zone_is_in_the_sites(
    print_page: Print, amelia: Any, settings: Any, zone: str, seconds: int
) -> None:
    settings.USE_TZ = False
    settings.TIME_ZONE = zone
    amelia.date_joined = amelia.date_joined.replace(tzinfo=None)
    with timezone.override("America/New_York"):  # how times are shown to a visitor is not how they are stored
        html = print_page("{% wootric_snippet %}")
    expected = User(email=AMELIA.email, created_at=seconds, language="en", external_id="7")
    assert html == renderer.render(expected, PAGE)


@pytest.mark.parametrize(("active", "sent"), [("pt-br", "PT"), ("cs", "CZ"), ("zh-hans", "ZH_HANS"), ("sw", None)])
def test_survey_is_in_the_active_language_if_inmoment_has_it(print_page: Print, active: str, sent: str | None) -> None:
    with translation.override(active):
        html = print_page("{% wootric_snippet %}")
    expected = User(email=AMELIA.email, created_at=AMELIA.created_at, language=sent, external_id="7")
    assert html == renderer.render(expected, PAGE)


def test_function_of_the_site_can_add_to_the_user(print_page: Print, wootric: Callable[..., None]) -> None:
    wootric(USER=lambda request: default_user(request, language="fr", properties={"plan": "pro"}))
    expected = User(
        email=AMELIA.email, created_at=1533310126, language="fr", external_id="7", properties={"plan": "pro"}
    )
    assert print_page("{% wootric_snippet %}") == renderer.render(expected, PAGE)


def somebody(_request: HttpRequest) -> User:
    return User(external_id="8")


@pytest.mark.parametrize("name", ["tests.django.test_tag.somebody", "tests.django.test_tag:somebody"])
def test_function_can_be_named_by_its_dotted_path(print_page: Print, wootric: Callable[..., None], name: str) -> None:
    wootric(USER=name)
    assert print_page("{% wootric_snippet %}") == renderer.render(User(external_id="8"), PAGE)


@pytest.mark.parametrize("sign", ["is_hijacked", "is_impersonate"])
@pytest.mark.usefixtures("_in_production")
def test_customer_whom_staff_has_signed_in_as_is_not_asked(
    print_page: Print, a_request: HttpRequest, log: Log, sign: str
) -> None:
    setattr(a_request.user, sign, True)
    assert print_page("{% wootric_snippet %}") == ""
    assert log.details == [f"no survey: {REASONS['impersonated']}"]


@pytest.mark.usefixtures("_in_production")
def test_preview_of_an_editor_asks_nothing(print_page: Print, a_request: HttpRequest, log: Log) -> None:
    a_request.is_preview = True  # type: ignore[attr-defined]
    assert print_page("{% wootric_snippet %}") == ""
    assert log.details == [f"no survey: {REASONS['preview']}"]


# ---- The page ----


@pytest.mark.parametrize(
    ("url", "name", "sent"),
    [
        ("/", "home", "/"),
        ("/shop/orders/7/", "shop:order", "/shop/orders/<key>/"),
        ("/shop/report/2024/all/", f"shop:{__name__}.view", "/shop/report/<year>/"),
        ("/about/team", "page", "/about/team"),  # a tree of pages, as a CMS has it
    ],
)
@pytest.mark.urls(__name__)
def test_page_is_sent_by_its_routes_pattern(print_page: Print, amelia: Any, url: str, name: str, sent: str) -> None:
    request = RequestFactory().get(url)
    request.user, request.resolver_match = amelia, resolve(url)
    page = Page(path=sent, url="http://testserver" + quote(sent), name=name)
    assert print_page("{% wootric_snippet %}", request) == renderer.render(AMELIA, page)


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("//evil.example/x", "http://testserver//evil.example/x"),
        ("/café/?q", "http://testserver/caf%C3%A9/%3Fq"),
    ],
)
def test_odd_path_stays_on_the_site(print_page: Print, a_request: HttpRequest, path: str, url: str) -> None:
    request = RequestFactory().generic("GET", "/")
    request.path, request.path_info, request.user = path, path, a_request.user
    assert print_page("{% wootric_snippet %}", request) == renderer.render(AMELIA, Page(path=path, url=url))


# ---- The settings ----


def test_settings_that_a_test_changes_take_effect_and_go_again(print_page: Print) -> None:
    before = print_page("{% wootric_snippet %}")
    with override_settings(WOOTRIC={"ACCOUNT_TOKEN": "NPS-EU-5"}):
        assert print_page("{% wootric_snippet %}") == SnippetRenderer("NPS-EU-5").render(AMELIA, PAGE)
    assert print_page("{% wootric_snippet %}") == before


# ---- Jinja2 ----


def test_jinja2_templates_have_the_tag_too(a_request: HttpRequest) -> None:
    html = engines["jinja2"].from_string("{% wootric_snippet event='Paid' %}").render({}, a_request)
    assert html == renderer.render(AMELIA, PAGE, event="Paid")


def test_jinja2_templates_can_be_rendered_async(a_request: HttpRequest) -> None:
    extensions = ["wootric_snippet.django.jinja2.WootricExtension"]
    environment = Environment(enable_async=True, autoescape=True, extensions=extensions)
    template = environment.from_string("{{ wootric_snippet() }}")
    assert run(template.render_async({"request": a_request})) == renderer.render(AMELIA, PAGE)
