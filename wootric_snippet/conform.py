"""Does a value hold what its type says: a closed list, a bool, text, a link, a dict of such, or one of our objects."""

from collections.abc import Collection, Mapping
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.text import shown, text

Model = TypeVar("Model")


def conform(hint: Any, field: str, value: Any) -> Any:
    """Return `value` as the type `hint` has it, checked to its last part, and as a copy.

    Known hints: `bool`, `str`, `Literal`, a `TypedDict` (every key optional), `Annotated[..., check]`, where the
    check decides, and each of them `| None`.
    Raises `InvalidSetting` naming what is accepted, or what the check of an `Annotated` raises.
    """
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
        return conform(hint, field, value)
    if origin is Annotated:
        return hint.__metadata__[0](field, value)
    if is_typeddict(hint):
        return _conform_keys(hint, field, value)
    if origin is Literal:
        return one_of(get_args(hint), field, value)
    if hint is bool:
        if not isinstance(value, bool):
            raise InvalidSetting(field, f"is of type {type(value).__name__}", "True or False")
        return value
    return text(field, value)


def one_of(choices: tuple[str, ...], field: str, value: Any) -> str:
    """Return `value` as the one of `choices` that it is; raises `InvalidSetting` where it is none of them."""
    for choice in choices:
        if isinstance(value, str) and choice == value:
            return choice
    raise InvalidSetting(field, "is not one of the choices", ", ".join(choices))


def ensure_instance(model: type[Model], field: str, value: Any) -> Model | None:
    """Return `value`, a `model` or `None`, as it is; raises `InvalidSetting` for anything else."""
    if value is None or isinstance(value, model):
        return value
    accepted = f"{'an' if model.__name__[0] in 'AEIO' else 'a'} {model.__name__} of wootric_snippet, or None"
    raise InvalidSetting(field, f"is of type {type(value).__name__}", accepted)


def not_known(key: Any, names: Collection[str], within: str = "", *, prefix: str = "") -> InvalidSetting:
    """Return the error for a key that is none of `names`, with the nearest that there is, in capitals or not.

    `within` is where the key stands, such as `survey.`; `prefix` what each name has before it where the site writes it.
    """
    from difflib import get_close_matches  # for whoever mistyped, and nobody else

    in_capitals = {name.upper(): name for name in names}
    near = get_close_matches(str(key).upper(), in_capitals, n=1)
    problem = "is not known" + (f" (did you mean {prefix}{in_capitals[near[0]]}?)" if near else "")
    return InvalidSetting(within + prefix + shown(key), problem, ", ".join(prefix + name for name in names))


def _conform_keys(hint: Any, field: str, value: Any) -> dict[str, Any]:
    hints = get_type_hints(hint, include_extras=True)
    if not isinstance(value, Mapping):
        raise InvalidSetting(field, f"is of type {type(value).__name__}", f"a dict with {', '.join(hints)}")
    for key in value:
        if key not in hints:
            raise not_known(key, hints, f"{field}.")
    return {key: conform(hints[key], f"{field}.{key}", value[key]) for key in value}
