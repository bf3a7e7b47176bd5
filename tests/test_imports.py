"""A site pays for the framework that it has, and for no other."""

import subprocess
import sys

import pytest

FRAMEWORKS = {"django", "flask", "flask_login", "flask_talisman", "starlette", "fastapi", "werkzeug"}
PROBE = "import sys, {}; print(*sorted({!r} & {{name.partition('.')[0] for name in sys.modules}}))"


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("wootric_snippet", []),
        ("wootric_snippet.jinja2", []),
        ("wootric_snippet.django", ["django"]),
        ("wootric_snippet.django.apps", ["django"]),
        ("wootric_snippet.django.jinja2", ["django"]),
        ("wootric_snippet.flask", ["flask", "werkzeug"]),
        ("wootric_snippet.starlette", ["starlette"]),
    ],
)
def test_importing_a_module_imports_its_framework_alone(module: str, expected: list[str]) -> None:
    probe = [sys.executable, "-c", PROBE.format(module, FRAMEWORKS)]
    assert subprocess.check_output(probe, text=True).split() == expected
