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
_TEMPLATES = Environment(loader=FileSystemLoader(HERE), autoescape=False)  # noqa: S701 - scripts
PAGE = _TEMPLATES.get_template("consent_docs.html")
MANAGER_PAGE = _TEMPLATES.get_template("consent_managers.html")
MANAGERS = ("klaro", "cookieconsent", "tarteaucitron", "tcf")
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


def manager_page(name: str) -> str:
    snippet = html("wait").replace(SDK_URL, f"/sdk/ok/{name}")
    recipe = block("js", name)
    return MANAGER_PAGE.render(
        name=name, manager=name, snippet=snippet, function=block("js", "function"), recipe=recipe
    )


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Open every page in Chromium."""
    pages = {name: page(name) for name in PAGES}
    site = Site(pages | {name: manager_page(name) for name in MANAGERS})
    with served(site), opened("chromium", tmp_path_factory.mktemp("chromium"), site.first):
        yield site.wait(SECONDS)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_before_consent(name: str, found: dict[str, Any]) -> None:
    assert found.get(name, "never reported") == {"found": PAGES[name][2], "complaints": []}


@pytest.mark.parametrize("name", MANAGERS)
def test_consent_manager_gives_remembers_and_withdraws_consent(name: str, found: dict[str, Any]) -> None:
    expected = {"waited": [0, []], "again": ["run"], "withdrawn": ["run", "stop"]}
    assert found.get(name, "never reported") == {"found": expected, "complaints": []}


def test_the_held_script_has_the_attributes_that_the_page_says() -> None:
    (attributes,) = re.findall(r"It has `([^`]+)`", DOCS)
    assert f" {attributes}>" in html("rewritten")


def test_every_block_of_the_page_is_run() -> None:
    blocks = re.findall(r"```(?:python|js)\n", DOCS)
    assert len(blocks) == len(re.findall(r"<!-- run: \w+ -->\n```", DOCS)) == 5 + 1 + len(MANAGERS)
