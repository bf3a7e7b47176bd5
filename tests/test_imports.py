"""A site pays for the framework that it has, and for no other."""

import subprocess
import sys

import pytest

import wootric_snippet

FRAMEWORKS = {
    "django",
    "fastapi",
    "flask",
    "flask_login",
    "flask_talisman",
    "litestar",
    "pyramid",
    "quart",
    "starlette",
    "werkzeug",
}
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
        ("wootric_snippet.litestar", ["litestar"]),
        ("wootric_snippet.pyramid", ["pyramid"]),
        ("wootric_snippet.quart", ["flask", "quart", "werkzeug"]),
        ("wootric_snippet.starlette", ["starlette"]),
    ],
)
def test_importing_a_module_imports_its_framework_alone(module: str, expected: list[str]) -> None:
    probe = [sys.executable, "-c", PROBE.format(module, FRAMEWORKS)]
    assert subprocess.check_output(probe, text=True).split() == expected


def test_how_a_survey_looks_is_loaded_for_sites_that_say_so() -> None:
    probe = """
import sys, wootric_snippet as w
w.SnippetRenderer("NPS-1")
print("wootric_snippet.survey" in sys.modules)
print(w.Survey.__module__, w.ThankYou.__module__, w.CustomMessages.__module__, hasattr(w, "Surveys"))
"""
    loaded = subprocess.check_output([sys.executable, "-c", probe], text=True).split()
    assert loaded == ["False", *["wootric_snippet.survey"] * 3, "False"]


def test_every_public_name_is_there() -> None:
    assert [name for name in wootric_snippet.__all__ if not hasattr(wootric_snippet, name)] == []
    assert dir(wootric_snippet) == sorted(wootric_snippet.__all__)
