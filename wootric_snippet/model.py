"""What User, Page, Group and Survey share: every field is checked when the object is made."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, fields
from types import MappingProxyType
from typing import Any, ClassVar, Self

from wootric_snippet.errors import InvalidProperty
from wootric_snippet.faults import Refuse, log_left_out, raise_error
from wootric_snippet.text import shown

Check = Callable[[str, Any], Any]
"""Takes a field's name and what was given for it; returns what is sent, or raises a `WootricSnippetError`."""

PairCheck = Callable[[str, Any, Any], tuple[str, Any]]
"""The same for one key and value of a mapping; takes `field.key`, the key and the value."""

# What a checked field holds where it holds a mapping. Compared by type: isinstance asks an abstract class far longer.
_MAPPINGS = frozenset({dict, MappingProxyType})


@dataclass(frozen=True)
class Model:
    """A frozen dataclass whose fields hold what InMoment receives, once it is made.

    A subclass lists in `checks` what checks each of its fields, and in `pair_checks` what checks each pair of its
    mappings.
    """

    prefix: ClassVar[str] = ""
    required: ClassVar[frozenset[str]] = frozenset()
    checks: ClassVar[Mapping[str, Check]] = {}
    pair_checks: ClassVar[Mapping[str, PairCheck]] = {}

    def __post_init__(self) -> None:
        """Check every field; the first wrong one raises."""
        self._check(raise_error)

    @classmethod
    def lenient(cls, *args: Any, **kwargs: Any) -> Self:
        """Make the object from the same arguments, leaving out what is wrong.

        Which field was left out and why is logged under `wootric_snippet`; of a mapping only the wrong pairs go.
        """
        return cls.refusing(log_left_out, *args, **kwargs)

    @classmethod
    def refusing(cls, refuse: Refuse, *args: Any, **kwargs: Any) -> Self:
        """Make the object from the same arguments; what is wrong is handed to `refuse`, and left out."""
        defaults = {field.name: None if field.default is MISSING else field.default for field in fields(cls)}
        given = dict(zip(defaults, args, strict=False)) | kwargs
        if len(args) + len(kwargs) > len(given) or not given.keys() <= defaults.keys():
            cls(*args, **kwargs)  # the TypeError that Python has for such a call
        model = object.__new__(cls)
        vars(model).update(defaults | given)
        model._check(refuse)
        return model

    def known(self) -> dict[str, Any]:
        """Return the fields that hold something, by name; mappings as dicts of their own."""
        held = vars(self)
        known = {}
        for name in (*self.checks, *self.pair_checks):
            value = held[name]
            if type(value) not in _MAPPINGS:
                if value is not None:
                    known[name] = value
            elif value:
                known[name] = dict(value)
        return known

    def __repr__(self) -> str:
        """Show which fields are there, never what they hold: a repr ends up in logs."""
        return f"<{type(self).__name__} with {', '.join(self.known()) or 'nothing'}>"

    def __getstate__(self) -> dict[str, Any]:
        """Let the object be copied, and travel to a job queue: a read-only view could not."""
        return {name: dict(value) if name in self.pair_checks else value for name, value in vars(self).items()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Come back from there."""
        for name, value in state.items():
            vars(self)[name] = MappingProxyType(value) if name in self.pair_checks else value

    def _check(self, refuse: Refuse) -> None:
        held = vars(self)  # to write here is how a frozen object is set up, and much cheaper than object.__setattr__
        prefix, required = self.prefix, self.required
        # Of every exception, since what a lazy value raises when it is evaluated is the site's own.
        for name, check in self.checks.items():
            value = held[name]
            if value is not None or name in required:
                try:
                    held[name] = check(prefix + name, value)
                except Exception as error:
                    held[name] = None
                    refuse(prefix + name, error)
        for name, pair_check in self.pair_checks.items():
            pairs: dict[str, Any] = {}
            try:
                given = _pairs(prefix + name, held[name])
            except Exception as error:
                given = []
                refuse(prefix + name, error)
            for key, value in given:
                at = f"{prefix}{name}.{shown(key)}"
                try:
                    sent_as, sent = pair_check(at, key, value)
                    if sent_as in pairs:
                        raise InvalidProperty(at, "ends up under the key of another", "keys that stay different")
                    pairs[sent_as] = sent
                except Exception as error:
                    refuse(at, error)
            held[name] = MappingProxyType(pairs)


def _pairs(field: str, value: Any) -> list[tuple[Any, Any]]:
    """Return the pairs of a mapping, if there is one, as a copy: to read a stranger's may fail half-way."""
    if value is None:
        return []
    if type(value) not in _MAPPINGS and not isinstance(value, Mapping):
        raise InvalidProperty(field, f"is of type {type(value).__name__}", "a mapping, such as a dict")
    return list(value.items())
