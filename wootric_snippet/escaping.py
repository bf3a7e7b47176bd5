"""The one place where values become safe to stand inside a script element."""

from collections.abc import Callable, Iterable
from json import JSONEncoder, encoder
from typing import Any

from markupsafe import escape

# ASCII only: neither the page's encoding nor U+2028, which ends a line in older JavaScript, can change it, and a lone
# surrogate stays one. NaN and the infinities are not JSON.
# What is encoded holds copies and plain values, never itself, so the encoder need not look out for that.
_ENCODER = JSONEncoder(ensure_ascii=True, allow_nan=False, check_circular=False, separators=(",", ":"))

# What could end the script element or open a comment in it, a character reference, and the quote that the string
# literal stands in; each as JSON writes it otherwise.
_ESCAPES = (("<", r"\u003c"), (">", r"\u003e"), ("&", r"\u0026"), ("'", r"\u0027"))


def _kept_encoder() -> Callable[[Any, int], Iterable[str]]:
    """Return the encoder in C that `JSONEncoder.encode` makes anew for each call, made once.

    It is no documented part of `json`: where it is not there, or is made otherwise, `encode` does the same slower.
    """
    try:
        return encoder.c_make_encoder(  # type: ignore[attr-defined, no-any-return]
            None, _ENCODER.default, encoder.encode_basestring_ascii, None, ":", ",", False, False, False
        )
    except (AttributeError, TypeError):
        return lambda value, _indent: _ENCODER.encode(value)


_encode = _kept_encoder()


def script_json(value: Any) -> str:
    """Return `value` as JSON that cannot end the script element it stands in, nor an attribute's quotes.

    Examples:
        >>> script_json({"name": "</script>"})
        '{"name":"\\\\u003c/script\\\\u003e"}'
    """
    encoded = "".join(_encode(value, 0))
    for character, escaped in _ESCAPES:
        if character in encoded:  # in most it is not, and to look is a tenth of replacing
            encoded = encoded.replace(character, escaped)
    return encoded


def script_string(escaped_json: str) -> str:
    """Return JSON from `script_json` as the inside of a JavaScript string in single quotes, for `JSON.parse`.

    As a string rather than as an object literal, since a literal would take a key `__proto__` for its prototype.
    """
    return escaped_json.replace("\\", "\\\\") if "\\" in escaped_json else escaped_json


def attribute_value(text: str) -> str:
    """Return text as the inside of an attribute's value in double quotes."""
    return str(escape(text))
