"""The page of docs/ that says which packages were run beside this one: its rows come from the tests themselves."""

from __future__ import annotations

import re
from importlib import import_module
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

PAGE = Path(__file__).parents[2] / "docs/compatibility.md"

HEAD = """\
# Packages beside it

Each of these was run over HTTP in a small site of its own, set up as its documentation says, with two visitors who are
signed in. `make stacks` runs them again; `make compatibility` writes this page from the run. The sites are in
`tests/stacks/sites`, where you find the settings of each.

| package and version | what was run | what to mind |
|---|---|---|
"""

TAIL = """
Django's own Content-Security-Policy, `SECURE_CSP`, came with Django 6.0, which not all of these packages run with yet.
`make newest` follows two visitors through a site with it (`tests/django/test_own_policy.py`). The block has the nonce
of the policy, with `CSP.NONCE` in `script-src`.
"""


def compatibility_page() -> str:
    """Return the page for the tests and the packages that are installed."""
    rows: dict[tuple[str, ...], tuple[list[str], list[str]]] = {}
    for name, mark in sorted(_marked_tests(), key=lambda test: [package.lower() for package in test[1].args]):
        runs, minds = rows.setdefault(mark.args, ([], []))
        runs.append(name.removeprefix("test_").replace("_", " "))
        if (mind := mark.kwargs.get("mind")) is not None and mind not in minds:
            minds.append(mind)
    lines = []
    for packages, (runs, minds) in rows.items():
        versions = ", ".join(f"{package} {version(package)}" for package in packages)
        lines.append(f"| {versions} | {'; '.join(runs)} | {' '.join(minds)} |\n")
    return HEAD + "".join(lines) + TAIL


def without_versions(page: str) -> str:
    """Return a page as it is whatever versions were run."""
    return re.sub(r"(?<=[\w-]) \d[\w.]*(?=[,| ])", "", page)


def _marked_tests() -> Iterator[tuple[str, pytest.Mark]]:
    for file in sorted(Path(__file__).parent.glob("test_*.py")):
        for name, member in vars(import_module(f"{__package__}.{file.stem}")).items():
            for mark in getattr(member, "pytestmark", ()):
                if name.startswith("test_") and mark.name == "packages":
                    yield name, mark
