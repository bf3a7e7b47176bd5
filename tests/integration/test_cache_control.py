"""A response that carries a user says to every cache in between that it is private."""

import pytest

from wootric_snippet.integration.cache_control import is_private, make_private, make_private_unless_public

TARGETED = {
    "CDN-Cache-Control": "no-store",
    "Cloudflare-CDN-Cache-Control": "no-store",
    "Netlify-CDN-Cache-Control": "no-store",
    "Vercel-CDN-Cache-Control": "no-store",
    "Surrogate-Control": "no-store",
    "Edge-Control": "no-store",
    "X-Accel-Expires": "0",
}


@pytest.mark.parametrize(
    ("before", "after", "opened"),
    [
        (None, "private", False),
        ("max-age=60", "private, max-age=60", False),
        ("no-store", "no-store", False),
        ("max-age=60, private", "max-age=60, private", False),
        ('private="set-cookie", max-age=1', "private, max-age=1", False),
        ("public, max-age=60", "private, max-age=60", True),
        ("PUBLIC, s-maxage=60", "private", True),
    ],
)
def test_response_is_made_private(before: str | None, after: str, opened: bool) -> None:
    headers = {} if before is None else {"Cache-Control": before}
    unless_public = dict(headers)
    assert make_private(headers) == (["Cache-Control"] if opened else [])
    assert headers == {"Cache-Control": after, "Vary": "Cookie"}
    assert is_private(headers)
    make_private_unless_public(unless_public)
    assert unless_public == ({"Cache-Control": before} if opened else headers)


@pytest.mark.parametrize(("name", "closed"), TARGETED.items())
@pytest.mark.parametrize("value", ["max-age=60", "private", "no-store"])
def test_response_is_closed_to_each_shared_cache_that_has_a_header(name: str, closed: str, value: str) -> None:
    headers, is_open = {name: value}, value == "max-age=60"
    unless_public = dict(headers)
    assert make_private(headers) == ([name] if is_open else [])
    assert headers == {"Cache-Control": "private", "Vary": "Cookie", name: closed if is_open else value}
    make_private_unless_public(unless_public)
    assert unless_public == ({name: value} if is_open else headers)
    assert not is_private({"Cache-Control": "private", name: "max-age=60"})


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "Cookie"),
        ("", "Cookie"),
        ("Accept-Language, Accept-Encoding", "Accept-Language, Accept-Encoding, Cookie"),
        ("Accept-Language,cookie", "Accept-Language,cookie"),
        ("*", "*"),
    ],
)
def test_browsers_copy_of_the_page_is_for_the_same_cookie_alone(before: str | None, after: str) -> None:
    headers = {} if before is None else {"Vary": before}
    make_private(headers)
    assert headers["Vary"] == after


@pytest.mark.parametrize("value", [None, "no-cache", 'private="x"', "public"])
def test_response_that_a_shared_cache_may_store_is_not_private(value: str | None) -> None:
    assert not is_private({} if value is None else {"Cache-Control": value})
