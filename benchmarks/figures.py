"""Where a benchmark's figures go: between two comments of a page of the docs, that name them."""

import re
from datetime import UTC, datetime
from pathlib import Path


def write(page: Path, name: str, lines: list[str]) -> None:
    """Put the lines between `<!-- name: begin -->` and `<!-- name: end -->`, with their day; print them."""
    text = page.read_text(encoding="utf-8")
    marked = re.compile(rf"(?s)(<!-- {name}: begin -->\n).*?(\n<!-- {name}: end -->)")
    if not marked.search(text):
        raise SystemExit(f"{page} has no place for {name}")
    figures = "\n".join([*lines, "", f"Run on {datetime.now(UTC):%Y-%m-%d}."])
    page.write_text(marked.sub(lambda match: match[1] + figures + match[2], text), encoding="utf-8")
    print(figures)
