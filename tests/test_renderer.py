"""The whole way: from a user and a page to the block that a browser gets."""

from __future__ import annotations

import ast
import copy
import json
from collections import UserString
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import html5lib
import pytest
from markupsafe import Markup

from wootric_snippet import (
    Group,
    InvalidAccountToken,
    InvalidAttribute,
    InvalidNonce,
    InvalidSetting,
    InvalidText,
    InvalidURL,
    Page,
    SnippetRenderer,
    Survey,
    User,
    WootricSnippetError,
)

if TYPE_CHECKING:
    from collections.abc import Callable

TEMPLATES = Path(__file__).parent.parent / "templates"
LOADER = (TEMPLATES / "inline.lazy.min.js").read_text(encoding="ascii")
SHUTDOWN = (TEMPLATES / "shutdown.min.js").read_text(encoding="ascii")
TEXT = "expected a str, a lazy string or a UUID"
TOKEN = "expected NPS- and letters or digits, as InMoment shows it"

USER = User(
    email="hello@example.com",
    created_at="2018-08-03T15:28:46.493Z",
    language="en-GB",
    external_id="userId123",
    properties={"plan": "pro", "seats": 5, "renewal": date(2027, 1, 31), "motto": '<b>O\'Hara & "Sons" \\ ü</b>'},
)
PAGE = Page(path="/pricing", title="Pricing")
GROUP = Group(id="0e8c", traits={"name": "Initech"})
RENDERER = SnippetRenderer("NPS-01fe3cbc")
SETTINGS: dict[str, Any] = {
    "account_token": "NPS-01fe3cbc",
    "email": "hello@example.com",
    "external_id": "userId123",
    "created_at": 1533310126,
    "language": "EN",
    "properties": {
        "plan": "pro",
        "seats_amount": 5,
        "renewal_date": 1801353600,
        "motto": '<b>O\'Hara & "Sons" \\ ü</b>',
    },
    "page_info": {"path": "/pricing", "title": "Pricing"},
    "group_info": {"id": "0e8c", "name": "Initech"},
    "event_name": "Order Completed",
}
# The same by hand, as JSON inside a JavaScript string.
PAYLOAD = (
    r'{"settings":{"account_token":"NPS-01fe3cbc","email":"hello@example.com","external_id":"userId123",'
    r'"created_at":1533310126,"language":"EN","properties":{"plan":"pro","seats_amount":5,"renewal_date":1801353600,'
    r'"motto":"\\u003cb\\u003eO\\u0027Hara \\u0026 \\"Sons\\" \\\\ \\u00fc\\u003c/b\\u003e"},'
    r'"page_info":{"path":"/pricing","title":"Pricing"},"group_info":{"id":"0e8c","name":"Initech"},'
    r'"event_name":"Order Completed"},"commands":["page","group","run"],'
    r'"sdk":"https://cdn.wootric.com/wootric-sdk.js"}'
)


def content_of(html: str, load: str = "lazy") -> dict[str, Any]:
    """Read what the loader is given out of a block, as a browser would."""
    (script,) = html5lib.parseFragment(html, namespaceHTMLElements=False).iter("script")
    loader, found, payload = script.text.partition(";wootricSnippet.show(JSON.parse('")
    script_of_load = (TEMPLATES / f"inline.{load}.min.js").read_text(encoding="ascii")
    assert (loader, bool(found), payload[-3:]) == (script_of_load, True, "'))")
    content: dict[str, Any] = json.loads(ast.literal_eval(f"'{payload[:-3]}'"))
    return content


def minimal(**more: Any) -> dict[str, Any]:
    return {
        "settings": {"account_token": "NPS-01fe3cbc", "event_name": None},
        "commands": ["run"],
        "sdk": "https://cdn.wootric.com/wootric-sdk.js",
    } | more


# ---- The block ----


def test_the_block_is_one_script_element_with_loader_and_payload() -> None:
    html = RENDERER.render(USER, PAGE, event="Order Completed", group=GROUP, nonce="bm9uY2U=")
    assert html == (
        '<script id="wootric-jxfg3xfo-65a954" nonce="bm9uY2U=">'
        f"{LOADER};wootricSnippet.show(JSON.parse('{PAYLOAD}'))</script>"
    )
    assert type(html) is Markup


