"""The scripts that pages get are what the sources say, small, and safe inside a script element."""

from __future__ import annotations

import gzip
import importlib.util
from datetime import UTC, datetime
from pathlib import Path
from types import ModuleType

import pytest

from wootric_snippet import Page, SnippetRenderer, User
from wootric_snippet.delivery import Delivery, Load
from wootric_snippet.loader_file import loader_file

ROOT = Path(__file__).parent.parent
TEMPLATES = ROOT / "templates"
MINIFIED = sorted(path.name for path in TEMPLATES.glob("*.min.js"))


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("minify_scripts", ROOT / "tools" / "minify_scripts.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_minified_scripts_are_what_the_tool_makes_of_their_sources(tool: ModuleType) -> None:
    assert {name: (TEMPLATES / name).read_text(encoding="ascii") for name in MINIFIED} == tool.scripts()


@pytest.mark.parametrize("name", MINIFIED)
def test_a_minified_script_can_stand_inside_a_script_element(name: str) -> None:
    script = (TEMPLATES / name).read_bytes()
    assert script.isascii()
    for ending in (b"</", b"<!--", b"<script", b"\0", b"\n"):
        assert ending not in script.lower()


def test_the_loader_is_small() -> None:
    assert len((TEMPLATES / "inline.lazy.min.js").read_bytes()) <= 1450


@pytest.mark.parametrize(
    ("delivery", "load", "limit"),
    [
        ("data", "lazy", 970),
        ("data", "async", 980),
        ("data", "consent", 1060),
        ("fetch", "lazy", 1250),
        ("fetch", "async", 1260),
        ("fetch", "consent", 1300),
    ],
)
def test_a_static_file_is_small_on_its_way(delivery: Delivery, load: Load, limit: int) -> None:
    assert len(gzip.compress(loader_file(delivery, load).content.encode("ascii"), mtime=0)) <= limit


@pytest.mark.parametrize("name", MINIFIED)
def test_a_minified_script_holds_nothing_that_xml_reads_as_markup(name: str) -> None:
    script = (TEMPLATES / name).read_text(encoding="ascii")
    assert not set("<&") & set(script)
    assert "]]>" not in script


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("a&&b", "a?b:0"),
        ("a&&b&&c()", "a?b?c():0:0"),
        ("x=>a&&b,c", "x=>a?b:0,c"),
        ("(a||b&&c)", "(a||(b?c:0))"),
        ("f(a&&{b:c?d:e})", "f(a?{b:c?d:e}:0)"),
        ('a&&b("x,y")', 'a?b("x,y"):0'),
        ("a?.b&&c?.d,e", "a?.b?c?.d:0,e"),
        ("a||b?.c&&d", "a||(b?.c?d:0)"),
    ],
)
def test_a_script_without_ampersands_means_the_same(tool: ModuleType, script: str, expected: str) -> None:
    assert tool.xml_safe(script) == expected


@pytest.mark.parametrize("script", ["a&&b?c:d", "a&&b||c", "a<b", "a&b"])
def test_script_whose_meaning_would_change_is_refused(tool: ModuleType, script: str) -> None:
    with pytest.raises(ValueError, match=r"parentheses|markup"):
        tool.xml_safe(script)


def test_a_usual_block_is_small_on_its_way() -> None:
    user = User(
        email="hello@example.com",
        created_at=datetime(2018, 8, 3, 15, 28, 46, tzinfo=UTC),
        language="en-GB",
        external_id="userId123",
        properties={"plan": "pro", "seats": 5},
    )
    page = Page(path="/pricing", url="https://shop.example.com/pricing", name="pricing")
    block = SnippetRenderer("NPS-01fe3cbc").render(user, page, nonce="3q2+7wAAAAAAAAAAAAAAAA==")
    assert len(gzip.compress(block.encode("ascii"), mtime=0)) <= 1024
