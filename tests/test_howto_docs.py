"""What the short how-to pages of docs/ show is so."""

from __future__ import annotations

import doctest
import json
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from wootric_snippet import User

DOCS = Path(__file__).parent.parent / "docs"
MEMBER: dict[str, Any] = {
    "is_authenticated": True,
    "opted_out": False,
    "pk": 7,
    "contact_address": "hello@example.com",
    "signed_up": date(2018, 8, 3),
    "public_id": "m-7",
    "plan": "pro",
    "seats": 5,
}
TOLD = {
    "email": "hello@example.com",
    "created_at": 1533254400,
    "external_id": "m-7",
    "properties": {"plan": "pro", "seats_amount": 5},
}


def executed(page: str, name: str) -> dict[str, Any]:
    """Return what a Python block of a page defines."""
    text = (DOCS / f"{page}.md").read_text(encoding="utf-8")
    blocks = dict(re.findall(r"<!-- run: (\w+) -->\n```python\n(.*?)```", text, re.DOTALL))
    assert len(blocks) == text.count("```python")
    names: dict[str, Any] = {"__name__": name}
    exec(blocks[name], names)  # noqa: S102
    return names


def payload(html: str) -> Any:
    return json.loads(html.partition("JSON.parse('")[2].partition("')")[0])


def test_an_event_is_told_on_the_page_after_the_redirect_and_once() -> None:
    client = executed("events", "extract")["app"].test_client()
    thanks = client.post("/order", follow_redirects=True)
    assert payload(thanks.text)["settings"]["event_name"] == "Order Completed"
    assert payload(client.get("/thanks").text)["settings"]["event_name"] is None


def test_another_site_tells_of_its_own_user_model() -> None:
    find = executed("users", "core")["survey_user"]
    assert find(SimpleNamespace(**MEMBER)).known() == TOLD
    assert find(SimpleNamespace(**MEMBER | {"opted_out": True})) is None
    assert find(None) is None


def test_each_host_has_its_own_account() -> None:
    snippet = executed("accounts", "extract")["snippet"]
    user = User(email="hello@example.com")
    tokens = [
        payload(snippet(host, user, "/"))["settings"]["account_token"] for host in ("shop.example", "help.example")
    ]
    assert tokens == ["NPS-01fe3cbc", "NPS-7be1a2c9"]
    assert snippet("else.example", user, "/") == ""


@pytest.mark.parametrize("page", ["what-is-sent.md", "privacy.md"])
def test_what_is_sent_is_what_the_page_shows(page: str) -> None:
    results = doctest.testfile(str(DOCS / page), module_relative=False)
    assert (results.attempted, results.failed) == (3, 0)