def test_the_smallest_block_has_an_id_alone() -> None:
    assert RENDERER.render(User()) == (
        f'<script id="wootric-aaaaaaaa-4487e2">{LOADER};wootricSnippet.show(JSON.parse(\''
        '{"settings":{"account_token":"NPS-01fe3cbc","event_name":null},"commands":["run"],'
        '"sdk":"https://cdn.wootric.com/wootric-sdk.js"}'
        "'))</script>"
    )


def test_a_block_that_respects_privacy_control_asks_the_browser_first() -> None:
    plain = RENDERER.render(User())
    html = SnippetRenderer("NPS-01fe3cbc", respect_gpc=True).render(User())
    assert html == plain.replace(";wootricSnippet.show(", ";navigator.globalPrivacyControl||wootricSnippet.show(")


def test_loader_gets_the_settings_and_commands_unchanged() -> None:
    html = RENDERER.render(USER, PAGE, event="Order Completed", group=GROUP)
    assert content_of(html) == minimal(settings=SETTINGS, commands=["page", "group", "run"])


def test_hostile_attributes_stay_attributes() -> None:
    hostile = '"><script>alert(1)</script>'
    renderer = SnippetRenderer(
        "NPS-01fe3cbc", script_type=hostile, attributes={"data-a": hostile, "data-b": "' onload='x", "data-c": True}
    )
    escaped = "&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
    attributes = f'type="{escaped}" data-a="{escaped}" data-b="&#39; onload=&#39;x" data-c=""'
    assert renderer.shutdown() == f'<script id="wootric-shutdown" {attributes}>{SHUTDOWN}</script>'
    html = renderer.render(User(), nonce="bm9uY2U=")
    assert html.startswith(f'<script id="wootric-aaaaaaaa-4487e2" {attributes} nonce="bm9uY2U=">{LOADER};')
    (script,) = html5lib.parseFragment(html, namespaceHTMLElements=False).iter("script")
    assert script.attrib == {
        "id": "wootric-aaaaaaaa-4487e2",
        "type": hostile,
        "data-a": hostile,
        "data-b": "' onload='x",
        "data-c": "",
        "nonce": "bm9uY2U=",
    }
    assert content_of(html) == minimal()


def test_a_consent_managers_attributes_are_in_both_blocks() -> None:
    renderer = SnippetRenderer("NPS-1", script_type="text/plain", attributes={"data-category": "analytics"})
    attributes = 'type="text/plain" data-category="analytics"'
    html = renderer.render(User())
    assert html.startswith(f'<script id="wootric-aaaaaaaa-7cfc30" {attributes}>{LOADER}')
    assert renderer.shutdown() == f'<script id="wootric-shutdown" {attributes}>{SHUTDOWN}</script>'


def test_shutdown_is_one_script_element() -> None:
    element = f'<script id="wootric-shutdown">{SHUTDOWN}</script>'
    assert RENDERER.shutdown() == element
    html = RENDERER.shutdown(nonce="bm9uY2U=")
    assert (type(html), html) == (Markup, f'<script id="wootric-shutdown" nonce="bm9uY2U=">{SHUTDOWN}</script>')
    assert RENDERER.shutdown(nonce=lambda: None) == element
    with pytest.raises(InvalidNonce):
        RENDERER.shutdown(nonce='"><script>')


def test_a_nonce_may_be_lazy_or_a_function() -> None:
    lazy: Any = UserString("bm9uY2U=")
    for nonce in (lazy, lambda: "bm9uY2U="):
        assert RENDERER.render(User(), nonce=nonce) == RENDERER.render(User(), nonce="bm9uY2U=")


def test_a_nonce_is_made_only_for_a_script_that_is_printed() -> None:
    def never() -> str:
        raise AssertionError

    assert RENDERER.render(None, PAGE, nonce=never) == ""


@pytest.mark.parametrize("nonce", ["", " ", '"><script>', "a b", "a\n", "nonce-ä"])
def test_a_nonce_that_no_policy_can_hold_is_refused(nonce: str) -> None:
    with pytest.raises(InvalidNonce) as caught:
        RENDERER.render(User(), nonce=nonce)
    assert str(caught.value) == "nonce: is not a valid nonce; expected base64, without nonce- and quotes"


