"""The script element's attributes, and its nonce."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from wootric_snippet.errors import InvalidAttribute, InvalidNonce, field_path
from wootric_snippet.validators.lazy import resolve
from wootric_snippet.validators.text import text, type_problem

# The base64 of Content Security Policy's nonce-source, without the `nonce-` that stands before it in the header. None
# of its characters is special in HTML: a valid nonce needs no escape.
_NONCE = re.compile(r"(?!nonce-)[A-Za-z0-9+/_-]+={0,2}", re.ASCII)
_NAME = r"(?!on)[a-z][a-z0-9_.:-]*"
# A token, by RFC 6265 (4.1.1).
_COOKIE = r"[A-Za-z0-9!#$%&'*+.^_`|~-]+"
# HTML cannot express these in an attribute, and a lone surrogate cannot be encoded.
_UNWRITABLE = r"[\0-\x1f\x7f\ud800-\udfff]"
# Set by the package itself.
_RESERVED = frozenset({"id", "src", "nonce", "type", "integrity", "async", "defer"})

Nonce = str | Callable[[], str | None] | None
"""The nonce of the page's Content-Security-Policy, or a function that returns it, if there is one."""


def nonce_value(value: Nonce) -> str | None:
    """Return the nonce as text, or `None` if there is none; a function is called, and a lazy string evaluated, here.

    Raises:
        InvalidNonce: It is not base64, or begins with `nonce-`.
    """
    if type(value) is not str:
        if callable(value):
            value = value()
        if (value := resolve(value)) is None:
            return None
        value = text("nonce", value)
    if not _NONCE.fullmatch(value):
        raise InvalidNonce("nonce", "is not a valid nonce", "base64, without nonce- and quotes")
    return value


def cookie_name(field: str, value: Any) -> str:
    """Return the name of a cookie; raises `InvalidAttribute` for one that RFC 6265 does not allow."""
    name = text(field, value)
    if not re.fullmatch(_COOKIE, name):
        raise InvalidAttribute(field, "is not a valid cookie name", "letters, digits and !#$%&'*+-.^_`|~")
    return name


def script_attributes(script_type: Any, attributes: Any) -> dict[str, str]:
    """Return the attributes of the script element, by name; the values are not escaped yet.

    Args:
        script_type: The attribute `type`, or `None`.
        attributes: The other attributes by name; `True` is an attribute without a value. Or `None`.

    Raises:
        InvalidAttribute: A name in capitals, one that the package sets itself, an event handler, or a value with
            control characters or lone surrogates.
    """
    validated = {} if script_type is None else {"type": _attribute_value("script_type", script_type)}
    if attributes is not None and not isinstance(attributes, Mapping):
        raise InvalidAttribute("attributes", type_problem(attributes), "a mapping of names to texts")
    for name, value in () if attributes is None else attributes.items():
        field = field_path("attributes", name)
        if not isinstance(name, str) or not re.fullmatch(_NAME, name) or name in _RESERVED:
            raise InvalidAttribute(field, "cannot be set here", "a name such as data-category, in lower case")
        validated[name] = "" if value is True else _attribute_value(field, value)
    return validated


def _attribute_value(field: str, value: Any) -> str:
    characters = text(field, value)
    if re.search(_UNWRITABLE, characters):
        raise InvalidAttribute(field, "has a control character or a lone surrogate", "text without them")
    return characters
