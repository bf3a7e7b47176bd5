"""Pages of hostile values, many to a page: how they are made, opened in an engine, and what each has to find."""

import json
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple, get_args

from jinja2 import Environment, FileSystemLoader

from tests.browser.engines import reports
from tests.browser.site import Site
from tests.settings_json import settings_json
from tests.xss.model import (
    ADDRESSES,
    as_the_browser_has_it,
    can_be_attribute,
    expected_settings,
    hostile_event,
    hostile_parts,
)
from tests.xss.values import HUGE, VALUES
from wootric_snippet import SnippetRenderer
from wootric_snippet.delivery import Delivery

BATCH = 100
# The block must not depend on the page's encoding; the answer of `fetch` has one of its own.
CHARSETS = {"inline": ("utf-8", "windows-1252", "shift_jis"), "data": ("utf-8", "windows-1252", "shift_jis")}
_ENVIRONMENT = Environment(loader=FileSystemLoader(Path(__file__).parent), autoescape=True)


class Batch(NamedTuple):
    """What one page holds, and how."""

    delivery: Delivery
    charset: str
    values: list[str]

    def attributes(self, value: str) -> dict[str, str]:
        """Return the attribute for a value, where HTML and the page's encoding know a way to write it."""
        return {"data-value": value} if self.charset == "utf-8" and can_be_attribute(value) else {}


_BATCHES = [VALUES[start : start + BATCH] for start in range(0, len(VALUES), BATCH)] + [HUGE]
PAGES = {
    f"{delivery}-{charset}-{number}": Batch(delivery, charset, values)
    for delivery in get_args(Delivery)
    for charset, (number, values) in product(CHARSETS.get(delivery, ("utf-8",)), enumerate(_BATCHES))
}


class Made(NamedTuple):
    """A page, and what its blocks ask for."""

    html: bytes
    answers: list[str]


@cache
def made(name: str) -> Made:
    """Return the page for one batch of values, in its encoding."""
    batch = PAGES[name]
    blocks, answers = [], []
    for number, value in enumerate(batch.values):
        survey, user, page, group = hostile_parts(value)
        addresses: dict[str, Any] = ADDRESSES[batch.delivery]
        if "settings_url" in addresses:
            addresses = addresses | {"settings_url": f"/answer/ok/{name}/{number}"}
        renderer = SnippetRenderer(
            "NPS-01fe3cbc",
            survey=survey,
            delivery=batch.delivery,
            sdk_url=f"/sdk/empty/{name}",
            attributes=batch.attributes(value),
            **addresses,
        )
        event = hostile_event(value)
        blocks.append(renderer.render(user, page, event=event, group=group))
        answers.append(settings_json(renderer, user, page, event=event, group=group))
    template = _ENVIRONMENT.get_template(f"{batch.delivery}.html")
    html = template.render(name=name, charset=batch.charset, blocks=blocks)
    return Made(html.encode(batch.charset), answers)


# What follows a page's text, by delivery: once a value, and once at the end.
_ELEMENTS = {
    "inline": ("p script script p", ""),
    "data": ("p script script script p", ""),
    "fetch": ("p template p", "script"),
}


def expected(name: str) -> dict[str, Any]:
    """Return what the page has to find."""
    delivery, _, values = batch = PAGES[name]
    each, after = _ELEMENTS[delivery]
    elements = [*each.split() * len(values), "script", *after.split() * len(values)]
    return {
        "arrived": [as_the_browser_has_it(expected_settings(value)) for value in values],
        "owned": False,
        "elements": " ".join(elements),
        "words": " ".join(["before after"] * len(values)),
        "title": "hostile",
        "attributes": [value for value in values if batch.attributes(value)],
    }


def visited(engine: str, home: Path) -> dict[str, Any]:
    """Open every page in one engine, one after another, and return what each found."""
    site = Site({name: made(name).html for name in PAGES}, answers={name: made(name).answers for name in PAGES})
    found = reports(engine, home, site)
    for report in found.values():
        for part in ("arrived", "attributes"):
            if part in report["found"]:
                report["found"][part] = [json.loads(text) for text in report["found"][part]]
    return found