# ---- Who is asked ----


def test_without_a_user_block_and_settings_are_empty() -> None:
    html = RENDERER.render(None, PAGE, event="x", group=GROUP, nonce="bm9uY2U=")
    assert (type(html), html) == (Markup, "")
    assert RENDERER.settings(None, PAGE, event="x", group=GROUP) == {}


def test_without_a_user_no_command_is_called() -> None:
    assert RENDERER.commands(None, PAGE, group=GROUP) == ()


def test_anonymous_visitors_are_asked_where_the_site_wants_it() -> None:
    renderer = SnippetRenderer("NPS-01fe3cbc", include_anonymous=True)
    settings = {
        "account_token": "NPS-01fe3cbc",
        "page_info": {"path": "/pricing", "title": "Pricing"},
        "event_name": None,
    }
    assert renderer.settings(None, PAGE) == settings
    assert renderer.commands(None, PAGE) == ("page", "run")
    assert content_of(renderer.render(None, PAGE)) == minimal(settings=settings, commands=["page", "run"])


# ---- The settings and the commands ----


def test_settings_are_exactly_what_is_known() -> None:
    assert RENDERER.settings(USER, PAGE, event="Order Completed", group=GROUP) == SETTINGS
    assert RENDERER.settings(User()) == {"account_token": "NPS-01fe3cbc", "event_name": None}


@pytest.mark.parametrize(
    ("page", "group", "commands"),
    [
        (None, None, ("run",)),
        (Page(), None, ("run",)),
        (PAGE, None, ("page", "run")),
        (None, GROUP, ("group", "run")),
        (PAGE, GROUP, ("page", "group", "run")),
    ],
    ids=["neither", "empty-page", "page", "group", "both"],
)
def test_commands_are_those_that_have_something_to_send(
    page: Page | None, group: Group | None, commands: tuple[str, ...]
) -> None:
    assert RENDERER.commands(User(), page, group=group) == commands


@pytest.mark.parametrize(
    ("event", "event_name"),
    [(None, None), ("", None), ("Order Completed", "Order Completed"), (" x ", " x "), (UserString("Lazy"), "Lazy")],
    ids=["none", "empty", "event", "spaces", "lazy"],
)
def test_event_is_sent_unchanged(event: Any, event_name: str | None) -> None:
    assert RENDERER.settings(User(), event=event) == {"account_token": "NPS-01fe3cbc", "event_name": event_name}


@pytest.mark.parametrize("call", [RENDERER.render, RENDERER.settings, RENDERER.commands])
@pytest.mark.parametrize("event", [5, 0, False, b"x"], ids=repr)
def test_an_event_is_text(call: Callable[..., Any], event: Any) -> None:
    with pytest.raises(InvalidText) as caught:
        call(User(), event=event)
    assert str(caught.value) == f"event: is of type {type(event).__name__}; {TEXT}"


SURVEY = Survey(
    product_name="Initech",
    language="cs",
    permission_labels={"en": "Yes"},
    custom_messages={"followup_question": "Why?"},
    thank_you={"thankYouMessages": {"thank_you_main": "Thanks"}},
    extra={"modal_font": {"family": ["serif"]}},
)


def test_the_users_language_goes_before_the_surveys() -> None:
    renderer = SnippetRenderer("NPS-1", survey=SURVEY)
    assert renderer.settings(User())["language"] == "CZ"
    assert renderer.settings(User(language="de"))["language"] == "DE"


def test_a_survey_reaches_the_block_with_its_globals() -> None:
    renderer = SnippetRenderer("NPS-01fe3cbc", survey=SURVEY)
    assert content_of(renderer.render(User())) == minimal(
        settings={
            "account_token": "NPS-01fe3cbc",
            "product_name": "Initech",
            "language": "CZ",
            "permission_labels": {"EN": "Yes"},
            "modal_font": {"family": ["serif"]},
            "event_name": None,
        },
        window={
            "customMessages": {"followup_question": "Why?"},
            "Wootric": {"thankYouMessages": {"thank_you_main": "Thanks"}},
        },
    )


