"""What docs/testing.md shows is so."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

DOCS = (Path(__file__).parent.parent / "docs" / "testing.md").read_text(encoding="utf-8")


def test_the_sites_test_passes() -> None:
    ((code,),) = [re.findall(r"<!-- run: extract -->\n```python\n(.*?)```", DOCS, re.DOTALL)]
    names: dict[str, Any] = {"__name__": "site"}
    exec(code, names)  # noqa: S102
    names["test_the_pricing_page_asks_its_customer"]()


def test_the_command_says_what_the_page_shows() -> None:
    ((command, told),) = re.findall(
        r"<!-- run: check -->\n```sh\necho '(.*?)' \| wootric-snippet check\n```\n\n```text\n(.*?)```", DOCS, re.DOTALL
    )
    program = [sys.executable, "-m", "wootric_snippet.cli", "check"]
    ran = subprocess.run(program, input=command, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout, ran.stderr) == (1, told, "")
