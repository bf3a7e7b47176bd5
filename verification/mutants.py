"""Which changes of the code that keeps the promises no test would notice: `make mutants`.

Writes the table of docs/security.md.
"""

import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

from benchmarks import figures

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs" / "security.md"
EQUIVALENT = ROOT / "tests" / "equivalent_mutants.toml"
Change = tuple[str, str]
"""A line as it is, and what the mutant has in its place."""


def main() -> None:
    """Make and test the mutants; exit with 1 where one survives that is not known to be the same."""
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
        print(f"no longer a survivor: {line}\n                  as: {becomes}")
    mutmut("export-cicd-stats")
    told = json.loads((ROOT / "mutants" / "mutmut-cicd-stats.json").read_text(encoding="utf-8"))
    killed = told["killed"] + told["timeout"]
    rest = told["total"] - killed
    figures.write(
        DOCS,
        "mutants",
        [
            "| mutants | noticed | the same as the code | not noticed |",
            "|---:|---:|---:|---:|",
            f"| {told['total']} | {killed} | {rest - len(survivors - known)} | {len(survivors - known)} |",
        ],
    )
    if survivors != known:
        raise SystemExit(1)


def mutmut(*arguments: str) -> str:
    """Return what mutmut prints."""
    return subprocess.check_output([sys.executable, "-m", "mutmut", *arguments], cwd=ROOT, text=True)


def surviving(results: str) -> list[str]:
    """Return the names of the mutants that no test noticed, or none ran."""
    return re.findall(r"^\s*(\S+): (?!killed|timeout)", results, re.MULTILINE)


def change(name: str) -> Change:
    """Return what a mutant changes; several lines as one."""
    lines = mutmut("show", name).splitlines()
    gone, come = (
        " ".join(line[1:].strip() for line in lines if re.match(rf"\{sign}(?!\{sign}\{sign})", line)) for sign in "-+"
    )
    return gone, come


if __name__ == "__main__":
    main()
