"""One renderer for everybody at once: each page has its own visitor's values, and nobody else's."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TYPE_CHECKING

import pytest

from tests.hostile.parsers import unquoted
from wootric_snippet import Group, Page, SnippetRenderer, Survey, User
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


def wrong(visitor: int, page: int) -> str | None:
    """Render a page, and return it where it is not to the letter this visitor's own."""
    number = visitor * 1_000_000 + page
    user = User(f"{number}@example.com", number, external_id=number, properties={f"key {number}": f"<{number}>"})
    arguments = {"event": f"event {number}", "group": Group(number, {"size": number})}
    html = RENDERER.render(user, Page(path=f"/{number}"), nonce=f"nonce{number}", **arguments)  # type: ignore[arg-type]
    before, _, payload = html.partition("JSON.parse('")
    found = unquoted(payload.removesuffix("'))</script>"))
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
    return None if found == expected and f' nonce="nonce{number}"' in before else html


def wrong_of_segment(visitor: int, page: int) -> str | None:
    """The same by Segment's calls."""
    analytics = Analytics(RENDERER)
    analytics.identify(f"id {visitor}", {"email": f"{page}@example.com"})
    analytics.track(f"event {visitor}")
    found = json.loads(RENDERER.content(analytics.settings(), analytics.commands()))["settings"]
    known = (found["email"], found["event_name"], found["segment_user_id"])
    return None if known == (f"{page}@example.com", f"event {visitor}", f"id {visitor}") else json.dumps(found)


@pytest.mark.usefixtures("_switching_often")
def test_in_64_threads_each_page_is_its_visitors_own() -> None:
    together = Barrier(THREADS)

    def visit(visitor: int) -> list[str]:
        together.wait()
        pages = [wrong(visitor, page) for page in range(PAGES)]
        return [page for page in [*pages, wrong_of_segment(visitor, 7)] if page]

    with ThreadPoolExecutor(THREADS) as pool:
        assert list(pool.map(visit, range(THREADS))) == [[]] * THREADS


def test_in_tasks_of_asyncio_each_page_is_its_visitors_own() -> None:
    async def visit(visitor: int) -> list[str]:
        found = []
        for page in range(PAGES):
            found.append(wrong(visitor, page))
            await asyncio.sleep(0)  # to the next visitor
        return [page for page in found if page]

    async def all_of_them() -> list[list[str]]:
        return await asyncio.gather(*map(visit, range(THREADS)))

    assert asyncio.run(all_of_them()) == [[]] * THREADS


def _in_a_worker(visitor: int, pages: int) -> None:
    sys.exit(any(wrong(visitor, page) for page in range(pages)))


def test_in_forked_workers_each_page_is_its_visitors_own() -> None:
    """As gunicorn with `preload_app` has it: the renderer is made before the workers are."""
    forked = multiprocessing.get_context("fork")
    workers = [forked.Process(target=_in_a_worker, args=(visitor, 9 * PAGES)) for visitor in range(8)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert [worker.exitcode for worker in workers] == [0] * 8
