"""Cost of a survey for the page that shows it: `make page-cost`.

Opens one page in Chromium with each variant of the survey's script, while InMoment's host is fast, slow, hanging,
refusing or without the script. Writes docs/page-cost.md and draws docs/page-cost.png.
"""

import argparse
import random
import sys
from collections import defaultdict
from collections.abc import Collection
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.page import report, segment
from benchmarks.page.site import HOSTS
from benchmarks.page.variants import DELAYED, INLINE, NONE, VARIANTS
from benchmarks.page.visits import Tab, Visit, chromium, inline_script_ms
from tests.servers import serving
from tools import markdown_tables

DOCS = Path(__file__).parent.parent / "docs"

ROUNDS = 15
# More visits per round where nothing may differ, so that a few percent show.
_HANGING_VISITS = 8
# The time after the load event in which InMoment's script, loaded lazily, runs.
_QUIET_MS = 500
# Pages that wait for a hanging host are opened in parallel, each after the work of the one before.
_STAGGER_MS = 250


def main() -> None:
    """Measure, and print the report or write it into the docs."""
    parser = argparse.ArgumentParser(prog="page_cost", description=__doc__.partition("\n")[0])
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="visits of each page, two or more (default: %(default)s)"
    )
    parser.add_argument("--host", choices=HOSTS, nargs="+", default=[*HOSTS], help="how InMoment's host behaves")
    parser.add_argument("--variant", choices=VARIANTS, nargs="+", default=[*VARIANTS], help="which variants to measure")
    parser.add_argument("--print", action="store_true", help="print the report instead of writing it into the docs")
    options = parser.parse_args()
    variants = {NONE, *options.variant}
    if "segment" in variants:
        segment.build()
    server = serving("uvicorn", "benchmarks.page.site:app", "--port={port}", "--log-level=warning")
    with server as site, chromium() as browser:
        visits = visit_all(browser, site, options.rounds, options.host, variants)
        inline = inline_times(
            browser,
            site,
            options.rounds,
            [variant for variant in INLINE if variant in variants or variant not in VARIANTS],
        )
        text = report.text(visits, inline, browser.version)
    if options.print:
        print(text)
        return
    markdown_tables.write(DOCS / "page-cost.md", "figures", [text])
    from benchmarks.page.chart import draw  # --print needs no matplotlib

    draw(visits, DOCS / "page-cost.png")


def visit_all(
    browser: Browser, site: str, rounds: int, hosts: Collection[str], variants: Collection[str]
) -> report.Visits:
    """Visit every page in every round, in a new order each time, so that other load falls on all alike."""
    visits: report.Visits = defaultdict(list)
    order = random.Random(5)  # noqa: S311 - the same order each time
    Tab(browser, site, f"/{NONE}/fast").finished(_QUIET_MS)  # the first page of all is slower

    def shuffled(names: Collection[str]) -> list[str]:
        return order.sample(sorted(names), k=len(names))

    for _ in range(rounds):
        for host in shuffled(hosts):
            hangs = host == "hanging"
            for _ in range(_HANGING_VISITS if hangs else 1):
                for variant in shuffled([variant for variant in variants if not (hangs and variant in DELAYED)]):
                    tab = Tab(browser, site, f"/{variant}/{host}")
                    visit = tab.finished(_QUIET_MS + (0 if hangs else HOSTS[host].seconds * 1000))
                    if host == "fast" and visit.asked != (variant not in (NONE, "consent")):
                        # A variant that does not work would cost nothing and look good.
                        sys.exit(f"{VARIANTS[variant]}: {'a survey' if visit.asked else 'no survey'} was asked for")
                    visits[variant, host].append(visit)
            if hangs:
                for variant, visit in _in_parallel(
                    browser, site, host, shuffled([variant for variant in variants if variant in DELAYED])
                ):
                    visits[variant, host].append(visit)
    return visits


def inline_times(browser: Browser, site: str, rounds: int, variants: Collection[str]) -> report.InlineTimes:
    """Measure the inline scripts in turn, in milliseconds."""
    times: report.InlineTimes = defaultdict(list)
    for _ in range(rounds):
        for variant in variants:
            for slowed in report.SLOWED:
                times[variant, slowed].append(inline_script_ms(browser, site, variant, slowed))
    return times


def _in_parallel(browser: Browser, site: str, host: str, variants: list[str]) -> list[tuple[str, Visit]]:
    tabs = []
    for variant in variants:
        tabs.append(tab := Tab(browser, site, f"/{variant}/{host}"))
        tab.wait(_STAGGER_MS)
    return [(variant, tab.finished(_QUIET_MS)) for variant, tab in zip(variants, tabs, strict=True)]


if __name__ == "__main__":
    main()
