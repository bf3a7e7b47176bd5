"""One page of many blocks, each with a user and a page of its own, read back by two parsers."""

from __future__ import annotations

import json
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from hypothesis import strategies as st

from tests.hostile.model import ADDRESSES, as_the_browser_has_it
from tests.hostile.parsers import PARSERS, Found, unquoted
from tests.strategies import Made, groups, names, of_segment, pages, surveys, users
from wootric_snippet import SnippetRenderer, Survey
from wootric_snippet.segment import Analytics

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from markupsafe import Markup

# What a parser has to find between the paragraphs.
ELEMENTS = {"inline": ["p", "script", "p"], "data": ["p", "script", "script", "p"]}


class Site(NamedTuple):
    """A site's survey, how it delivers it, and its visitors: every user sees every page."""

    survey: Made
    delivery: Literal["inline", "data"]
    users: list[Made]
    pages: list[Made]
    groups: list[Made | None]
    events: list[str | None]

    def views(self) -> Iterator[tuple[Made, Made, Made | None, str | None]]:
        for number, (user, page) in enumerate(product(self.users, self.pages)):
            yield user, page, self.groups[number % len(self.groups)], self.events[number % len(self.events)]


def sites(visitors: int, seen: int) -> st.SearchStrategy[Site]:
    """Return sites with so many users, and pages that each of them sees."""
    return st.builds(
        Site,
        surveys(),
        st.sampled_from(["inline", "data"]),
        st.lists(users(), min_size=visitors, max_size=visitors),
        st.lists(pages(), min_size=seen, max_size=seen),
        st.lists(st.none() | groups(), min_size=3, max_size=3),
        st.lists(st.none() | names, min_size=5, max_size=5),
    )


def visits(number: int) -> st.SearchStrategy[list[list[Any]]]:
    """Return Segment's calls in so many pages."""
    return st.lists(of_segment(), min_size=number, max_size=number)


def differences(site: Site) -> tuple[int, list[str]]:
    """Render every view of the site into one page; return how many there were, and what is not as it has to be."""
    renderer = renderer_of(site.delivery, site.survey.model)
    blocks, wanted = [], []
    for user, page, group, event in site.views():
        told = None if group is None else group.model
        blocks.append(renderer.render(user.model, page.model, event=event, group=told))
        sent = {"account_token": "NPS-01fe3cbc", **site.survey.sent, **user.sent, **page.sent, "event_name": event}
        called = ["page", "run"] if group is None else ["page", "group", "run"]
        wanted.append({"settings": sent | ({} if group is None else group.sent), "commands": called})
    return len(blocks), read_back(site.delivery, blocks, wanted)


def differences_of_calls(delivery: Literal["inline", "data"], visits: list[list[Any]]) -> tuple[int, list[str]]:
    """The same for Segment's calls of several visits, whatever is wrong in them left out."""
    renderer = renderer_of(delivery, Survey())
    blocks, wanted = [], []
    for calls in visits:
        analytics = Analytics(renderer, on_error="log")
        for name, *arguments in calls:
            getattr(analytics, name)(*arguments)
        blocks.append(analytics.render())
        wanted.append({"settings": analytics.settings(), "commands": list(analytics.commands())})
    return len(blocks), read_back(delivery, blocks, wanted)


def renderer_of(delivery: Literal["inline", "data"], survey: Survey) -> SnippetRenderer:
    addresses: Any = ADDRESSES[delivery]
    return SnippetRenderer("NPS-01fe3cbc", survey=survey, delivery=delivery, **addresses)


def read_back(delivery: str, blocks: list[Markup], wanted: list[dict[str, Any]]) -> list[str]:
    """Return in which way a page of these blocks is something else to one of the parsers."""
    html = "<!doctype html><title>x</title><body>" + "".join(f"<p>before</p>{block}<p>after</p>" for block in blocks)
    wrong = []
    for name, parse in PARSERS.items():
        found = parse(html)
        told = [{part: payload[part] for part in ("settings", "commands")} for payload in payloads(delivery, found)]
        if (found.elements, found.words) != (ELEMENTS[delivery] * len(blocks), ["before", "after"] * len(blocks)):
            wrong.append(f"{name} finds other elements")
        if told != as_the_browser_has_it(wanted):
            wrong.append(f"{name} finds {told!r} in place of {wanted!r}")
    return wrong


def payloads(delivery: str, found: Found) -> Iterator[dict[str, Any]]:
    """Give each payload, read without any of the package's code."""
    for script in found.scripts:
        if delivery == "inline":
            yield unquoted(script.text.partition("JSON.parse('")[2].removesuffix("'))"))
        elif script.attributes.get("type") == "application/json":
            yield json.loads(script.text)
