"""Copying docs/tutorial.md into an empty folder leads to a survey in Chromium."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.docs.doc_runner import blocks, write
from tests.servers import ROOT, free_port, started

# The parts of the tutorial, and how their servers get a free port.
PORT = {"Flask": "--port {}", "Django": "{}", "FastAPI": "--port {}"}
PASSWORD = "oolong-at-four"


@pytest.fixture(scope="module")
def constraint(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make pip take the package from this checkout; all else it gets where the reader does."""
    folder = tmp_path_factory.mktemp("built")
    build = (sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT)
    subprocess.run(build, check=True, stdout=subprocess.DEVNULL)
    (wheel,) = folder.glob("*.whl")
    constraint = folder / "constraint.txt"
    constraint.write_text(f"wootric-snippet @ {wheel.as_uri()}\n", encoding="utf-8")
    return constraint


def readers(constraint: Path) -> dict[str, str]:
    """Return a reader's environment: nothing of the tests' own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "DJANGO", "VIRTUAL"))}
    return {**kept, "PIP_CONSTRAINT": str(constraint)}


@pytest.mark.parametrize("framework", PORT)
def test_copying_the_tutorial_leads_to_a_survey(framework: str, constraint: Path, tmp_path: Path, page: Page) -> None:
    environment, port = readers(constraint), free_port()
    *steps, last = blocks("tutorial", framework)
    *before, server = last.code.splitlines()
    activate = ". .venv/bin/activate\n"
    for block in steps:
        if block.language == "sh":
            subprocess.run(("sh", "-ec", block.code), cwd=tmp_path, env=environment, check=True)
        else:
            write(block, tmp_path)
    subprocess.run(("sh", "-ec", activate + "\n".join(before)), cwd=tmp_path, env=environment, check=True)
    command = ("sh", "-ec", f"{activate}exec {server} {PORT[framework].format(port)}")
    with started(command, port, tmp_path, environment) as url:
        if framework == "Django":
            sign_in(page, url)
        page.goto(url)
        mock_sdk = page.get_by_label("InMoment mock SDK")
        expect(mock_sdk.locator(".scale button")).to_have_count(11)
        expect(mock_sdk).to_contain_text("amelia@initech.example")


def test_every_part_of_the_tutorial_is_followed() -> None:
    assert {block.section for block in blocks("tutorial")} == PORT.keys()


def sign_in(page: Page, url: str) -> None:
    """Fill in the form of Django's admin, as the tutorial says."""
    page.goto(f"{url}/admin/")
    page.get_by_label("Username").fill("amelia")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    expect(page.get_by_role("heading", name="Site administration")).to_be_visible()
