"""Values that pass through as they are, as far as JSON and a browser can hold them."""

import json
from functools import partial
from typing import Any

from wootric_snippet.safe_numbers import is_safe
from wootric_snippet.text import text

ACCEPTED = "text, finite numbers within 2**53 - 1, bools, lists and dicts"


def json_copy(field: str, value: Any) -> Any:
    """Return a copy of `value` that later changes to the original do not reach; lazy strings become text.

    Raises `ValueError`, without the value, for what JSON cannot hold or a browser would change.
    """
    try:
        return json.loads(json.dumps(value, allow_nan=False, default=partial(text, field)), parse_int=_safe_integer)
    except (TypeError, ValueError, RecursionError):
        pass  # told below, so that no value hangs on the error as its context
    raise ValueError(field)


def _safe_integer(digits: str) -> int:
    if not is_safe(number := int(digits)):
        raise ValueError
    return number
