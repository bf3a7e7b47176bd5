"""Takes the docs' pictures in Chromium: the demo shop (demo.png), and the survey of docs/surveys.md (survey.png)."""

import re
import shutil
from pathlib import Path
from threading import Thread
from typing import Any

from playwright.sync_api import Browser, sync_playwright
from werkzeug.serving import make_server

from examples.flask_shop.app import create_app
from wootric_snippet import SnippetRenderer, Survey, User, mock_sdk

DOCS = Path(__file__).parent.parent / "docs"
SITE = "http://site.example"
SIZE = {"demo": (1280, 800), "survey": (560, 480)}


def main() -> None:
    """Take both pictures."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        take_demo(browser)
        take_survey(browser)
        browser.close()


def take_demo(browser: Browser) -> None:
    """Sign in as the first sample user, and open the pricing page."""
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    page = _page(browser, "demo")
    page.goto(f"http://127.0.0.1:{server.port}/sign-in")
    page.get_by_role("button").nth(0).click()
    page.goto(f"http://127.0.0.1:{server.port}/pricing")
    page.get_by_text("What InMoment would get").click()
    page.screenshot(path=DOCS / "demo.png")
    server.shutdown()


def take_survey(browser: Browser) -> None:
    """Show the survey of the example in docs/surveys.md, with a score and before the answer."""
    (example,) = re.findall(r"```python\n(.*?)```", (DOCS / "surveys.md").read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    exec(example, names)  # noqa: S102 - our own page
    survey: Survey = names["survey"]
    renderer = SnippetRenderer("NPS-01fe3cbc", survey=survey, sdk_url="/mock-sdk.js")
    html = f"<!doctype html><meta charset=utf-8><title>Survey</title>{renderer.render(User(email='hello@example.com'))}"
    page = _page(browser, "survey")
    page.route(f"{SITE}/", lambda route: route.fulfill(content_type="text/html", body=html))
    page.route(
        f"{SITE}/mock-sdk.js", lambda route: route.fulfill(content_type="text/javascript", body=mock_sdk.source())
    )
    page.goto(f"{SITE}/")
    page.get_by_role("button", name="9", exact=True).click()
    page.screenshot(path=DOCS / "survey.png")


def _page(browser: Browser, name: str) -> Any:
    width, height = SIZE[name]
    return browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=1)


if __name__ == "__main__":
    main()
