"""Report the measurements as Markdown tables."""

import gzip
import os
import platform
import random
from collections.abc import Iterator, Sequence
from statistics import median, quantiles

from benchmarks.page import segment
from benchmarks.page.site import HOSTS
from benchmarks.page.variants import CACHED_LOADER, INLINE, NONE, OURS, VARIANTS, head
from benchmarks.page.visits import Visit
from wootric_snippet.delivery import SDK_URL
from wootric_snippet.loader_file import loader_file

Visits = dict[tuple[str, str], list[Visit]]
"""The visits by variant and host."""

InlineTimes = dict[tuple[str, int], list[float]]
"""Milliseconds of an inline script, by variant and CPU throttling rate."""

_SPEEDS = {1: "processor as it is", 4: "processor slowed 4 times"}
SLOWED = tuple(_SPEEDS)

_RESAMPLES = 1000

MOMENTS = ("first_paint", "dom_content_loaded", "load")


def text(visits: Visits, inline: InlineTimes, version: str) -> str:
    """Return all tables. `version` is Chromium's."""
    variants, hosts = ([name for name in names if any(name in pair for pair in visits)] for names in (VARIANTS, HOSTS))
    tables = [_table(visits, variants, host) for host in hosts] + [_bytes(variants), _inline(inline)]
    machine = f"Chromium {version}, {platform.system()}, {os.cpu_count()} processor cores."
    return "\n\n".join([f"Medians, in ms. {machine}", *("\n".join(table) for table in tables)])


def median_of(visits: Sequence[Visit], name: str) -> float:
    """Return the median of one field of the visits."""
    return float(median(getattr(visit, name) for visit in visits))


def _table(visits: Visits, variants: Sequence[str], host: str) -> Iterator[str]:
    yield f"### {HOSTS[host].title}\n"
    yield "| | first paint | DOMContentLoaded | load | main thread | visits |"
    yield "|---|---:|---:|---:|---:|---:|"
    for variant in variants:
        found = visits[variant, host]
        moments = (_moment(found, visits[NONE, host], name) for name in MOMENTS)
        yield f"| {VARIANTS[variant]} | {' | '.join(moments)} | {median_of(found, 'main_thread'):.0f} | {len(found)} |"


def _moment(found: Sequence[Visit], without: Sequence[Visit], name: str) -> str:
    """Return the median, and its difference from the page without a survey unless it is twice as late."""
    value, base = median_of(found, name), median_of(without, name)
    if found is without:
        low, _, high = quantiles([getattr(visit, name) for visit in found], n=4, method="inclusive")
        return f"{value:,.0f} ({low:.0f} to {high:.0f})"
    if value >= 2 * base:
        return f"**{value:,.0f}**"
    return f"{value:,.0f} ({value / base - 1:+.0%} ± {_uncertainty(found, without, name):.0%})"


def _uncertainty(found: Sequence[Visit], without: Sequence[Visit], name: str) -> float:
    """Return half the width of the ratio's 95 % confidence interval, by the bootstrap."""
    rng = random.Random(5)  # noqa: S311 - the same each time

    def resampled_median(visits: Sequence[Visit]) -> float:
        return median_of(rng.choices(visits, k=len(visits)), name)

    ratios = quantiles([resampled_median(found) / resampled_median(without) for _ in range(_RESAMPLES)], n=40)
    return (ratios[-1] - ratios[0]) / 2


def _bytes(variants: Sequence[str]) -> Iterator[str]:
    yield "### Bytes before InMoment's own script, gzipped\n"
    yield "| | in the page | in files beside it |"
    yield "|---|---:|---:|"
    for variant in variants:
        yield f"| {VARIANTS[variant]} | {_gzipped(head(variant, SDK_URL).encode()):,} | {_gzipped(_file(variant)):,} |"


def _file(variant: str) -> bytes:
    if variant == "segment":
        return segment.LIBRARY.read_bytes()
    options = OURS.get(variant, {})
    if options.get("loader_url", CACHED_LOADER).startswith(CACHED_LOADER):
        return b""
    return loader_file(options["delivery"]).content.encode()


def _gzipped(content: bytes) -> int:
    return len(gzip.compress(content, 9, mtime=0)) if content else 0


def _inline(inline: InlineTimes) -> Iterator[str]:
    yield "### The inline script's own time on the main thread\n"
    yield f"| compiled and run | {' | '.join(_SPEEDS[slowed] for slowed in SLOWED)} |"
    yield f"|---|{'---:|' * len(SLOWED)}"
    for variant in dict.fromkeys(variant for variant, _ in inline):
        yield f"| {INLINE[variant]} | {' | '.join(f'{median(inline[variant, slowed]):.2f}' for slowed in SLOWED)} |"
