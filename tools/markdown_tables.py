"""How a benchmark's figures are written: as tables in Markdown, between two comments of a page of the docs."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path


def write(page: Path, name: str, lines: Iterable[str], *, measured: bool = True) -> None:
    """Put the lines between `<!-- name: begin -->` and `<!-- name: end -->`, with their day if measured; print them."""
    text = page.read_text(encoding="utf-8")
    marked = re.compile(rf"(?s)(<!-- {name}: begin -->\n).*?(\n<!-- {name}: end -->)")
    if not marked.search(text):
        raise SystemExit(f"{page} has no place for {name}")
    day = ["", f"Run on {datetime.now(UTC):%Y-%m-%d}."] if measured else []
    figures = "\n".join([*lines, *day])
    page.write_text(marked.sub(lambda match: match[1] + figures + match[2], text), encoding="utf-8")
    print(figures, end="\n\n")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table; what is under its first heading is text, the rest are numbers."""
    return [f"| {' | '.join(row)} |" for row in [head, ["---"] + ["---:"] * (len(head) - 1), *rows]]
