"""Build Segment's classic library with the destination for InMoment, from npm's packages."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.browser.libraries import NPM

_SOURCES = Path(__file__).parent / "segment"
_BUILT = Path(sys.prefix) / "share" / "wootric-snippet-benchmarks"

STUB = _BUILT / "stub.min.js"
"""The snippet that sites paste into their pages."""
LIBRARY = _BUILT / "library.min.js"
"""The library that the snippet loads."""


def build() -> None:
    """Build both files into the environment of the other tools. Needs npm, and its registry the first time."""
    shutil.copytree(_SOURCES, _BUILT, dirs_exist_ok=True)
    for command in (["install", "--no-audit", "--no-fund"], ["run", "build"]):
        subprocess.run([*NPM, "--silent", *command], cwd=_BUILT, check=True)
