"""The one place where values become safe to stand inside a script element."""

import json
from typing import Any

from markupsafe import escape

# ASCII only: neither the page's encoding nor U+2028, which ends a line in older JavaScript, can change it, and a lone
# surrogate stays one. NaN and the infinities are not JSON.
_encode = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode

# What could end the script element or open a comment in it, and the quote that the string literal stands in.
_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "'": "\\u0027"}


def script_json(value: Any) -> str:
    """Return `value` as JSON that cannot end the script element it stands in, nor an attribute's quotes.

    Examples:
        >>> script_json({"name": "</script>"})
        '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    encoded = _encode(value)
    for character, escaped in _ESCAPES.items():
        encoded = encoded.replace(character, escaped)
    return encoded


def script_string(escaped_json: str) -> str:
    """Return JSON from `script_json` as the inside of a JavaScript string in single quotes, for `JSON.parse`.

    As a string rather than as an object literal, since a literal would take a key `__proto__` for its prototype.
    """
    return escaped_json.replace("\\", "\\\\")


def attribute_value(text: str) -> str:
    """Return text as the inside of an attribute's value in double quotes."""
    return str(escape(text))
