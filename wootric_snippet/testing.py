"""For the tests of sites that use the package: what a page's snippet would tell InMoment.

```python
assert extract_settings(client.get("/pricing").text)["email"] == "hello@example.com"
```
"""

import ast
import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

from wootric_snippet.loader_file import loader_file

# The call at the end of the inline script, and the string that it parses.
_INLINE = re.compile(r"wootricSnippet\.show\(JSON\.parse\(('.*')\)\)\Z", re.DOTALL)


def extract_settings(html: str | bytes) -> dict[str, Any] | None:
    """Return what `window.wootricSettings` receives in a page; `None` where there is no snippet.

    The page may be text or UTF-8. With the delivery `fetch` the page holds no settings: give this function the answer
    of the settings' address instead. Raises `ValueError` where a page holds two snippets, and where it holds the one of
    `fetch`.
    """
    content = _content(html)
    return None if content is None else content["settings"]


def extract_commands(html: str | bytes) -> tuple[str, ...] | None:
    """Return the SDK's commands that a page's snippet calls, in their order; as for `extract_settings`."""
    content = _content(html)
    return None if content is None else tuple(content["commands"])


def _content(html: str | bytes) -> dict[str, Any] | None:
    text = html.decode() if isinstance(html, bytes) else html
    if not isinstance(text, str):
        raise TypeError(f"the page's text is wanted, as str or bytes, not a {type(html).__name__}")
    if text.startswith('{"settings":'):
        return _parsed(text)  # the answer of the settings' address
    scripts = _Scripts()
    scripts.feed(text)
    scripts.close()
    found = list(_snippets(scripts.found))
    if len(found) > 1:
        raise ValueError(f"the page holds {len(found)} snippets; a page asks once")
    return found[0] if found else None


def _snippets(scripts: list[tuple[dict[str, str | None], str]]) -> Iterator[dict[str, Any]]:
    """Give what each snippet of a page holds, whatever its delivery."""
    for (_, before), (attributes, script) in zip([({}, ""), *scripts], scripts, strict=False):
        if "data-wootric-url" in attributes:
            raise ValueError("the page fetches its settings; ask the address in data-wootric-url, as the visitor")
        if attributes.get("integrity") == loader_file().integrity and "data-wootric-shutdown" not in attributes:
            yield _parsed(before)
        elif literal := _INLINE.search(script):
            # A JavaScript string in single quotes, of ASCII without line breaks, is one of Python's.
            yield _parsed(ast.literal_eval(literal[1]))


def _parsed(text: str) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(text)
    return content


class _Scripts(HTMLParser):
    """Collects the script elements of a page, each with its attributes and its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[dict[str, str | None], str]] = []
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.found.append((dict(attrs), ""))
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            attributes, text = self.found[-1]
            self.found[-1] = (attributes, text + data)
