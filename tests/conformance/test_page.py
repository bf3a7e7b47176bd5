"""Which page is sent: by its route, without what may be a secret."""

from typing import Any

import pytest

from tests.conformance.conftest import Make
from tests.conformance.site import ORIGIN, SNIPPET, block, page, page_view, shutdown
from tests.log import Log

ORDER = page(path="/orders/<key>", url=f"{ORIGIN}/orders/%3Ckey%3E", name="orders")


def test_page_has_its_path_its_address_and_the_name_of_its_route(make: Make) -> None:
    assert make().get("/pricing?token=secret").text == block(page=page())


def test_query_is_sent_where_the_site_says_so(make: Make) -> None:
    sent = page(url=f"{ORIGIN}/pricing?plan=pro", search="?plan=pro")
    shop = make(include_query=True)
    assert [shop.get(path).text for path in ("/pricing?plan=pro", "/pricing")] == [block(page=sent), block()]


@pytest.mark.parametrize(
    ("arguments", "sent"),
    [
        ("name='Prices'", {"name": "Prices"}),
        ("title='All prices'", {"title": "All prices"}),
        ("path='/prices'", {"path": "/prices"}),
        ("name=nothing, title=nothing", {}),
        ("name='', title='', path=''", {}),
    ],
)
def test_template_says_more_about_the_page(make: Make, arguments: str, sent: dict[str, Any]) -> None:
    shop = make(f"{{{{ wootric_snippet({arguments}) }}}}", context={"nothing": None})
    assert shop.get().text == block(page=page(**sent))


@pytest.mark.parametrize(
    ("page_path", "sent"),
    [
        ({}, ORDER),
        ({"page_path": "route"}, ORDER),
        ({"page_path": "url"}, page(path="/orders/a-token", name="orders")),
        ({"page_path": lambda _request: "/orders"}, page(path="/orders", name="orders")),
        ({"page_path": lambda _request: None}, ORDER),
    ],
    ids=range(5),
)
def test_page_with_arguments_is_sent_by_its_routes_pattern(make: Make, page_path: dict[str, Any], sent: Any) -> None:
    assert make(**page_path).get("/orders/a-token").text == block(page=sent)


def test_path_is_readable_and_the_address_encoded(make: Make) -> None:
    sent = page(path="/orders/café?q", url=f"{ORIGIN}/orders/caf%C3%A9%3Fq", name="orders")
    assert make(page_path="url").get("/orders/caf%C3%A9%3Fq").text == block(page=sent)


def test_page_path_of_another_type_costs_only_the_page(make: Make, log: Log) -> None:
    assert make(page_path=lambda _request: 7).get().text == block(page=None)
    assert [line.partition(";")[0] for line in log.warnings] == ["left out page on pricing: page_path: is of type int"]


# ---- Below a prefix ----


@pytest.mark.parametrize("path", ["/pricing", "/orders/a-token"])
def test_path_begins_with_the_prefix_that_the_visitor_sees(make: Make, path: str) -> None:
    sent = {
        "/pricing": page(path="/shop/pricing"),
        "/orders/a-token": page(path="/shop/orders/<key>", url=f"{ORIGIN}/shop/orders/%3Ckey%3E", name="orders"),
    }
    assert make(prefix="/shop").get(path).text == block(page=sent[path])


def test_prefix_may_change_from_request_to_request(make: Make) -> None:
    shop = make(delivery="data")
    for prefix in ("/one", "/two", ""):
        html = shop.visitor(prefix).get("/pricing").text
        script = html.partition('defer="" src="')[2].partition('"')[0]
        assert script.startswith(f"{prefix}/wootric/loader.")
        assert shop.visitor("").get(script.removeprefix(prefix)).status_code == 200
        assert html == block(page=page(path=f"{prefix}/pricing"), delivery="data", loader_url=script)


# ---- Where the tag stands ----


@pytest.mark.parametrize("delivery", ["inline", "data"])
def test_tag_without_parentheses_prints_the_snippet_too(make: Make, delivery: str) -> None:
    pages = [make(f"Prices{tag}", delivery=delivery).get().text for tag in ("{{ wootric_snippet }}", SNIPPET)]
    assert pages[0] == pages[1]
    assert "<script" in pages[0]


def test_shutdown_is_printed_where_it_stands(make: Make) -> None:
    html = make("Bye{{ wootric_shutdown() }}{{ wootric_shutdown(nonce='other') }}").get().text
    assert html == f"Bye{shutdown()}{shutdown('other')}"


@pytest.mark.parametrize(
    "options",
    [
        {"account_token": None, "accounts": {"ces": {"account_token": "NPS-ce5"}}},
        {"account": lambda _request: 1 / 0},
        {"load": "consent", "consent": lambda _request: 1 / 0},
        {"mock_sdk": True},
        {"user": lambda _request: 1 / 0},
    ],
    ids=["no default account", "account", "consent", "mock_sdk", "user"],
)
def test_shutdown_needs_no_account_and_no_function(make: Make, log: Log, options: dict[str, Any]) -> None:
    assert make("Bye{{ wootric_shutdown() }}", **options).get().text == f"Bye{shutdown()}"
    assert log.warnings == []


def test_page_of_another_view_has_the_views_name(make: Make) -> None:
    assert make(views={"/about": page_view}).get("/about").text == block(page=page(path="/about", name="about"))
