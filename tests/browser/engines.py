"""The browsers: how each engine is started with an address, without a driver, and visits a site of cases."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from tests.browser.site import Site, served

_DISCARDING = Path(__file__).parent / "discarding"
_MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser"

# Asks nothing of the network but the page itself, and never asks the person anything.
_FIREFOX_PREFERENCES = """
user_pref("app.update.enabled", false);
user_pref("browser.aboutwelcome.enabled", false);
user_pref("browser.safebrowsing.downloads.remote.enabled", false);
user_pref("browser.shell.checkDefaultBrowser", false);
user_pref("datareporting.policy.dataSubmissionEnabled", false);
user_pref("datareporting.policy.dataSubmissionPolicyBypassNotification", true);
user_pref("network.captive-portal-service.enabled", false);
user_pref("network.connectivity-service.enabled", false);
user_pref("toolkit.telemetry.reportingpolicy.firstRun", false);
"""


def _chromium(profile: Path, url: str) -> list[str]:
    return [
        *("chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", f"--user-data-dir={profile}"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        *(f"--load-extension={_DISCARDING}", url),
    ]


def _firefox(profile: Path, url: str) -> list[str]:
    (profile / "user.js").write_text(_FIREFOX_PREFERENCES, encoding="ascii")
    return ["firefox-esr", "--headless", "--no-remote", "--profile", str(profile), url]


def _webkit(_profile: Path, url: str) -> list[str]:
    return ["xvfb-run", "-a", _MINI_BROWSER, "--private", url]


# No page takes so long, however slow the machine.
_SECONDS_WITHOUT_A_REPORT = 120
_STARTS = 3

ENGINES: dict[str, Callable[[Path, str], list[str]]] = {"chromium": _chromium, "firefox": _firefox, "webkit": _webkit}


def reports(engine: str, home: Path, site: Site) -> dict[str, Any]:
    """Serve the site, have a browser open its pages one after another, and return what each of them found.

    A browser that crashes or hangs is started again with the page that it was at. A page that lets every browser hang
    is missing in what is returned, and so are those after it.
    """
    with served(site):
        for start in range(_STARTS):
            with _opened(engine, home / str(start), site.url_to_open):
                if site.complete(_SECONDS_WITHOUT_A_REPORT):
                    break
    return site.found


@contextmanager
def _opened(engine: str, home: Path, url: str) -> Iterator[None]:
    """Have the system's browser show `url`, or Playwright's own build of it where the system has none."""
    profile = home / "profile"
    profile.mkdir(parents=True)
    command = ENGINES[engine](profile, url)
    if shutil.which(command[0]):
        with _running(command, home):
            yield
    else:
        with sync_playwright() as playwright:
            browser = getattr(playwright, engine).launch()
            browser.new_page().goto(url, wait_until="commit")
            yield
            browser.close()


@contextmanager
def _running(command: list[str], home: Path) -> Iterator[None]:
    quiet = subprocess.DEVNULL
    environment = {**os.environ, "HOME": str(home)}
    process = subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet, start_new_session=True)
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
