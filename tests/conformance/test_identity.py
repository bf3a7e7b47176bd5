"""Who is asked."""

from tests.conformance.conftest import Make
from tests.conformance.site import Account, Shop, block
from wootric_snippet import User


def of_account(shop: Shop, person: int = 7) -> str:
    """Return the block of somebody who is signed in."""
    account = Account(person)
    return block(User(account.email, account.created_at, shop.language, account.id))


def test_whoever_is_signed_in_is_asked_until_they_sign_out(make: Make) -> None:
    shop = make("Shop{{ wootric_snippet() }}", user=None)
    assert shop.get().text == "Shop"
    browser = shop.signed_in()
    assert browser.get("/pricing").text == f"Shop{of_account(shop)}"
    browser.get("/sign-out")
    assert browser.get("/pricing").text == "Shop"
