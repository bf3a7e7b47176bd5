"""No page holds code that no test runs."""

import re
from pathlib import Path

import pytest

from tests.servers import ROOT

PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
# By tests.guides and by the tutorial's test: from an empty folder to a survey, each block in its place.
FOLLOWED = {"django.md", "flask.md", "jinja2.md", "starlette.md", "tutorial.md"}
# What gets the project or the package itself, and the command that runs this.
UNTRIED = {"git clone", "pip install wootric-snippet\n", "make test\n"}
BLOCK = re.compile(r"^(?:<!-- (?:run|file): ([\w.-]+) -->\n)?```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_of_a_page_is_run_by_a_test(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    blocks = BLOCK.findall(text)
    assert len(blocks) == len(re.findall(r"^ *(?:```|~~~)", text, re.MULTILINE)) / 2
    tests = _tests_that_name(page)
    words = re.findall(r"""block\("\w+", "([^"]+)"\)""", tests)

    def is_run(name: str, language: str, code: str) -> bool:
        return (
            page.name in FOLLOWED
            or (name != "" and any(mark in tests for mark in (f'"{name}"', f"run: {name} -->")))
            or any(word in code for word in words)
            or (code.startswith(">>> ") and "doctest" in tests)
            or (language != "python" and f"```{language}" in tests)
        )

    untried = {code for _, _, code in blocks if any(code.startswith(beginning) for beginning in UNTRIED)}
    assert [code for name, language, code in blocks if code not in untried and not is_run(name, language, code)] == []


def _tests_that_name(page: Path) -> str:
    ways = (f'"{page.name}"', f'"{page.stem}"')
    sources = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("*.py")]
    return "\n".join(source for source in sources if any(way in source for way in ways))
