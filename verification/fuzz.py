"""A million blocks of visitors that nobody thought of, read back by two parsers: `make fuzz`.

Every core takes batches, each with a seed of its own, which is told where one fails, and makes the same batch again.
Then a fuzzer that watches which lines run looks for a text that timestamps or languages do not read or refuse.
Writes the figures of docs/security.md.
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

from benchmarks import figures
from tests.hostile.fuzz import Site, differences, differences_of_calls, sites, visits

DOCS = Path(__file__).parent.parent / "docs" / "security.md"
EXAMPLES = 250
VISITORS, SEEN, CALLS = 6, 5, 6
READERS = ("timestamps", "languages")
TEXTS = 2_000_000


def main() -> None:
    """Run it, and write down what came of it."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000_000, help="how many blocks there are to be at least")
    parser.add_argument("--seed", type=int, default=1, help="of the first batch; the next has the next")
    options = parser.parse_args()
    each = EXAMPLES * (VISITORS * SEEN + CALLS)
    seeds = range(options.seed, options.seed - options.cases // -each)
    cases = 0
    with ProcessPoolExecutor() as pool:
        for number, made in zip(seeds, pool.map(batch, seeds), strict=True):
            cases += made
            print(f"batch {number}: {cases:,} blocks", flush=True)
    read = {name: texts_read(name) for name in READERS}
    figures.write(
        DOCS,
        "fuzz",
        [
            "| | cases | differences |",
            "|---|---:|---:|",
            f"| a block of a user's or of Segment's calls, with its page, read back by both parsers | {cases:,} | 0 |",
            *(f"| a text for {name}, by a fuzzer that watches which lines run | {read[name]:,} | 0 |" for name in read),
        ],
    )


def batch(number: int) -> int:
    """Return how many blocks the batch had; raises at the first that is not read as it was meant."""
    logging.disable()  # of Segment's calls, what is wrong is left out, and told
    cases = 0

    @seed(number)
    @settings(
        max_examples=EXAMPLES,
        database=None,
        deadline=None,
        phases=[Phase.generate, Phase.shrink],
        suppress_health_check=list(HealthCheck),
    )
    @given(sites(VISITORS, SEEN), visits(CALLS))
    def run(site: Site, calls: list[list[object]]) -> None:
        nonlocal cases
        for made, wrong in (differences(site), differences_of_calls(site.way, calls)):
            if wrong:
                raise AssertionError(f"seed {number}: {wrong[0]}")
            cases += made

    run()
    return cases


def texts_read(reader: str) -> int:
    """Return how many texts the fuzzer tried; stops at one that is neither read nor refused."""
    command = [sys.executable, "-m", "benchmarks.fuzz_texts", reader, f"-runs={TEXTS}", "-seed=1", "-max_len=60"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ)
    told = re.search(r"Done (\d+) runs", done.stderr)
    if done.returncode or not told:
        raise SystemExit(done.stderr[-3000:])
    return int(told[1])


if __name__ == "__main__":
    main()
