"""What is built and installed does the same as the checkout, and is typed for those who use it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import tarfile
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parent.parent
TYPING_SAMPLE = Path(__file__).parent / "typing_sample.py"

CALL = """
import sys
from datetime import date
import wootric_snippet
from wootric_snippet import Group, Page, SnippetRenderer, Survey, User, mock_sdk

renderer = SnippetRenderer(
    "NPS-01fe3cbc",
    survey=Survey(product_name="Größe", custom_messages={"followup_question": "Why?"}),
    script_type="text/plain",
    attributes={"data-category": "analytics"},
    test_mode=True,
)
user = User("hello@example.com", "2018-08-03T15:28:46.493Z", "en-GB", 7, {"seats": 5, "renewal": date(2027, 1, 31)})
html = renderer.render(user, Page(url="https://shop.example/a"), event="x", group=Group("g"), nonce="bm9uY2U=")
print(wootric_snippet.__file__, file=sys.stderr)
print(html, renderer.shutdown(), mock_sdk.source(), sep="\\n")
"""

# The types that a site's own checker has to complain about, a line each.
WRONG = """\
import wootric_snippet
from wootric_snippet import Page, SnippetRenderer, Survey, User
Survey(modal_theme="red")
SnippetRenderer("NPS-1", load="eager")
User(email=5)
Survey(custom_messages={"followup": "Why?"})
SnippetRenderer("NPS-1").render("hello@example.com", Page())
User().email = "x"
class Member(User): ...
wootric_snippet.Nope
"""
COMPLAINTS = """\
wrong.py:3: error: Argument "modal_theme" to "Survey" has incompatible type "Literal['red']"; \
expected "Literal['light', 'dark'] | None"  [arg-type]
wrong.py:4: error: Argument "load" to "SnippetRenderer" has incompatible type "Literal['eager']"; \
expected "Literal['lazy', 'async', 'consent']"  [arg-type]
wrong.py:5: error: Argument "email" to "User" has incompatible type "int"; expected "str | UUID | None"  [arg-type]
wrong.py:6: error: Argument "custom_messages" to "Survey" has incompatible type "dict[str, str]"; \
expected "CustomMessages | None"  [arg-type]
wrong.py:7: error: Argument 1 to "render" of "SnippetRenderer" has incompatible type "str"; \
expected "User | None"  [arg-type]
wrong.py:8: error: Property "email" defined in "User" is read-only  [misc]
wrong.py:9: error: Cannot inherit from final class "User"  [misc]
wrong.py:10: error: Module has no attribute "Nope"  [attr-defined]
"""


def run(*command: str | Path, cwd: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command without what the test's own process has in its environment for Python."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "MYPY"))}
    return subprocess.run(
        command,
        cwd=cwd,
        env={**clean, "PYTHONUTF8": "1", **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


@dataclass
class Built:
    sdist: Path
    wheel: Path
    unpacked: Path
    python: Path
    """The interpreter of a fresh environment that has the wheel; only what the package needs comes from this one."""


# What the demo, the tests, the tools and an editor leave in a checkout.
LEFT_BEHIND = [
    ".DS_Store",
    ".hypothesis/examples/0",
    ".idea/workspace.xml",
    ".mypy_cache/CACHEDIR.TAG",
    ".nox/unit/pyvenv.cfg",
    ".pytest_cache/README.md",
    ".ruff_cache/CACHEDIR.TAG",
    ".venv/pyvenv.cfg",
    ".vscode/settings.json",
    "build/speed.json",
    "dist/wootric_snippet-0.0.1.tar.gz",
    "docs/.index.md.swp",
    "docs/index.md~",
    "examples/shop/shop.sqlite3",
    "mutants/wootric_snippet/user.py",
    "site/index.html",
    "wootric_snippet.egg-info/PKG-INFO",
    "wootric_snippet/__pycache__/user.cpython-311.pyc",
]


def checked_in() -> list[str]:
    """Return the files that git tracks, with those that are new and not ignored; without git, all that are here."""
    if not (ROOT / ".git").exists():
        files = (path.relative_to(ROOT) for path in ROOT.rglob("*") if path.is_file())
        return [str(path) for path in files if path.parts[0] not in (".venv", ".nox")]
    command = ("git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    names = run(*command, cwd=ROOT).stdout.split("\0")[:-1]
    return [name for name in names if (ROOT / name).exists()]


@pytest.fixture(scope="module")
def used_checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy the checkout, and leave behind in the copy what is left behind where one works."""
    checkout = tmp_path_factory.mktemp("checkout") / "project"
    for name in checked_in():
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, checkout / name)
    for name in LEFT_BEHIND:
        (checkout / name).parent.mkdir(parents=True, exist_ok=True)
        (checkout / name).touch()
    return checkout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, used_checkout: Path) -> Built:
    """Build the sdist, and the wheel from the sdist; unpack the one and install the other."""
    folder = tmp_path_factory.mktemp("built")
    build = run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, used_checkout, cwd=folder)
    assert build.returncode == 0, build.stdout + build.stderr
    (sdist,), (wheel,) = folder.glob("*.tar.gz"), folder.glob("*.whl")
    # Not by tarfile: Python 3.11.2, which Debian has, does not know the filter that newer ones warn about missing.
    (folder / "unpacked").mkdir()
    run("tar", "-xf", sdist, "-C", folder / "unpacked", cwd=folder)
    (unpacked,) = (folder / "unpacked").iterdir()
    venv = folder / "venv"
    run(sys.executable, "-m", "venv", "--without-pip", venv, cwd=folder)
    python = next(path for path in (venv / "bin" / "python", venv / "Scripts" / "python.exe") if path.exists())
    pip = (sys.executable, "-m", "pip", "--python", python, "install", "--no-deps", "--no-index", "--quiet", wheel)
    installed = run(*pip, cwd=folder)
    assert installed.returncode == 0, installed.stderr
    (site_packages,) = (path.parent for path in venv.rglob("wootric_snippet") if path.parent.name == "site-packages")
    (site_packages / "needed.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return Built(sdist, wheel, unpacked, python)


def test_wheel_sdist_and_checkout_render_the_very_same(built: Built, tmp_path: Path) -> None:
    expected = ROOT / "wootric_snippet" / "__init__.py"
    editable = run(sys.executable, "-P", "-c", CALL, cwd=tmp_path)
    assert (editable.returncode, editable.stderr) == (0, f"{expected}\n")
    assert ' type="text/plain" data-category="analytics" nonce="bm9uY2U=">' in editable.stdout

    sdist = run(sys.executable, "-P", "-c", CALL, cwd=tmp_path, PYTHONPATH=str(built.unpacked))
    assert sdist.stderr == f"{built.unpacked / 'wootric_snippet' / '__init__.py'}\n"
    assert sdist.stdout == editable.stdout

    wheel = run(built.python, "-P", "-c", CALL, cwd=tmp_path)
    assert Path(wheel.stderr.strip()).is_relative_to(built.python.parent.parent), wheel.stderr
    assert wheel.stdout == editable.stdout


def test_the_command_is_installed_with_the_wheel(built: Built, tmp_path: Path) -> None:
    (tmp_path / "call.json").write_text('{"account_token": "NPS-1", "user": {}}', encoding="utf-8")
    command = next(built.python.parent.glob("wootric-snippet*"))
    ran = run(command, "render", "call.json", cwd=tmp_path)
    assert (ran.returncode, ran.stderr, ran.stdout.startswith("<script ")) == (0, "", True)


def test_the_wheel_holds_the_package_and_nothing_else(built: Built) -> None:
    names = ZipFile(built.wheel).namelist()
    templates = {f"wootric_snippet/templates/{path.name}" for path in (ROOT / "templates").iterdir() if path.is_file()}
    needed = {"wootric_snippet/py.typed", "wootric_snippet/__init__.py"} | templates
    assert {
        f"wootric_snippet/templates/{name}" for name in ("inline.html", "inline.lazy.min.js", "mock_sdk.js")
    } <= needed
    assert needed - set(names) == set()
    about = "-".join(built.wheel.name.split("-")[:2]) + ".dist-info"
    assert {name.split("/")[0] for name in names} == {"wootric_snippet", about}
    assert [name for name in names if name.endswith(".pyc") or "test" in Path(name).name.split("_")] == []
    assert len(names) == len(set(names))


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="needs a git checkout")
def test_sdist_holds_what_git_tracks_and_nothing_else(built: Built) -> None:
    tracked = {name for name in checked_in() if not name.startswith(".ci/")}
    with tarfile.open(built.sdist) as archive:
        packed = {member.name.partition("/")[2] for member in archive.getmembers() if member.isfile()}
    assert packed == tracked | {"PKG-INFO"}


