"""The code of docs/consent.md does in Chromium what the page says."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader

from tests.browser.engines import reports
from tests.browser.site import Site
from tests.docs.doc_runner import blocks, execute, find
from wootric_snippet.delivery import SDK_URL

HERE = Path(__file__).parent
_TEMPLATES = Environment(loader=FileSystemLoader(HERE), autoescape=False)  # noqa: S701 - scripts
PAGE = _TEMPLATES.get_template("consent_docs.html")
MANAGER_PAGE = _TEMPLATES.get_template("consent_managers.html")
MANAGERS = ("klaro", "cookieconsent", "tarteaucitron", "tcf")

WAITS = {"waited": [0, []], "then": [1, ["run"]]}
# The blocks of the docs that make up a page, and what the browser reports before and after consent.
PAGES = {
    "event": ("wait", "event", WAITS),
    "call": ("wait", "call", WAITS),
    "rewritten": ("rewritten", None, WAITS),
    "gpc": ("gpc", None, {"waited": [0, []], "then": [0, []]}),
}


def page(name: str) -> str:
    snippet, consent, _ = PAGES[name]
    html = execute("consent", snippet)["html"].replace(SDK_URL, f"/sdk/ok/{name}")
    return PAGE.render(name=name, snippet=html, consent=find("consent", consent).code if consent else "")


def manager_page(name: str) -> str:
    snippet = execute("consent", "wait")["html"].replace(SDK_URL, f"/sdk/ok/{name}")
    function, recipe = find("consent", "function").code, find("consent", name).code
    return MANAGER_PAGE.render(name=name, manager=name, snippet=snippet, function=function, recipe=recipe)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Open every page in Chromium."""
    pages = {name: page(name) for name in PAGES}
    site = Site(pages | {name: manager_page(name) for name in MANAGERS})
    return reports("chromium", tmp_path_factory.mktemp("chromium"), site)


@pytest.mark.parametrize("name", PAGES)
def test_nothing_is_asked_before_consent(name: str, found: dict[str, Any]) -> None:
    assert found.get(name, "never reported") == {"found": PAGES[name][2], "complaints": []}


@pytest.mark.parametrize("name", MANAGERS)
def test_consent_manager_gives_remembers_and_withdraws_consent(name: str, found: dict[str, Any]) -> None:
    expected = {"waited": [0, []], "again": ["run"], "withdrawn": ["run", "stop"]}
    assert found.get(name, "never reported") == {"found": expected, "complaints": []}


def test_every_block_of_the_page_is_run() -> None:
    used = {name for snippet, consent, _ in PAGES.values() for name in (snippet, consent) if name}
    assert used | {"function", *MANAGERS} == {block.name for block in blocks("consent")} - {"server"}
