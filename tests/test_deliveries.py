"""The deliveries `data` and `fetch`: what stands in the page, and what is answered beside it."""

from __future__ import annotations

import json
from base64 import b64encode
from hashlib import sha384
from typing import Any, cast, get_args

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from tests.log import Log
from tests.settings_json import settings_json
from wootric_snippet import Group, Page, SnippetRenderer, User, WootricSnippetError
from wootric_snippet.delivery import Delivery, Load
from wootric_snippet.loader_file import loader_file, loader_files

USER = User(email="o'hara@example.com", properties={"motto": "</script><b>&"})
PAGE = Page(path="/pricing", name="pricing & more", title='"Pricing"')
GROUP = Group(id="0e8c")
CONTENT = (
    r'{"settings":{"account_token":"NPS-1","email":"o\u0027hara@example.com",'
    r'"properties":{"motto":"\u003c/script\u003e\u003cb\u003e\u0026"},'
    r'"page_info":{"path":"/pricing","title":"\"Pricing\"","name":"pricing \u0026 more"},'
    r'"group_info":{"id":"0e8c"},"event_name":"Order Completed"},"commands":["page","group","run"],'
    r'"sdk":"https://cdn.wootric.com/wootric-sdk.js"}'
)


def element(delivery: Delivery) -> str:
    """Return the attributes of a delivery's file."""
    integrity = loader_file(delivery).integrity
    return f'defer="" src="/static/loader.js" integrity="{integrity}" crossorigin="anonymous"'


def data(**more: Any) -> SnippetRenderer:
    return SnippetRenderer("NPS-1", delivery="data", loader_url="/static/loader.js", **more)


def fetch(**more: Any) -> SnippetRenderer:
    return SnippetRenderer(
        "NPS-1", delivery="fetch", loader_url="/static/loader.js", settings_url="/wootric/settings.json", **more
    )


# ---- data ----


def test_data_stands_in_a_block_of_json_before_the_loaders_file() -> None:
    html = data().render(USER, PAGE, event="Order Completed", group=GROUP)
    opening = '<script id="wootric-o4a7riqs-bff22e" type="application/json">'
    assert html == f'{opening}{CONTENT}</script><script id="wootric-o4a7riqs-bff22e-file" {element("data")}></script>'
    assert type(html) is Markup


def test_data_holds_the_loaders_settings_commands_and_sdk() -> None:
    renderer = data()
    block, _ = html5lib.parseFragment(renderer.render(USER, PAGE), namespaceHTMLElements=False).iter("script")
    assert json.loads(block.text) == {
        "settings": renderer.settings(USER, PAGE),
        "commands": ["page", "run"],
        "sdk": "https://cdn.wootric.com/wootric-sdk.js",
    }


def test_anonymous_visitor_has_no_block() -> None:
    assert data().render(None, PAGE) == ""


# ---- fetch ----


def test_fetch_holds_the_page_and_nothing_of_the_user() -> None:
    html = fetch(signed_in_cookie="signed_in").render(USER, PAGE, event="Order Completed", group=GROUP)
    query = "path=%2Fpricing&amp;name=pricing+%26+more&amp;title=%22Pricing%22&amp;event=Order+Completed"
    asked = f'data-wootric-url="/wootric/settings.json?{query}" data-wootric-cookie="signed_in"'
    assert html == f'<script id="wootric-25e3eb-file" {element("fetch")} {asked}></script>'
    assert type(html) is Markup


def test_fetch_is_the_same_for_everybody() -> None:
    renderer = fetch()
    blocks = {renderer.render(user, PAGE, group=group) for user in (USER, None, User()) for group in (GROUP, None)}
    assert len(blocks) == 1
    assert renderer.embeds_user is False
    assert [SnippetRenderer("NPS-1").embeds_user, data().embeds_user] == [True, True]


def test_fetch_sends_what_the_tag_says_of_the_page() -> None:
    asked = 'data-wootric-url="/wootric/settings.json"'
    assert fetch().render(None) == f'<script id="wootric-6ddaa8-file" {element("fetch")} {asked}></script>'


@given(name=st.text(), event=st.text())
def test_settings_url_is_one_attribute_for_any_page_name(name: str, event: str) -> None:
    html = fetch().render(None, Page(name=name), event=event)
    (script,) = html5lib.parseFragment(html, namespaceHTMLElements=False).iter("script")
    assert script.attrib.keys() == {"id", "defer", "src", "integrity", "crossorigin", "data-wootric-url"}
    assert script.attrib["data-wootric-url"].startswith("/wootric/settings.json")


def test_over_long_values_are_left_out_of_the_settings_url_and_logged(log: Log) -> None:
    html = fetch().render(None, Page(name="pricing", title="x" * 257), event="e" * 256)
    assert f'data-wootric-url="/wootric/settings.json?name=pricing&amp;event={"e" * 256}"' in html
    assert log.warnings == ["left out: title: is too long; expected at most 256 characters"]


