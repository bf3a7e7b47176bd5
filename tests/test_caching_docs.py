"""The code of docs/caching.md does what the page says."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.settings_json import settings_json
from wootric_snippet import Page, SnippetRenderer, User
from wootric_snippet.loader_file import loader_file

DOCS = (Path(__file__).parent.parent / "docs" / "caching.md").read_text(encoding="utf-8")
CODE = dict(re.findall(r"<!-- run: (\w+) -->\n```python\n(.*?)```", DOCS, re.DOTALL))
LOADER = f"/wootric/{loader_file().name}"
FETCH = SnippetRenderer("NPS-01fe3cbc", delivery="fetch", loader_url=LOADER, settings_url="/wootric/settings.json")
PRICING = Page(path="/pricing", url="http://localhost/pricing", name="pricing")


def plain(user: None, page: Page, **more: Any) -> str:
    return str(FETCH.render(user, page, **more))


def executed(name: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": name}
    exec(CODE[name], names)  # noqa: S102
    return names


def test_every_block_is_run() -> None:
    # Django's are run in tests/django.
    assert CODE.keys() == {"flask", "django", "urls", "starlette"}
    assert DOCS.count("```python") == len(CODE)


def test_flask() -> None:
    client = executed("flask")["app"].test_client()
    response = client.get("/pricing")
    assert response.text == "<h1>Pricing</h1>" + plain(None, PRICING, event="Pricing Seen")
    assert response.headers["Cache-Control"] == "public, max-age=300"
    assert client.get("/wootric/settings.json").status_code == 204


def test_starlette() -> None:
    app = executed("starlette")["app"]

    async def ask(*paths: str) -> list[httpx.Response]:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://localhost") as client:
            return [await client.get(path) for path in paths]

    page, file, settings = asyncio.run(ask("/pricing", LOADER, "/wootric/settings.json?path=/pricing&name=pricing"))
    assert page.text == "<h1>Pricing</h1>" + plain(None, PRICING)
    assert page.headers["Cache-Control"] == "public, max-age=300"
    assert file.text == loader_file().content
    assert settings.text == settings_json(FETCH, User(email="hello@example.com"), PRICING)


@pytest.mark.parametrize("kilobytes", re.findall(r"The file is ([\d.]+) KB", DOCS))
def test_the_file_is_as_large_as_is_said(kilobytes: str) -> None:
    assert round(len(loader_file().content) / 1000, 1) == float(kilobytes)
