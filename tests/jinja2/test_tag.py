"""What {% wootric_snippet %} prints, in any Jinja2 environment."""

import asyncio
import re
from collections.abc import Callable
from typing import Any, NoReturn

import pytest
from jinja2 import DictLoader, Environment, StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from wootric_snippet import Group, InvalidSetting, InvalidText, Page, SnippetRenderer, User, WootricSnippetError
from wootric_snippet.integration.reporting import describe
from wootric_snippet.jinja2 import install

RENDERER = SnippetRenderer("NPS-01fe3cbc")
AMELIA = User(email="amelia@initech.example")
BOB = User(email="bob@initech.example")
INITECH = Group(id="0e8c")
PRICING = Page(path="/pricing", name="pricing")


class DatabaseGone(Exception):
    """What a site's database layer raises; its text quotes a value."""


def fail(*_: Any) -> NoReturn:
    raise DatabaseGone("no row for amelia@initech.example")


def make_environment(environment: Environment | None = None, **functions: Any) -> Environment:
    """Return an environment whose page is PRICING and whose user is what the template's context says."""
    environment = environment or Environment(autoescape=True)
    found: dict[str, Any] = {"user": lambda context: context.get("me", AMELIA), "page": lambda _context: PRICING}
    install(environment, account_token="NPS-01fe3cbc", **(found | functions))
    return environment


def render(template: str, environment: Environment | None = None, **context: Any) -> str:
    return (environment or make_environment()).from_string(template).render(context)


ENVIRONMENTS: list[Callable[[], Environment]] = [
    lambda: Environment(autoescape=True),
    lambda: Environment(autoescape=False),  # noqa: S701
    lambda: Environment(autoescape=lambda _name: False),  # noqa: S701
    lambda: Environment(autoescape=True, extensions=["jinja2.ext.debug", "jinja2.ext.i18n", "jinja2.ext.do"]),
    lambda: Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True),
    lambda: Environment(autoescape=True, block_start_string="[%", block_end_string="%]"),
    lambda: Environment(autoescape=True, undefined=StrictUndefined, optimized=False),
    lambda: Environment(autoescape=True, finalize=lambda value: value),
    lambda: ImmutableSandboxedEnvironment(autoescape=True),
    lambda: make_environment().overlay(),
]


@pytest.mark.parametrize("make", ENVIRONMENTS)
@pytest.mark.parametrize("is_async", [False, True])
@pytest.mark.parametrize("template", ["{% wootric_snippet event='Done' %}", "{{ wootric_snippet(event='Done') }}"])
def test_every_environment_prints_the_same_block(
    make: Callable[[], Environment], is_async: bool, template: str
) -> None:
    environment = make_environment(make().overlay(enable_async=is_async))
    source = template.replace("{%", environment.block_start_string).replace("%}", environment.block_end_string)
    made = environment.from_string(f"Prices {source} end")
    text = asyncio.run(made.render_async()) if is_async else made.render()
    assert text == f"Prices {RENDERER.render(AMELIA, PRICING, event='Done')} end"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ("", RENDERER.render(AMELIA, PRICING)),
        ("event='Order Completed'", RENDERER.render(AMELIA, PRICING, event="Order Completed")),
        ("event=done|default(none)", RENDERER.render(AMELIA, PRICING)),
        ("name='Prices'", RENDERER.render(AMELIA, Page(path="/pricing", name="Prices"))),
        ("title='Prices' ~ 2", RENDERER.render(AMELIA, Page(path="/pricing", name="pricing", title="Prices2"))),
        ("user=bob", RENDERER.render(BOB, PRICING)),
        ("user=none", ""),
        ("nonce='abc'", RENDERER.render(AMELIA, PRICING, nonce="abc")),
        ("group=initech", RENDERER.render(AMELIA, PRICING, group=INITECH)),
        ("user=bob event='x' nonce='abc'", RENDERER.render(BOB, PRICING, event="x", nonce="abc")),
        ("user=bob, event='x', nonce='abc',", RENDERER.render(BOB, PRICING, event="x", nonce="abc")),
    ],
)
def test_the_template_says_more_about_the_page(arguments: str, expected: str) -> None:
    source = "{% wootric_snippet " + arguments + " %}"
    assert render(source, bob=BOB, initech=INITECH) == expected


def test_functions_read_from_the_context() -> None:
    environment = make_environment(
        user=lambda context: context["request"]["user"],
        page=lambda context: Page(path=context["request"]["path"]),
        nonce=lambda context: context["request"]["nonce"],
        group=lambda context: context["request"]["group"],
    )
    request = {"user": BOB, "path": "/terms", "nonce": "abc", "group": INITECH}
    expected = RENDERER.render(BOB, Page(path="/terms"), nonce="abc", group=INITECH)
    assert render("{% wootric_snippet %}", environment, request=request) == expected
    other = RENDERER.render(BOB, Page(path="/terms"), nonce="other", group=INITECH)
    assert render("{% wootric_snippet nonce='other' %}", environment, request=request) == other


