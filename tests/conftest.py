"""What all tests share."""

import re
from collections.abc import Iterator
from functools import wraps
from typing import Any

import pytest
from hypothesis import settings

from tests.log import Log
from tests.privacy import PERSONAL, record_disclosures

# No deadline: a slow machine is not a failure. Speed is measured in benchmarks/.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


def pytest_make_parametrize_id(val: object) -> str | None:
    """Name a lazy value by its own type; pytest would print the object that it claims to be."""
    return type(val).__name__ if type(val) is not val.__class__ else None


@pytest.hookimpl(tryfirst=True)
def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Leave addresses of objects out of the tests' names: pytest-xdist needs the same names in every process."""
    parametrize = metafunc.parametrize

    @wraps(parametrize)
    def with_stable_ids(*arguments: Any, ids: Any = None, **options: Any) -> None:
        def stable_id(value: object) -> object:
            name = ids(value)
            return re.sub(r" at 0x[0-9a-f]+", "", name) if isinstance(name, str) else name

        parametrize(*arguments, ids=stable_id if callable(ids) else ids, **options)

    metafunc.parametrize = with_stable_ids  # type: ignore[method-assign]


@pytest.fixture(autouse=True)
def disclosed(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Fail each test in which an error or a log line of the package shows somebody's address."""
    with record_disclosures(monkeypatch) as disclosed:
        yield disclosed
    assert [text for text in disclosed if PERSONAL.search(text)] == []


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Log:
    """Return what the package logs in this test."""
    return Log(caplog)
