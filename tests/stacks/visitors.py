"""The two visitors of each site, and what they get."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import httpx

from tests.stacks.users import HEADER
from wootric_snippet.cli.report import Report
from wootric_snippet.testing import extract_commands, extract_settings

SIGN_UP = 1577836800
TOKEN = "NPS-01fe3cbc"


class Visitor(httpx.Client):
    """A browser: it keeps cookies, and follows redirects."""

    def __init__(self, site: str, name: str | None = None, **options: Any) -> None:
        # Without connections that are kept there is nothing to close.
        limits = httpx.Limits(max_keepalive_connections=0)
        super().__init__(base_url=site, follow_redirects=True, timeout=30, limits=limits, **options)
        self.event_hooks = {"response": [check_page]}
        if name is not None:
            assert self.get(f"/sign-in/{name}/").text == "signed in"

    def settings(self, path: str = "/") -> dict[str, Any] | None:
        """Return what a page tells InMoment."""
        return extract_settings(self.get(path).text)

    def submit(self, path: str, **fields: str) -> httpx.Response:
        """Send a form to a Django site that has its token at /token/."""
        return self.post(path, data=fields, headers={"X-CSRFToken": self.page("/token/")})

    def page(self, path: str = "/") -> str:
        """Return a page's text."""
        return self.get(path).text

    def email(self, path: str = "/") -> str | None:
        """Return whose page a page is."""
        return email_in(self.get(path).text)


USER = ("email", "created_at", "language", "external_id", "properties")


def check_page(response: httpx.Response) -> None:
    """Assert that `extract_settings` and `wootric-snippet check` accept what a page prints, and that it is private."""
    response.read()
    html = response.text
    # With the delivery `fetch` the settings are in another response, which is looked at then.
    if response.status_code != 200 or "data-wootric-url" in html or (sent := extract_settings(html)) is None:
        return
    assert {"email", "external_id"} & sent.keys() == set() or "private" in response.headers["Cache-Control"]
    call = {
        "account_token": sent["account_token"],
        "user": {name: sent[name] for name in USER if name in sent},
        "page": sent["page_info"],
        "event": sent["event_name"],
    }
    report = Report.of(call)
    assert (report.settings, report.commands, report.errors) == (sent, extract_commands(html), [])


def email_in(html: str) -> str | None:
    """Return whose page a page is."""
    return (extract_settings(html) or {}).get("email")


def emails(*names: str | None) -> list[str | None]:
    """Return the addresses of visitors; `None` is nobody."""
    return [None if name is None else f"{name}@initech.example" for name in names]


def expected_settings(
    site: str, name: str, number: int, path: str = "/", page: str | None = "home", **more: Any
) -> dict[str, Any]:
    """Return what the page of a visitor has to tell InMoment."""
    named = {} if page is None else {"name": page}
    return {
        "account_token": TOKEN,
        "email": f"{name}@initech.example",
        "created_at": SIGN_UP,
        "language": "EN",
        "external_id": str(number),
        "page_info": {"path": path, "url": site + path, **named},
        "event_name": None,
    } | more


# Django's debug page, Werkzeug's, and the last line of Starlette's.
_ERRORS = (r'<pre class="exception_value">(.*?)</pre>', r"<title>[\w.]+: (.*?)\n", r"\n[\w.]+: (.*)\n\Z")


def error_of(response: httpx.Response) -> str:
    """Return the message of the error that a framework's debug page shows."""
    assert response.status_code == 500
    found = [match for pattern in _ERRORS for match in re.findall(pattern, response.text, re.DOTALL)]
    return unescape(found[0])


def forwarded(site: str, name: str | None) -> Visitor:
    """Return a visitor whom a proxy has signed in: caches that look at Django's user take them for nobody."""
    return Visitor(site, headers={} if name is None else {HEADER: name})


def forwarded_emails(site: str, path: str, *names: str | None) -> list[str | None]:
    """Return whose pages the visitors get, one after the other."""
    return [forwarded(site, name).email(path) for name in names]
