"""A Django site loads nothing of the other frameworks."""

import subprocess
import sys

import pytest

LOADED = """
import sys, wootric_snippet{}
others = {{"flask", "starlette", "fastapi", "wootric_snippet.flask", "wootric_snippet.starlette"}}
print(sorted(others & sys.modules.keys()), "django" in sys.modules)
"""


@pytest.mark.parametrize(
    ("module", "loaded"),
    [
        ("", "[] False"),
        (".django", "[] True"),
        (".django.apps", "[] True"),
        (".django.jinja2", "[] True"),
    ],
)
def test_importing_one_integration_imports_no_other(module: str, loaded: str) -> None:
    program = [sys.executable, "-c", LOADED.format(module)]
    assert subprocess.run(program, check=True, stdout=subprocess.PIPE, text=True).stdout == loaded + "\n"
