"""The sites of this folder, each started once for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.servers import serving

if TYPE_CHECKING:
    from collections.abc import Callable


def site_fixture(name: str, *, debug: bool = False) -> Callable[..., Any]:
    """Return a fixture: the address of the site of this name."""

    @pytest.fixture(scope="module")
    def site() -> Iterator[str]:
        module = f"tests.stacks.sites.{name}"
        with serving(module, "{port}", DEBUG="1") if debug else serving(module, "{port}") as url:
            yield url

    return site
