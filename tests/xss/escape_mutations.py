"""Every escape, how it is taken out, and the page that shows it: a real place for the block, and a value that gets out.

Most show in any page. Without the one of `>`, a value ends the comment that a site keeps the block in; without the one
of `&`, it is decoded where the block stands in an inline SVG, whose scripts hold character references.
"""

from collections.abc import Callable
from json import JSONEncoder
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from wootric_snippet import SnippetRenderer, User, escaping
from wootric_snippet.delivery import Delivery

_TEMPLATE = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True).get_template("escape.html")

# What stands before and after the block.
_IN_THE_PAGE = ("", "")
_IN_A_COMMENT = ("<!-- ", " -->")
_IN_AN_SVG = ("<svg>", "</svg>")

TakeOut = Callable[[pytest.MonkeyPatch], None]


class Escape(NamedTuple):
    """How an escape is taken out, and where that shows."""

    take_out: TakeOut
    family: str
    """Of `values.FAMILIES`, for the unit tests."""
    value: str
    """The user's address, or what follows `/answer?` in the address of the settings."""
    place: tuple[str, str] = _IN_THE_PAGE
    charset: str = "utf-8"
    """What the page says of itself; it is sent as UTF-8."""
    delivery: Delivery = "inline"

    def page(self, name: str = "") -> bytes:
        """Return the page, with what the browsers' harness needs."""
        fetched: dict[str, Any] = {
            "delivery": "fetch",
            "loader_url": "/loader/fetch/lazy.js",
            "settings_url": self._arriving,
        }
        renderer = SnippetRenderer("NPS-01fe3cbc", **(fetched if self.delivery == "fetch" else {}))
        block = renderer.render(User(email=self.value))
        before, after = map(Markup, self.place)
        return _TEMPLATE.render(name=name, charset=self.charset, before=before, block=block, after=after).encode()

    @property
    def seen(self) -> dict[str, Any]:
        """Return what a reader of the page has to see: what arrived, and the text beside the scripts."""
        return {"arrived": None if self.place == _IN_A_COMMENT else self._arriving, "text": "before after"}

    @property
    def _arriving(self) -> str:
        return f"/answer?{self.value}" if self.delivery == "fetch" else self.value


def _without_character(character: str) -> TakeOut:
    def take_out(patch: pytest.MonkeyPatch) -> None:
        others = tuple(pair for pair in escaping._ESCAPES if pair[0] != character)
        assert len(others) == len(escaping._ESCAPES) - 1
        patch.setattr(escaping, "_ESCAPES", others)

    return take_out


def _without_backslashes(patch: pytest.MonkeyPatch) -> None:
    def script_string(escaped_json: str) -> str:
        return escaped_json

    # The function itself, wherever it was imported.
    patch.setattr(escaping.script_string, "__code__", script_string.__code__)


def _without_ascii(patch: pytest.MonkeyPatch) -> None:
    encoder = JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    patch.setattr(escaping, "_encode", lambda value, _indent: encoder.encode(value))


def _without_attributes(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(escaping, "escape", str)


ESCAPES = {
    "lt": Escape(_without_character("<"), "closing tags", "</script x"),
    "gt": Escape(_without_character(">"), "markup", "--> owned", place=_IN_A_COMMENT),
    "amp": Escape(_without_character("&"), "attributes", "&#39;+(owned=1)+&#39;", place=_IN_AN_SVG),
    "quote": Escape(_without_character("'"), "JavaScript literals", "'+(owned=1)+'"),
    "backslash": Escape(_without_backslashes, "JavaScript literals", 'a"b\\c'),
    "ascii": Escape(_without_ascii, "Unicode oddities", "zoë@例え.jp", charset="windows-1252"),
    "attribute": Escape(_without_attributes, "markup", "from=a&quot;b", delivery="fetch"),
}
assert {character for character, _ in escaping._ESCAPES} == set("<>&'"), "an escape without a test"
