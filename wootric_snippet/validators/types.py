"""Values that must have a certain type: a bool, one of some choices, a dict with known keys, one of our models."""

from collections.abc import Collection, Mapping
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints, is_typeddict

from wootric_snippet.errors import InvalidSetting, safe_key
from wootric_snippet.validators.lazy import resolve
from wootric_snippet.validators.text import text, type_problem

M = TypeVar("M")


def validate(hint: Any, field: str, value: Any) -> Any:
    """Return the value as a type hint describes it, as a copy.

    Args:
        hint: `bool`, `str`, a `Literal`, a `TypedDict` (every key optional), `Annotated[..., validator]`, or one of
            these `| None`.
        field: The field's name, for errors.
        value: The value.

    Raises:
        InvalidSetting: The value has another type.
        WootricSnippetError: Whatever the validator of an `Annotated` raises.
    """
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
        return validate(hint, field, value)
    if origin is Annotated:
        return hint.__metadata__[0](field, value)
    if is_typeddict(hint):
        return _validate_keys(hint, field, value)
    if origin is Literal:
        return validate_choice(get_args(hint), field, value)
    return validate_bool(field, value) if hint is bool else text(field, value)


def validate_bool(field: str, value: Any) -> bool:
    """Return a bool; raises `InvalidSetting` for anything else."""
    value = resolve(value)
    if not isinstance(value, bool):
        raise InvalidSetting(field, type_problem(value), "True or False")
    return value


def validate_choice(choices: Collection[str], field: str, value: Any) -> str:
    """Return the one of `choices` that the value is, as a plain str; raises `InvalidSetting` if it is none of them."""
    for choice in choices:
        if isinstance(value, str) and choice == value:
            return choice
    raise InvalidSetting(field, "is not one of the choices", f"one of {', '.join(choices)}")


def ensure_instance(model: type[M], field: str, value: Any) -> M | None:
    """Return the value, an object of the class `model` or `None`; raises `InvalidSetting` for anything else."""
    if value is None or isinstance(value, model):
        return value
    raise InvalidSetting(field, type_problem(value), f"a {model.__name__} of wootric_snippet, or None")


def unknown_key_error(
    key: Any, names: Collection[str], within: str = "", *, prefix: str = "", nested: Collection[str] = ()
) -> InvalidSetting:
    """Return the error for an unknown key, which suggests the nearest of the known names, whatever its case.

    Args:
        key: The key.
        names: The known names.
        within: Where the key stands, such as `survey.`.
        prefix: What the site writes before each name, such as `WOOTRIC_`.
        nested: The names that stand one level below, such as `thankYouMessages.thank_you_main`.
    """
    from difflib import get_close_matches  # not needed, and not loaded, where nothing is mistyped

    by_upper_case = {name.rpartition(".")[2].upper(): name for name in (*nested, *names)}
    nearest = get_close_matches(str(key).upper(), by_upper_case) if isinstance(key, str) else []
    suggestion = f" (did you mean {prefix}{by_upper_case[nearest[0]]}?)" if nearest else ""
    return InvalidSetting(
        within + prefix + safe_key(key),
        f"is unknown{suggestion}",
        f"one of {', '.join(prefix + name for name in names)}",
    )


def _validate_keys(hint: Any, field: str, value: Any) -> dict[str, Any]:
    hints = get_type_hints(hint, include_extras=True)
    if not isinstance(value, Mapping):
        raise InvalidSetting(field, type_problem(value), f"a dict with {', '.join(hints)}")
    for key in value:
        if key not in hints:
            parts = {name: part for name, part in hints.items() if is_typeddict(part)}
            nested = [f"{name}.{inner}" for name, part in parts.items() for inner in part.__annotations__]
            raise unknown_key_error(key, hints, f"{field}.", nested=nested)
    return {key: validate(hints[key], f"{field}.{key}", value[key]) for key in value}
