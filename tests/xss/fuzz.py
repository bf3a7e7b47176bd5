"""One page of many blocks, each with a user and a page of its own, read back by two parsers."""

from __future__ import annotations

import json
import re
from itertools import product
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

from hypothesis import strategies as st

from tests.strategies import Made, MadeSurvey, groups, names, nonces, of_segment, pages, surveys, texts, users
from tests.xss.model import ADDRESSES, as_the_browser_has_it, can_be_attribute
from tests.xss.parsers import IN_PLACE_OF_A_SCRIPT, PARSERS, Found, page_around, unquoted
from wootric_snippet import SnippetRenderer, Survey
from wootric_snippet.delivery import Load
from wootric_snippet.loader_file import loader_file
from wootric_snippet.segment import Analytics

if TYPE_CHECKING:
    from collections.abc import Iterator

    from markupsafe import Markup

SDK = "https://cdn.wootric.com/wootric-sdk.js"
TEST_FLAGS = {"wootric_survey_immediately": True, "wootric_no_surveyed_cookie": True}


class Way(NamedTuple):
    """How a site's survey reaches its pages."""

    delivery: Literal["inline", "data"]
    load: Load
    test_mode: bool
    respect_gpc: bool
    attribute: str | None
    nonce: str | None

    def constants(self, in_window: dict[str, Any]) -> dict[str, Any]:
        """Return what follows the settings and the commands in each payload."""
        in_window = in_window | (TEST_FLAGS if self.test_mode else {})
        consent = {"consent": True} if self.load == "consent" else {}
        return {"sdk": SDK} | consent | ({"window": in_window} if in_window else {})

    def attributes(self) -> list[dict[str, str]]:
        """Return the attributes of each script of a block."""
        given = {"data-value": self.attribute, "nonce": self.nonce}
        known = {name: value for name, value in given.items() if value is not None}
        if self.delivery == "inline":
            return [known]
        file = {
            "defer": "",
            "src": ADDRESSES["data"]["loader_url"],
            "integrity": loader_file("data", self.load).integrity,
            "crossorigin": "anonymous",
        }
        return [{"type": "application/json"}, known | file | ({"data-wootric-gpc": "1"} if self.respect_gpc else {})]


ways = st.builds(
    Way,
    st.sampled_from(["inline", "data"]),
    st.sampled_from(get_args(Load)),
    st.booleans(),
    st.booleans(),
    st.none() | texts.filter(can_be_attribute),
    nonces,
)


class Site(NamedTuple):
    """A site's survey, the way that it takes, and its visitors: every user sees every page."""

    survey: MadeSurvey
    way: Way
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
        ways,
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
    renderer = renderer_of(site.way, site.survey.model)
    constants = site.way.constants(site.survey.in_window)
    blocks, wanted = [], []
    for user, page, group, event in site.views():
        given = None if group is None else group.model
        blocks.append(renderer.render(user.model, page.model, event=event, group=given, nonce=site.way.nonce))
        sent = {"account_token": "NPS-01fe3cbc", **site.survey.sent, **user.sent, **page.sent, "event_name": event}
        called = ["page", "run"] if group is None else ["page", "group", "run"]
        wanted.append({"settings": sent | ({} if group is None else group.sent), "commands": called} | constants)
    return len(blocks), read_back(site.way, blocks, wanted)


def differences_of_calls(way: Way, visits: list[list[Any]]) -> tuple[int, list[str]]:
    """The same for Segment's calls of several visits, whatever is wrong in them left out."""
    renderer = renderer_of(way, Survey())
    blocks, wanted = [], []
    for calls in visits:
        analytics = Analytics(renderer, on_error="log")
        for name, *arguments in calls:
            getattr(analytics, name)(*arguments)
        blocks.append(analytics.render(nonce=way.nonce))
        payload = {"settings": analytics.settings(), "commands": list(analytics.commands())}
        wanted.append(payload | way.constants({}))
    return len(blocks), read_back(way, blocks, wanted)


def renderer_of(way: Way, survey: Survey) -> SnippetRenderer:
    addresses: Any = ADDRESSES[way.delivery]
    return SnippetRenderer(
        "NPS-01fe3cbc",
        survey=survey,
        delivery=way.delivery,
        load=way.load,
        test_mode=way.test_mode,
        respect_gpc=way.respect_gpc,
        attributes={} if way.attribute is None else {"data-value": way.attribute},
        **addresses,
    )


def read_back(way: Way, blocks: list[Markup], wanted: list[dict[str, Any]]) -> list[str]:
    """Return in which way a page of these blocks is something else to one of the parsers."""
    html = f"<!doctype html>{page_around(blocks)}"
    each = way.attributes()
    rest = page_around([IN_PLACE_OF_A_SCRIPT * len(each)] * len(blocks))
    wrong = []
    for name, parse in PARSERS.items():
        found = parse(html)
        ids = [script.attributes.pop("id", "") for script in found.scripts]
        if not all(re.fullmatch(r"wootric-([a-z2-7]{8}-)?[0-9a-f]{6}(-file)?", each_id) for each_id in ids):
            wrong.append(f"{name} finds other ids")
        if (found.rest, [script.attributes for script in found.scripts]) != (rest, each * len(blocks)):
            wrong.append(f"{name} finds another page")
        arrived = list(payloads(way.delivery, found))
        if arrived != as_the_browser_has_it(wanted):
            wrong.append(f"{name} finds {arrived!r} in place of {wanted!r}")
    return wrong


def payloads(delivery: str, found: Found) -> Iterator[dict[str, Any]]:
    """Give each payload, read without any of the package's code."""
    for script in found.scripts:
        if delivery == "inline":
            yield unquoted(script.text.partition("JSON.parse('")[2].removesuffix("'))"))
        elif script.attributes.get("type") == "application/json":
            yield json.loads(script.text)
