"""What two independent HTML5 parsers make of a page's body, in the same words."""

import ast
import json
from collections.abc import Callable
from typing import Any, NamedTuple

import html5lib
from selectolax.lexbor import LexborHTMLParser


class Script(NamedTuple):
    """A script element."""

    text: str
    attributes: dict[str, str]


class Found(NamedTuple):
    """The body's elements by name, its scripts, and the text of its paragraphs."""

    elements: list[str]
    scripts: list[Script]
    words: list[str]


def _by_lexbor(html: str) -> Found:
    tree = LexborHTMLParser(html)
    assert tree.body is not None
    scripts = [
        Script(node.text(), {name: value or "" for name, value in node.attributes.items()})
        for node in tree.css("script")
    ]
    return Found([node.tag or "" for node in tree.body.iter()], scripts, [node.text() for node in tree.css("p")])


def _by_html5lib(html: str) -> Found:
    page = html5lib.parse(html, namespaceHTMLElements=False)
    scripts = [Script(script.text or "", dict(script.attrib)) for script in page.iter("script")]
    words = [paragraph.text or "" for paragraph in page.iter("p")]
    return Found([element.tag for element in page.findall("body/*")], scripts, words)


PARSERS: dict[str, Callable[[str], Found]] = {"lexbor": _by_lexbor, "html5lib": _by_html5lib}


def unquoted(inside: str) -> Any:
    """Read the inside of a JavaScript string in single quotes, without any of the package's code."""
    # Python reads the escapes that can stand in it as JavaScript does.
    return json.loads(ast.literal_eval(f"'{inside}'"))
