"""The script element's attributes, and its nonce."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from wootric_snippet.errors import InvalidAttribute, InvalidNonce
from wootric_snippet.text import shown, text

# The base64 of Content Security Policy's nonce-source. Nothing in it means anything to HTML, so a nonce that fits
# needs no escape.
_NONCE = re.compile(r"[A-Za-z0-9+/_-]+={0,2}", re.ASCII)
_NAME = r"(?!on)[a-z][a-z0-9_.:-]*"
# A token, by RFC 6265 (4.1.1).
_COOKIE = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
# HTML has no way to write these in an attribute; a lone surrogate could not even be encoded.
_UNWRITABLE = r"[\0-\x1f\x7f\ud800-\udfff]"
# What the package itself decides: another script, or another nonce, would be another block.
_OURS = frozenset({"id", "src", "nonce", "type", "integrity", "async", "defer"})


Nonce = str | Callable[[], str | None] | None
"""The nonce of the page's Content-Security-Policy, or a function that returns it, if there is one."""


def nonce_value(value: Nonce) -> str | None:
    """Return the nonce as text, or `None` where there is none; a function is called, and a lazy string made, here.

    Raises `InvalidNonce`.
    """
    if type(value) is not str:
        if callable(value):
            value = value()
        if value is None:
            return None
        value = text("nonce", value)
    if not _NONCE.fullmatch(value):
        raise InvalidNonce("nonce", "is not a nonce", "base64, as a Content-Security-Policy header has it")
    return value


def cookie_name(field: str, value: Any) -> str:
    """Return the name of a cookie; raises `InvalidAttribute` for what RFC 6265 does not take for one."""
    name = text(field, value)
    if not re.fullmatch(_COOKIE, name):
        raise InvalidAttribute(field, "is not the name of a cookie", "letters, digits and !#$%&'*+-.^_`|~")
    return name


def script_attributes(script_type: Any, attributes: Any) -> dict[str, str]:
    """Return the attributes of the script element, by name; they still have to be escaped.

    `True` is an attribute without a value. Raises `InvalidAttribute` for a name in capitals, one that the package
    sets itself, an event handler, or a value with control characters or lone
    surrogates.
    """
    checked = {} if script_type is None else {"type": _attribute_value("script_type", script_type)}
    if not isinstance(attributes, Mapping):
        raise InvalidAttribute("attributes", f"is of type {type(attributes).__name__}", "a mapping of names to texts")
    for name, value in attributes.items():
        field = f"attributes.{shown(name)}"
        if not isinstance(name, str) or not re.fullmatch(_NAME, name) or name in _OURS:
            raise InvalidAttribute(field, "cannot be set here", "data-… and the like, in small letters; no handlers")
        checked[name] = "" if value is True else _attribute_value(field, value)
    return checked


def _attribute_value(field: str, value: Any) -> str:
    characters = text(field, value)
    if re.search(_UNWRITABLE, characters):
        raise InvalidAttribute(field, "has a control character or a lone surrogate", "text without them")
    return characters
