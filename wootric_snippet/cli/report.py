"""The report of `wootric-snippet check`: what is sent, what is doubtful about it, and what is wrong."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple, Self

from wootric_snippet.cli.call import parse_call
from wootric_snippet.errors import WootricSnippetError
from wootric_snippet.lint import LintWarning, lint


class Report(NamedTuple):
    """What a file's call comes to."""

    settings: dict[str, Any]
    commands: tuple[str, ...]
    warnings: list[LintWarning]
    errors: list[WootricSnippetError]

    @classmethod
    def of(cls, content: Mapping[str, Any]) -> Self:
        """Return the report on a file's content."""
        call, errors = parse_call(content)
        settings = call.source.settings(**call.arguments)
        wrong = {error.field for error in errors}
        if "account_token" in wrong:
            settings.pop("account_token", None)
        warnings = [each for each in lint(content, settings) if each.field not in wrong]
        return cls(settings, call.source.commands(**call.arguments), warnings, errors)

    @property
    def status(self) -> int:
        """The command's exit status: 2 for errors, 1 for warnings, else 0."""
        return 2 if self.errors else 1 if self.warnings else 0

    def as_json(self) -> str:
        """Return the report for programs."""
        warnings = [warning._asdict() for warning in self.warnings]
        errors = [{"field": e.field, "problem": e.problem, "accepted": e.accepted} for e in self.errors]
        return json.dumps(self._asdict() | {"warnings": warnings, "errors": errors}, indent=2)

    def as_text(self) -> str:
        """Return the report as tables."""
        return "\n".join(self._lines())

    def _lines(self) -> Iterator[str]:
        sent = [(name, json.dumps(value)) for name, value in _flatten(self.settings)]
        if sent:
            yield from _table(("setting", "sent"), [*sent, ("(commands)", ", ".join(self.commands))])
        else:
            yield "Nothing is sent."
        if self.warnings:
            yield ""
            yield from _table(("doubtful", "why", "what to do"), self.warnings)
        if self.errors:
            yield ""
            errors = [(error.field, error.problem, error.accepted) for error in self.errors]
            yield from _table(("wrong", "why", "expected"), errors)


def _flatten(settings: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each setting with its path, such as `properties.plan`."""
    for name, value in settings.items():
        if isinstance(value, Mapping) and value:
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head) - 1)] + [len(head[-1])]
    for row in (head, tuple("-" * width for width in widths), *rows):
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
