"""What the package logs in a test."""

import logging

import pytest


class Log:
    """What the package has logged."""

    def __init__(self, caplog: pytest.LogCaptureFixture) -> None:
        """Listen from now on."""
        caplog.set_level(logging.DEBUG, logger="wootric_snippet")
        self._caplog = caplog

    @property
    def warnings(self) -> list[str]:
        """What a site sees in production."""
        return self._messages(logging.WARNING)

    @property
    def details(self) -> list[str]:
        """What it sees when it looks closer."""
        return self._messages(logging.DEBUG)

    def _messages(self, level: int) -> list[str]:
        records = [record for record in self._caplog.records if record.name == "wootric_snippet"]
        return [record.getMessage() for record in records if record.levelno == level]
