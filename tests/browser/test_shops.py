"""A customer's way through each example shop, and what has to be there at each step."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from playwright.sync_api import Page, Request, Response, expect

from examples.shop.policy import POLICY
from tests.servers import run, serving


class Server(NamedTuple):
    """How a shop is served, and what has to be done before."""

    command: tuple[str, ...]
    route: str = "{}"  # how the shop names a page
    before: tuple[str, ...] = ()


GUNICORN = ("gunicorn", "--bind=127.0.0.1:{port}", "--workers=2", "--threads=4", "--log-level=warning")
DATABASE = ("examples.django_shop", "migrate", "--verbosity=0")
SERVERS = {
    "Flask under gunicorn": Server((*GUNICORN, "examples.flask_shop.app:create_app()"), route="shop.{}"),
    "FastAPI under uvicorn": Server(("uvicorn", "examples.fastapi_shop.app:app", "--port={port}")),
    "Litestar under uvicorn": Server(("uvicorn", "examples.litestar_shop.app:app", "--port={port}")),
    "Django under gunicorn": Server((*GUNICORN, "examples.django_shop.wsgi"), before=DATABASE),
    "Django in development": Server(("examples.django_shop", "runserver", "{port}"), before=DATABASE),
}
AMELIA: dict[str, Any] = {
    "account_token": "NPS-01fe3cbc",
    "product_name": "Kettle & Co",
    "email": "amelia@initech.example",
    "external_id": "1001",
    "created_at": 1533310126,
    "language": "EN",
    "properties": {"plan": "team", "seats_amount": 12, "renewal_date": 1801353600},
    "group_info": {"id": "0e8c", "name": "Initech"},
}
LEFT = "[window.wootricSettings ?? null, document.documentElement.outerHTML.includes('amelia'), window.wootric ?? null]"
VIOLATIONS = "addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"


@pytest.fixture(scope="module", params=SERVERS)
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """Serve a shop; give its address, and how it names a page."""
    command, route, before = SERVERS[request.param]
    database = str(tmp_path_factory.mktemp("shop") / "shop.sqlite3")
    if before:
        run(*before, SHOP_DATABASE=database)
    # One key for all workers: each makes its own otherwise.
    with serving(*command, SHOP_DATABASE=database, SHOP_SECRET_KEY="a test's") as url:
        yield url, route


@pytest.fixture
def shop(server: tuple[str, str]) -> str:
    return server[0]


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser finds wrong: errors, violations of the policy, requests that fail or leave the site."""
    found: list[str] = []

    def failed(request: Request) -> None:
        # A picture that is still on its way when the visitor goes on to the next page is given up: no failure.
        if request.failure != "net::ERR_ABORTED":
            found.append(request.url)

    page.add_init_script(VIOLATIONS)
    page.on("console", lambda message: found.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: found.append(error.message))
    page.on("requestfailed", failed)
    return found


def open_page(page: Page, url: str) -> Response:
    response = page.goto(url)
    assert response is not None
    page.wait_for_load_state("networkidle")
    return response


def sign_in(page: Page, shop: str, name: str) -> None:
    open_page(page, f"{shop}/sign-in")
    page.get_by_role("button", name=f"Sign in as {name}").click()
    page.wait_for_url(f"{shop}/")


def seen(page: Page) -> Any:
    """Return what the mock SDK was asked: the survey of this page, once."""
    expect(page.get_by_role("region", name="InMoment mock SDK").locator("ol li")).to_have_count(3)
    settings, commands = page.evaluate("[wootricSettings, wootric.calls.map((call) => call.command)]")
    assert commands == ["page", "group", "run"]
    return settings


def test_a_customer_is_asked_on_each_page_until_they_sign_out(
    server: tuple[str, str], page: Page, complaints: list[str]
) -> None:
    shop, route = server

    def settings(path: str, name: str, title: str, event: str | None = None) -> dict[str, Any]:
        """Return the settings that this page has to have."""
        page_info = {"path": path, "url": shop + path, "title": title, "name": route.format(name)}
        return AMELIA | {"page_info": page_info, "event_name": event}

    # Nobody is signed in.
    open_page(page, f"{shop}/")
    assert page.evaluate(LEFT) == [None, False, None]

    # Signed in: each page asks once.
    sign_in(page, shop, "Amelia Hart")
    assert seen(page) == settings("/", "home", "Shop")
    open_page(page, f"{shop}/pricing")
    assert seen(page) == settings("/pricing", "pricing", "Pricing")

    # An order is an event.
    page.get_by_role("button", name="Order Starter").click()
    page.wait_for_url(f"{shop}/order")
    ordered = settings("/order", "order", "Thank you", "Order Completed")
    assert seen(page) == ordered | {"properties": AMELIA["properties"] | {"item": "starter"}}
    expect(page.get_by_role("region", name="InMoment mock SDK")).to_contain_text("amelia@initech.example")

    # The event came over the redirect once: the page that is loaded again is one without it.
    open_page(page, f"{shop}/order")
    assert seen(page) == settings("/order", "order", "Thank you")

    # Signed out: the page stops the survey, and holds nothing of the customer; nor does the one that Back shows.
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{shop}/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(LEFT) == [None, False, None]
    assert page.locator("script").count() == 1
    open_page(page, f"{shop}/")
    assert page.locator("script").count() == 0
    page.go_back()
    page.go_back()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(LEFT) == [None, False, None]
    assert complaints == []


def test_the_policy_lets_in_nothing_but_the_nonce_of_this_one_response(page: Page, shop: str) -> None:
    sign_in(page, shop, "Amelia Hart")
    nonces = []
    for _ in range(2):
        headers = open_page(page, f"{shop}/pricing").headers
        assert "no-store" in headers["cache-control"]
        nonces.append(page.evaluate("[...document.scripts].at(-1).nonce"))
        directives = (directive.split() for directive in headers["content-security-policy"].split(";"))
        assert {name: sources for name, *sources in directives} == POLICY | {"script-src": [f"'nonce-{nonces[-1]}'"]}
    assert nonces[0] != nonces[1]


def test_hostile_details_of_a_customer_are_sent_unchanged(page: Page, shop: str, complaints: list[str]) -> None:
    sign_in(page, shop, "<img")
    sent = seen(page)
    assert sent["email"] == '"</script><script>alert(1)</script>"@example.com'
    assert sent["group_info"] == {"id": "'\"><b>", "name": "</script><!--<script>alert(1)//"}
    assert complaints == []


def test_a_wrong_password_signs_nobody_in(page: Page, shop: str, complaints: list[str]) -> None:
    open_page(page, f"{shop}/sign-in")
    page.get_by_label("Password of Amelia Hart").fill("a guess")
    with page.expect_response(f"{shop}/sign-in") as refused:
        page.get_by_role("button", name="Sign in as Amelia Hart").click()
    assert refused.value.status == 403
    expect(page.get_by_role("alert")).to_have_text("That is not this customer\u2019s password.")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(LEFT)[::2] == [None, None]
    # The browser itself notes the status, and nothing else is to be noted.
    refusal = "error: Failed to load resource: the server responded with a status of 403"
    assert [re.sub(r" \(.*", "", complaint) for complaint in complaints] == [refusal]
