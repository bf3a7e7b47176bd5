"""The Django shop in a browser, served as it is in development and in production."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from examples.shop.accounts import SAMPLE_PASSWORD
from tests.django.servers import run, serving

SERVERS = {
    "runserver": ("examples.django_shop", "runserver", "--noreload", "{address}"),
    "gunicorn": ("gunicorn", "--threads=8", "--bind={address}", "--log-level=warning", "examples.django_shop.wsgi"),
}
SITE = {"account_token": "NPS-01fe3cbc", "product_name": "Kettle & Co", "modal_theme": "light"}
AMELIA = {
    "email": "amelia@initech.example",
    "external_id": "1001",
    "created_at": 1533310126,
    "language": "EN",
    "properties": {"plan": "team", "seats_amount": 12, "renewal_date": 1801353600},
    "group_info": {"id": "0e8c", "name": "Initech"},
}


@pytest.fixture(scope="module", params=SERVERS)
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    database = str(tmp_path_factory.mktemp("shop") / "shop.sqlite3")
    run("examples.django_shop", "migrate", "--verbosity=0", SHOP_DATABASE=database)
    with serving(*SERVERS[request.param], SHOP_DATABASE=database) as address:
        yield address


@pytest.fixture
def complaints(page: Page) -> list[str]:
    """What the browser finds wrong: errors, violations of the policy, requests that fail or leave the site."""
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text))
    page.on("pageerror", lambda error: found.append(error.message))
    # A picture that is still on its way when the visitor goes on to the next page is given up; that is no failure.
    page.on("requestfailed", lambda request: found.extend([request.url] * (request.failure != "net::ERR_ABORTED")))
    page.add_init_script(
        "addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"
    )
    return found


def settings(page: Page) -> Any:
    return page.evaluate("window.wootricSettings")


def commands(page: Page) -> Any:
    expect(page.get_by_text("How likely are you to recommend Kettle & Co")).to_be_visible()  # "run" is the last one
    return page.evaluate("wootric.calls.map((call) => call.command)")


def sign_in(page: Page, address: str, customer: str) -> None:
    page.goto(f"http://{address}/sign-in")
    page.get_by_role("button", name=customer).click()


def test_a_customer_signs_in_orders_and_signs_out(page: Page, address: str, complaints: list[str]) -> None:
    site = f"http://{address}"
    page.goto(site)
    assert settings(page) is None

    sign_in(page, address, "Sign in as Amelia Hart")
    assert commands(page) == ["page", "group", "run"]
    home = {"path": "/", "url": f"{site}/", "title": "Shop", "name": "home"}
    assert settings(page) == SITE | AMELIA | {"page_info": home, "event_name": None}

    page.get_by_role("button", name="Order: Copper kettle").click()
    assert commands(page) == ["page", "group", "run"]
    order = {"path": "/order", "url": f"{site}/order", "title": "Thank you", "name": "order"}
    assert settings(page) == SITE | AMELIA | {"page_info": order, "event_name": "Order Completed"}

    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
    assert settings(page) is None
    assert page.evaluate("typeof wootric") == "undefined"
    assert "initech" not in page.content()
    page.go_back()
    assert "initech" not in page.content()
    page.goto(f"{site}/pricing")
    assert settings(page) is None
    assert complaints == []


def test_the_policy_is_the_frameworks_own_with_a_nonce_for_each_page(page: Page, address: str) -> None:
    sign_in(page, address, "Sign in as Amelia Hart")
    policies = [page.goto(f"http://{address}/pricing") for _ in range(2)]
    nonces = []
    for response in policies:
        assert response is not None
        directives = dict(
            part.strip().partition(" ")[::2] for part in response.headers["content-security-policy"].split(";")
        )
        nonces.append(directives["script-src"])
    assert len(set(nonces)) == 2
    assert nonces[1] == f"'nonce-{page.evaluate('[...document.scripts].at(-1).nonce')}'"


def test_a_customer_whose_details_are_an_attack_is_sent_to_the_letter(
    page: Page, address: str, complaints: list[str]
) -> None:
    sign_in(page, address, "Sign in as <img")
    assert commands(page) == ["page", "group", "run"]
    sent = settings(page)
    assert sent["email"] == '"</script><script>alert(1)</script>"@example.com'
    assert sent["group_info"] == {"id": "'\"><b>", "name": "</script><!--<script>alert(1)//"}
    assert complaints == []


def test_a_wrong_password_signs_nobody_in(page: Page, address: str) -> None:
    page.goto(f"http://{address}/sign-in")
    field = page.get_by_label("Password of Amelia Hart")
    expect(field).to_have_value(SAMPLE_PASSWORD)
    field.fill("darjeeling")
    page.get_by_role("button", name="Sign in as Amelia Hart").click()
    expect(page.get_by_role("alert")).to_be_visible()
    assert settings(page) is None
