"""What all tests share."""

from collections.abc import Iterator

import pytest
from hypothesis import settings

from tests.privacy import PERSONAL, everything_told

# A slow machine is no fault of the code: what takes long is measured in benchmarks.
settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Fail each test in which an error or a log line of the package tells somebody's address."""
    with everything_told(monkeypatch) as told:
        yield told
    assert [text for text in told if PERSONAL.search(text)] == []
