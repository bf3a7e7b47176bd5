"""Values that are sent as they are, as far as JSON and a browser can hold them."""

import json
from collections.abc import Mapping
from math import isfinite
from types import NoneType
from typing import Any

from wootric_snippet.errors import WootricSnippetError
from wootric_snippet.validators.lazy import resolve
from wootric_snippet.validators.numbers import is_safe
from wootric_snippet.validators.properties import mapping_items
from wootric_snippet.validators.text import is_text, text

MAX_DEPTH = 64
"""How deep lists and dicts may be nested. InMoment documents no nesting at all; Python's own limit is about 1,000."""

_UNCHANGED = frozenset({str, bool, NoneType})
_ACCEPTED = f"text, finite numbers, integers within 2**53 - 1, bools, lists and dicts, nested at most {MAX_DEPTH} deep"


def json_copy(error: type[WootricSnippetError], field: str, value: Any, *, _depth: int = 0) -> Any:
    """Return a copy of a JSON value that later changes to the original do not reach; lazy values are evaluated.

    Raises:
        WootricSnippetError: Of the type `error`, if JSON cannot hold the value, or a browser would change it.
    """
    if type(value) in _UNCHANGED:
        return value
    value = resolve(value)
    if _depth == MAX_DEPTH and isinstance(value, list | tuple | Mapping):
        raise error(field, "is nested too deeply", _ACCEPTED)
    if isinstance(value, bool | NoneType):
        return value
    if isinstance(value, int) and is_safe(value):
        return int(value)
    if isinstance(value, float) and isfinite(value):
        return float(value)
    if isinstance(value, list | tuple):
        return [json_copy(error, field, item, _depth=_depth + 1) for item in value]
    if isinstance(value, Mapping):
        items = mapping_items(field, value)
        return {_key(error, field, key): json_copy(error, field, item, _depth=_depth + 1) for key, item in items}
    if is_text(value):
        return text(field, value)
    raise error(field, "is not a JSON value", _ACCEPTED)


def _key(error: type[WootricSnippetError], field: str, key: Any) -> str:
    if isinstance(key, str):
        return text(field, key)
    if type(key) in (int, float, bool, NoneType):
        return json.dumps(key)  # as `json` itself writes such keys
    raise error(field, "has a key that JSON cannot hold", _ACCEPTED)
