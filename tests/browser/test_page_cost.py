"""What docs/page-cost.md says is still measured: one round of the benchmark, for a few of its pages."""

import re
from typing import get_args

from benchmarks.page.variants import OURS
from tests.servers import run
from wootric_snippet.delivery import Delivery, Load

_EXPECTED = """\
Medians, in ms. Chromium @, System, @ processor cores.

### InMoment's host is fast

| | first paint | DOMContentLoaded | load | main thread | visits |
|---|---:|---:|---:|---:|---:|
| no survey | @ | @ | @ | @ | 2 |
| wootric-snippet (lazy, inline) | @ | @ | @ | @ | 2 |
| wootric-snippet, delivery fetch | @ | @ | @ | @ | 2 |

### Bytes before InMoment's own script, gzipped

| | in the page | in files beside it |
|---|---:|---:|
| no survey | 0 | 0 |
| wootric-snippet (lazy, inline) | @ | 0 |
| wootric-snippet, delivery fetch | @ | @ |

### The inline script's own time on the main thread

| compiled and run | processor as it is | processor slowed 4 times |
|---|---:|---:|
| an inline script with nothing in it | @ | @ |
| the settings alone, beside our loader's text, read and never run | @ | @ |
| wootric-snippet (lazy, inline) | @ | @ |
"""
_PARTS = {"@": r"\**[\d.,]+\**( \([-+±\d%,.to ]+\))?", "System": r"\w+"}
_EXPECTED_PATTERN = re.sub("@|System", lambda part: _PARTS[part[0]], re.escape(_EXPECTED))


def test_the_benchmark_compares_every_loading_and_every_delivery() -> None:
    assert {options.get("load", "lazy") for options in OURS.values()} == {*get_args(Load)}
    assert {options.get("delivery", "inline") for options in OURS.values()} == {*get_args(Delivery)}


def test_the_benchmark_prints_a_table_of_the_pages_it_visits() -> None:
    printed = run("benchmarks.page_cost", "--print", "--rounds=2", "--host=fast", "--variant", "lazy", "fetch")
    assert re.fullmatch(_EXPECTED_PATTERN, printed), printed
