"""What two independent HTML5 parsers make of a page, in the same words."""

import ast
import json
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple
from xml.etree.ElementTree import tostring

import html5lib
from selectolax.lexbor import LexborHTMLParser

IN_PLACE_OF_A_SCRIPT = "[script]"


class Script(NamedTuple):
    """A script element."""

    text: str
    attributes: dict[str, str]


class Found(NamedTuple):
    """The page with a word in the place of each script, and the scripts."""

    rest: str
    scripts: list[Script]


def _by_lexbor(html: str) -> Found:
    tree = LexborHTMLParser(html)
    scripts = []
    for node in tree.css("script"):
        scripts.append(Script(node.text(), {name: value or "" for name, value in node.attributes.items()}))
        node.replace_with(IN_PLACE_OF_A_SCRIPT)
    return Found((tree.html or "").removeprefix("<!DOCTYPE html>"), scripts)


def _by_html5lib(html: str) -> Found:
    page = html5lib.parse(html, namespaceHTMLElements=False)
    scripts = []
    for script in page.findall(".//{*}script"):  # those of SVG too
        scripts.append(Script(script.text or "", dict(script.attrib)))
        script.text = None
        script.attrib.clear()
    rest = tostring(page, encoding="unicode", method="html")
    return Found(rest.replace("<script></script>", IN_PLACE_OF_A_SCRIPT), scripts)


PARSERS: dict[str, Callable[[str], Found]] = {"lexbor": _by_lexbor, "html5lib": _by_html5lib}


def unquoted(inside: str) -> Any:
    """Read the inside of a JavaScript string in single quotes, without any of the package's code."""
    # Python reads the escapes that can stand in it as JavaScript does.
    return json.loads(ast.literal_eval(f"'{inside}'"))


def page_around(blocks: Iterable[str]) -> str:
    """Return a page with each of the blocks between two paragraphs, as both parsers write it."""
    body = "".join(f"<p>before</p>{block}<p>after</p>" for block in blocks)
    return f"<html><head><title>x</title></head><body>{body}</body></html>"
