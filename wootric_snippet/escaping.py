"""The one place where values become safe to stand inside a script element."""

import json
from typing import Any

from markupsafe import escape

# ASCII only: neither the page's encoding nor U+2028, which ends a line in older JavaScript, can change it, and a lone
# surrogate stays one. NaN and the infinities are not JSON.
# What is encoded holds copies and plain values, never itself, so the encoder need not look out for that.
_encode = json.JSONEncoder(ensure_ascii=True, allow_nan=False, check_circular=False, separators=(",", ":")).encode


def script_json(value: Any) -> str:
    """Return `value` as JSON that cannot end the script element it stands in, nor an attribute's quotes.

    Examples:
        >>> script_json({"name": "</script>"})
        '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    encoded = _encode(value)
    # What could end the script element or open a comment in it, and the quote that the string literal stands in.
    # Of the ways to write this (a loop, a regular expression, translate) the quickest: none is there in most values.
    return encoded.replace("<", r"\u003c").replace(">", r"\u003e").replace("&", r"\u0026").replace("'", r"\u0027")


def script_string(escaped_json: str) -> str:
    """Return JSON from `script_json` as the inside of a JavaScript string in single quotes, for `JSON.parse`.

    As a string rather than as an object literal, since a literal would take a key `__proto__` for its prototype.
    """
    return escaped_json.replace("\\", "\\\\")


def attribute_value(text: str) -> str:
    """Return text as the inside of an attribute's value in double quotes."""
    return str(escape(text))