def test_unknown_page_has_the_name_that_the_template_gives() -> None:
    environment = Environment(autoescape=True)
    install(environment, account_token="NPS-01fe3cbc", user=lambda _context: AMELIA)
    assert render("{% wootric_snippet %}", environment) == RENDERER.render(AMELIA)
    assert render("{% wootric_snippet name='Prices' %}", environment) == RENDERER.render(AMELIA, Page(name="Prices"))


def test_the_tag_works_in_a_block_a_loop_and_a_macro() -> None:
    loader = DictLoader(
        {
            "base.html": "{% block end %}{% endblock %}",
            "macros.html": "{% macro end(event) %}{% wootric_snippet event=event %}{% endmacro %}",
        }
    )
    environment = make_environment(Environment(autoescape=True, loader=loader))
    template = (
        "{% extends 'base.html' %}{% block end %}{% from 'macros.html' import end with context %}"
        "{% for event in ['a'] %}{% wootric_snippet event=event %}{% endfor %}{{ end('b') }}{% endblock %}"
    )
    blocks = [RENDERER.render(BOB, PRICING, event=event) for event in ("a", "b")]
    assert render(template, environment, me=BOB) == "".join(blocks)


def test_the_page_after_a_sign_out_stops_the_survey() -> None:
    environment = make_environment(nonce=lambda _context: "abc")
    text = render("{% wootric_shutdown %}{{ wootric_shutdown(nonce='other') }}", environment)
    assert text == RENDERER.shutdown(nonce="abc") + RENDERER.shutdown(nonce="other")


def test_the_nonce_is_read_only_for_a_script_that_is_printed() -> None:
    environment = make_environment(nonce=fail, on_error="raise")
    assert render("{% wootric_snippet %}", environment, me=None) == ""
    with pytest.raises(DatabaseGone):
        render("{% wootric_snippet %}", environment)


def test_site_is_notified_of_pages_with_a_user() -> None:
    private_urls: list[str] = []
    environment = make_environment(on_private=lambda context: private_urls.append(context["url"]))
    render("{% wootric_snippet %}", environment, url="/mine", me=AMELIA)
    render("{% wootric_snippet %}", environment, url="/anonymous", me=None)
    assert private_urls == ["/mine"]


def a_dict(_context: Context) -> Any:
    return {}


RAISED = f"DatabaseGone was raised, raised by {describe(fail)}"


