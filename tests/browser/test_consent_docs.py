"""The code of docs/consent.md does in Chromium what the page says of it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from tests.browser.engines import opened
from tests.browser.site import Site, served
from wootric_snippet.renderer import SDK_URL

HERE = Path(__file__).parent
DOCS = (HERE.parents[1] / "docs" / "consent.md").read_text(encoding="utf-8")
PAGE = Environment(loader=FileSystemLoader(HERE), autoescape=False).get_template("consent_docs.html")  # noqa: S701
SECONDS = 60

WAITS = {"waited": [0, []], "then": [1, ["run"]]}
# Which blocks of the page stand in a page together, and what happens there before and after the second one.
PAGES = {
    "event": ("wait", "event", WAITS),
    "call": ("wait", "call", WAITS),
    "rewritten": ("rewritten", None, WAITS),
    "gpc": ("gpc", None, {"waited": [0, []], "then": [0, []]}),
}


def block(language: str, name: str) -> str:
    (code,) = re.findall(rf"<!-- run: {name} -->\n```{language}\n(.*?)```", DOCS, re.DOTALL)
    return str(code)


def html(name: str) -> str:
    """Run a block of Python, and return what it would put into the page."""
    names: dict[str, Any] = {}
    exec(block("python", name), names)  # noqa: S102
    return str(names["html"])


def page(name: str) -> str:
    snippet, consent, _ = PAGES[name]
    mock_sdk = html(snippet).replace(SDK_URL, f"/sdk/ok/{name}")
    return PAGE.render(name=name, snippet=mock_sdk, consent=block("js", consent) if consent else "")


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Open every page in Chromium."""
    site = Site({name: page(name) for name in PAGES})
    with served(site), opened("chromium", tmp_path_factory.mktemp("chromium"), site.first):
        yield site.wait(SECONDS)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_before_consent(name: str, found: dict[str, Any]) -> None:
    assert found.get(name, "never reported") == {"found": PAGES[name][2], "complaints": []}


def test_the_held_script_begins_as_the_page_says() -> None:
    (beginning,) = re.findall(r"This begins `([^`]+)`", DOCS)
    assert html("rewritten").startswith(beginning)


def test_every_block_of_the_page_is_run() -> None:
    blocks = re.findall(r"```(?:python|js)\n", DOCS)
    assert len(blocks) == len(re.findall(r"<!-- run: \w+ -->\n```", DOCS)) == 5
