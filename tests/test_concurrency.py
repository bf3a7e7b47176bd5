"""One renderer for everybody at once: each page has its own visitor's values, and nobody else's."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from tests.xss.parsers import unquoted
from wootric_snippet import Group, Page, SnippetRenderer, Survey, User
from wootric_snippet.payload import owner_hash
from wootric_snippet.segment import Analytics

if TYPE_CHECKING:
    from collections.abc import Iterator

RENDERER = SnippetRenderer("NPS-01fe3cbc", survey=Survey(product_name="Initech", language="nl"))
THREADS = 64
PAGES = 1000
"""How many pages each visitor renders: 64,000 in threads and in tasks, and 72,000 in processes."""


@pytest.fixture
def _switching_often() -> Iterator[None]:
    usual = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(usual)


def rendered(number: int) -> tuple[str, str]:
    """Render a page of which everything is of this number; return its payload, and what stands before it."""
    user = User(f"{number}@example.com", number, external_id=number, properties={f"key {number}": f"<{number}>"})
    arguments = {"event": f"event {number}", "group": Group(number, {"size": number})}
    html = RENDERER.render(user, Page(path=f"/{number}"), nonce=f"nonce{number}", **arguments)  # type: ignore[arg-type]
    before, _, payload = html.partition("JSON.parse('")
    return payload.removesuffix("'))</script>"), before.partition(">")[0]


def is_own(number: int, payload: str, tag: str) -> bool:
    """Tell whether the page is to the letter that of this number."""
    expected = {
        "settings": {
            "account_token": "NPS-01fe3cbc",
            "product_name": "Initech",
            "language": "NL",
            "email": f"{number}@example.com",
            "external_id": str(number),
            "created_at": number,
            "properties": {f"key {number}": f"<{number}>"},
            "page_info": {"path": f"/{number}"},
            "group_info": {"id": str(number), "size": number},
            "event_name": f"event {number}",
        },
        "commands": ["page", "group", "run"],
        "sdk": "https://cdn.wootric.com/wootric-sdk.js",
    }
    element = f'<script id="wootric-{owner_hash(str(number))}-[0-9a-f]{{6}}" nonce="nonce{number}"'
    return unquoted(payload) == expected and re.fullmatch(element, tag) is not None


def numbers(visitor: int, pages: int = PAGES) -> range:
    """Return the numbers of a visitor's pages."""
    return range(visitor * 1_000_000, visitor * 1_000_000 + pages)


def sent_by_segment(visitor: int) -> tuple[str, str, str]:
    """Return what a page has of a visitor by Segment's calls."""
    analytics = Analytics(RENDERER)
    analytics.identify(f"id {visitor}", {"email": f"{visitor}@example.com"})
    analytics.track(f"event {visitor}")
    payload = analytics.payload()
    assert payload is not None
    found = json.loads(RENDERER.to_json(payload))["settings"]
    return found["email"], found["event_name"], found["segment_user_id"]


@pytest.mark.usefixtures("_switching_often")
def test_in_64_threads_each_page_is_its_visitors_own() -> None:
    together = Barrier(THREADS)

    def visit(visitor: int) -> tuple[list[tuple[str, str]], tuple[str, str, str]]:
        together.wait()
        return [rendered(number) for number in numbers(visitor)], sent_by_segment(visitor)

    with ThreadPoolExecutor(THREADS) as pool:
        visits = list(pool.map(visit, range(THREADS)))
    # Looked at out here, by one thread: Python 3.11's own parser of literals is not made for several.
    for visitor, (pages, shown) in enumerate(visits):
        assert shown == (f"{visitor}@example.com", f"event {visitor}", f"id {visitor}")
        assert [number for number, page in zip(numbers(visitor), pages, strict=True) if not is_own(number, *page)] == []


def test_in_tasks_of_asyncio_each_page_is_its_visitors_own() -> None:
    async def visit(visitor: int) -> list[int]:
        wrong = []
        for number in numbers(visitor):
            page = rendered(number)
            await asyncio.sleep(0)  # to the next visitor
            if not is_own(number, *page):
                wrong.append(number)
        return wrong

    async def all_of_them() -> list[list[int]]:
        return await asyncio.gather(*map(visit, range(THREADS)))

    assert asyncio.run(all_of_them()) == [[]] * THREADS


def _in_a_worker(visitor: int) -> None:
    sys.exit(not all(is_own(number, *rendered(number)) for number in numbers(visitor, 9 * PAGES)))


def test_in_forked_workers_each_page_is_its_visitors_own() -> None:
    """As gunicorn with `preload_app` has it: the renderer is made before the workers are."""
    forked = multiprocessing.get_context("fork")
    workers = [forked.Process(target=_in_a_worker, args=(visitor,)) for visitor in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 8
