"""What the script does in the page: every case is opened in every engine there is."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.browser.case import NAMES, case
from tests.browser.engines import ENGINES, reports
from tests.browser.site import Site

PAGE_CHANGES = Path(__file__).parents[2] / "docs" / "page-changes.md"
CASES = {name: case(name) for name in NAMES}


@pytest.fixture(scope="module", params=ENGINES)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Open every case in one engine, one after another, and collect what they found."""
    others = {path: html for each in CASES.values() for path, html in each.others.items()}
    answers = {name: each.answers for name, each in CASES.items()}
    site = Site({name: each.html for name, each in CASES.items()}, others, answers)
    return reports(request.param, tmp_path_factory.mktemp(request.param), site)


@pytest.mark.parametrize("name", NAMES)
def test_loader_does_what_the_case_expects(name: str, found: dict[str, Any]) -> None:
    report = dict(found.get(name, {"found": "never reported"}))
    lacks = report.pop("lacks", [])
    assert report == {"found": CASES[name].expected, "complaints": []}
    if lacks:
        pytest.skip(f"this engine lacks {', '.join(lacks)}")


def test_every_row_of_the_table_of_page_changes_is_a_case() -> None:
    rows = re.findall(r"^\|[^|]+\|[^|]+\|\s*`(\w+)` \|$", PAGE_CHANGES.read_text(encoding="utf-8"), re.MULTILINE)
    assert len(rows) > 30
    assert set(rows) <= {re.split(r"[-.]", name)[0] for name in NAMES}
