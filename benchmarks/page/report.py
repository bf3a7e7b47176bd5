"""The figures as people read them: Markdown."""

import gzip
import os
import platform
import random
from collections.abc import Iterator, Sequence
from statistics import median, quantiles

from benchmarks.page import segment
from benchmarks.page.site import HOSTS
from benchmarks.page.visits import Visit
from benchmarks.page.ways import INLINE, KEPT, NONE, OURS, WAYS, head
from wootric_snippet.loader_file import loader_file
from wootric_snippet.renderer import SDK_URL

Visits = dict[tuple[str, str], list[Visit]]
"""By the way and what InMoment's host does."""

InlineTimes = dict[tuple[str, int], list[float]]
"""How long inline scripts worked, in milliseconds: by the way and how many times the processor was slowed."""

_SPEEDS = {1: "processor as it is", 4: "processor slowed 4 times"}
SLOWED = tuple(_SPEEDS)

_RESAMPLES = 1000

MOMENTS = ("first_paint", "dom_content_loaded", "load")


def text(visits: Visits, inline: InlineTimes, version: str) -> str:
    """Return all tables; `version` is Chromium's."""
    ways, hosts = ([name for name in names if any(name in pair for pair in visits)] for names in (WAYS, HOSTS))
    tables = [_table(visits, ways, host) for host in hosts] + [_bytes(ways), _inline(inline)]
    machine = f"Chromium {version}, {platform.system()}, {os.cpu_count()} processor cores."
    return "\n\n".join([f"Medians, in ms. {machine}", *("\n".join(table) for table in tables)])


def median_of(visits: Sequence[Visit], name: str) -> float:
    """Return the median of one of a visit's figures."""
    return float(median(getattr(visit, name) for visit in visits))


def _table(visits: Visits, ways: Sequence[str], host: str) -> Iterator[str]:
    yield f"### {HOSTS[host].title}\n"
    yield "| | first paint | DOMContentLoaded | load | main thread | visits |"
    yield "|---|---:|---:|---:|---:|---:|"
    for way in ways:
        found = visits[way, host]
        moments = (_moment(found, visits[NONE, host], name) for name in MOMENTS)
        yield f"| {WAYS[way]} | {' | '.join(moments)} | {median_of(found, 'main_thread'):.0f} | {len(found)} |"


def _moment(found: Sequence[Visit], without: Sequence[Visit], name: str) -> str:
    """Say when it was and, where it is about the same, by how much it is later than without a survey."""
    value, base = median_of(found, name), median_of(without, name)
    if found is without:
        low, _, high = quantiles([getattr(visit, name) for visit in found], n=4, method="inclusive")
        return f"{value:,.0f} ({low:.0f} to {high:.0f})"
    if value >= 2 * base:
        return f"**{value:,.0f}**"
    return f"{value:,.0f} ({value / base - 1:+.0%} ± {_chance(found, without, name):.0%})"


def _chance(found: Sequence[Visit], without: Sequence[Visit], name: str) -> float:
    """Return how far from the truth a ratio of medians may be, 19 times in 20: by the bootstrap."""
    draw = random.Random(5)  # noqa: S311 - the same each time

    def again(visits: Sequence[Visit]) -> float:
        return median_of(draw.choices(visits, k=len(visits)), name)

    ratios = quantiles([again(found) / again(without) for _ in range(_RESAMPLES)], n=40)
    return (ratios[-1] - ratios[0]) / 2


def _bytes(ways: Sequence[str]) -> Iterator[str]:
    yield "### Bytes before InMoment's own script, gzipped\n"
    yield "| | in the page | in files beside it |"
    yield "|---|---:|---:|"
    for way in ways:
        yield f"| {WAYS[way]} | {_gzipped(head(way, SDK_URL).encode()):,} | {_gzipped(_file(way)):,} |"


def _file(way: str) -> bytes:
    if way == "segment":
        return segment.LIBRARY.read_bytes()
    return loader_file().content.encode() if OURS.get(way, {}).get("loader_url", KEPT) != KEPT else b""


def _gzipped(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0)) if content else 0


def _inline(inline: InlineTimes) -> Iterator[str]:
    yield "### The inline script's own time on the main thread\n"
    yield f"| compiled and run | {' | '.join(_SPEEDS[slowed] for slowed in SLOWED)} |"
    yield f"|---|{'---:|' * len(SLOWED)}"
    for way in dict.fromkeys(way for way, _ in inline):
        yield f"| {INLINE[way]} | {' | '.join(f'{median(inline[way, slowed]):.2f}' for slowed in SLOWED)} |"
