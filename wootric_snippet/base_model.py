"""The base of `User`, `Page`, `Group` and `Survey`: every field is validated when the object is made."""

from collections.abc import Callable
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

    A subclass passes its arguments to `_store` and `_store_mapping`, which write what is right into `__dict__`; a field
    that is not there has the default of its class.
    """

    _mappings: ClassVar[tuple[str, ...]] = ()
    """The attributes that hold a mapping, and always do."""

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
        for name in self._mappings:
            if mapping := fields[name]:
                fields[name] = mapping.copy()
            else:
                del fields[name]
        return fields

    def _store(self, name: str, field: str, validator: Validator, value: Any, *, required: bool = False) -> None:
        """Validate an argument, and store it if it is right; a wrong one is raised, or collected by `_make`.

        Args:
            name: The attribute.
            field: Its name in errors.
            validator: Its validator.
            value: The argument, which is not `None`, but may be a lazy one.
            required: Whether the validator is called for a lazy `None`, too.
        """
        try:
            if type(value) not in PLAIN_TYPES and (value := resolve(value)) is None and not required:
                return
            if (value := validator(field, value)) is not None:
                self.__dict__[name] = value
        except Exception as error:
            self._reject(as_package_error(field, error))

    def _store_mapping(self, name: str, field: str, normalize: Normalize, mapping: Any) -> None:
        """Validate a mapping, and store its pairs that are right; an empty one for `None`."""
        self.__dict__[name], errors = validate_mapping(normalize, field, mapping)
        for error in errors:
            self._reject(error)

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
