"""Each escape is needed: without it, a browser runs a value, shows it, or has another."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser.engines import ENGINES, reports
from tests.browser.site import Site
from tests.xss.escape_mutations import ESCAPES


@pytest.fixture(scope="module", params=ENGINES)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    pages = {f"with-{name}": escape.page(f"with-{name}") for name, escape in ESCAPES.items()}
    for name, escape in ESCAPES.items():
        with pytest.MonkeyPatch.context() as patch:
            escape.take_out(patch)
            pages[f"without-{name}"] = escape.page(f"without-{name}")
    return reports(request.param, tmp_path_factory.mktemp(request.param), Site(pages))


@pytest.mark.parametrize("name", ESCAPES)
def test_with_every_escape_the_page_is_as_it_was_written(name: str, found: dict[str, Any]) -> None:
    assert found[f"with-{name}"] == {"found": ESCAPES[name].seen | {"owned": False}, "complaints": []}


@pytest.mark.parametrize("name", ESCAPES)
def test_without_an_escape_the_page_is_another(name: str, found: dict[str, Any]) -> None:
    seen = found[f"without-{name}"]["found"]
    assert "failed" not in seen
    assert seen != ESCAPES[name].seen | {"owned": False}
