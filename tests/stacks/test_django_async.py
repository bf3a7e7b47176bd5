"""Django under uvicorn and daphne."""

from typing import Any

import pytest

from tests.stacks.servers import site_fixture
from tests.stacks.visitors import Visitor, error_of, expected_settings
from wootric_snippet.testing import extract_settings

site = site_fixture("django_async")
debug_site = site_fixture("django_async", debug=True)
daphne_site = site_fixture("django_async", SERVER="daphne")

EVENT: dict[str, Any] = {"event_name": "Order Completed", "properties": {"total_amount": 12}}
NOT_LOADED = (
    "user: cannot be read in an async view; expected await request.auser() before the page is rendered; "
    "for an event, await atrack(request, ...)"
)

uvicorn = pytest.mark.packages(
    "Django",
    "uvicorn",
    mind="An async view awaits `request.auser()` before it renders, and calls `atrack`. A stream with the tag says "
    "`Cache-Control: private`.",
)


@pytest.mark.packages("Django", "daphne")
def test_page_event_and_stream_are_the_visitors_own(daphne_site: str) -> None:
    alice, bob = (Visitor(daphne_site, name) for name in ("alice", "bob"))
    assert bob.settings("/async/") == expected_settings(daphne_site, "bob", 2, "/async/", "async")
    alice.get("/async/order/", follow_redirects=False)
    assert alice.settings("/async/") == expected_settings(daphne_site, "alice", 1, "/async/", "async", **EVENT)
    assert alice.settings("/stream/") == expected_settings(daphne_site, "alice", 1, "/stream/", "stream")


@uvicorn
@pytest.mark.parametrize(("path", "name"), [("/", "home"), ("/async/", "async")])
def test_page_of_each_kind_of_view_tells_of_its_visitor(site: str, path: str, name: str) -> None:
    for number, visitor in enumerate(("alice", "bob"), start=1):
        assert Visitor(site, visitor).settings(path) == expected_settings(site, visitor, number, path, name)


@uvicorn
def test_event_of_an_async_view_is_on_the_next_page_alone(site: str) -> None:
    alice = Visitor(site, "alice")
    alice.get("/async/order/", follow_redirects=False)
    pages = [alice.settings("/async/") for _ in range(2)]
    assert pages == [expected_settings(site, "alice", 1, "/async/", "async", **more) for more in (EVENT, {})]


@uvicorn
def test_stream_that_is_private_has_its_survey(site: str) -> None:
    assert Visitor(site, "alice").settings("/stream/") == expected_settings(site, "alice", 1, "/stream/", "stream")


@uvicorn
def test_stream_that_may_be_stored_has_none(site: str) -> None:
    page = Visitor(site, "alice").page("/shared-stream/")
    assert page == "<title>Shop</title><!doctype html><title>Shop</title><p>Welcome</p>"


@uvicorn
def test_view_that_has_not_loaded_its_user_is_reported(site: str, debug_site: str) -> None:
    assert error_of(Visitor(debug_site, "alice").get("/careless/")) == NOT_LOADED
    response = Visitor(site, "alice").get("/careless/")
    assert (response.status_code, extract_settings(response.text)) == (200, None)


@pytest.mark.packages("django-hijack", mind="No survey while staff are signed in as somebody else.")
def test_hijacked_account_has_no_survey_in_an_async_view(site: str) -> None:
    staff = Visitor(site, "staff")
    response = staff.submit("/hijack/acquire/", user_pk="1")
    assert (response.url.path, extract_settings(response.text)) == ("/async/", None)
    assert staff.email("/") is None