def test_settings_response_equals_the_content_of_data() -> None:
    assert settings_json(fetch(), USER, PAGE, event="Order Completed", group=GROUP) == CONTENT
    assert settings_json(fetch(), None, PAGE) == ""


def test_a_payload_has_no_place_in_a_page_for_everybody() -> None:
    with pytest.raises(WootricSnippetError) as refused:
        fetch().script(data().payload(USER))
    assert str(refused.value) == "delivery: keeps the settings out of the page; expected inline or data"


# ---- both ----


@pytest.mark.parametrize("renderer", [data(respect_gpc=True), fetch(respect_gpc=True)], ids=["data", "fetch"])
def test_the_file_respects_privacy_control(renderer: SnippetRenderer) -> None:
    assert renderer.render(USER).endswith(' data-wootric-gpc="1"></script>')


@pytest.mark.parametrize(("make", "delivery"), [(data, "data"), (fetch, "fetch")])
def test_nonce_type_and_attributes_are_the_file_elements(make: Any, delivery: Delivery) -> None:
    renderer = make(script_type="text/plain", attributes={"data-category": "surveys"})
    html = renderer.render(USER, nonce="bm9uY2U=")
    assert f'-file" type="text/plain" data-category="surveys" {element(delivery)} nonce="bm9uY2U="' in html


@pytest.mark.parametrize(("make", "delivery"), [(data, "data"), (fetch, "fetch")])
def test_shutdown_needs_no_inline_script(make: Any, delivery: Delivery) -> None:
    attributes = f'{element(delivery)} data-wootric-shutdown="1"'
    assert make().shutdown() == f'<script id="wootric-shutdown-file" {attributes}></script>'


@pytest.mark.parametrize("load", get_args(Load))
@pytest.mark.parametrize("delivery", ["data", "fetch"])
def test_a_files_name_and_integrity_are_its_contents(delivery: Delivery, load: Load) -> None:
    file = loader_file(delivery, load)
    digest = sha384(file.content.encode("ascii")).digest()
    assert file.name == f"loader.{digest.hex()[:12]}.js"
    assert file.integrity == f"sha384-{b64encode(digest).decode('ascii')}"
    assert loader_files()[file.name] == file


def test_the_element_has_the_integrity_of_the_file_for_its_load() -> None:
    for make, delivery in ((data, "data"), (fetch, "fetch")):
        for load in get_args(Load):
            integrity = f' integrity="{loader_file(cast("Delivery", delivery), load).integrity}" '
            assert integrity in make(load=load).render(USER)
            assert integrity in make(load=load).with_consent().render(USER)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"delivery": "data"}, 'loader_url: is missing, and delivery="data" needs it; expected a URL or path'),
        (
            {"delivery": "fetch", "loader_url": "/a.js"},
            'settings_url: is missing, and delivery="fetch" needs it; expected a URL or path',
        ),
        (
            {"loader_url": "/a.js"},
            'loader_url: has no effect with delivery="inline"; expected delivery="data" or "fetch", or no loader_url',
        ),
        (
            {"delivery": "data", "loader_url": "/a.js", "settings_url": "/b"},
            'settings_url: has no effect with delivery="data"; expected delivery="fetch", or no settings_url',
        ),
        (
            {"delivery": "data", "loader_url": "javascript:alert(1)"},
            "loader_url: is not a valid URL; expected an https:// or http:// URL, or a path that begins with one /",
        ),
        (
            {"delivery": "fetch", "loader_url": "/a.js", "settings_url": "https://elsewhere.example/"},
            "settings_url: is not a valid URL; expected a path on this site, which begins with one /",
        ),
        (
            {"signed_in_cookie": "signed_in"},
            'signed_in_cookie: has no effect with delivery="inline"; expected delivery="fetch", or no signed_in_cookie',
        ),
        (
            {"signed_in_cookie": "signed_in", "delivery": "data", "loader_url": "/a.js"},
            'signed_in_cookie: has no effect with delivery="data"; expected delivery="fetch", or no signed_in_cookie',
        ),
        (
            {"signed_in_cookie": "a;b"},
            "signed_in_cookie: is not a valid cookie name; expected letters, digits and !#$%&'*+-.^_`|~",
        ),
        ({"delivery": "post"}, "delivery: is not one of the choices; expected one of inline, data, fetch"),
    ],
    ids=range(10),
)
def test_a_wrong_address_is_reported(arguments: dict[str, Any], message: str) -> None:
    with pytest.raises(WootricSnippetError) as refused:
        SnippetRenderer("NPS-1", **arguments)
    assert str(refused.value) == message
