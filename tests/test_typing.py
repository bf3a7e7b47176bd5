"""What pyright makes of a site's use of the package; test_packaging.py asks mypy."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
# One mistake a line, from the third one on.
WRONG = """\
# pyright: strict
from wootric_snippet import Group, Page, Survey, User
User.lenient(mail="hello@example.com")
User.validate(created_at=[])
Page.lenient(title=5)
Group.validate(id=1.5)
Survey.lenient(modal_theme="red")
User.validate()[0].email.upper()
User(properties={"tags": ["a"]})
"""


def pyright(file: Path) -> list[dict[str, Any]]:
    environment = {**os.environ, "PYRIGHT_PYTHON_IGNORE_WARNINGS": "1"}
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", sys.executable, str(file)]
    ran = subprocess.run(command, capture_output=True, text=True, cwd=file.parent, env=environment, check=False)
    found: list[dict[str, Any]] = json.loads(ran.stdout)["generalDiagnostics"]
    return found


def test_pyright_finds_nothing_in_a_sites_use(tmp_path: Path) -> None:
    sample = tmp_path / "site_itself.py"
    sample.write_bytes((ROOT / "tests" / "typing_sample.py").read_bytes())
    assert [(found["range"]["start"]["line"] + 1, found["message"]) for found in pyright(sample)] == []


def test_pyright_finds_wrong_arguments_of_every_constructor(tmp_path: Path) -> None:
    sample = tmp_path / "wrong.py"
    sample.write_text(WRONG, encoding="utf-8")
    lines = {found["range"]["start"]["line"] + 1 for found in pyright(sample) if found["severity"] == "error"}
    assert lines == {*range(3, len(WRONG.splitlines()) + 1)}
