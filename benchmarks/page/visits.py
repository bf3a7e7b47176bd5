"""Visit a page with an empty cache and read Chromium's own measurements."""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from playwright.sync_api import Browser, sync_playwright

# No background traffic, and no DNS look-up: nothing leaves the machine.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
]
_TIMEOUT_MS = 60_000


class Visit(NamedTuple):
    """The page's milestones after the navigation's start and the work of its main thread, all in milliseconds.

    `asked` is True if InMoment's script was loaded and asked for a survey.
    """

    first_paint: float
    dom_content_loaded: float
    load: float
    main_thread: float
    asked: bool


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium, or Playwright's own where there is none."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=_ARGUMENTS)
        yield browser
        browser.close()


class Tab:
    """A tab with a profile of its own: an empty cache and no open connection."""

    def __init__(self, browser: Browser, site: str, path: str) -> None:
        """Open a page, and return as soon as its first bytes have arrived."""
        self._context = browser.new_context(viewport={"width": 1280, "height": 800})
        self._page = self._context.new_page()
        # The first page of a site waits for a new browser process: do not measure that.
        self._page.goto(f"{site}/empty")
        self._devtools = self._context.new_cdp_session(self._page)
        self._devtools.send("Performance.enable", {"timeDomain": "threadTicks"})
        self._before = self._task_seconds()
        self._page.goto(site + path, wait_until="commit", timeout=_TIMEOUT_MS)

    def finished(self, quiet_ms: float) -> Visit:
        """Wait for the load event and `quiet_ms` more, measure, and close the tab."""
        self._page.wait_for_load_state("load", timeout=_TIMEOUT_MS)
        self._page.wait_for_timeout(quiet_ms)
        # Read this first: the script below is work of the main thread too.
        main_thread = (self._task_seconds() - self._before) * 1000
        # On a busy machine the load event may come long before the first paint.
        self._page.wait_for_function("performance.getEntriesByName('first-contentful-paint').length")
        first_paint, dom_content_loaded, load, asked = self._page.evaluate(
            """() => {
                const [{ domContentLoadedEventEnd, loadEventEnd }] = performance.getEntriesByType("navigation");
                const [{ startTime }] = performance.getEntriesByName("first-contentful-paint");
                return [startTime, domContentLoadedEventEnd, loadEventEnd, "benchmarkRun" in window];
            }"""
        )
        self._context.close()
        return Visit(first_paint, dom_content_loaded, load, main_thread, asked)

    def wait(self, milliseconds: float) -> None:
        """Let the page work for a while."""
        self._page.wait_for_timeout(milliseconds)

    def _task_seconds(self) -> float:
        metrics = self._devtools.send("Performance.getMetrics")["metrics"]
        return float(next(metric["value"] for metric in metrics if metric["name"] == "TaskDuration"))


def inline_script_ms(browser: Browser, site: str, variant: str, slowed: int) -> float:
    """Return the thread time in milliseconds to compile and run a variant's inline script.

    `slowed` is Chromium's CPU throttling rate. Time of other processes does not count.
    """
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/empty")
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slowed})
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    page.goto(f"{site}/inline/{variant}")
    trace = json.loads(browser.stop_tracing())["traceEvents"]
    context.close()
    scripts = [event for event in trace if event["name"] == "EvaluateScript" and "/inline/" in str(event["args"])]
    _, measured = sorted(scripts, key=lambda event: event["ts"])  # the page's own script goes first
    return float(measured["tdur"]) / 1000
