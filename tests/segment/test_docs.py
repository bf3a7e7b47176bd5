"""What docs/segment.md shows is what comes out."""

import re
from pathlib import Path
from typing import Any

DOCS = (Path(__file__).parents[2] / "docs" / "segment.md").read_text(encoding="utf-8")
CODE = dict(re.findall(r"<!-- run: (\w+) -->\n```python\n(.*?)```", DOCS, re.DOTALL))


def test_the_calls_have_the_outcome_that_the_page_shows() -> None:
    assert DOCS.count("```python") == len(CODE)
    names: dict[str, Any] = {}
    exec(CODE["calls"], names)  # noqa: S102
    settings, commands = re.split(r"\n(?=\()", CODE["outcome"])
    assert names["analytics"].settings() == eval(settings)  # noqa: S307
    assert names["analytics"].commands() == eval(commands)  # noqa: S307
