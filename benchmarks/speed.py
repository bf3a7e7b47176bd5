"""What a snippet costs at the server: `make speed` measures it and writes the tables and the chart of docs/speed.md.

All ways are measured in turns in one process, so that whatever else the machine does is shared fairly; told are the
medians, and their ratios. Every round of the first table is kept in build/speed.json, for `pyperf compare_to`.
"""

import resource
import subprocess
import sys
from collections.abc import Callable
from compileall import compile_dir
from pathlib import Path
from statistics import median
from timeit import Timer
from tracemalloc import get_traced_memory, start, stop

import pyperf
from matplotlib.figure import Figure

from benchmarks import figures, ways
from benchmarks.ways import RENDERER, page, user
from wootric_snippet import User

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs" / "speed.md"
CHART = ROOT / "docs" / "speed.png"
KEPT = ROOT / "build" / "speed.json"
ROUNDS, CALLS = 200, 50
SIZES = [0, 1, 10, 100, 250, 500, 750, 1000]
RENDERS = 1_000_000
DEPENDENCIES = "jinja2, markupsafe, dateutil.parser"
IMPORTS = """
from time import perf_counter
start = perf_counter()
import {}
between = perf_counter()
import wootric_snippet
print(between - start, perf_counter() - between)
"""


def main() -> None:
    """Measure, and write the page's tables and chart."""
    seconds = measure(ways.printers(), kept=True)
    figures.write(DOCS, "ways", of_ways(seconds))
    figures.write(DOCS, "meaning", of_meaning(seconds[ways.OURS]))
    figures.write(DOCS, "sizes", of_sizes())
    figures.write(DOCS, "once", of_what_is_once())


def measure(
    calls: dict[str, Callable[[], object]], rounds: int = ROUNDS, number: int = CALLS, *, kept: bool = False
) -> dict[str, float]:
    """Return the median seconds of each call; the rounds go through all of them in turn."""
    timers = {name: Timer(call) for name, call in calls.items()}
    values: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, timer in timers.items():
            values[name].append(timer.timeit(number) / number)
    benchmarks = [
        pyperf.Benchmark([pyperf.Run(seconds, metadata={"name": name, "loops": number}, collect_metadata=False)])
        for name, seconds in values.items()
    ]
    if kept:
        KEPT.parent.mkdir(exist_ok=True)
        pyperf.BenchmarkSuite(benchmarks).dump(str(KEPT), replace=True)
    return {benchmark.get_name(): benchmark.median() for benchmark in benchmarks}


def of_ways(seconds: dict[str, float]) -> list[str]:
    """Return the table of the ways to a snippet."""
    floor = seconds[ways.FLOOR]
    return figures.table(
        ["", "µs", "times the floor"],
        [[name, f"{value * 1e6:.1f}", f"{value / floor:.2f}"] for name, value in seconds.items()],
    )


def of_meaning(seconds: float) -> list[str]:
    """Return the table of what a snippet in every page takes of a server."""
    return figures.table(
        ["pages a second", "of one core"],
        [[f"{pages:,}", f"{seconds * pages:.2%}"] for pages in (10, 100, 1_000, 10_000)],
    )


def of_sizes() -> list[str]:
    """Draw the chart of cost against the number of properties, and return the table under it."""

    def many(size: int) -> Callable[[], object]:
        properties = {f"property {number}": "some text" for number in range(size)}
        return lambda: RENDERER.render(user(properties=properties), page(), nonce=ways.NONCE)

    seconds = measure({str(size): many(size) for size in SIZES}, rounds=60, number=5)
    figure = Figure(figsize=(6.4, 3.6), layout="constrained")
    axes = figure.subplots()
    axes.plot(SIZES, [value * 1e6 for value in seconds.values()], marker="o")
    axes.set(xlabel="properties of the user", ylabel="µs for one render()", xlim=(0, None), ylim=(0, None))
    axes.grid(visible=True, alpha=0.3)
    figure.savefig(CHART, dpi=120)
    nothing = seconds["0"]
    return figures.table(
        ["properties", "µs", "µs for each"],
        [
            [size, f"{value * 1e6:.1f}", f"{(value - nothing) * 1e6 / int(size):.2f}" if int(size) else ""]
            for size, value in seconds.items()
        ],
    )


def of_what_is_once() -> list[str]:
    """Return the table of what is paid once a process."""
    dependencies, ours = imports(DEPENDENCIES)
    _, beside_flask = imports(f"flask, {DEPENDENCIES}")
    start()
    kept = ways.new_renderer()
    renderer_bytes, _ = get_traced_memory()
    stop()
    for visitor in range(1000):
        kept.render(somebody(visitor), page(), nonce=ways.NONCE)
    before = resident()
    for visitor in range(RENDERS):
        kept.render(somebody(visitor), page(), nonce=ways.NONCE)
    grown = resident() - before
    return figures.table(
        ["", ""],
        [
            ["import of the three dependencies", f"{dependencies * 1e3:.1f} ms"],
            ["import of `wootric_snippet` after them", f"{ours * 1e3:.1f} ms, {ours / dependencies:.1%} more"],
            ["import of `wootric_snippet` where Flask is loaded too", f"{beside_flask * 1e3:.1f} ms"],
            ["memory of one renderer", f"{renderer_bytes / 1024:.0f} KiB"],
            [f"memory more after {RENDERS:,} renders, each for another user", f"{grown} KiB"],
        ],
    )


def somebody(visitor: int) -> User:
    """Return a user unlike any other."""
    return User(
        f"{visitor}@example.com", visitor, external_id=visitor, properties={f"key {visitor}": f"text {visitor}"}
    )


def imports(before: str) -> tuple[float, float]:
    """Return the median seconds of importing what is before us and of importing us, each time in a new interpreter."""
    compile_dir(ROOT / "wootric_snippet", quiet=1)  # as pip does with what it installs
    probe = [sys.executable, "-c", IMPORTS.format(before)]
    told = [subprocess.check_output(probe, text=True).split() for _ in range(15)]
    first, then = (median(map(float, seconds)) for seconds in zip(*told, strict=True))
    return first, then


def resident() -> int:
    """Return the memory that the process has now, in KiB, as Linux tells it."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() // 1024


if __name__ == "__main__":
    main()
