"""WhiteNoise, django-minify-html and django-cotton, in each delivery."""

import re

import pytest

from tests.stacks.servers import site_fixture
from tests.stacks.visitors import Visitor, expected_settings
from wootric_snippet.loader_file import loader_file
from wootric_snippet.testing import extract_settings

inline_site = site_fixture("django_static")
data_site = site_fixture("django_static", DELIVERY="data")
fetch_site = site_fixture("django_static", DELIVERY="fetch")

whitenoise = pytest.mark.packages(
    "whitenoise", mind="The package serves its one file itself: there is nothing to collect."
)
minify = pytest.mark.packages(
    "django-minify-html",
    mind="It takes out comments. `MINIFY_HTML = {'keep_comments': True}` leaves the one with the reason.",
)
cotton = pytest.mark.packages("django-cotton", mind="The tag works in a component, with `only` as well.")


@minify
def test_minified_page_keeps_its_survey(inline_site: str, data_site: str) -> None:
    for site in (inline_site, data_site):
        page = Visitor(site, "alice").page()
        assert page.startswith("<!doctype html><title>Shop</title><body><p>Welcome</p><script id=wootric-")
        assert extract_settings(page) == expected_settings(site, "alice", 1)


@whitenoise
def test_loader_of_each_delivery_is_there(data_site: str, fetch_site: str) -> None:
    for site, delivery in ((data_site, "data"), (fetch_site, "fetch")):
        alice = Visitor(site, "alice")
        files = re.findall(r" src=(/wootric/loader\.\w+\.js)>", alice.page())
        assert [alice.page(file) for file in files] == [loader_file(delivery).content]


@whitenoise
def test_fetched_settings_are_the_visitors(fetch_site: str) -> None:
    for number, name in enumerate(("alice", "bob"), start=1):
        visitor = Visitor(fetch_site, name)
        urls = re.findall('data-wootric-url="([^"]+)"', visitor.page())
        assert [visitor.settings(url) for url in urls] == [expected_settings(fetch_site, name, number)]


@whitenoise
def test_page_that_fetches_is_the_same_for_everybody(fetch_site: str) -> None:
    pages = [
        visitor.get("/") for visitor in (Visitor(fetch_site, "alice"), Visitor(fetch_site, "bob"), Visitor(fetch_site))
    ]
    assert len({page.text for page in pages}) == 1
    assert [page.headers.get("Cache-Control") for page in pages] == [None, None, None]


@cotton
def test_tag_in_a_component_finds_the_request(inline_site: str) -> None:
    expected = expected_settings(inline_site, "alice", 1, "/component/", "component")
    assert Visitor(inline_site, "alice").settings("/component/") == expected
