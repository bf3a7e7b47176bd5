"""What a survey costs the page that carries it: `python -m benchmarks.page_cost`.

Opens one page in Chromium with each way to put a survey into it, while InMoment's host is fast, slow, hanging, refusing
or without its script, and writes the figures into docs/page-cost.md and draws docs/page-cost.png.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks import figures
from benchmarks.page import report, segment
from benchmarks.page.site import HOSTS
from benchmarks.page.visits import Tab, Visit, chromium, inline_script_ms
from benchmarks.page.ways import HELD, INLINE, NONE, WAYS
from tests.servers import serving

DOCS = Path(__file__).parent.parent / "docs"

ROUNDS = 15
# Where nothing may differ, differences of a few percent are to be seen.
_JUDGED_VISITS = 8
# How long after the load event the page is still watched: until InMoment's script, loaded lazily, has run.
_QUIET_MS = 250
# The pages that wait for a hanging host do so side by side; each has had its own work done when the next one begins.
_APART_MS = 250


def main() -> None:
    """Measure, and print the figures or write them into the docs."""
    parser = argparse.ArgumentParser(prog="page_cost", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="visits of each page, two or more (default: %(default)s)"
    )
    parser.add_argument("--host", choices=HOSTS, nargs="+", default=[*HOSTS], help="what InMoment's host does")
    parser.add_argument("--way", choices=WAYS, nargs="+", default=[*WAYS], help="what is put into the page")
    parser.add_argument("--print", action="store_true", help="print the figures only; for a part, or for few rounds")
    options = parser.parse_args()
    ways = {NONE, *options.way}
    if "segment" in ways:
        segment.build()
    server = serving("uvicorn", "benchmarks.page.site:app", "--port={port}", "--log-level=warning")
    with server as site, chromium() as browser:
        visits = measured(browser, site, options.rounds, options.host, ways)
        inline = inline_times(browser, site, options.rounds, [way for way in INLINE if way in ways or way not in WAYS])
        text = report.text(visits, inline, browser.version)
    if options.print:
        print(text)
        return
    figures.write(DOCS / "page-cost.md", "figures", [text])
    from benchmarks.page.chart import draw  # what only prints needs no library to draw with

    draw(visits, DOCS / "page-cost.png")


def measured(browser: Browser, site: str, rounds: int, hosts: Collection[str], ways: Collection[str]) -> report.Visits:
    """Visit every page in every round, in another order each time: what else the machine does falls on all alike."""
    visits: report.Visits = defaultdict(list)
    order = random.Random(5)  # noqa: S311 - the same order each time
    Tab(browser, site, f"/{NONE}/fast").finished(_QUIET_MS)  # the first page of all is slower

    def shuffled(names: Collection[str]) -> list[str]:
        return order.sample(sorted(names), k=len(names))

    for _ in range(rounds):
        for host in shuffled(hosts):
            hangs = host == "hanging"
            for _ in range(_JUDGED_VISITS if hangs else 1):
                for way in shuffled([way for way in ways if not (hangs and way in HELD)]):
                    tab = Tab(browser, site, f"/{way}/{host}")
                    visit = tab.finished(_QUIET_MS + (0 if hangs else HOSTS[host].seconds * 1000))
                    if host == "fast" and visit.asked != (way not in (NONE, "consent")):
                        # A way that does not work costs nothing, and would look good for it.
                        sys.exit(f"{WAYS[way]}: {'a survey' if visit.asked else 'no survey'} was asked for")
                    visits[way, host].append(visit)
            if hangs:
                for way, visit in _side_by_side(browser, site, host, shuffled([way for way in ways if way in HELD])):
                    visits[way, host].append(visit)
    return visits


def inline_times(browser: Browser, site: str, rounds: int, ways: Collection[str]) -> report.InlineTimes:
    """Measure the scripts in the page itself, in turn: how long each works, in milliseconds."""
    times: report.InlineTimes = defaultdict(list)
    for _ in range(rounds):
        for way in ways:
            for slowed in report.SLOWED:
                times[way, slowed].append(inline_script_ms(browser, site, way, slowed))
    return times


def _side_by_side(browser: Browser, site: str, host: str, ways: list[str]) -> list[tuple[str, Visit]]:
    tabs = []
    for way in ways:
        tabs.append(tab := Tab(browser, site, f"/{way}/{host}"))
        tab.wait(_APART_MS)
    return [(way, tab.finished(_QUIET_MS)) for way, tab in zip(ways, tabs, strict=True)]


if __name__ == "__main__":
    main()
