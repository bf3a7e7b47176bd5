"""The script elements around their scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import TemplateNotFound
from markupsafe import Markup

from wootric_snippet import mock_sdk
from wootric_snippet.markup import ScriptTemplate, block_id, read_template

TEMPLATES = Path(__file__).parent.parent / "templates"
LOADER = "inline.lazy.min.js"


@pytest.mark.parametrize("name", [LOADER, "shutdown.min.js", "data.lazy.min.js", "mock_sdk.js", "inline.html"])
def test_template_file_is_read_unchanged(name: str) -> None:
    assert read_template(name) == (TEMPLATES / name).read_text(encoding="utf-8")


def test_the_mock_sdk_can_be_served() -> None:
    assert mock_sdk.source() == (TEMPLATES / "mock_sdk.js").read_text(encoding="utf-8")


def test_file_outside_the_templates_is_refused() -> None:
    for name in ("../pyproject.toml", "/etc/passwd", "nothing.js"):
        with pytest.raises(TemplateNotFound):
            read_template(name)


def test_a_block_holds_id_attributes_nonce_script_and_payload() -> None:
    script = (TEMPLATES / LOADER).read_text(encoding="utf-8")
    block = ScriptTemplate(
        "inline.html", loader=LOADER, respect_gpc=False, attributes={"data-a": '"><b>&', "data-b": ""}
    )
    opening = '<script id="wootric-1" data-a="&#34;&gt;&lt;b&gt;&amp;" data-b=""'
    rest = f">{script};wootricSnippet.show(JSON.parse('{{}}'))</script>"
    rendered = [block.render("{}", nonce, "wootric-1") for nonce in (None, "bm9uY2U=", None)]
    assert rendered == [opening + rest, f'{opening} nonce="bm9uY2U="{rest}', opening + rest]
    assert {type(html) for html in rendered} == {Markup}


def test_empty_payload_leaves_no_placeholder() -> None:
    assert "\0" not in ScriptTemplate("inline.html", loader=LOADER, respect_gpc=False, attributes={}).render(
        "", None, ""
    )


def test_payload_that_looks_like_a_placeholder_is_kept() -> None:
    block = ScriptTemplate("inline.html", loader=LOADER, respect_gpc=False, attributes={})
    script = (TEMPLATES / LOADER).read_text(encoding="utf-8")
    for payload in ("\0nonce\0", "\0payload\0", "\0id\0", "{{ nonce }}", "{% raw %}", "%(id)s", "%"):
        assert block.render(payload, "N", "I") == (
            f'<script id="I" nonce="N">{script};wootricSnippet.show(JSON.parse(\'{payload}\'))</script>'
        )


def test_an_id_names_the_owner_and_the_content() -> None:
    assert block_id("{}", None) == "wootric-a6bf43"
    assert block_id("{}", "abcdefgh") == "wootric-abcdefgh-a6bf43"
    contents = [f'{{"a":{number}}}' for number in range(10_000)]
    assert len({block_id(content, None) for content in contents}) == len(contents)
