"""Wagtail and wagtail-cache."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.servers import ROOT, serving
from tests.stacks.front_cache import FrontCache
from tests.stacks.replayed import IN_CACHE
from tests.stacks.servers import site_fixture
from tests.stacks.visitors import Visitor, email_in, emails, error_of, expected_settings, forwarded

site = site_fixture("wagtail_site")
debug_site = site_fixture("wagtail_site", debug=True)

wagtail = pytest.mark.packages(
    "wagtail",
    mind="A page goes by its real path, since Wagtail has one route for all. A preview has no survey. The tag stands "
    "outside of `{% wagtailcache %}`. A cache in front (`wagtail.contrib.frontend_cache`) stores no page with a user.",
)
wagtail_cache = pytest.mark.packages(
    "wagtail-cache",
    mind="`WootricMiddleware` first, then its `UpdateCacheMiddleware`. It stores no page with a user. Where a proxy "
    "signs people in, it gives them the page that it has stored for anybody: let it vary by the header.",
)


@pytest.fixture(scope="module")
def front() -> Iterator[str]:
    """Serve the site behind a cache, and give the address of that one."""
    site = "tests.stacks.sites.wagtail_site", "{port}"
    with FrontCache() as cache, serving(*site, folder=ROOT, FRONT_CACHE=cache.url) as cache.origin:
        yield cache.url


@wagtail
def test_page_tells_of_its_visitor_and_its_path(site: str) -> None:
    for number, name in enumerate(("alice", "bob"), start=1):
        visitor = Visitor(site, name)
        assert visitor.settings("/") == expected_settings(site, name, number, page="wagtail_serve")
        assert visitor.settings("/guide/") == expected_settings(site, name, number, "/guide/", "wagtail_serve")


@wagtail
def test_event_of_a_redirect_is_on_the_next_page_alone(site: str) -> None:
    alice = Visitor(site, "alice")
    event: dict[str, Any] = {"event_name": "Order Completed", "properties": {"total_amount": 12}}
    assert alice.settings("/order/") == expected_settings(site, "alice", 1, page="wagtail_serve", **event)
    assert alice.settings() == expected_settings(site, "alice", 1, page="wagtail_serve")


@wagtail
def test_preview_of_an_editor_has_no_survey_and_says_why(debug_site: str) -> None:
    assert Visitor(debug_site, "staff").get("/preview/").text == (
        "<!doctype html><title>Shop</title><p>Welcome</p>"
        "<!-- wootric-snippet: no survey here: this is an editor&#39;s preview of the page -->"
    )


@wagtail
def test_tag_inside_its_cache_tag_is_refused(site: str, debug_site: str) -> None:
    assert error_of(forwarded(debug_site, "carol").get("/fragment/")) == IN_CACHE
    assert forwarded(site, "carol").page("/fragment/") == "<title>Shop</title>"


@wagtail
def test_front_cache_stores_anonymous_pages_alone_until_published(front: str) -> None:
    visitors = [Visitor(front, name) for name in ("alice", "bob")]
    assert [visitor.email("/guide/") for visitor in visitors] == emails("alice", "bob")
    visits = [forwarded(front, None).get("/guide/") for _ in range(2)]
    forwarded(front, None).get("/publish/")
    visits.append(forwarded(front, None).get("/guide/"))
    assert [visit.headers["X-Front-Cache"] for visit in visits] == ["miss", "hit", "miss"]
    assert [email_in(visit.text) for visit in visits] == [None] * 3
    assert [visitor.email("/guide/") for visitor in visitors] == emails("alice", "bob")


@wagtail_cache
@pytest.mark.parametrize("path", ["/guide/?of=two", "/shop/?of=two"])
def test_cache_gives_nobody_the_page_of_another(site: str, path: str) -> None:
    answers = [forwarded(site, name).get(path) for name in ("carol", "dave", "carol")]
    assert [answer.headers["X-Wagtail-Cache"] for answer in answers] == ["skip", "skip", "skip"]
    assert [email_in(answer.text) for answer in answers] == emails("carol", "dave", "carol")


@wagtail_cache
def test_cache_still_stores_anonymous_pages(site: str) -> None:
    answers = [forwarded(site, None).get("/guide/?of=nobody") for _ in range(2)]
    assert [answer.headers["X-Wagtail-Cache"] for answer in answers] == ["miss", "hit"]
    assert [answer.headers["Cache-Control"] for answer in answers] == ["max-age=300"] * 2
    assert [email_in(answer.text) for answer in answers] == emails(None, None)
