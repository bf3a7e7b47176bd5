"""What {% wootric_snippet %} prints."""

from asyncio import run
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import EmailField
from django.http import HttpRequest
from django.template import Context, Template, TemplateSyntaxError, engines
from django.test import Client, RequestFactory, override_settings
from django.test.utils import override_script_prefix
from django.urls import resolve
from django.utils import timezone, translation
from jinja2 import Environment

from tests.django.conftest import Print
from wootric_snippet import Group, InvalidSetting, Page, SnippetRenderer, Survey, User
from wootric_snippet.django import default_user

renderer = SnippetRenderer("NPS-01fe3cbc")
PAGE = Page(path="/pricing/", url="http://testserver/pricing/")
AMELIA = User(email="amelia@initech.example", created_at=1533310126, language="en", external_id="7")


def test_the_signed_in_user_and_the_page_are_sent(print_page: Print) -> None:
    assert print_page("<body>{% wootric_snippet %}</body>") == f"<body>{renderer.render(AMELIA, PAGE)}</body>"


def test_nothing_is_printed_for_a_visitor_who_is_not_signed_in(print_page: Print, nobodys_request: HttpRequest) -> None:
    assert print_page("<body>{% wootric_snippet %}</body>", nobodys_request) == "<body></body>"


def test_nothing_is_printed_where_django_has_no_users(print_page: Print) -> None:
    assert print_page("<body>{% wootric_snippet %}</body>", RequestFactory().get("/")) == "<body></body>"


def test_every_argument_can_be_a_variable(print_page: Print) -> None:
    html = print_page(
        "{% wootric_snippet event=event user=user name=name title=title nonce=nonce group=group %}",
        event="Order Completed",
        user=User(email="joao@aurora.example"),
        name="checkout",
        title="Thank you",
        nonce="bm9uY2U=",
        group=Group(id=5, traits={"name": "Aurora"}),
    )
    assert html == renderer.render(
        User(email="joao@aurora.example"),
        Page(path="/pricing/", url="http://testserver/pricing/", name="checkout", title="Thank you"),
        event="Order Completed",
        group=Group(id=5, traits={"name": "Aurora"}),
        nonce="bm9uY2U=",
    )


def test_another_user_of_djangos_can_be_given(print_page: Print, amelia: AbstractBaseUser) -> None:
    html = print_page("{% wootric_snippet user=other %}", RequestFactory().get("/pricing/"), other=amelia)
    assert html == renderer.render(AMELIA, PAGE)


def test_a_user_of_none_means_no_survey(print_page: Print) -> None:
    assert print_page("{% wootric_snippet user=None %}") == ""


@pytest.mark.parametrize("source", ["{% wootric_snippet evnt='x' %}", "{% wootric_snippet 'x' %}"])
def test_an_argument_that_there_is_not_is_a_syntax_error(print_page: Print, source: str) -> None:
    expected = "^wootric_snippet takes event=, user=, name=, title=, nonce=, group=, and nothing else$"
    with pytest.raises(TemplateSyntaxError, match=expected):
        print_page(source)


def test_the_tag_works_in_an_included_template_that_gets_no_variables(print_page: Print) -> None:
    assert print_page('{% include "page.html" only %}') == renderer.render(AMELIA, PAGE)


def test_the_request_can_come_from_the_context(a_request: HttpRequest) -> None:
    html = Template("{% wootric_snippet %}").render(Context({"request": a_request}))
    assert str(html) == renderer.render(AMELIA, PAGE)


def test_a_template_without_a_request_is_told_while_debugging(settings: Any) -> None:
    settings.DEBUG = True
    with pytest.raises(InvalidSetting, match=r"^request: is not in the template's context"):
        Template("{% wootric_snippet %}").render(Context())


@pytest.mark.django_db
def test_no_database_query_is_made(print_page: Print, django_assert_num_queries: Callable[[int], Any]) -> None:
    with django_assert_num_queries(0):
        assert print_page("{% wootric_snippet %}") == renderer.render(AMELIA, PAGE)


def test_shutdown_is_printed_where_it_is_asked_for(print_page: Print, nobodys_request: HttpRequest) -> None:
    html = print_page("{% wootric_shutdown nonce='bm9uY2U=' %}", nobodys_request)
    assert html == renderer.shutdown(nonce="bm9uY2U=")


# ---- The user ----


def test_a_user_model_of_the_sites_own_is_read_by_its_email_field(print_page: Print, a_request: HttpRequest) -> None:
    class Member(AbstractBaseUser):
        contact: Any = EmailField()
        EMAIL_FIELD = "contact"

        class Meta:
            app_label = "members"

    a_request.user = Member(pk=UUID(int=5), contact="joao@aurora.example")
    expected = User(email="joao@aurora.example", language="en", external_id=UUID(int=5))
    assert print_page("{% wootric_snippet %}") == renderer.render(expected, PAGE)


