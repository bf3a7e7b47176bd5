"""Load of each delivery on the origin server, for 1,000 to 100 million page views a day: `make origin-load`.

Measures on one core: CPU time and bytes of a page and of a settings response, and responses a second. The load of a
day is computed from these and from the assumptions in ASSUMED. Writes its tables into docs/scale.md.
"""

import gzip
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from time import process_time
from typing import NamedTuple

from flask import Flask, render_template_string

from tests.servers import serving
from tests.settings_json import settings_json
from tools import markdown_tables
from wootric_snippet import Page, SnippetRenderer, User
from wootric_snippet.flask import Wootric
from wootric_snippet.loader_file import loader_file

DOCS = Path(__file__).parent.parent / "docs" / "scale.md"
CALLS, ROUNDS = 300, 15
SECONDS = 5
VIEWS = [10**exponent for exponent in range(3, 9)]


class Assumed(NamedTuple):
    """Numbers that depend on the site and are not measured here."""

    signed_in: float = 0.2  # of the page views
    hit_ratio: float = 0.99  # of the pages that a cache may store; tests/cache measures it with nginx
    page_bytes: int = 20_000  # of a page, compressed, without the snippet


ASSUMED = Assumed()
USER = User(
    email="hello@example.com",
    created_at=datetime(2018, 8, 3, 15, 28, 46, tzinfo=UTC),
    language="en-GB",
    external_id="userId123",
    properties={"plan": "pro", "seats": 5},
)
# A product list of 200 lines, without a database.
TEMPLATE = "<!doctype html><title>Shop</title>{% for n in range(200) %}<p>{{ n }} {{ text|upper }}</p>\n{% endfor %}"


def make_app(delivery: str) -> Flask:
    """Return a site with one page and one signed-in visitor."""
    app = Flask(__name__)
    app.config.update(WOOTRIC_ACCOUNT_TOKEN="NPS-01fe3cbc", WOOTRIC_DELIVERY=delivery)  # noqa: S106
    Wootric(app).user_loader(lambda: USER)

    @app.get("/page")
    def page() -> str:
        return render_template_string(TEMPLATE + "{{ wootric_snippet() }}", text="Kettles that last")

    return app


inline = make_app("inline")
fetch = make_app("fetch")
SETTINGS = "/wootric/settings.json?path=/page&name=page"


def main() -> None:
    """Measure, and write the tables."""
    costs = {"page": cpu_seconds("inline", "/page"), "settings": cpu_seconds("fetch", SETTINGS)}
    rates = {"page": response_rate("inline", "/page"), "settings": response_rate("fetch", SETTINGS)}
    sizes = measured_sizes()
    measured = [
        ["CPU time, ratio", "1", f"{costs['settings'] / costs['page']:.2f}"],
        ["CPU time, ms", *(f"{costs[name] * 1e3:.2f}" for name in costs)],
        ["responses a second, one process", *(f"{rates[name]:,.0f}" for name in rates)],
    ]
    markdown_tables.write(
        DOCS, "measured", markdown_tables.table(["", "page with `inline`", "settings response of `fetch`"], measured)
    )
    by_size = [[name, f"{len(body):,}", f"{len(gzip.compress(body, mtime=0)):,}"] for name, body in sizes.items()]
    markdown_tables.write(DOCS, "bytes", markdown_tables.table(["", "raw", "gzipped"], by_size))
    assumed = [
        f"- {ASSUMED.signed_in:.0%} of the page views are by somebody who is signed in;",
        f"- of the pages that it may store, the cache has {ASSUMED.hit_ratio:.0%};",
        f"- a page has {ASSUMED.page_bytes / 1000:.0f} KB, compressed, without the snippet.",
    ]
    markdown_tables.write(DOCS, "assumed", assumed, measured=False)
    costly = [f"{what}, `{delivery}`" for what in ("requests", "MB", "CPU s") for delivery in ("inline", "fetch")]
    days = [daily_load(views, costs, sizes) for views in VIEWS]
    markdown_tables.write(
        DOCS, "origin-load", markdown_tables.table(["page views a day", *costly], days), measured=False
    )


def cpu_seconds(delivery: str, path: str) -> float:
    """Return the median CPU seconds of one response, without a server."""
    client = globals()[delivery].test_client()

    def calls(ask: Callable[[str], object]) -> float:
        start = process_time()
        for _ in range(CALLS):
            ask(path)
        return (process_time() - start) / CALLS

    return median(calls(client.get) for _ in range(ROUNDS))


def response_rate(delivery: str, path: str) -> float:
    """Return the responses a second of one gunicorn process, under wrk with 64 connections."""
    with serving(
        "gunicorn",
        "--bind=127.0.0.1:{port}",
        "--threads=4",
        "--log-level=warning",
        f"benchmarks.origin_load:{delivery}",
    ) as url:
        load = ["wrk", "--threads=1", "--connections=64", f"--duration={SECONDS}s", url + path]
        output = subprocess.run(load, check=True, capture_output=True, text=True).stdout
    if "Non-2xx" in output or "Socket errors" in output:
        sys.exit(output)
    (requests,) = re.findall(r"Requests/sec:\s+([\d.]+)", output)
    return float(requests)


def measured_sizes() -> dict[str, bytes]:
    """Return what each delivery adds to a page, and what it sends besides."""
    page = Page(path="/page", url="https://shop.example/page", name="page")
    file = loader_file("fetch")
    loader = f"/wootric/{file.name}"
    shared = SnippetRenderer("NPS-1", delivery="fetch", settings_url="/wootric/settings.json", loader_url=loader)
    sizes = {
        "`inline`, in the page": SnippetRenderer("NPS-1").render(USER, page),
        "`data`, in the page": SnippetRenderer("NPS-1", delivery="data", loader_url=loader).render(USER, page),
        "`fetch`, in the page": shared.render(None, page),
        "`fetch`, the settings response": settings_json(shared, USER, page),
        "the loader's file of `fetch`, once a visitor": file.content,
    }
    return {name: text.encode("ascii") for name, text in sizes.items()}


def daily_load(views: int, costs: dict[str, float], sizes: dict[str, bytes]) -> list[str]:
    """Return the table's row of one day: requests, megabytes and CPU seconds at the origin."""
    signed_in, misses = ASSUMED.signed_in, 1 - ASSUMED.hit_ratio
    compressed = {name: len(gzip.compress(body)) for name, body in sizes.items()}
    # Pages with a user come from the origin, the others only when the cache misses.
    inline_pages = views * (signed_in + (1 - signed_in) * misses)
    fetch_pages, settings_requests = views * misses, views * signed_in
    megabytes = [
        inline_pages * (ASSUMED.page_bytes + compressed["`inline`, in the page"]) / 1e6,
        (
            fetch_pages * (ASSUMED.page_bytes + compressed["`fetch`, in the page"])
            + settings_requests * compressed["`fetch`, the settings response"]
        )
        / 1e6,
    ]
    seconds = [inline_pages * costs["page"], fetch_pages * costs["page"] + settings_requests * costs["settings"]]
    return [
        f"{views:,}",
        f"{inline_pages:,.0f}",
        f"{fetch_pages + settings_requests:,.0f}",
        *(f"{value:,.1f}" if value < 10 else f"{value:,.0f}" for value in megabytes + seconds),
    ]


if __name__ == "__main__":
    main()
