"""Hostile values in every field, setting, attribute and delivery: nothing runs, each arrives to the letter."""

from typing import Any

import pytest

from tests.browser.engines import ENGINES
from tests.xss.pages import PAGES, expected, visited


@pytest.fixture(scope="module", params=ENGINES)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    return visited(request.param, tmp_path_factory.mktemp(request.param))


@pytest.mark.parametrize("name", PAGES)
def test_nothing_runs_and_every_value_arrives(name: str, found: dict[str, Any]) -> None:
    assert found.get(name) == {"found": expected(name), "complaints": []}
