"""The browsers: how each engine is started with an address, without a driver."""

import os
import shutil
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

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
        *(shutil.which("chromium") or "chromium", "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
        *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
        *(f"--user-data-dir={profile}", url),
    ]


def _firefox(profile: Path, url: str) -> list[str]:
    (profile / "user.js").write_text(_FIREFOX_PREFERENCES, encoding="ascii")
    return ["firefox-esr", "--headless", "--no-remote", "--profile", str(profile), url]


def _webkit(profile: Path, url: str) -> list[str]:  # noqa: ARG001 - it keeps nothing in private mode
    return ["xvfb-run", "-a", _MINI_BROWSER, "--private", url]


ENGINES: dict[str, Callable[[Path, str], list[str]]] = {"chromium": _chromium, "firefox": _firefox, "webkit": _webkit}


@contextmanager
def opened(engine: str, home: Path, url: str) -> Iterator[None]:
    """Have the browser show `url`, with a home and a profile of its own, for as long as the context lasts."""
    profile = home / "profile"
    profile.mkdir(parents=True)
    process = subprocess.Popen(
        ENGINES[engine](profile, url),
        env={**os.environ, "HOME": str(home)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        yield
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
