"""CPU time of a snippet at the server: `make speed` measures it and writes docs/speed.md with its chart.

All variants are measured in turns in one process, so that other load on the machine falls on all of them alike. The
tables show medians and their ratios. Every round is stored in build/speed.json, for `pyperf compare_to`.
"""

import resource
import subprocess
import sys
from collections.abc import Callable
from compileall import compile_dir
from gzip import compress, decompress
from pathlib import Path
from statistics import median
from timeit import Timer
from tracemalloc import get_traced_memory, start, stop

import pyperf
from matplotlib.figure import Figure

from benchmarks import variants
from benchmarks.variants import RENDERER, page, user
from tools import markdown_tables
from wootric_snippet import User
from wootric_snippet.integration.replay import block_owners

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs" / "speed.md"
CHART = ROOT / "docs" / "speed.png"
ROUNDS_FILE = ROOT / "build" / "speed.json"
ROUNDS, CALLS = 200, 50
SIZES = [0, 1, 10, 100, 250, 500, 750, 1000]
PAGE_KILOBYTES = (10, 100, 1000)
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
    """Measure, and write the tables and the chart."""
    seconds = measure(variants.variants(), store=True)
    markdown_tables.write(DOCS, "variants", variants_table(seconds))
    markdown_tables.write(DOCS, "share", share_table(seconds[variants.OURS]))
    markdown_tables.write(DOCS, "sizes", sizes_table())
    markdown_tables.write(DOCS, "search", search_table())
    markdown_tables.write(DOCS, "process", process_table())


def measure(
    calls: dict[str, Callable[[], object]], rounds: int = ROUNDS, number: int = CALLS, *, store: bool = False
) -> dict[str, float]:
    """Return the median seconds of each call; every round measures all of them in turn."""
    timers = {name: Timer(call) for name, call in calls.items()}
    values: dict[str, list[float]] = {name: [] for name in calls}
    for _ in range(rounds):
        for name, timer in timers.items():
            values[name].append(timer.timeit(number) / number)
    benchmarks = [
        pyperf.Benchmark([pyperf.Run(seconds, metadata={"name": name, "loops": number}, collect_metadata=False)])
        for name, seconds in values.items()
    ]
    if store:
        ROUNDS_FILE.parent.mkdir(exist_ok=True)
        pyperf.BenchmarkSuite(benchmarks).dump(str(ROUNDS_FILE), replace=True)
    return {benchmark.get_name(): benchmark.median() for benchmark in benchmarks}


def variants_table(seconds: dict[str, float]) -> list[str]:
    """Return the table of all variants."""
    lower_bound = seconds[variants.LOWER_BOUND]
    return markdown_tables.table(
        ["", "µs", "times the lower bound"],
        [[name, f"{value * 1e6:.1f}", f"{value / lower_bound:.2f}"] for name, value in seconds.items()],
    )


def share_table(seconds: float) -> list[str]:
    """Return the table of the share of a core that a snippet in every page takes."""
    return markdown_tables.table(
        ["pages a second", "of one core"],
        [[f"{pages:,}", f"{seconds * pages:.2%}"] for pages in (10, 100, 1_000, 10_000)],
    )


def sizes_table() -> list[str]:
    """Draw the chart of cost against the number of properties, and return the table under it."""

    def many(size: int) -> Callable[[], object]:
        properties = {f"property {number}": "some text" for number in range(size)}
        return lambda: RENDERER.render(user(properties=properties), page(), nonce=variants.NONCE)

    seconds = measure({str(size): many(size) for size in SIZES}, rounds=60, number=5)
    figure = Figure(figsize=(6.4, 3.6), layout="constrained")
    axes = figure.subplots()
    axes.plot(SIZES, [value * 1e6 for value in seconds.values()], marker="o")
    axes.set(xlabel="properties of the user", ylabel="µs for one render()", xlim=(0, None), ylim=(0, None))
    axes.grid(visible=True, alpha=0.3)
    figure.savefig(CHART, dpi=120)
    nothing = seconds["0"]
    return markdown_tables.table(
        ["properties", "µs", "µs for each"],
        [
            [size, f"{value * 1e6:.1f}", f"{(value - nothing) * 1e6 / int(size):.2f}" if int(size) else ""]
            for size, value in seconds.items()
        ],
    )


def search_table() -> list[str]:
    """Return the table of what a page without a snippet costs: one search of its bytes."""
    rows = []
    for kilobytes in PAGE_KILOBYTES:
        text = " ".join(f"<p>{pow(7, number, 10**9 + 7)}</p>" for number in range(kilobytes * 1024 // 16))
        page = f"<!doctype html><title>A page</title>{text}".encode()[: kilobytes * 1024]
        packed = compress(page)

        def search(body: bytes = page) -> object:
            return block_owners(body)

        def search_packed(body: bytes = packed) -> object:
            return block_owners(decompress(body))

        def pack(body: bytes = page) -> object:
            return compress(body)

        seconds = measure({"plain": search, "gzip": search_packed, "compressing": pack}, rounds=20, number=5)
        plain, unpacked, packing = (seconds[name] for name in ("plain", "gzip", "compressing"))
        times = [f"{value * 1e6:,.1f}" for value in (plain, unpacked, packing)]
        rows.append([f"{kilobytes:,} KiB", *times, f"{plain / packing:.2%}"])
    return markdown_tables.table(
        ["page", "µs, plain", "µs, compressed", "µs to compress it", "plain, of compressing"], rows
    )


def process_table() -> list[str]:
    """Return the table of what every process pays once: imports and memory."""
    dependencies, ours = imports(DEPENDENCIES)
    _, beside_flask = imports(f"flask, {DEPENDENCIES}")
    start()
    renderer = variants.new_renderer()
    renderer_bytes, _ = get_traced_memory()
    stop()
    for visitor in range(1000):
        renderer.render(unique_user(visitor), page(), nonce=variants.NONCE)
    before = resident()
    for visitor in range(RENDERS):
        renderer.render(unique_user(visitor), page(), nonce=variants.NONCE)
    grown = resident() - before
    return markdown_tables.table(
        ["", ""],
        [
            ["import of the three dependencies", f"{dependencies * 1e3:.1f} ms"],
            ["import of `wootric_snippet` after them", f"{ours * 1e3:.1f} ms, {ours / dependencies:.1%} more"],
            ["import of `wootric_snippet` where Flask is loaded too", f"{beside_flask * 1e3:.1f} ms"],
            ["memory of one renderer", f"{renderer_bytes / 1024:.0f} KiB"],
            [f"memory more after {RENDERS:,} renders, each for another user", f"{grown} KiB"],
        ],
    )


def unique_user(visitor: int) -> User:
    """Return a user that shares no value with another visitor."""
    return User(
        f"{visitor}@example.com", visitor, external_id=visitor, properties={f"key {visitor}": f"text {visitor}"}
    )


def imports(before: str) -> tuple[float, float]:
    """Return the median seconds of importing the modules `before` and then this package, each time in a new process."""
    compile_dir(ROOT / "wootric_snippet", quiet=1)  # as pip does with what it installs
    probe = [sys.executable, "-c", IMPORTS.format(before)]
    outputs = [subprocess.check_output(probe, text=True).split() for _ in range(15)]
    first, then = (median(map(float, seconds)) for seconds in zip(*outputs, strict=True))
    return first, then


def resident() -> int:
    """Return the resident memory of this process in KiB, on Linux."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() // 1024


if __name__ == "__main__":
    main()
