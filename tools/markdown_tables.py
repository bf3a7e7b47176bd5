"""Write measured figures into the docs, as Markdown between two comments of a page."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path


def write(page: Path, name: str, lines: Iterable[str], *, measured: bool = True) -> None:
    """Replace what stands between `<!-- name: begin -->` and `<!-- name: end -->`, and print it.

    With `measured`, the date of the run follows the lines.
    """
    page_text = page.read_text(encoding="utf-8")
    marked = re.compile(rf"(?s)(<!-- {name}: begin -->\n).*?(\n<!-- {name}: end -->)")
    if not marked.search(page_text):
        raise SystemExit(f"{page} has no comments `<!-- {name}: begin -->` and `<!-- {name}: end -->`")
    date = ["", f"Run on {datetime.now(UTC):%Y-%m-%d}."] if measured else []
    text = "\n".join([*lines, *date])
    page.write_text(marked.sub(lambda match: match[1] + text + match[2], page_text), encoding="utf-8")
    print(text, end="\n\n")


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return the lines of a table. The first column is text, the others are numbers."""
    return [f"| {' | '.join(row)} |" for row in [head, ["---"] + ["---:"] * (len(head) - 1), *rows]]
