"""The kit's own addresses: the settings that the loader fetches, a native app's, the loader's file, the mock SDK."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from tests.conformance.conftest import Make
from tests.conformance.site import (
    AMELIA,
    BOB,
    INITECH,
    ORIGIN,
    SNIPPET,
    TOKEN,
    Reply,
    Shop,
    Visit,
    block,
    error_of,
    fetching_block,
    page,
    redirect,
)
from tests.log import Log
from tests.settings_json import settings_json
from wootric_snippet import InvalidSetting, InvalidText, SnippetRenderer, User
from wootric_snippet.loader_file import loader_file
from wootric_snippet.mock_sdk import source
from wootric_snippet.settings_url import parse_query
from wootric_snippet.testing import extract_settings

FILE = loader_file("data")
LOADER, SETTINGS, MOBILE = f"/wootric/{FILE.name}", "/wootric/settings.json", "/wootric/mobile.json"
QUERY = "path=/pricing&name=pricing"
DATA: dict[str, Any] = {"delivery": "data", "loader_url": LOADER}
FETCH_LOADER = f"/wootric/{loader_file('fetch').name}"
FETCH = SnippetRenderer(TOKEN, delivery="fetch", loader_url=FETCH_LOADER, settings_url=SETTINGS)
HEADERS = {
    "Cache-Control": "private, no-store",
    "Content-Type": "application/json",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Vary": "Cookie",
    "X-Content-Type-Options": "nosniff",
}
PEOPLE = {"amelia": AMELIA, "bob": BOB}


def visitor(request: Any) -> User:
    """Return who is named by a header, and an anonymous visitor else."""
    return PEOPLE.get(request.headers.get("X-User", ""), User())


def headers_of(shop: Shop, path: str, headers: Mapping[str, str] | None = None) -> dict[str, str]:
    found = shop.get(path, headers).headers
    return {name: found[name] for name in HEADERS if name in found}


# ---- The deliveries ----


def test_data_prints_the_users_settings_and_the_loaders_file(make: Make) -> None:
    response = make(delivery="data").get()
    assert (response.text, response.headers["Cache-Control"]) == (block(**DATA), "private")


def test_fetch_pages_are_the_same_for_everybody_and_stay_cacheable(make: Make) -> None:
    shop = make("{{ wootric_snippet(event='Seen') }}", delivery="fetch", user=visitor, respect_gpc=False)
    responses = [shop.get(headers={"X-User": person, "Sec-GPC": "1"}) for person in ("amelia", "bob", "")]
    assert [response.text for response in responses] == [
        fetching_block(FETCH, event="Seen", language=shop.language)
    ] * 3
    assert all({"Cache-Control", "Vary", "Set-Cookie"}.isdisjoint(response.headers) for response in responses)


def test_fetch_pages_make_no_nonce_but_take_the_tags(make: Make) -> None:
    async def view(visit: Visit) -> Reply:
        visit.set_nonce("abc")
        return Reply(await visit.render(SNIPPET) + await visit.render("|{{ wootric_snippet(nonce='tag') }}"))

    shop = make(views={"/mine": view}, delivery="fetch")
    blocks = [
        fetching_block(FETCH, page(path="/mine", name="mine"), nonce=nonce, language=shop.language)
        for nonce in (None, "tag")
    ]
    assert shop.get("/mine").text == "|".join(blocks)


def test_fetch_pages_with_no_survey_say_so_in_the_tag(make: Make, log: Log) -> None:
    assert make("{{ wootric_snippet(user=None) }}", delivery="fetch").get().text == ""
    assert log.warnings == []


@pytest.mark.parametrize("argument", ["user", "group", "consent"])
def test_fetch_pages_cannot_name_a_visitor(make: Make, log: Log, argument: str) -> None:
    template = f"Prices{{{{ wootric_snippet({argument}=given) }}}}"
    given = {"context": {"given": {"user": BOB, "group": INITECH, "consent": True}[argument]}, "delivery": "fetch"}
    assert make(template, **given).get().text == "Prices"
    problem = (
        f'{argument}: cannot be set with delivery="fetch": the page is the same for every visitor; '
        f"expected a {argument.upper()} function, or another delivery"
    )
    assert log.warnings == [f"left out the snippet on pricing: {problem}"]
    with pytest.raises(InvalidSetting) as raised:
        make(template, debug=True, **given).get()
    assert str(raised.value) == problem


def test_fetch_pages_send_their_language_and_the_settings_are_in_it(make: Make) -> None:
    account = type("Account", (), {"is_authenticated": True, "id": 7})()
    shop = make(delivery="fetch", user=lambda _request: account, language=lambda _request: "pt-br")
    assert shop.get().text == fetching_block(FETCH, language="PT")
    settings = extract_settings(shop.get(f"{SETTINGS}?{QUERY}&language=DE").text)
    assert settings == {
        "account_token": TOKEN,
        "language": "DE",
        "external_id": "7",
        "page_info": {"path": "/pricing", "url": f"{ORIGIN}/pricing", "name": "pricing"},
        "event_name": None,
    }


def test_fetch_pages_leave_out_what_no_url_can_hold(make: Make, log: Log) -> None:
    template = "{{ wootric_snippet(event=long, title=long, name='Prices') }}"
    options = {"delivery": "fetch", "context": {"long": "x" * 257}}
    shop = make(template, **options)
    assert shop.get().text == fetching_block(FETCH, page(name="Prices"), language=shop.language)
    problem = "is too long; expected at most 256 characters"
    assert log.warnings == [f"left out {name} on pricing: {name}: {problem}" for name in ("title", "event")]
    with pytest.raises(InvalidText) as raised:
        make(template, debug=True, **options).get()
    assert str(raised.value) == f"title: {problem}"


def test_fetched_settings_have_the_query_where_the_site_sends_it(make: Make) -> None:
    shop = make(delivery="fetch", include_query=True)
    sent = page(url=f"{ORIGIN}/pricing?plan=pro", search="?plan=pro")
    html = shop.get("/pricing?plan=pro").text
    assert html == fetching_block(FETCH, sent, language=shop.language)
    assert f"{SETTINGS}?path=%2Fpricing&amp;search=%3Fplan%3Dpro&amp;name=pricing" in html
    assert shop.get(f"{SETTINGS}?{QUERY}&search=%3Fplan%3Dpro").text == settings_json(FETCH, AMELIA, sent)


# ---- The visitor's settings ----


def test_settings_are_each_visitors_own(make: Make) -> None:
    shop = make(delivery="fetch", user=visitor, group=lambda _request: INITECH)
    path = f"{SETTINGS}?{QUERY}&event=Order+Completed"
    answers = [shop.get(path, {"X-User": person}) for person in ("amelia", "bob", "")]
    assert [answer.text for answer in answers] == [
        settings_json(FETCH, AMELIA, page(), event="Order Completed", group=INITECH),
        settings_json(FETCH, BOB, page(), event="Order Completed", group=INITECH),
        "",
    ]
    assert [answer.status_code for answer in answers] == [200, 200, 204]
    assert headers_of(shop, path, {"X-User": "amelia"}) == HEADERS
    nobodys = headers_of(shop, path)
    assert {**HEADERS, **nobodys} == HEADERS
    assert nobodys["Cache-Control"] == "private, no-store"


def test_settings_of_a_head_request_have_no_body(make: Make) -> None:
    response = make(delivery="fetch").visitor().head(f"{SETTINGS}?{QUERY}")
    assert (response.status_code, response.text) == (200, "")


def test_settings_have_the_event_that_waits(make: Make) -> None:
    async def order(visit: Visit) -> Reply:
        visit.track("Order Completed")
        return redirect()

    browser = make(views={"/order": order}, delivery="fetch").visitor()
    browser.post("/order")
    assert "Order" not in browser.get("/pricing").text
    events = [extract_settings(browser.get(f"{SETTINGS}?{QUERY}").text) for _ in range(2)]
    assert [settings and settings["event_name"] for settings in events] == ["Order Completed", None]


def test_settings_are_empty_if_the_visitor_gets_no_survey(make: Make) -> None:
    shop = make(delivery="fetch", respect_gpc=True)
    assert [shop.get(SETTINGS, {"Sec-GPC": value}).status_code for value in ("1", "0")] == [204, 200]
    assert make(delivery="fetch", user=lambda _request: None, include_anonymous=True).get(SETTINGS).status_code == 204
    assert make(delivery="fetch", user=lambda _request: User(), include_anonymous=True).get(SETTINGS).status_code == 200


def test_settings_whose_user_cannot_be_found_are_empty_in_production(make: Make, log: Log) -> None:
    assert make(delivery="fetch", user=lambda _request: 1 / 0).get(SETTINGS).status_code == 204
    assert [line.partition(" on ")[0] for line in log.warnings] == ["left out the settings"]
    with pytest.raises(ZeroDivisionError):
        make(delivery="fetch", user=lambda _request: 1 / 0, debug=True).get(SETTINGS)


@pytest.mark.parametrize("path", [SETTINGS, MOBILE])
def test_other_methods_are_refused(make: Make, path: str) -> None:
    browser = make(delivery="fetch", mobile_client_id="4c0ff33").visitor()
    answers = [browser.request(method, path) for method in ("POST", "PUT", "PATCH", "DELETE")]
    assert [(answer.status_code, answer.headers["Allow"]) for answer in answers] == [(405, "GET, HEAD")] * 4


@pytest.mark.parametrize("path", [SETTINGS, MOBILE])
def test_pages_of_other_sites_are_refused(make: Make, path: str) -> None:
    shop = make(delivery="fetch", mobile_client_id="4c0ff33")
    sent_by = ("same-origin", "none", "cross-site", "same-site", "Same-Origin", "")
    answers = [shop.get(path, {"Sec-Fetch-Site": site}) for site in sent_by]
    assert [answer.status_code for answer in answers] == [200, 200, 403, 403, 403, 403]
    assert answers[2].text == "sent by another site's page"
    assert headers_of(shop, path, {"Sec-Fetch-Site": "cross-site"})["Cache-Control"] == "private, no-store"


def test_query_that_cannot_be_a_pages_is_refused_with_the_reason(make: Make) -> None:
    answer = make(delivery="fetch").get(f"{SETTINGS}?path=pricing")
    assert (answer.status_code, answer.text) == (400, error_of(parse_query, {"path": "pricing"}, ORIGIN))


@pytest.mark.parametrize("delivery", ["inline", "data"])
def test_settings_url_exists_for_fetch_alone(make: Make, delivery: str) -> None:
    assert make(delivery=delivery).get(SETTINGS).status_code == 404


# ---- A native app's settings ----


def test_native_app_gets_the_signed_in_users_settings(make: Make) -> None:
    shop = make(mobile_client_id="4c0ff33")
    answer = shop.get(MOBILE)
    assert answer.json() == SnippetRenderer(TOKEN).mobile_settings(AMELIA, client_id="4c0ff33")
    assert headers_of(shop, MOBILE) == HEADERS


@pytest.mark.parametrize(
    ("options", "headers"),
    [({"user": None}, {}), ({"user": lambda _request: None}, {}), ({"respect_gpc": True}, {"Sec-GPC": "1"})],
    ids=["nobody", "none", "gpc"],
)
def test_native_app_without_a_signed_in_user_is_refused(
    make: Make, options: dict[str, Any], headers: dict[str, str]
) -> None:
    answer = make(mobile_client_id="4c0ff33", include_anonymous=True, **options).get(MOBILE, headers)
    assert (answer.status_code, answer.text) == (403, "nobody is signed in")
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_native_app_whose_user_cannot_be_found_is_not_signed_out(make: Make, log: Log) -> None:
    answer = make(mobile_client_id="4c0ff33", user=lambda _request: 1 / 0).get(MOBILE)
    assert (answer.status_code, answer.text) == (503, "cannot determine the current user")
    assert [line.partition(" on ")[0] for line in log.warnings] == ["left out the mobile settings"]


def test_native_apps_have_no_address_without_a_client_id(make: Make) -> None:
    assert make().get(MOBILE).status_code == 404


# ---- Files ----


@pytest.mark.parametrize("delivery", ["inline", "data", "fetch"])
def test_loaders_file_is_cached_for_a_year(make: Make, delivery: str) -> None:
    response = make(delivery=delivery).get(LOADER)
    assert response.text == FILE.content
    assert {name: response.headers[name] for name in FILE.headers} == FILE.headers
    assert FILE.headers["Cache-Control"] == "public, max-age=31536000, immutable, no-transform"


def test_addresses_are_below_the_mount_path_that_the_site_names(make: Make) -> None:
    shop = make(delivery="data", mount_path="/survey/")
    assert shop.get().text == block(delivery="data", loader_url=f"/survey/{FILE.name}")
    assert [shop.get(path).status_code for path in (f"/survey/{FILE.name}", LOADER, "/survey/other.js")] == [
        200,
        404,
        404,
    ]


@pytest.mark.parametrize(("mock_sdk", "debug"), [(True, True), ("debug", True), ("always", False)])
def test_mock_sdk_plays_inmoments_script(make: Make, mock_sdk: object, debug: bool) -> None:
    shop = make(mock_sdk=mock_sdk, debug=debug, prefix="/shop")
    assert shop.get().text == block(page=page(path="/shop/pricing"), sdk_url="/shop/wootric/mock-sdk.js")
    response = shop.get("/wootric/mock-sdk.js")
    assert (response.text, response.headers["Content-Type"]) == (source(), "text/javascript; charset=utf-8")


@pytest.mark.parametrize(("mock_sdk", "debug"), [(False, True), ("debug", False)])
def test_mock_sdk_is_there_only_where_it_is_used(make: Make, mock_sdk: object, debug: bool) -> None:
    shop = make(mock_sdk=mock_sdk, debug=debug)
    assert shop.get().text == block()
    assert shop.get("/wootric/mock-sdk.js").status_code == 404


def test_mock_sdk_outside_of_development_leaves_out_the_snippet(make: Make, log: Log) -> None:
    shop = make(f"Prices{SNIPPET}", mock_sdk=True)
    assert shop.get().text == "Prices"
    assert shop.get("/wootric/mock-sdk.js").status_code == 404
    problem = "is True, but debug mode is off: no survey would be sent"
    expected = 'False; "debug" for development alone; "always" for a demo'
    (line,) = log.warnings
    written = re.fullmatch(f"left out the snippet on pricing: (.*): {problem}; expected {expected}", line)
    assert written is not None
    assert written[1] in ("mock_sdk", "wootric.mock_sdk", "WOOTRIC_MOCK_SDK", 'WOOTRIC["MOCK_SDK"]')