def test_the_version_is_the_same_everywhere(built: Built, tmp_path: Path) -> None:
    code = (
        "import importlib.metadata, wootric_snippet as w; print(w.__version__, importlib.metadata.version(w.__name__))"
    )
    ran = run(built.python, "-P", "-c", code, cwd=tmp_path)
    version = ran.stdout.split()
    assert version[0] == version[1]
    assert built.wheel.name.startswith(f"wootric_snippet-{version[0]}-")
    assert built.sdist.name == f"wootric_snippet-{version[0]}.tar.gz"


def test_a_site_is_type_checked_against_the_wheel(built: Built, tmp_path: Path) -> None:
    (tmp_path / "site_itself.py").write_bytes(TYPING_SAMPLE.read_bytes())
    (tmp_path / "wrong.py").write_text(WRONG, encoding="utf-8")
    mypy = (sys.executable, "-m", "mypy", "--strict", "--no-error-summary", "--hide-error-context", "--no-pretty")
    options = ("--python-executable", built.python, "--cache-dir", tmp_path / "cache", "--config-file=")
    ran = run(*mypy, *options, "site_itself.py", "wrong.py", cwd=tmp_path)
    assert (ran.stdout, ran.stderr) == (COMPLAINTS, "")


def test_a_sites_use_of_the_package_runs(built: Built, tmp_path: Path) -> None:
    ran = run(built.python, "-P", TYPING_SAMPLE, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (0, ""), ran.stderr
    # The one user that is made leniently.
    assert [line.partition(";")[0] for line in ran.stderr.splitlines()] == [
        "left out: created_at: cannot be read as a date or time"
    ]


def test_the_typing_sample_uses_every_public_name() -> None:
    code = "import wootric_snippet; print(*wootric_snippet.__all__)"
    names = run(sys.executable, "-P", "-c", code, cwd=ROOT.parent).stdout.split()
    used = TYPING_SAMPLE.read_text(encoding="utf-8")
    assert names != []
    assert [name for name in names if used.count(name) < 2] == []
