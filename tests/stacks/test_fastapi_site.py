"""FastAPI with starsessions, GZipMiddleware, fastapi-cache2 and a mounted application."""

import re
from typing import Any

import pytest

from tests.stacks.replayed import REPLAYED
from tests.stacks.servers import asgi_fixture
from tests.stacks.visitors import Visitor, emails, error_of, expected_settings, forwarded, forwarded_emails

site = asgi_fixture("fastapi_site")
debug_site = asgi_fixture("fastapi_site", DEBUG="1")
prefixed_site = asgi_fixture("fastapi_site", "--root-path", "/shop")

EVENT: dict[str, Any] = {"event_name": "Order Completed", "properties": {"total_amount": 12}}
starsessions = pytest.mark.packages(
    "starsessions", mind="A view that calls `track`, and the page that asks, have loaded the session."
)
fastapi = pytest.mark.packages("fastapi", "starlette")
fastapi_cache = pytest.mark.packages(
    "fastapi-cache2",
    mind="`@cache` stores a page whatever its headers say. Other visitors get it without the survey: leave it off "
    "views with the tag, or let its `key_builder` hold the visitor.",
)
page_cache = pytest.mark.packages("starlette", mind="A page cache of your own is added before `wootric.init_app`.")


@starsessions
def test_page_tells_of_its_visitor(site: str) -> None:
    for number, name in enumerate(("alice", "bob"), start=1):
        assert Visitor(site, name).settings() == expected_settings(site, name, number)


@starsessions
def test_event_of_a_redirect_is_on_the_next_page_alone(site: str) -> None:
    alice, bob = Visitor(site, "alice"), Visitor(site, "bob")
    alice.get("/order/", follow_redirects=False)
    assert bob.settings() == expected_settings(site, "bob", 2)
    assert [alice.settings() for _ in range(2)] == [
        expected_settings(site, "alice", 1, **EVENT),
        expected_settings(site, "alice", 1),
    ]


@starsessions
def test_page_after_sign_out_has_the_shutdown_alone(site: str) -> None:
    alice = Visitor(site, "alice")
    assert re.findall(r'<script id="([\w-]+)', alice.page("/sign-out/")) == ["wootric-shutdown"]
    assert alice.page() == "<!doctype html><title>Shop</title><p>Welcome</p>"


@starsessions
def test_page_without_a_loaded_session_has_its_survey(debug_site: str) -> None:
    assert forwarded_emails(debug_site, "/unloaded/", "carol", "dave") == emails("carol", "dave")


@fastapi
def test_page_of_a_mounted_application_tells_its_whole_path(site: str) -> None:
    assert Visitor(site, "alice").settings("/help/") == expected_settings(site, "alice", 1, "/help/", "help")


@fastapi
def test_root_path_is_part_of_the_path(prefixed_site: str) -> None:
    # The proxy in front takes the prefix off.
    carol = expected_settings(prefixed_site, "carol", 0, "/shop/unloaded/", "unloaded", external_id="carol")
    del carol["created_at"], carol["language"]
    assert forwarded(prefixed_site, "carol").settings("/unloaded/") == carol


@fastapi
def test_compressed_page_is_private(site: str) -> None:
    response = Visitor(site, "alice", headers={"Accept-Encoding": "gzip"}).get("/")
    assert (response.headers["Content-Encoding"], response.headers["Cache-Control"]) == ("gzip", "private")


@fastapi_cache
def test_stored_page_keeps_its_survey_for_its_owner_alone(site: str, debug_site: str) -> None:
    assert forwarded_emails(site, "/cached/", "carol", "dave", None, "carol") == emails("carol", None, None, "carol")
    assert forwarded(site, "carol").get("/cached/").headers["Cache-Control"].startswith("private, max-age=")
    assert forwarded_emails(debug_site, "/cached/", "carol") == emails("carol")
    plain = {"Accept-Encoding": "identity"}  # the error of a compressed stream is in the server's log
    assert error_of(forwarded(debug_site, "dave").get("/cached/", headers=plain)) == REPLAYED


@page_cache
def test_page_cache_inside_gives_a_page_to_its_owner_alone(site: str) -> None:
    assert forwarded_emails(site, "/kept/", "carol", "dave", None, "carol") == emails("carol", None, None, "carol")


@page_cache
def test_page_cache_outside_sees_what_is_private(site: str) -> None:
    assert forwarded_emails(site, "/obeyed/", "carol", "dave", "carol") == emails("carol", "dave", "carol")
