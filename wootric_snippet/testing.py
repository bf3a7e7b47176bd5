"""For the tests of sites that use the package: what a page's snippet would tell InMoment.

```python
settings = extract_settings(client.get("/pricing").text)
assert settings is not None
assert settings["email"] == "hello@example.com"
```
"""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import Any

# The call at the end of the inline script, and the string that it parses. A middleware that minifies pages may have
# changed the quotes, the white space and the semicolons.
_INLINE = re.compile(
    r"""wootricSnippet\.show\(\s*JSON\.parse\(\s*(?P<quote>['"`])(?P<json>.*)(?P=quote)\s*\)\s*\)[\s;]*\Z""", re.DOTALL
)


def extract_settings(html: str | bytes) -> dict[str, Any] | None:
    """Return what `window.wootricSettings` receives in a page.

    Args:
        html: The page, as text or in UTF-8. With the delivery `fetch`, which keeps the settings out of the page, the
            response of the settings URL.

    Returns:
        The settings; `None` if there is no snippet.

    Raises:
        ValueError: The page has two snippets, or that of `fetch`.
    """
    content = _content(html)
    return None if content is None else content["settings"]


def extract_commands(html: str | bytes) -> tuple[str, ...] | None:
    """Return the SDK's commands that a page's snippet calls, in their order; otherwise as `extract_settings`."""
    content = _content(html)
    return None if content is None else tuple(content["commands"])


def _content(html: str | bytes) -> dict[str, Any] | None:
    text = html.decode() if isinstance(html, bytes) else html
    if not isinstance(text, str):
        raise TypeError(f"html: is of type {type(html).__name__}; expected the page's text, as str or bytes")
    is_response = text.startswith('{"settings":')  # of the settings URL
    found = [json.loads(text)] if is_response else list(_snippets(text))
    if len(found) > 1:
        raise ValueError(f"the page has {len(found)} snippets; print one")
    return found[0] if found else None


def _snippets(html: str) -> Iterator[dict[str, Any]]:
    """Yield the content of each snippet of a page, whatever its delivery."""
    parser = _ScriptParser()
    parser.feed(html)
    parser.close()
    for attributes, script in parser.scripts:
        if "data-wootric-url" in attributes:
            raise ValueError("the page fetches its settings; request the URL in data-wootric-url as the visitor")
        if attributes.get("type") == "application/json" and (attributes.get("id") or "").startswith("wootric-"):
            yield json.loads(script)
        elif literal := _INLINE.search(script):
            # The JSON is ASCII without line breaks: a backslash of the string stands before a backslash or a quote.
            yield json.loads(re.sub(r"\\(.)", r"\1", literal["json"]))


class _ScriptParser(HTMLParser):
    """Collects the script elements of a page, each with its attributes and its text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self._in_script = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script":
            self.scripts.append((dict(attrs), ""))
            self._in_script = True

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._in_script = False

    def handle_data(self, data: str) -> None:
        if self._in_script:
            attributes, text = self.scripts[-1]
            self.scripts[-1] = (attributes, text + data)
