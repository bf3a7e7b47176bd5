"""Take the README's screenshot: the demo shop in Chromium, with the mock SDK's survey: `make screenshot`."""

import shutil
from pathlib import Path
from threading import Thread

from playwright.sync_api import sync_playwright
from werkzeug.serving import make_server

from examples.flask_shop.app import create_app

SCREENSHOT = Path(__file__).parent.parent / "docs" / "demo.png"


def main() -> None:
    """Sign in as the first sample user, open the pricing page and take the screenshot."""
    server = make_server("127.0.0.1", 0, create_app(), threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 800}, device_scale_factor=1)
        page.goto(f"http://127.0.0.1:{server.port}/sign-in")
        page.get_by_role("button").nth(0).click()
        page.goto(f"http://127.0.0.1:{server.port}/pricing")
        page.get_by_text("What InMoment would get").click()
        page.screenshot(path=SCREENSHOT)
        browser.close()
    server.shutdown()


if __name__ == "__main__":
    main()
