"""Mutation testing: find changes of the code that no test notices: `make mutants`.

mutmut makes the mutants of the modules that pyproject.toml names. Writes a table of docs/security.md.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from tools import markdown_tables

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs" / "security.md"
EQUIVALENT = Path(__file__).parent / "equivalent_mutants.toml"
Change = tuple[str, str]
"""A line of the code and the mutant's line in its place."""


def main() -> None:
    """Make and test the mutants; exit with 1 if one survives that is not known to be equivalent."""
    check_configuration()
    subprocess.run([sys.executable, "-m", "mutmut", "run"], cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    survivors = {change(name) for name in surviving(mutmut("results"))}
    known = {
        (mutant["line"], becomes)
        for mutant in tomllib.loads(EQUIVALENT.read_text(encoding="utf-8"))["mutant"]
        for becomes in mutant["becomes"]
    }
    for line, becomes in sorted(survivors - known):
        print(f"survived: {line}\n      as: {becomes}")
    for line, becomes in sorted(known - survivors):
        print(f"listed, but does not survive: {line}\n                          as: {becomes}")
    mutmut("export-cicd-stats")
    stats = json.loads((ROOT / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    killed = stats["killed"] + stats["timeout"]
    rest = stats["total"] - killed
    markdown_tables.write(
        DOCS,
        "mutants",
        [
            "| mutants | noticed | the same as the code | not noticed |",
            "|---:|---:|---:|---:|",
            f"| {stats['total']} | {killed} | {rest - len(survivors - known)} | {len(survivors - known)} |",
        ],
    )
    if survivors != known:
        raise SystemExit(1)


def check_configuration() -> None:
    """Exit if pyproject.toml names a module or a test that is not there: mutmut would pass over it in silence."""
    options = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["mutmut"]
    paths = options["only_mutate"] + options["pytest_add_cli_args_test_selection"]
    if missing := [path for path in paths if not any(ROOT.glob(path))]:
        raise SystemExit(f"[tool.mutmut] of pyproject.toml names files that do not exist: {', '.join(missing)}")


def mutmut(*arguments: str) -> str:
    """Run mutmut and return its output."""
    return subprocess.check_output([sys.executable, "-m", "mutmut", *arguments], cwd=ROOT, text=True)


def surviving(results: str) -> list[str]:
    """Return the names of the mutants that no test noticed or ran."""
    return re.findall(r"^\s*(\S+): (?!killed|timeout)", results, re.MULTILINE)


def change(name: str) -> Change:
    """Return what a mutant changes, with several lines joined into one."""
    lines = mutmut("show", name).splitlines()
    removed, added = (
        " ".join(line[1:].strip() for line in lines if re.match(rf"\{sign}(?!\{sign}\{sign})", line)) for sign in "-+"
    )
    return removed, added


if __name__ == "__main__":
    main()
