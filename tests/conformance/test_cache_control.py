"""A page that carries a user is stored by no shared cache."""

from typing import Any

import pytest

from tests.conformance.conftest import Make
from tests.conformance.site import SNIPPET, Reply, View, Visit, block, page
from tests.log import Log
from wootric_snippet import SharedCaching

SHARED = "lets a shared cache store a page that carries a user; expected private, or a page without the snippet"
LATE = (
    'snippet: is printed after the page\'s headers were sent; expected "Cache-Control: private" on a streamed response'
)


def test_page_with_a_user_is_private(make: Make) -> None:
    assert make().get().headers.get_list("Cache-Control") == ["private"]


@pytest.mark.parametrize(
    "options",
    [{"user": None}, {"user": None, "include_anonymous": True}, {"user": lambda _request: None}],
    ids=["nobody", "anonymous", "none"],
)
def test_page_without_a_user_stays_as_the_site_has_it(make: Make, options: dict[str, Any]) -> None:
    shop = make(debug=True, headers={"Cache-Control": "public, max-age=60"}, **options)
    assert shop.get().headers.get_list("Cache-Control") == ["public, max-age=60"]


def test_next_page_without_a_user_has_no_cache_control(make: Make) -> None:
    browser = make().visitor()
    assert browser.get("/pricing").headers["Cache-Control"] == "private"
    assert "Cache-Control" not in browser.get("/terms").headers


@pytest.mark.parametrize("value", ["no-store", "private, max-age=60", "max-age=60, private"])
def test_page_that_is_private_already_stays_so(make: Make, log: Log, value: str) -> None:
    shop = make(headers={"Cache-Control": value})
    assert shop.get().headers["Cache-Control"] == value
    assert log.warnings == []


@pytest.mark.parametrize(
    ("header", "value", "sent"),
    [
        ("Cache-Control", "public, max-age=60", "private, max-age=60"),
        ("Cache-Control", "max-age=60, s-maxage=600", "private, max-age=60"),
        ("CDN-Cache-Control", "max-age=60", "no-store"),
        ("Cloudflare-CDN-Cache-Control", "max-age=60", "no-store"),
        ("Netlify-CDN-Cache-Control", "max-age=60", "no-store"),
        ("Vercel-CDN-Cache-Control", "max-age=60", "no-store"),
        ("Surrogate-Control", "max-age=60", "no-store"),
        ("Edge-Control", "cache-maxage=60s", "no-store"),
        ("X-Accel-Expires", "300", "0"),
    ],
)
def test_page_that_is_meant_for_shared_caches_is_made_private(
    make: Make, log: Log, header: str, value: str, sent: str
) -> None:
    response = make(headers={header: value}).get()
    assert (response.status_code, response.text, response.headers[header]) == (200, block(), sent)
    assert response.headers["Cache-Control"].startswith("private")
    assert log.warnings == [f"on pricing: {header}: {SHARED}"]


@pytest.mark.parametrize("options", [{"debug": True}, {"on_error": "raise"}], ids=["debug", "raise"])
def test_developer_sees_that_a_page_is_meant_for_shared_caches(make: Make, options: dict[str, Any]) -> None:
    with pytest.raises(SharedCaching, match=f"^Cache-Control: {SHARED}$"):
        make(headers={"Cache-Control": "public"}, **options).get()


def test_page_with_a_nonce_is_its_visitors_alone(make: Make) -> None:
    shop = make("{{ wootric_snippet(nonce='abc') }}", user=None, include_anonymous=True)
    response = shop.get()
    assert (response.text, response.headers["Cache-Control"]) == (
        block(None, include_anonymous=True, nonce="abc"),
        "private",
    )


# ---- Streamed pages ----


def stream(cache_control: str | None) -> View:
    async def view(visit: Visit) -> Reply:
        headers = {} if cache_control is None else {"Cache-Control": cache_control}
        return Reply([visit.render("Prices"), visit.render(SNIPPET)], headers=headers)

    return view


def test_stream_whose_headers_are_gone_holds_no_user(make: Make, log: Log) -> None:
    response = make(views={"/stream": stream(None)}).get("/stream")
    assert (response.text, response.headers.get("Cache-Control")) == ("Prices", None)
    assert log.warnings == [f"left out the snippet on stream: {LATE}"]
    with pytest.raises(SharedCaching) as raised:
        make(views={"/stream": stream("max-age=60")}, debug=True).get("/stream")
    assert str(raised.value) == LATE


@pytest.mark.parametrize("cache_control", ["private", "no-store"])
def test_stream_that_is_private_holds_the_snippet(make: Make, cache_control: str) -> None:
    response = make(views={"/stream": stream(cache_control)}, debug=True).get("/stream")
    assert response.text == "Prices" + block(page=page(path="/stream", name="stream"))
    assert response.headers["Cache-Control"] == cache_control