def changed(settings: Any) -> None:
    """Change everything in the settings that can be changed."""
    for part in list(settings.values() if isinstance(settings, dict) else settings):
        if isinstance(part, dict | list):
            changed(part)
    settings.clear()


@pytest.mark.parametrize(
    "survey",
    [
        Survey(product_name="Initech"),
        SURVEY,
    ],
    ids=["flat", "nested"],
)
def test_changing_the_settings_that_came_out_changes_nothing(survey: Survey) -> None:
    renderer = SnippetRenderer("NPS-1", survey=copy.copy(survey))
    first = renderer.settings(USER, PAGE, group=GROUP)
    kept = copy.deepcopy(first)
    changed(first)
    assert renderer.settings(USER, PAGE, group=GROUP) == kept


def test_changing_the_arguments_afterwards_changes_nothing() -> None:
    attributes: dict[str, Any] = {"data-a": "a"}
    renderer = SnippetRenderer("NPS-1", attributes=attributes)
    block = renderer.render(User())
    attributes["data-b"] = "b"
    assert renderer.render(User()) == block


# ---- What the site has in common ----


@pytest.mark.parametrize(
    ("arguments", "more"),
    [
        ({}, {}),
        ({"load": "lazy", "delivery": "inline", "test_mode": False, "respect_gpc": False, "script_type": None}, {}),
        ({"load": "async"}, {}),
        ({"load": "consent"}, {"consent": True}),
        ({"sdk_url": "/static/mock_sdk.js"}, {"sdk": "/static/mock_sdk.js"}),
        ({"sdk_url": "https://cdn.wootric.eu/wootric-sdk.js"}, {"sdk": "https://cdn.wootric.eu/wootric-sdk.js"}),
        (
            {"test_mode": True},
            {"window": {"wootric_survey_immediately": True, "wootric_no_surveyed_cookie": True}},
        ),
        (
            {"test_mode": True, "survey": Survey(custom_messages={"placeholder_text": "Hm"})},
            {
                "window": {
                    "customMessages": {"placeholder_text": "Hm"},
                    "wootric_survey_immediately": True,
                    "wootric_no_surveyed_cookie": True,
                }
            },
        ),
        ({"survey": None, "attributes": None}, {}),
        ({"attributes": MappingProxyType({"data-a": "a"})}, {}),
    ],
    ids=range(10),
)
def test_options_of_the_site_reach_the_loader(arguments: dict[str, Any], more: dict[str, Any]) -> None:
    html = SnippetRenderer("NPS-01fe3cbc", **arguments).render(User())
    assert content_of(html, arguments.get("load", "lazy")) == minimal(**more)


def test_renderer_with_consent_need_not_wait() -> None:
    waits = SnippetRenderer("NPS-01fe3cbc", load="consent")
    assert content_of(waits.with_consent().render(User()), "consent") == minimal()
    assert content_of(waits.render(User()), "consent") == minimal(consent=True)
    assert RENDERER.with_consent().render(User()) == RENDERER.render(User())


@pytest.mark.parametrize(
    "token", ["NPS-01fe3cbc", "NPS-EU-01fe3cbc", "NPS-AU-0", "NPS-a", "NPS-ABC-def-123", UserString("NPS-1")], ids=str
)
def test_an_account_token_of_any_region_is_taken(token: Any) -> None:
    settings = SnippetRenderer(token).settings(User())
    assert settings == {"account_token": str(token), "event_name": None}
    assert type(settings["account_token"]) is str


OTHER_SURVEYS = "begins with CES or CSAT; the tokens of those surveys begin with NPS, too"


@pytest.mark.parametrize(
    ("problem", "token"),
    [
        *(("is not set", token) for token in ("", " ", "\n", None)),
        *(("begins or ends with white space", token) for token in (" NPS-1", "NPS-1 ", "NPS-1\n", "\tCES-1", "x ")),
        *(
            ("has white space or an invisible character in it", token)
            for token in ("NPS-XXXX XXXX", "NPS-01fe\u200b3cbc", "\ufeffNPS-1", "NPS-1\u2060", "NPS-\n1", "NPS\u00ad-1")
        ),
        *((OTHER_SURVEYS, token) for token in ("CES-1", "CES-01fe3cbc", "CSAT-01fe3cbc", "ces-1", "CSAT")),
        *(
            ("is not an account token", token)
            for token in (
                *("NPS", "NPS-", "NPS--1", "NPS-1-", "-NPS-1", "nps-1", "XNPS-1", "NPS_1", "NPS-a_b", "NPS-\u00e4"),
                *("NPS-\uff11", "NPS-1'", 'NPS-"', "NPS-</script>", "01fe3cbc"),
            )
        ),
    ],
    ids=ascii,
)
def test_a_wrong_account_token_is_refused_with_its_problem(problem: str, token: Any) -> None:
    with pytest.raises(InvalidAccountToken) as caught:
        SnippetRenderer(token)
    assert str(caught.value) == f"account_token: {problem}; {TOKEN}"


