"""What the loader is given for a user and a page, as a test expects it."""

from typing import Any

from wootric_snippet import SnippetRenderer


def settings_json(renderer: SnippetRenderer, *args: Any, **kwargs: Any) -> str:
    """Return the JSON of the payload; empty where nobody is asked."""
    payload = renderer.payload(*args, **kwargs)
    return "" if payload is None else renderer.to_json(payload)
