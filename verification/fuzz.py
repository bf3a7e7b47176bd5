"""Render a million random snippets and read them back with two HTML parsers: `make fuzz`.

Each batch has its own seed; a failure names the seed, which makes the same batch again. Then a coverage-guided fuzzer
looks for a text on which the parsers of timestamps and languages crash. Writes a table of docs/security.md.
"""

import logging
import os
import re
import subprocess
import sys
from argparse import ArgumentParser
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, seed, settings

from tests.xss.fuzz import Site, differences, differences_of_calls, sites, visits
from tools import markdown_tables

DOCS = Path(__file__).parent.parent / "docs" / "security.md"
EXAMPLES = 250
USERS, PAGES, CALLS = 6, 5, 6
PARSERS = ("timestamps", "languages")
TEXTS = 2_000_000


def main() -> None:
    """Run both fuzzers and write the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000, help="how many snippets to render, at least")
    parser.add_argument("--seed", type=int, default=1, help="the seed of the first batch; each batch adds one")
    options = parser.parse_args()
    each = EXAMPLES * (USERS * PAGES + CALLS)
    seeds = range(options.seed, options.seed - options.cases // -each)
    cases = 0
    with ProcessPoolExecutor() as pool:
        for number, rendered in zip(seeds, pool.map(run_batch, seeds), strict=True):
            cases += rendered
            print(f"batch {number}: {cases:,} snippets", flush=True)
    parsed = {name: fuzz_parser(name) for name in PARSERS}
    rows = [["a snippet of a user or of Segment's calls, read back by both HTML parsers", f"{cases:,}", "0"]]
    rows += [
        [f"a text for the parser of {name}, by a coverage-guided fuzzer", f"{parsed[name]:,}", "0"] for name in parsed
    ]
    markdown_tables.write(DOCS, "fuzz", markdown_tables.table(["", "cases", "differences"], rows))


def run_batch(number: int) -> int:
    """Return how many snippets were rendered; raise for the first one that a parser reads differently."""
    logging.disable()  # wrong values in Segment's calls are left out and logged
    cases = 0

    @seed(number)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(sites(USERS, PAGES), visits(CALLS))
    def run(site: Site, calls: list[list[object]]) -> None:
        nonlocal cases
        for rendered, wrong in (differences(site), differences_of_calls(site.way, calls)):
            if wrong:
                raise AssertionError(f"seed {number}: {wrong[0]}")
            cases += rendered

    run()
    return cases


def fuzz_parser(name: str) -> int:
    """Return how many texts the fuzzer tried; exit at the first that crashes the parser."""
    command = [sys.executable, "-m", "verification.fuzz_parsers", name, f"-runs={TEXTS}", "-seed=1", "-max_len=60"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    runs = re.search(r"Done (\d+) runs", done.stderr)
    if done.returncode or not runs:
        raise SystemExit(done.stderr[-3000:])
    return int(runs[1])


if __name__ == "__main__":
    main()
