"""What is compared: the ways to put a survey into a page's head."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from benchmarks.page import segment
from tests.settings_json import settings_json
from wootric_snippet import Page, SnippetRenderer, User
from wootric_snippet.markup import read_template

FILES = Path(__file__).parent / "templates"
TEMPLATES = Environment(loader=FileSystemLoader(FILES), undefined=StrictUndefined, autoescape=True)

NONE = "none"
WAYS: Mapping[str, str] = {
    NONE: "no survey",
    "lazy": "wootric-snippet (lazy, inline)",
    "data": "wootric-snippet, delivery data",
    "data-kept": "wootric-snippet, data, loader kept",
    "fetch": "wootric-snippet, delivery fetch",
    "fetch-kept": "wootric-snippet, fetch, loader kept",
    "consent": "wootric-snippet, consent not given",
    "async": "wootric-snippet, load async",
    "asynchronous": "InMoment's async snippet",
    "blocking": "InMoment's snippet",
    "segment": "Segment's classic library",
}
"""What people read of each. What is no way of ours and not `none` has a template of its name."""

KEPT = "/kept.js"
"""The loader's file as the browser has it from an earlier page of the site."""
_FETCH = {"delivery": "fetch", "settings_url": "/settings"}
OURS: Mapping[str, Mapping[str, Any]] = {
    "lazy": {},
    "data": {"delivery": "data", "loader_url": "/loader.js"},
    "data-kept": {"delivery": "data", "loader_url": KEPT},
    "fetch": {"loader_url": "/loader.js", **_FETCH},
    "fetch-kept": {"loader_url": KEPT, **_FETCH},
    "consent": {"load": "consent"},
    "async": {"load": "async"},
}
"""Every loading and every delivery there is: the renderer's arguments."""

HELD = ("async", "asynchronous", "blocking", "segment")
"""The ways in which the load event waits for InMoment's host."""

INLINE: Mapping[str, str] = {
    NONE: "an inline script with nothing in it",
    "asynchronous": "InMoment's async snippet: the settings alone",
    "inert": "the settings alone, beside our loader's text, read and never run",
    "segment": "Segment's stub",
    "lazy": "wootric-snippet (lazy, inline)",
}
"""What has a script in the page itself, which is measured alone: ways, and what shows of what theirs is made."""

_USER = User(
    email="hello@example.com",
    created_at="2018-08-03T15:28:46.493Z",
    language="en-GB",
    external_id="userId123",
    properties={"plan": "pro", "seats": 5},
)
_PAGE = Page(path="/pricing", title="Pricing")


@cache
def head(way: str, sdk: str) -> Markup:
    """Return what the way puts into the page's head, for the address of InMoment's script."""
    if way == NONE:
        return Markup("")
    if way in OURS:
        return _renderer(way, sdk).render(_USER, _PAGE)
    settings = Markup(json.dumps(_renderer("lazy", sdk).settings(_USER)))
    stub = Markup(segment.STUB.read_text("utf-8") if way == "segment" else "")
    loader = Markup(read_template("loader.min.js"))
    return Markup(TEMPLATES.get_template(f"{way}.html").render(sdk=sdk, settings=settings, stub=stub, loader=loader))


@cache
def answer(way: str, sdk: str) -> str:
    """Return what the way's `settings_url` answers."""
    return settings_json(_renderer(way, sdk), _USER, _PAGE)


def _renderer(way: str, sdk: str) -> SnippetRenderer:
    return SnippetRenderer("NPS-01fe3cbc", sdk_url=sdk, **OURS[way])
