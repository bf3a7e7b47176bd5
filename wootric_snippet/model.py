"""What User, Page, Group and Survey share: every field is checked when the object is made."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Self

from wootric_snippet.errors import InvalidProperty, PayloadTooLarge, WootricSnippetError
from wootric_snippet.faults import Refuse, checked, log_left_out, raise_error
from wootric_snippet.text import entry

PairCheck = Callable[[str, Any, Any], tuple[str, Any]]
"""Takes a mapping's name, one key and its value; returns what is sent, or raises a `WootricSnippetError`."""

MAX_PAIRS = 10_000
"""How many keys a mapping may have: more than anybody compares answers by, and few enough to look at in a page view.
More of them are a mistake, such as a whole table in place of a row."""

# What a checked field holds where it holds a mapping. Compared by type: isinstance asks an abstract class far longer.
_MAPPINGS = frozenset({dict, MappingProxyType})
_NOTHING: MappingProxyType[str, Any] = MappingProxyType({})


class Model:
    """What a frozen dataclass inherits whose fields hold what InMoment receives, once it is made.

    A subclass writes what it has checked into `__dict__`, which is how a frozen object is set up; what is not there
    has the default of its class. Its `mappings` are the fields that hold one, and always do.
    """

    mappings: ClassVar[tuple[str, ...]] = ()
    _refuse = staticmethod(raise_error)

    def __init_subclass__(cls) -> None:
        """Let the four models be, and nothing that inherits from one: a dataclass would pass by all the checks."""
        if cls.__bases__ != (Model,):
            raise TypeError(f"{cls.__name__}: {cls.__bases__[0].__name__} has no heirs; make one of it in a function")

    @classmethod
    def lenient(cls, *args: Any, **kwargs: Any) -> Self:
        """Make the object from the same arguments, leaving out what is wrong.

        Which field was left out and why is logged under `wootric_snippet`; of what holds pairs of the site's own
        (`mappings`) only the wrong pairs go.
        """
        return cls.refusing(log_left_out, *args, **kwargs)

    @classmethod
    def validate(cls, **kwargs: Any) -> tuple[Self, list[WootricSnippetError]]:
        """Return the object with what is right, and the errors of what is wrong."""
        errors: list[WootricSnippetError] = []

        def collect(field: str, error: Exception) -> None:
            if not isinstance(error, WootricSnippetError):
                wrapped = WootricSnippetError(field, f"{type(error).__name__} was raised", "a value that can be read")
                wrapped.__cause__ = error
                error = wrapped
            errors.append(error)

        return cls.refusing(collect, **kwargs), errors

    @classmethod
    def refusing(cls, refuse: Refuse, *args: Any, **kwargs: Any) -> Self:
        """Make the object from the same arguments; what is wrong is handed to `refuse`, and left out."""
        model = object.__new__(cls)
        held = vars(model)
        held["_refuse"] = refuse
        model.__init__(*args, **kwargs)  # type: ignore[misc]  # the same class's, so it fits
        for name, value in list(held.items()):
            if value is None or name == "_refuse":
                del held[name]
        return model

    def known(self) -> dict[str, Any]:
        """Return the fields that hold something, by name; mappings as dicts of their own."""
        known = self.__dict__.copy()
        for name in self.mappings:
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
        """Return the same for equal objects; raises `TypeError` for those that have `mappings`."""
        return hash(frozenset(vars(self).items()))

    def __getstate__(self) -> dict[str, Any]:
        """Let the object be copied, and travel to a job queue: a read-only view could not."""
        return {name: dict(value) if name in self.mappings else value for name, value in vars(self).items()}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Come back from there."""
        for name, value in state.items():
            vars(self)[name] = MappingProxyType(value) if name in self.mappings else value


def pairs_of(field: str, mapping: Any) -> list[tuple[Any, Any]]:
    """Return a mapping's keys and values: all at once, since to read a stranger's may fail half-way.

    Raises `InvalidProperty` for what is no mapping, and `PayloadTooLarge` for more than `MAX_PAIRS`.
    """
    if type(mapping) not in _MAPPINGS and not isinstance(mapping, Mapping):
        raise InvalidProperty(field, f"is of type {type(mapping).__name__}", "a mapping, such as a dict")
    if len(mapping) > MAX_PAIRS:
        raise PayloadTooLarge(field, "has too many keys", f"at most {MAX_PAIRS}")
    return list(mapping.items())


def checked_pairs(refuse: Refuse, check: PairCheck, field: str, mapping: Any) -> Mapping[str, Any]:
    """Return what `check` makes of a mapping's pairs, as a read-only view; an empty one for `None`.

    What is wrong with the mapping, or with one of its pairs, is handed to `refuse`.
    """
    given = None if mapping is None else checked(refuse, pairs_of, field, mapping)
    if given is None:
        return _NOTHING
    pairs: dict[str, Any] = {}
    for key, value in given:
        try:
            sent_as, sent = check(field, key, value)
            if sent_as in pairs:
                problem = "ends up under the key of another"
                raise InvalidProperty(entry(field, key), problem, "keys that stay different")
            pairs[sent_as] = sent
        except Exception as error:
            refuse(entry(field, key), error)
    return MappingProxyType(pairs)
