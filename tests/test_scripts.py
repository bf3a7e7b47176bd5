"""The scripts that pages get are what the sources say, small, and safe inside a script element."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
MINIFIED = sorted(path.name for path in TEMPLATES.glob("*.min.js"))


def test_each_script_that_a_template_embeds_is_there() -> None:
    assert MINIFIED == ["loader.min.js", "shutdown.min.js"]


@pytest.mark.parametrize("name", MINIFIED)
def test_a_minified_script_is_what_the_tool_makes_of_its_source(name: str) -> None:
    spec = importlib.util.spec_from_file_location("minify_scripts", ROOT / "tools" / "minify_scripts.py")
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    source = (TEMPLATES / name.replace(".min.js", ".js")).read_text(encoding="ascii")
    assert (TEMPLATES / name).read_text(encoding="ascii") == tool.minified(source)


@pytest.mark.parametrize("name", MINIFIED)
def test_a_minified_script_can_stand_inside_a_script_element(name: str) -> None:
    script = (TEMPLATES / name).read_bytes()
    assert script.isascii()
    for ending in (b"</", b"<!--", b"<script", b"\0", b"\n"):
        assert ending not in script.lower()


def test_the_loader_is_small() -> None:
    assert len((TEMPLATES / "loader.min.js").read_bytes()) <= 1600
