"""Open every hostile value in every browser and delivery: `make xss`. Writes a table of docs/security.md."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

from tests.browser.engines import ENGINES
from tests.xss.pages import PAGES, expected, visited
from tools import markdown_tables
from wootric_snippet.delivery import Delivery

DOCS = Path(__file__).parent.parent / "docs" / "security.md"


def texts(value: Any) -> Iterator[str]:
    """Yield every text in the settings, keys included: the places where a value has to arrive."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def row(engine: str, delivery: str, found: dict[str, Any]) -> str:
    """Return the table's row for one browser and one delivery."""
    values = places = changed = wrong = 0
    for name, batch in PAGES.items():
        if batch.delivery != delivery:
            continue
        report, wanted = found.get(name, {"found": {}, "complaints": ["no report"]}), expected(name)
        arrived = report["found"].get("arrived", [])
        for number, settings in enumerate(wanted["arrived"]):
            values += 1
            places += sum(text == settings["wootricSettings"]["email"] for text in texts(settings))
            changed += arrived[number : number + 1] != [settings]
        wrong += report != {"found": report["found"] | wanted | {"arrived": arrived}, "complaints": []}
    return f"| {engine} | `{delivery}` | {values:,} | {places:,} | {wrong} | {changed} |"


def main() -> None:
    """Open every page in every browser and write the table."""
    rows = []
    for engine in ENGINES:
        with TemporaryDirectory(ignore_cleanup_errors=True) as home:
            found = visited(engine, Path(home))
        rows += [row(engine, delivery, found) for delivery in get_args(Delivery)]
    head = "| engine | delivery | values | places | pages where something ran or changed | values changed |"
    markdown_tables.write(DOCS, "xss", [head, "|---|---|---:|---:|---:|---:|", *rows])


if __name__ == "__main__":
    main()