@pytest.mark.parametrize(("zone", "seconds"), [("UTC", 1533310126), ("Asia/Tokyo", 1533310126 - 9 * 3600)])
def test_a_sign_up_time_without_a_zone_is_in_the_sites(
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
def test_the_survey_is_in_the_active_language_if_inmoment_has_it(
    print_page: Print, settings: Any, caplog: Any, active: str, sent: str | None
) -> None:
    settings.DEBUG = True
    with translation.override(active):
        html = print_page("{% wootric_snippet %}")
    expected = User(email=AMELIA.email, created_at=AMELIA.created_at, language=sent, external_id="7")
    assert html == renderer.render(expected, PAGE)
    assert caplog.messages == []


def test_a_function_of_the_site_can_add_to_the_user(print_page: Print, wootric: Callable[..., None]) -> None:
    wootric(USER=lambda request: default_user(request, language="fr", properties={"plan": "pro"}))
    expected = User(
        email=AMELIA.email, created_at=1533310126, language="fr", external_id="7", properties={"plan": "pro"}
    )
    assert print_page("{% wootric_snippet %}") == renderer.render(expected, PAGE)


def nobody(_request: HttpRequest) -> None:
    return None


def test_a_function_that_is_named_can_say_no_survey_for_this_one(
    print_page: Print, wootric: Callable[..., None]
) -> None:
    wootric(USER="tests.django.test_tag.nobody")
    assert print_page("{% wootric_snippet %}") == ""


def test_the_group_of_somebody_is_sent_and_nobodys_is_not_asked_for(
    print_page: Print, wootric: Callable[..., None]
) -> None:
    asked: list[str] = []

    def group(request: HttpRequest) -> Group:
        asked.append(request.user.get_username())
        return Group(id=5)

    wootric(GROUP=group, INCLUDE_ANONYMOUS=True)
    assert print_page("{% wootric_snippet %}") == renderer.render(AMELIA, PAGE, group=Group(id=5))
    anonymous = RequestFactory().get("/pricing/")
    assert print_page("{% wootric_snippet %}", anonymous) == SnippetRenderer(
        "NPS-01fe3cbc", include_anonymous=True
    ).render(None, PAGE)
    assert asked == ["amelia"]


# ---- The page ----


def test_the_page_has_the_name_of_its_view(print_page: Print, a_request: HttpRequest) -> None:
    a_request.resolver_match = resolve("/")
    page = Page(path="/pricing/", url="http://testserver/pricing/", name="home")
    assert print_page("{% wootric_snippet %}") == renderer.render(AMELIA, page)


def test_the_query_string_is_sent_only_when_the_site_says_so(print_page: Print, wootric: Callable[..., None]) -> None:
    assert "secret" not in print_page("{% wootric_snippet %}")
    wootric(INCLUDE_QUERY=True)
    page = Page(path="/pricing/", url="http://testserver/pricing/?token=secret", search="?token=secret")
    assert print_page("{% wootric_snippet %}") == renderer.render(AMELIA, page)


@pytest.mark.parametrize(
    ("path", "url"),
    [
        ("//evil.example/x", "http://testserver//evil.example/x"),
        ("/café/?q", "http://testserver/caf%C3%A9/%3Fq"),
    ],
)
def test_an_odd_path_stays_on_the_site(print_page: Print, a_request: HttpRequest, path: str, url: str) -> None:
    request = RequestFactory().generic("GET", "/")
    request.path, request.path_info, request.user = path, path, a_request.user
    assert print_page("{% wootric_snippet %}", request) == renderer.render(AMELIA, Page(path=path, url=url))


# ---- The settings ----


def test_every_argument_of_the_renderer_is_a_setting(print_page: Print, wootric: Callable[..., None]) -> None:
    wootric(
        SURVEY={"product_name": "Initech", "modal_theme": "dark"},
        LOAD="async",
        RESPECT_GPC=True,
        TEST_MODE=True,
        SDK_URL="/survey.js",
        SCRIPT_TYPE="text/plain",
        ATTRIBUTES={"data-consent": "survey"},
    )
    expected = SnippetRenderer(
        "NPS-01fe3cbc",
        survey=Survey(product_name="Initech", modal_theme="dark"),
        load="async",
        respect_gpc=True,
        test_mode=True,
        sdk_url="/survey.js",
        script_type="text/plain",
        attributes={"data-consent": "survey"},
    )
    assert print_page("{% wootric_snippet %}") == expected.render(AMELIA, PAGE)


def test_the_survey_can_be_an_object(print_page: Print, wootric: Callable[..., None]) -> None:
    survey = Survey(modal_theme="dark")
    wootric(SURVEY=survey)
    expected = SnippetRenderer("NPS-01fe3cbc", survey=survey).render(AMELIA, PAGE)
    assert print_page("{% wootric_snippet %}") == expected


def test_settings_that_a_test_changes_take_effect_and_go_again(print_page: Print) -> None:
    before = print_page("{% wootric_snippet %}")
    with override_settings(WOOTRIC={"ACCOUNT_TOKEN": "NPS-EU-5"}):
        assert print_page("{% wootric_snippet %}") == SnippetRenderer("NPS-EU-5").render(AMELIA, PAGE)
    assert print_page("{% wootric_snippet %}") == before


@pytest.mark.parametrize(("respect", "header", "printed"), [(True, "1", False), (True, "0", True), (False, "1", True)])
def test_a_browser_that_says_no_is_respected(
    print_page: Print, a_request: HttpRequest, wootric: Callable[..., None], respect: bool, header: str, printed: bool
) -> None:
    wootric(RESPECT_GPC=respect)
    a_request.META["HTTP_SEC_GPC"] = header
    expected = SnippetRenderer("NPS-01fe3cbc", respect_gpc=respect).render(AMELIA, PAGE)
    assert print_page("{% wootric_snippet %}") == (expected if printed else "")


def test_the_mock_sdk_is_one_setting(print_page: Print, wootric: Callable[..., None], client: Client) -> None:
    assert client.get("/wootric-mock-sdk.js").status_code == 404
    wootric(MOCK_SDK=True)
    expected = SnippetRenderer("NPS-01fe3cbc", sdk_url="/wootric-mock-sdk.js").render(AMELIA, PAGE)
    assert print_page("{% wootric_snippet %}") == expected
    script = client.get("/wootric-mock-sdk.js")
    assert script.headers["Content-Type"] == "text/javascript; charset=utf-8"
    assert script.content == (Path(__file__).parents[2] / "templates" / "mock_sdk.js").read_bytes()


def test_the_mock_sdk_is_below_a_site_that_is_itself_below_a_path(wootric: Callable[..., None], client: Client) -> None:
    wootric(MOCK_SDK=True, USER=lambda _: AMELIA)
    client.defaults["SCRIPT_NAME"] = "/shop"
    page = Page(path="/shop/", url="http://testserver/shop/", name="home")
    expected = SnippetRenderer("NPS-01fe3cbc", sdk_url="/shop/wootric-mock-sdk.js").render(AMELIA, page)
    with override_script_prefix("/shop/"):  # a real server's handler does this for each request
        assert client.get("/").content.decode() == expected
    assert client.get("/wootric-mock-sdk.js").status_code == 200


# ---- Jinja2 ----


def jinja2(source: str, request: HttpRequest | None, **context: Any) -> str:
    return str(engines["jinja2"].from_string(source).render(context, request))


def test_jinja2_templates_have_the_same_function(a_request: HttpRequest) -> None:
    html = jinja2(
        "<body>{{ wootric_snippet(event='Order Completed', nonce='bm9uY2U=', name=name) }}</body>",
        a_request,
        name="checkout",
    )
    page = Page(path="/pricing/", url="http://testserver/pricing/", name="checkout")
    expected = renderer.render(AMELIA, page, event="Order Completed", nonce="bm9uY2U=")
    assert html == f"<body>{expected}</body>"
    assert jinja2("{{ wootric_shutdown() }}", a_request) == renderer.shutdown()


async def _render(template: Any, context: dict[str, Any]) -> str:
    return str(await template.render_async(context))


def test_jinja2_templates_can_be_rendered_async(a_request: HttpRequest) -> None:
    environment = Environment(
        enable_async=True, autoescape=True, extensions=["wootric_snippet.django.jinja2.WootricExtension"]
    )
    template = environment.from_string("{{ wootric_snippet() }}")
    assert run(_render(template, {"request": a_request})) == renderer.render(AMELIA, PAGE)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        ("wootric_snippet(evnt='x')", r"^evnt: is not known \(did you mean event\?\)"),
        ("wootric_snippet('x')", "^arguments: have one without a name; accepted: event=, "),
    ],
)
def test_a_wrong_argument_in_jinja2_is_told_and_takes_no_page_down(
    call: str, message: str, a_request: HttpRequest, settings: Any
) -> None:
    settings.DEBUG = True
    with pytest.raises(InvalidSetting, match=message):
        jinja2("{{ " + call + " }}", a_request)
    settings.DEBUG = False
    assert jinja2("<h1>Pricing</h1>{{ " + call + " }}", a_request) == "<h1>Pricing</h1>"
