"""The matrix: the tests that need no browser, in every Python with every Django that runs on it.

`nox --list` shows it, `nox --session "unit(Python 3.13, Django 6.1)"` runs one cell. `make` has a cell of its own: the
machine's Python, and the browsers.
"""

import nox

nox.needs_version = ">=2025.2.9"
nox.options.error_on_missing_interpreters = True
nox.options.sessions = ["lint", "types", "unit"]

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]
DJANGOS = ["5.2", "6.0", "6.1"]
# Django 6 needs Python 3.12.
CELLS = [
    nox.param(python, django, id=f"Python {python}, Django {django}")
    for python in PYTHONS
    for django in DJANGOS
    if python != "3.11" or django == "5.2"
]


def install(session: nox.Session, *more: str) -> None:
    """Install the package and what its tests need, as `make` does."""
    session.install("--editable", ".", "--group", "test", *more)


@nox.session
def lint(session: nox.Session) -> None:
    """Format and rules, with ruff."""
    install(session)
    session.run("ruff", "format", "--check", ".")
    session.run("ruff", "check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Types, with mypy."""
    install(session)
    session.run("mypy")


@nox.session
@nox.parametrize(("python", "django"), CELLS)
def unit(session: nox.Session, django: str) -> None:
    """All tests that need no browser and no cache in front, under one Python and with one Django."""
    install(session, f"django~={django}.0")
    session.run("pytest", "--ignore=tests/browser", "--ignore=tests/cache", "--ignore=tests/stacks", *session.posargs)


@nox.session
def stacks(session: nox.Session) -> None:
    """Small sites with the packages that people have beside this one."""
    session.install("--editable", ".", "--group", "stacks")
    session.run("pytest", "tests/stacks", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """The tests in real browsers: the system's, or Playwright's own where `playwright install` has put them."""
    install(session)
    session.run("pytest", "tests/browser", *session.posargs)
