"""What User, Page, Group and Survey share: every field is checked when the object is made."""

from collections.abc import Callable, Mapping, Sequence
from inspect import signature
from types import MappingProxyType
from typing import Any, ClassVar, Self

from wootric_snippet.errors import InvalidProperty, PayloadTooLarge
from wootric_snippet.faults import Refuse, log_left_out
from wootric_snippet.text import entry

Check = Callable[[str, Any], Any]
"""Takes a field's name and what was given for it; returns what is sent, or raises a `WootricSnippetError`."""

PairCheck = Callable[[str, Any, Any], tuple[str, Any]]
"""The same for one key and value of a mapping; takes the mapping's name, the key and the value."""

MAX_PAIRS = 10_000
"""How many keys a mapping may have: more than anybody compares answers by, and few enough to look at in a page view.
More of them are a mistake, such as a whole table in place of a row."""

# What a checked field holds where it holds a mapping. Compared by type: isinstance asks an abstract class far longer.
_MAPPINGS = frozenset({dict, MappingProxyType})
_NOTHING: MappingProxyType[str, Any] = MappingProxyType({})


class Model:
    """What a frozen dataclass inherits whose fields hold what InMoment receives, once it is made.

    A subclass hands what it is given to `_hold`. It lists in `checks` what checks each of its fields, and in
    `pair_checks` what checks each pair of its mappings.
    """

    prefix: ClassVar[str] = ""
    checks: ClassVar[Mapping[str, Check]] = {}
    pair_checks: ClassVar[Mapping[str, PairCheck]] = {}

    @classmethod
    def lenient(cls, *args: Any, **kwargs: Any) -> Self:
        """Make the object from the same arguments, leaving out what is wrong.

        Which field was left out and why is logged under `wootric_snippet`; of a mapping only the wrong pairs go.
        """
        return cls.refusing(log_left_out, *args, **kwargs)

    @classmethod
    def refusing(cls, refuse: Refuse, *args: Any, **kwargs: Any) -> Self:
        """Make the object from the same arguments; what is wrong is handed to `refuse`, and left out."""
        given = signature(cls).bind(*args, **kwargs).arguments
        model = object.__new__(cls)
        model._hold(refuse, [given.get(name) for name in cls.checks], [given.get(name) for name in cls.pair_checks])
        return model

    def known(self) -> dict[str, Any]:
        """Return the fields that hold something, by name; mappings as dicts of their own."""
        known = self.__dict__.copy()
        for name in self.pair_checks:
            if pairs := known.pop(name):
                known[name] = pairs.copy()
        return known

    def __repr__(self) -> str:
        """Show which fields are there, never what they hold: a repr ends up in logs."""
        return f"<{type(self).__name__} with {', '.join(self.known()) or 'nothing'}>"

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is of the same kind, and InMoment would receive the same of it."""
        return vars(self) == vars(other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        """Return the same for equal objects; raises `TypeError` where a field holds a mapping."""
        return hash(frozenset(vars(self).items()))

    def __getstate__(self) -> dict[str, Any]:
        """Let the object be copied, and travel to a job queue: a read-only view could not."""
        return {name: dict(value) if name in self.pair_checks else value for name, value in vars(self).items()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Come back from there."""
        for name, value in state.items():
            vars(self)[name] = MappingProxyType(value) if name in self.pair_checks else value

    def _hold(self, refuse: Refuse, given: Sequence[Any], mappings: Sequence[Any]) -> None:
        """Check what is given for `checks` and for `pair_checks`, each in its order, and hold what is known.

        What is not held has the default of its class.
        """
        held = self.__dict__  # to write here is how a frozen object is set up, and cheaper than object.__setattr__
        prefix, checks = self.prefix, self.checks
        # Of every exception, since what a lazy value raises when it is evaluated is the site's own.
        for name, value in zip(checks, given):  # noqa: B905 - to say whether it is strict takes zip a third longer
            if value is not None:
                try:
                    checked = checks[name](prefix + name, value)
                    if checked is not None:
                        held[name] = checked
                except Exception as error:
                    refuse(prefix + name, error)
        for name, value in zip(self.pair_checks, mappings):  # noqa: B905
            held[name] = _NOTHING
            if value is not None:
                try:
                    held[name] = _checked_pairs(prefix + name, value, self.pair_checks[name], refuse)
                except Exception as error:
                    refuse(prefix + name, error)


def _checked_pairs(field: str, mapping: Any, check: PairCheck, refuse: Refuse) -> Mapping[str, Any]:
    if type(mapping) not in _MAPPINGS and not isinstance(mapping, Mapping):
        raise InvalidProperty(field, f"is of type {type(mapping).__name__}", "a mapping, such as a dict")
    if len(mapping) > MAX_PAIRS:
        raise PayloadTooLarge(field, "has too many keys", f"at most {MAX_PAIRS}")
    pairs: dict[str, Any] = {}
    for key, value in list(mapping.items()):  # as a list, since to read a stranger's may fail half-way
        try:
            sent_as, sent = check(field, key, value)
            if sent_as in pairs:
                problem = "ends up under the key of another"
                raise InvalidProperty(entry(field, key), problem, "keys that stay different")
            pairs[sent_as] = sent
        except Exception as error:
            refuse(entry(field, key), error)
    return MappingProxyType(pairs)
