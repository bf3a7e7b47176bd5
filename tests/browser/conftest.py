"""One real Chromium for all browser tests, and a fresh page of it for each."""

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

# What a browser does in the background besides showing pages is no part of a test, and needs a network.
_QUIET = [
    "--no-sandbox",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the system's Chromium, or Playwright's own where there is none; a missing browser is an error."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_QUIET)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open a page with a profile of its own."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
