"""The example shop with the mock SDK's panel in it: on a desktop and a phone, right to left, in the dark."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.servers import serving

DESKTOP, PHONE = (1280, 800), (390, 844)
COVERED = """(panel) => {
    const over = panel.getBoundingClientRect();
    return [...document.querySelectorAll("main button, main a, footer p")].filter((each) => {
        const box = each.getBoundingClientRect();
        return box.right > over.left && box.left < over.right && box.bottom > over.top && box.top < over.bottom;
    }).map((each) => each.textContent.trim());
}"""
ROOM_BELOW = """(panel) => {
    const foot = document.querySelector("footer p").getBoundingClientRect();
    return panel.getBoundingClientRect().top - foot.bottom;
}"""


@pytest.fixture(scope="module")
def shop() -> Iterator[str]:
    with serving("flask", "--app", "examples.flask_shop.app", "run", "--port", "{port}") as url:
        yield url


@pytest.fixture
def home(page: Page, shop: str) -> Page:
    """The shop as Amelia sees it, who has signed in."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(f"{shop}/sign-in")
    page.get_by_role("button", name="Sign in as Amelia Hart").click()
    page.wait_for_url(f"{shop}/")
    return page


def show(page: Page, path: str, size: tuple[int, int]) -> Locator:
    """Show a page of the shop in a window of this size; return the panel, once it asks."""
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(page.url.rstrip("/") + path)
    panel = page.get_by_role("region", name="InMoment mock SDK")
    expect(panel.get_by_role("button", name="9", exact=True)).to_be_visible()
    return panel


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
@pytest.mark.parametrize("path", ["/", "/pricing"])
def test_panel_covers_no_button_and_no_text_of_the_foot(home: Page, path: str, direction: str) -> None:
    panel = show(home, path, DESKTOP)
    home.evaluate("(direction) => { document.documentElement.dir = direction; }", direction)
    assert panel.evaluate(COVERED) == []
    panel.get_by_role("button", name="9", exact=True).click()
    expect(panel.get_by_role("textbox")).to_be_visible()
    assert panel.evaluate(COVERED) == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
def test_right_to_left_page_has_no_room_to_scroll_sideways(home: Page, size: tuple[int, int]) -> None:
    show(home, "/pricing", size)
    home.evaluate("document.documentElement.dir = 'rtl'")
    assert home.evaluate("document.documentElement.scrollWidth") == size[0]
    expect(home.get_by_role("heading", level=1)).to_be_in_viewport(ratio=1)


def test_foot_of_a_phone_can_be_read_and_has_no_gap_once_declined(home: Page) -> None:
    panel = show(home, "/pricing", PHONE)
    panel.get_by_role("button", name="9", exact=True).click()
    home.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert 0 <= panel.evaluate(ROOM_BELOW) < 40
    panel.get_by_role("button", name="No thanks").click()
    home.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert 0 <= panel.evaluate(ROOM_BELOW) < 40


def test_shop_and_panel_are_dark_where_the_system_is(home: Page) -> None:
    home.emulate_media(color_scheme="dark")
    panel = show(home, "/", DESKTOP)
    expect(home.locator("body")).to_have_css("background-color", "rgb(21, 27, 25)")
    expect(home.get_by_role("heading", level=1)).to_have_css("color", "rgb(233, 238, 233)")
    expect(panel).to_have_css("background-color", "rgb(26, 31, 39)")
