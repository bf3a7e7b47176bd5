"""A customer's way through an example shop in a real browser, and what has to be there at each step."""

import re
from typing import Any

from playwright.sync_api import Page, Response, expect

AMELIA: dict[str, Any] = {
    "account_token": "NPS-01fe3cbc",
    "product_name": "Kettle & Co",
    "modal_theme": "light",
    "email": "amelia@initech.example",
    "external_id": "1001",
    "created_at": 1533310126,
    "language": "EN",
    "properties": {"plan": "team", "seats_amount": 12, "renewal_date": 1801353600},
    "group_info": {"id": "0e8c", "name": "Initech"},
}
_LEFT = (
    "[window.wootricSettings ?? null, document.documentElement.outerHTML.includes('amelia'), window.wootric ?? null]"
)
_POLICY = (
    "default-src 'none'; script-src 'nonce'; style-src 'self'; img-src 'self' data:; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types wootric-snippet"
)
_VIOLATIONS = "addEventListener('securitypolicyviolation', (event) => console.error(event.violatedDirective))"


def shop_as_amelia(shop: str, page: Page, *, route: str) -> None:
    """Sign in with a wrong password and the right one, order, and sign out; `route` is how the shop names a page."""
    complaints: list[str] = []
    page.add_init_script(_VIOLATIONS)
    page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
    page.on("pageerror", lambda error: complaints.append(error.message))

    def open_page(path: str) -> Response:
        response = page.goto(shop + path)
        assert response is not None
        return response

    def settings(path: str, name: str, title: str, event: str | None = None) -> dict[str, Any]:
        """Return the settings that this page has to have."""
        page_info = {"path": path, "url": shop + path, "title": title, "name": route.format(name)}
        return AMELIA | {"page_info": page_info, "event_name": event}

    def seen() -> Any:
        """Return what the stand-in was asked: the survey of this page, once."""
        expect(stand_in.locator("ol li")).to_have_count(3)
        return page.evaluate("[wootricSettings, wootric.calls.map((call) => call.command)]")

    stand_in = page.get_by_role("region", name="InMoment stand-in")
    commands = ["page", "group", "run"]

    # Nobody is signed in.
    open_page("/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(_LEFT) == [None, False, None]

    # The password is checked.
    open_page("/sign-in")
    card = page.get_by_role("listitem").filter(has_text="Amelia Hart")
    card.get_by_label("Password").fill("a guess")
    with page.expect_response(shop + "/sign-in") as refused:
        card.get_by_role("button").click()
    assert refused.value.status == 403
    expect(page.get_by_role("alert")).to_have_text("That is not this customer\u2019s password.")
    page.wait_for_load_state("networkidle")
    # The browser itself notes the status, and nothing else is to be noted.
    assert [complaint.partition(" (")[0] for complaint in complaints] == [
        "error: Failed to load resource: the server responded with a status of 403"
    ]
    complaints.clear()

    # Signed in: each page asks once, under a policy that lets in nothing but the nonce of this one response.
    page.get_by_role("listitem").filter(has_text="Amelia Hart").get_by_role("button").click()
    page.wait_for_url(shop + "/")
    assert seen() == [settings("/", "home", "Shop"), commands]
    first, second = open_page("/pricing"), open_page("/pricing")
    assert seen() == [settings("/pricing", "pricing", "Pricing"), commands]
    policies = [response.headers["content-security-policy"] for response in (first, second)]
    assert [re.sub("  ?'nonce-[^']+", " 'nonce", policy) for policy in policies] == [_POLICY, _POLICY]
    assert policies[0] != policies[1]
    assert "no-store" in second.headers["cache-control"]

    # An order is an event.
    page.get_by_role("button", name="Order Starter").click()
    page.wait_for_url(shop + "/order")
    assert seen() == [settings("/order", "order", "Thank you", "Order Completed"), commands]
    expect(stand_in).to_contain_text("amelia@initech.example")

    # Signed out: the page stops the survey, and holds nothing of the customer; nor does the one that Back shows.
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(shop + "/")
    page.wait_for_load_state("networkidle")
    assert page.evaluate(_LEFT) == [None, False, None]
    assert page.locator("script").count() == 1
    open_page("/")
    page.wait_for_load_state("networkidle")
    assert page.locator("script").count() == 0
    page.go_back()
    page.go_back()
    page.wait_for_load_state("networkidle")
    assert page.evaluate(_LEFT) == [None, False, None]
    assert complaints == []
