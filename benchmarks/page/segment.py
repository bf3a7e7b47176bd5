"""Segment's classic library with the destination for InMoment, built from npm's packages as Segment builds it."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.browser.libraries import NPM

_SOURCES = Path(__file__).parent / "segment"
_BUILT = Path(sys.prefix) / "share" / "wootric-snippet-benchmarks"

STUB = _BUILT / "stub.min.js"
"""What is pasted into the page."""
LIBRARY = _BUILT / "library.min.js"
"""What that loads."""


def build() -> None:
    """Make the two files, beside the other tools. Needs npm, and the first time its registry."""
    shutil.copytree(_SOURCES, _BUILT, dirs_exist_ok=True)
    for command in (["install", "--no-audit", "--no-fund"], ["run", "build"]):
        subprocess.run([*NPM, "--silent", *command], cwd=_BUILT, check=True)
