"""No visitor's address is in what a cache keeps, nor in what anybody else gets."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.cache.cached_shop import ADDRESSES, SHOPS, CachedShop, cached_shop, visitor
from wootric_snippet.loader_file import loader_file

# Two visitors and nobody, each at a few browsers, all at once.
VISITORS = [*ADDRESSES, None] * 4
REQUESTS = 10_000
PAGE, SETTINGS = "/brewing", "/wootric/settings.json?path=/brewing&name=brewing"


@pytest.fixture(params=SHOPS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def fetch(name: str, tmp_path: Path) -> Iterator[CachedShop]:
    with cached_shop(name, tmp_path, "fetch") as shop:
        yield shop


@pytest.fixture(params=["inline", "data"])
def personal(name: str, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[CachedShop]:
    with cached_shop(name, tmp_path, request.param) as shop:
        yield shop


def visits(shop: CachedShop, paths: list[str], requests: int) -> list[tuple[str | None, str, httpx.Response]]:
    """Let all visitors ask for these paths, in turn and at once; return who asked for what, and what they got."""

    def visit(customer: str | None) -> list[tuple[str | None, str, httpx.Response]]:
        with closing(visitor(shop.url, customer)) as client:
            turns = range(requests // len(VISITORS) // len(paths) + 1)
            return [(customer, path, client.get(path)) for _ in turns for path in paths]

    with ThreadPoolExecutor(len(VISITORS)) as browsers:
        return [got for visitor_ in browsers.map(visit, VISITORS) for got in visitor_]


def addresses_in(text: str) -> set[str]:
    return {address for address in ADDRESSES.values() if address in text}


def test_pages_that_fetch_the_settings_are_cached_for_everybody(fetch: CachedShop) -> None:
    got = visits(fetch, [PAGE, SETTINGS], REQUESTS)
    assert len(got) >= REQUESTS

    # One page for all, to the byte, and no address in it or beside it.
    pages = [response for _, path, response in got if path == PAGE]
    assert len({response.content for response in pages}) == 1
    assert {response.status_code for response in pages} == {200}
    assert all(not addresses_in(str(response.headers) + response.text) for response in pages)
    found = Counter(response.headers["X-Cache"] for response in pages)
    assert found["HIT"] / found.total() >= 0.99, found

    # The settings: each visitor's own, and never from the cache.
    for customer, path, response in got:
        if path == SETTINGS:
            own = set() if customer is None else {ADDRESSES[customer]}
            assert addresses_in(response.text) == own
            assert response.status_code == (200 if own else 204)
            assert response.headers["Cache-Control"] == "private, no-store"
            assert response.headers["X-Cache"] == "MISS"

    kept = fetch.in_the_cache()
    assert any("How to brew" in text for text in kept)
    assert not any(addresses_in(text) for text in kept)


def test_pages_that_hold_their_user_are_never_cached(personal: CachedShop) -> None:
    with closing(visitor(personal.url, "1001")) as amelia:
        response = amelia.get(PAGE)
        assert addresses_in(response.text) == {ADDRESSES["1001"]}
        assert response.headers["Cache-Control"] == "private, max-age=300"
        assert response.headers["X-Cache"] == "MISS"
    signed_in = [customer for customer in VISITORS if customer]
    with ThreadPoolExecutor(len(signed_in)) as browsers:
        for customer, text in browsers.map(lambda customer: (customer, page(personal, customer)), signed_in):
            assert addresses_in(text) == {ADDRESSES[customer]}
    assert not any(addresses_in(text) or "How to brew" in text for text in personal.in_the_cache())


def page(shop: CachedShop, customer: str) -> str:
    with closing(visitor(shop.url, customer)) as client:
        return "".join(client.get(path).text for path in [PAGE, "/", "/pricing"] * 10)


def test_the_loaders_file_is_cached_for_a_year(fetch: CachedShop) -> None:
    with closing(visitor(fetch.url, None)) as client:
        html = client.get(PAGE).text
        url = html.partition('defer="" src="')[2].partition('"')[0]
        answers: list[Any] = [client.get(url) for _ in range(2)]
    assert [answer.headers["X-Cache"] for answer in answers] == ["MISS", "HIT"]
    assert {answer.text for answer in answers} == {loader_file("fetch").content}
