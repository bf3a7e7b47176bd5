"""What every hostile value comes to in each engine and delivery: `make hostile`. Writes docs/security.md's table."""

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_args

from benchmarks import figures
from tests.browser.engines import ENGINES
from tests.hostile.pages import PAGES, expected, visited
from wootric_snippet.renderer import Delivery

DOCS = Path(__file__).parent.parent / "docs" / "security.md"


def texts(value: Any) -> Iterator[str]:
    """Give every text in settings, keys too: the places that a value has to arrive in."""
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
    """Return what one engine did with one delivery."""
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
    """Open every page in every engine, and write down what came of it."""
    rows = []
    for engine in ENGINES:
        with TemporaryDirectory(ignore_cleanup_errors=True) as home:
            found = visited(engine, Path(home))
        rows += [row(engine, delivery, found) for delivery in get_args(Delivery)]
    head = "| engine | delivery | values | places | pages where something ran or changed | values changed |"
    figures.write(DOCS, "hostile", [head, "|---|---|---:|---:|---:|---:|", *rows])


if __name__ == "__main__":
    main()
