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
        sent = [(name, json.dumps(value)) for name, value in _flatten(self.settings)]
        sent += [("(commands)", ", ".join(self.commands))] if sent else []
        errors = [(error.field, error.problem, error.accepted) for error in self.errors]
        tables = [
            _table(("setting", "sent"), sent) or "Nothing is sent.",
            _table(("doubtful", "why", "what to do"), self.warnings),
            _table(("wrong", "why", "expected"), errors),
        ]
        return "\n\n".join(filter(None, tables))


def _flatten(settings: Mapping[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each setting with its path, such as `properties.plan`."""
    for name, value in settings.items():
        if isinstance(value, Mapping) and value:
            yield from _flatten(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """Return the rows below their head; empty without any."""
    if not rows:
        return ""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head) - 1)] + [len(head[-1])]
    lines = (head, ["-" * width for width in widths], *rows)
    return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)
