"""What docs/segment.md shows is what comes out."""

import asyncio
import re
from pathlib import Path
from typing import Any

import httpx

from wootric_snippet.testing import extract_settings

DOCS = (Path(__file__).parents[2] / "docs" / "segment.md").read_text(encoding="utf-8")
CODE = dict(re.findall(r"<!-- run: (\w+) -->\n```python\n(.*?)```", DOCS, re.DOTALL))


def executed(name: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": name}
    exec(CODE[name], names)  # noqa: S102
    return names


def test_every_block_is_run() -> None:
    # Django's are run in tests/django.
    assert CODE.keys() == {"calls", "outcome", "flask", "django", "view", "starlette"}
    assert DOCS.count("```python") == len(CODE)


def test_the_calls_have_the_outcome_that_the_page_shows() -> None:
    analytics = executed("calls")["analytics"]
    settings, commands = re.split(r"\n(?=\()", CODE["outcome"])
    assert analytics.settings() == eval(settings)  # noqa: S307
    assert analytics.commands() == eval(commands)  # noqa: S307


def events(pages: list[str]) -> list[Any]:
    found = [extract_settings(page) or {} for page in pages]
    return [(page["event_name"], page.get("properties")) for page in found]


ONCE = [("Order Completed", {"revenue": 12}), (None, None)]


def test_in_flask_the_event_is_on_the_page_after_the_redirect() -> None:
    client = executed("flask")["app"].test_client()
    pages = [client.post("/order", follow_redirects=True).text, client.get("/thanks").text]
    assert events(pages) == ONCE


def test_in_fastapi_the_event_is_on_the_page_after_the_redirect() -> None:
    app = executed("starlette")["app"]

    async def ask() -> list[str]:
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", follow_redirects=True) as client:
            return [(await client.post("/order")).text, (await client.get("/thanks")).text]

    assert events(asyncio.run(ask())) == ONCE
