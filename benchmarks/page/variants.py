"""The variants that are compared: what each puts into the page's head."""

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
VARIANTS: Mapping[str, str] = {
    NONE: "no survey",
    "lazy": "wootric-snippet (lazy, inline)",
    "data": "wootric-snippet, delivery data",
    "data-cached": "wootric-snippet, data, loader cached",
    "fetch": "wootric-snippet, delivery fetch",
    "fetch-cached": "wootric-snippet, fetch, loader cached",
    "consent": "wootric-snippet, consent not given",
    "async": "wootric-snippet, load async",
    "asynchronous": "InMoment's async snippet",
    "blocking": "InMoment's snippet",
    "segment": "Segment's classic library",
}
"""The label of each. A variant that is neither in OURS nor `none` has a template of its name."""

CACHED_LOADER = "/cached/"
"""Where the loader's files are that the browser has from an earlier page of the site."""
_FETCH = {"delivery": "fetch", "settings_url": "/settings"}
OURS: Mapping[str, Mapping[str, Any]] = {
    "lazy": {},
    "data": {"delivery": "data", "loader_url": "/data.js"},
    "data-cached": {"delivery": "data", "loader_url": f"{CACHED_LOADER}data.js"},
    "fetch": {"loader_url": "/fetch.js", **_FETCH},
    "fetch-cached": {"loader_url": f"{CACHED_LOADER}fetch.js", **_FETCH},
    "consent": {"load": "consent"},
    "async": {"load": "async"},
}
"""The renderer's arguments of each variant of this package: every `load` and every `delivery`."""

DELAYED = ("async", "asynchronous", "blocking", "segment")
"""The variants whose load event waits for InMoment's host."""

INLINE: Mapping[str, str] = {
    NONE: "an inline script with nothing in it",
    "asynchronous": "InMoment's async snippet: the settings alone",
    "inert": "the settings alone, beside our loader's text, read and never run",
    "segment": "Segment's stub",
    "lazy": "wootric-snippet (lazy, inline)",
}
"""The inline scripts that are measured alone; `none` and `inert` are for comparison."""

_USER = User(
    email="hello@example.com",
    created_at="2018-08-03T15:28:46.493Z",
    language="en-GB",
    external_id="userId123",
    properties={"plan": "pro", "seats": 5},
)
_PAGE = Page(path="/pricing", title="Pricing")


@cache
def head(variant: str, sdk: str) -> Markup:
    """Return what the variant puts into the page's head; `sdk` is the address of InMoment's script."""
    if variant == NONE:
        return Markup("")
    if variant in OURS:
        return _renderer(variant, sdk).render(_USER, _PAGE)
    settings = Markup(json.dumps(_renderer("lazy", sdk).settings(_USER)))
    stub = Markup(segment.STUB.read_text("utf-8") if variant == "segment" else "")
    loader = Markup(read_template("inline.lazy.min.js"))
    return Markup(
        TEMPLATES.get_template(f"{variant}.html").render(sdk=sdk, settings=settings, stub=stub, loader=loader)
    )


@cache
def settings_response(variant: str, sdk: str) -> str:
    """Return the JSON of the variant's `settings_url`."""
    return settings_json(_renderer(variant, sdk), _USER, _PAGE)


def _renderer(variant: str, sdk: str) -> SnippetRenderer:
    return SnippetRenderer("NPS-01fe3cbc", sdk_url=sdk, **OURS[variant])