@pytest.mark.parametrize(
    ("arguments", "kind", "message"),
    [
        ({"account_token": None}, InvalidAccountToken, f"account_token: is not set; {TOKEN}"),
        ({"load": "eager"}, InvalidSetting, "load: is not one of the choices; expected one of lazy, async, consent"),
        ({"load": None}, InvalidSetting, "load: is not one of the choices; expected one of lazy, async, consent"),
        ({"test_mode": "false"}, InvalidSetting, "test_mode: is of type str; expected True or False"),
        ({"test_mode": 1}, InvalidSetting, "test_mode: is of type int; expected True or False"),
        ({"respect_gpc": None}, InvalidSetting, "respect_gpc: is None; expected True or False"),
        ({"include_anonymous": "no"}, InvalidSetting, "include_anonymous: is of type str; expected True or False"),
        (
            {"sdk_url": "//cdn.wootric.com/wootric-sdk.js"},
            InvalidURL,
            "sdk_url: is not a valid URL; expected an https:// or http:// URL, or a path that begins with one /",
        ),
        ({"sdk_url": None}, InvalidText, f"sdk_url: is None; {TEXT}"),
        (
            {"attributes": ["data-a"]},
            InvalidAttribute,
            "attributes: is of type list; expected a mapping of names to texts",
        ),
        (
            {"attributes": {"onload": "x"}},
            InvalidAttribute,
            "attributes.onload: cannot be set here; expected a name such as data-category, in lower case",
        ),
        (
            {"script_type": "text/plain\n"},
            InvalidAttribute,
            "script_type: has a control character or a lone surrogate; expected text without them",
        ),
    ],
    ids=range(12),
)
def test_a_wrong_argument_is_an_error_at_start_up(
    arguments: dict[str, Any], kind: type[WootricSnippetError], message: str
) -> None:
    with pytest.raises(WootricSnippetError) as caught:
        SnippetRenderer(**({"account_token": "NPS-1"} | arguments))
    assert (type(caught.value), str(caught.value)) == (kind, message)


def test_unknown_delivery_is_refused() -> None:
    with pytest.raises(InvalidSetting) as caught:
        SnippetRenderer("NPS-1", delivery="carrier-pigeon")  # type: ignore[arg-type]
    assert (caught.value.field, caught.value.problem) == ("delivery", "is not one of the choices")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((Page(path="/x"), User(email="a")), "user: is of type Page; expected a User of wootric_snippet, or None"),
        ((User(email="a"), Group(id="g")), "page: is of type Group; expected a Page of wootric_snippet, or None"),
        ((User(email="a"), User(email="b")), "page: is of type User; expected a Page of wootric_snippet, or None"),
        (({"email": "a"},), "user: is of type dict; expected a User of wootric_snippet, or None"),
        ((User(email="a"), "/pricing"), "page: is of type str; expected a Page of wootric_snippet, or None"),
    ],
)
def test_arguments_in_the_wrong_order_are_refused(arguments: Any, message: str) -> None:
    renderer = SnippetRenderer("NPS-1")
    for call in (renderer.render, renderer.settings, renderer.commands, renderer.payload):
        with pytest.raises(InvalidSetting, match=f"^{message}$"):
            call(*arguments)


def test_group_of_another_type_is_refused() -> None:
    with pytest.raises(InvalidSetting, match=r"^group: is of type dict; expected a Group of wootric_snippet, or None$"):
        SnippetRenderer("NPS-1").render(User(email="a"), group={"id": "g"})  # type: ignore[arg-type]
