"""Writes docs/compatibility.md after a run: `pytest tests/stacks --write-compatibility`."""

import pytest

from tests.stacks.compatibility import PAGE, compatibility_page


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the option."""
    parser.addoption("--write-compatibility", action="store_true", help=f"write {PAGE.name} if all tests pass")


def pytest_configure(config: pytest.Config) -> None:
    """Register the mark that says which packages a test runs."""
    config.addinivalue_line("markers", 'packages(*names, mind=""): the packages that a test runs, and what to mind')


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Write the page."""
    if session.config.getoption("--write-compatibility") and exitstatus == pytest.ExitCode.OK:
        PAGE.write_text(compatibility_page())
