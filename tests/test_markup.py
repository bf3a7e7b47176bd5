"""The script elements around their scripts."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import TemplateNotFound
from markupsafe import Markup

from wootric_snippet import mock_sdk
from wootric_snippet.markup import ScriptTemplate, read_template

TEMPLATES = Path(__file__).parent.parent / "templates"


@pytest.mark.parametrize(
    "name", ["loader.min.js", "shutdown.min.js", "loader_file.min.js", "mock_sdk.js", "inline.html"]
)
def test_a_file_of_the_templates_comes_as_it_is(name: str) -> None:
    assert read_template(name) == (TEMPLATES / name).read_text(encoding="utf-8")


def test_the_mock_sdk_can_be_served() -> None:
    assert mock_sdk.source() == (TEMPLATES / "mock_sdk.js").read_text(encoding="utf-8")


def test_no_other_file_can_be_had() -> None:
    for name in ("../pyproject.toml", "/etc/passwd", "nothing.js"):
        with pytest.raises(TemplateNotFound):
            read_template(name)


def test_a_block_holds_attributes_nonce_script_and_payload() -> None:
    script = (TEMPLATES / "loader.min.js").read_text(encoding="utf-8")
    block = ScriptTemplate("inline.html", respect_gpc=False, attributes={"data-a": '"><b>&', "data-b": ""})
    opening = '<script data-a="&#34;&gt;&lt;b&gt;&amp;" data-b=""'
    rest = f">{script};wootricSnippet.show(JSON.parse('{{}}'))</script>"
    rendered = [block.render("{}", None), block.render("{}", "bm9uY2U="), block.render("{}", None)]
    assert rendered == [opening + rest, f'{opening} nonce="bm9uY2U="{rest}', opening + rest]
    assert {type(html) for html in rendered} == {Markup}


def test_a_payload_that_names_the_places_is_kept_as_it_is() -> None:
    block = ScriptTemplate("inline.html", respect_gpc=False, attributes={})
    script = (TEMPLATES / "loader.min.js").read_text(encoding="utf-8")
    for payload in ("\0nonce\0", "\0payload\0", "{{ nonce }}", "{% raw %}"):
        assert block.render(payload, "N") == (
            f"<script nonce=\"N\">{script};wootricSnippet.show(JSON.parse('{payload}'))</script>"
        )
