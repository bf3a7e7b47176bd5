"""The examples in the docstrings are true."""

from __future__ import annotations

import doctest
import importlib
import pkgutil

import pytest

import wootric_snippet

MODULES = ["wootric_snippet"] + [
    module.name for module in pkgutil.walk_packages(wootric_snippet.__path__, "wootric_snippet.")
]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_of_a_module_are_true(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # doctest looks at every name of a module, at Django's lazy settings too.
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "tests.django.project.settings")
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("wootric_snippet"):
            raise
        # An integration whose framework is not there.
        pytest.skip(f"{error.name} is not installed")
    assert doctest.testmod(module).failed == 0


def test_each_core_module_has_examples() -> None:
    finder = doctest.DocTestFinder()
    core = [
        "",
        ".escaping",
        ".models",
        ".renderer",
        ".survey",
        ".validators.languages",
        ".validators.properties",
        ".validators.text",
        ".validators.timestamps",
    ]
    for name in core:
        module = importlib.import_module(f"wootric_snippet{name}")
        assert [test.name for test in finder.find(module) if test.examples] != [], name
