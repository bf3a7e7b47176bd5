"""django-cms with its caches."""

import pytest

from tests.stacks.servers import site_fixture
from tests.stacks.visitors import Visitor, email_in, emails, expected_settings, forwarded, forwarded_emails

site = site_fixture("cms_site")

cms = pytest.mark.packages(
    "django-cms",
    mind="The tag belongs in the page's template. In a plugin it needs `cache = False` on the plugin: without it "
    "django-cms stores the placeholder for everybody, so the tag prints nothing and an error is logged.",
)


@cms
def test_page_tells_of_its_visitor_and_its_path(site: str) -> None:
    for number, name in enumerate(("alice", "bob"), start=1):
        assert Visitor(site, name).settings("/guide/") == expected_settings(
            site, name, number, "/guide/", "pages-details-by-slug"
        )


@cms
def test_page_cache_gives_nobody_the_page_of_another(site: str) -> None:
    path = "/guide/?of=two"
    assert forwarded_emails(site, path, "carol", "dave", "carol") == emails("carol", "dave", "carol")


@cms
def test_page_cache_still_stores_anonymous_pages(site: str) -> None:
    answers = [forwarded(site, None).get("/guide/?of=nobody") for _ in range(2)]
    assert [(email_in(answer.text), "private" in answer.headers["Cache-Control"]) for answer in answers] == [
        (None, False),
        (None, False),
    ]


@cms
def test_tag_in_a_cached_plugin_prints_nothing(site: str) -> None:
    visitors = [*(forwarded(site, name) for name in ("carol", "dave")), Visitor(site, "alice")]
    assert [visitor.get("/plugin/").text for visitor in visitors] == [
        "<!doctype html><title>Shop</title><p>Welcome</p>"
    ] * 3


@cms
def test_tag_in_a_plugin_without_a_cache_prints(site: str) -> None:
    path = "/uncached-plugin/"
    assert forwarded_emails(site, path, "carol", "dave", "carol") == emails("carol", "dave", "carol")