@pytest.mark.parametrize(
    ("tag", "functions", "expected", "line"),
    [
        ("wootric_snippet", {"user": fail}, "", f"the snippet on pricing: {RAISED}"),
        ("wootric_snippet", {"nonce": fail}, "", f"the snippet on pricing: {RAISED}"),
        ("wootric_snippet", {"group": fail}, RENDERER.render(AMELIA, PRICING), f"group on pricing: {RAISED}"),
        (
            "wootric_snippet",
            {"page": fail},
            RENDERER.render(AMELIA),
            "page on a page that cannot be named: DatabaseGone was raised",
        ),
        ("wootric_snippet", {"on_private": fail}, "", "the snippet on pricing: DatabaseGone was raised"),
        ("wootric_shutdown", {"nonce": fail}, "", f"the shutdown on pricing: {RAISED}"),
        (
            "wootric_snippet",
            {"user": a_dict},
            "",
            (
                "the snippet on pricing: user: is of type dict; expected a User of wootric_snippet, an account such as "
                f"request.user, or None, from {describe(a_dict)}"
            ),
        ),
        (
            "wootric_snippet title=7",
            {},
            RENDERER.render(AMELIA, PRICING),
            "title on pricing: title: is of type int; expected a str, a lazy string or a UUID",
        ),
        (
            "wootric_snippet event=missing",
            {},
            RENDERER.render(AMELIA, PRICING),
            "event on pricing: UndefinedError was raised",
        ),
    ],
)
def test_error_is_one_log_line_and_the_page_is_served(
    tag: str, functions: dict[str, Any], expected: str, line: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert render("Prices{% " + tag + " %}", make_environment(**functions)) == f"Prices{expected}"
    assert caplog.messages == [f"left out {line}"]
    assert [record.name for record in caplog.records] == ["wootric_snippet"]


@pytest.mark.parametrize(
    ("tag", "functions", "error"),
    [
        ("wootric_snippet", {"user": fail}, DatabaseGone),
        ("wootric_snippet", {"on_private": fail}, DatabaseGone),
        ("wootric_snippet title=7", {}, InvalidText),
        ("wootric_snippet user={}", {}, InvalidSetting),
        ("wootric_snippet event=missing", {}, UndefinedError),
        ("wootric_shutdown", {"nonce": fail}, DatabaseGone),
    ],
)
def test_developer_sees_what_goes_wrong(tag: str, functions: dict[str, Any], error: type[Exception]) -> None:
    with pytest.raises(error):
        render("{% " + tag + " %}", make_environment(on_error="raise", **functions))


def test_a_developer_is_shown_the_line_of_the_template() -> None:
    with pytest.raises(DatabaseGone) as raised:
        render("<p>\n\n{% wootric_snippet %}", make_environment(user=fail, on_error="raise"))
    assert [entry.lineno + 1 for entry in raised.traceback if str(entry.path) == "<template>"] == [3]


@pytest.mark.parametrize(
    ("tag", "message"),
    [
        (
            "wootric_snippet evnet='x'",
            (
                "wootric_snippet: evnet: is unknown (did you mean event?); expected one of "
                "event, user, name, title, path, group, nonce, account, consent"
            ),
        ),
        ("wootric_shutdown event='x'", "wootric_shutdown: event: is unknown; expected one of nonce"),
        ("wootric_snippet event='x' event='y'", "wootric_snippet: event is given twice"),
        ("wootric_snippet 'x'", "expected token 'name', got 'string'"),
        ("wootric_snippet event", "expected token '=', got 'end of statement block'"),
    ],
)
def test_wrong_tag_is_an_error_with_its_line(tag: str, message: str) -> None:
    with pytest.raises(TemplateSyntaxError) as raised:
        render("<p>\n{% " + tag + " %}")
    assert (raised.value.lineno, raised.value.message) == (2, message)


MISTAKES = [
    ("wootric_snippet(evnt='Paid')", r"evnt: is unknown (did you mean event?); expected one of event, user, name"),
    (
        "wootric_snippet('Paid')",
        'arguments: one has no name; expected a name for each, such as event="Order Completed"',
    ),
]


@pytest.mark.parametrize(("call", "message"), MISTAKES)
def test_wrong_argument_of_the_function_takes_no_page_down(
    call: str, message: str, caplog: pytest.LogCaptureFixture
) -> None:
    template = "<h1>Pricing</h1>{{ " + call + " }}"
    with pytest.raises(InvalidSetting, match=f"^{re.escape(message)}"):
        render(template, make_environment(on_error="raise"))
    assert render(template) == "<h1>Pricing</h1>"
    assert [
        record.getMessage().startswith(f"left out the snippet on pricing: {message}") for record in caplog.records
    ] == [True]


@pytest.mark.parametrize("name", ["user", "page", "nonce", "group", "consent", "on_private"])
def test_an_async_function_is_refused_at_start_up(name: str) -> None:
    async def find(_context: Context) -> None:
        return None

    message = f"{name}: is an async function; expected a plain function; await in the view what it needs"
    with pytest.raises(InvalidSetting, match=f"^{message}$"):
        make_environment(None, **{name: find})


def test_two_environments_have_each_their_own_account() -> None:
    other = Environment(autoescape=True)
    install(other, account_token="NPS-EU-1", user=lambda _context: AMELIA)
    texts = [render("{% wootric_snippet %}", environment) for environment in (make_environment(), other)]
    assert texts == [RENDERER.render(AMELIA, PRICING), SnippetRenderer("NPS-EU-1").render(AMELIA)]


def test_the_function_returns_markup() -> None:
    environment = make_environment()
    environment.filters["type"] = lambda value: type(value).__name__
    assert render("{{ wootric_snippet()|type }} {{ wootric_shutdown()|type }}", environment) == "Markup Markup"


# ---- Options ----


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"delivery": "data"}, 'loader_url: is missing, and delivery="data" needs it; expected a URL or path'),
        (
            {"delivery": "fetch", "loader_url": "/loader.js"},
            'settings_url: is missing, and delivery="fetch" needs it; expected a URL or path',
        ),
        (
            {"accounts": {"ces": {"account_token": "NPS-ce5", "delivery": "data"}}},
            'loader_url: is missing, and delivery="data" needs it; expected a URL or path',
        ),
        ({"mount_path": "/survey"}, "mount_path: has no effect without a framework; expected no mount_path"),
        ({"mock_sdk": "debug"}, "mock_sdk: has no effect without a framework; expected no mock_sdk"),
        (
            {"mobile_client_id": "4c0ff33"},
            "mobile_client_id: has no effect without a framework; expected no mobile_client_id",
        ),
    ],
)
def test_option_that_needs_a_url_which_nobody_serves_is_an_error(options: dict[str, Any], message: str) -> None:
    with pytest.raises(WootricSnippetError) as raised:
        make_environment(**options)
    assert str(raised.value) == message


def test_file_that_the_site_serves_is_in_the_page() -> None:
    environment = make_environment(delivery="data", loader_url="/loader.js")
    renderer = SnippetRenderer("NPS-01fe3cbc", delivery="data", loader_url="/loader.js")
    assert render("{{ wootric_snippet() }}", environment) == renderer.render(AMELIA, PRICING)
