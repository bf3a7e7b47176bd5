"""The base of `User`, `Page`, `Group` and `Survey`: every field is validated when the object is made."""

from collections.abc import Callable, Mapping
from functools import partial, update_wrapper
from typing import Any, ClassVar, ParamSpec, TypeVar

from wootric_snippet.errors import WootricSnippetError, as_package_error, log_omitted
from wootric_snippet.validators.lazy import PLAIN_TYPES, resolve
from wootric_snippet.validators.mappings import Normalize, validate_mapping

P = ParamSpec("P")
M = TypeVar("M")
Validator = Callable[[str, Any], Any]
"""Takes a field's name and a value; returns what InMoment receives, or raises an error."""


class Model:
    """What the frozen dataclasses share. Their fields hold what InMoment receives.

    A subclass passes its arguments to `_store`, which writes what is right into `__dict__`; a field that is not there
    has the default of its class.
    """

    _validators: ClassVar[Mapping[str, tuple[str, Validator]]] = {}
    """By attribute: the field's name in errors, and its validator."""
    _mapping_fields: ClassVar[Mapping[str, tuple[str, Normalize]]] = {}
    """The same for the attributes that hold a mapping, and always do."""
    _required: ClassVar[str] = ""
    """The attribute whose validator is called for a missing value, too."""

    def __init_subclass__(cls) -> None:
        """Forbid subclasses of the models: they would skip validation."""
        if cls.__bases__ != (Model,):
            name = cls.__bases__[0].__name__
            article = "an" if name[0] in "AEIO" else "a"
            raise TypeError(f"{name} cannot be subclassed; write a function that returns {article} {name}")
        # Each class has its own, so that `inspect.signature` finds the parameters of the class.
        for method in (vars(Model)["lenient"], vars(Model)["validate"]):
            function = update_wrapper(partial(method.__func__, cls), method)
            function.__wrapped__ = cls
            setattr(cls, method.__name__, staticmethod(function))

    @classmethod
    def lenient(cls: Callable[P, M], *args: P.args, **kwargs: P.kwargs) -> M:
        """Make the object from the same arguments, leaving out and logging what is wrong.

        Of properties, traits, labels and `extra`, only the wrong keys are left out. Each log line is a warning of the
        logger `wootric_snippet` that names the field and the problem, and never the value.

        Args:
            *args: As for the class itself.
            **kwargs: As for the class itself.

        Returns:
            The object with the fields that are right.
        """
        model, errors = _make(cls, *args, **kwargs)
        for error in errors:
            log_omitted(error)
        return model

    @classmethod
    def validate(cls: Callable[P, M], *args: P.args, **kwargs: P.kwargs) -> tuple[M, list[WootricSnippetError]]:
        """Make the object from the same arguments, leaving out what is wrong, and return the errors.

        Args:
            *args: As for the class itself.
            **kwargs: As for the class itself.

        Returns:
            The object with the fields that are right, and an error for each of the others.
        """
        return _make(cls, *args, **kwargs)

    def to_dict(self) -> dict[str, Any]:
        """Return the fields that have a value, by name; the dict is a copy."""
        fields = self.__dict__.copy()
        for name in self._mapping_fields:
            if mapping := fields.pop(name):
                fields[name] = mapping.copy()
        return fields

    def _store(self, values: Mapping[str, Any]) -> None:
        """Validate the arguments, and store those that are right; a wrong one is raised, or collected by `_make`."""
        attributes = self.__dict__
        for name, (field, validator) in self._validators.items():
            value = values[name]
            if value is None and name != self._required:
                continue
            try:
                if type(value) not in PLAIN_TYPES:
                    value = resolve(value)
                if value is not None or name == self._required:
                    value = validator(field, value)
            except Exception as error:
                self._reject(as_package_error(field, error))
            else:
                if value is not None:
                    attributes[name] = value
        for name, (field, normalize) in self._mapping_fields.items():
            attributes[name], errors = validate_mapping(normalize, field, values[name])
            for wrong in errors:
                self._reject(wrong)

    def _reject(self, error: WootricSnippetError) -> None:
        errors: list[WootricSnippetError] | None = self.__dict__.get("_errors")
        if errors is None:
            raise error
        errors.append(error)

    def __repr__(self) -> str:
        """Name the fields that have a value, never the values: a repr ends up in logs."""
        return f"<{type(self).__name__} with {', '.join(self.to_dict()) or 'nothing'}>"

    def __eq__(self, other: object) -> bool:
        """Tell whether the other is of the same class, and InMoment receives the same for it."""
        return vars(self) == vars(other) if type(self) is type(other) else NotImplemented

    def __hash__(self) -> int:
        """Return the same for equal objects; raises `TypeError` for those with a mapping."""
        return hash(frozenset(vars(self).items()))


def _make(cls: Callable[..., M], *args: Any, **kwargs: Any) -> tuple[M, list[WootricSnippetError]]:
    """Return an object whose wrong fields are left out, and their errors, which `_reject` collects in between."""
    model: Any = object.__new__(cls)  # type: ignore[arg-type]  # one of the four classes
    errors: list[WootricSnippetError] = []
    vars(model)["_errors"] = errors
    model.__init__(*args, **kwargs)
    del vars(model)["_errors"]
    return model, errors
