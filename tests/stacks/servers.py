"""The sites of this folder, each started once for the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pytest

from tests.servers import ROOT, serving

if TYPE_CHECKING:
    from collections.abc import Callable


def site_fixture(name: str, *, debug: bool = False, **environment: str) -> Callable[..., Any]:
    """Return a fixture: the address of the Django site of this name."""
    return _fixture(f"tests.stacks.sites.{name}", "{port}", **environment, **({"DEBUG": "1"} if debug else {}))


def flask_fixture(name: str, *, debug: bool = False, **environment: str) -> Callable[..., Any]:
    """Return a fixture: the address of the Flask site of this name."""
    program = ["flask", "--app", f"tests.stacks.sites.{name}", "run", "--port", "{port}"]
    return _fixture(*program, *(["--debug", "--no-reload"] if debug else []), **environment)


def asgi_fixture(name: str, *options: str, **environment: str) -> Callable[..., Any]:
    """Return a fixture: the address of the ASGI site of this name, under uvicorn."""
    return _fixture("uvicorn", f"tests.stacks.sites.{name}:app", "--port", "{port}", *options, **environment)


def _fixture(*program: str, **environment: str) -> Callable[..., Any]:
    @pytest.fixture(scope="module")
    def site() -> Iterator[str]:
        with serving(*program, folder=ROOT, **environment) as url:
            yield url

    return site
