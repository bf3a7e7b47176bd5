"""The script elements: templates whose constant part is rendered once."""

import re
from collections.abc import Callable, Sequence
from functools import partial
from operator import itemgetter
from pathlib import Path
from typing import Any
from zlib import crc32

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

# In the built package the templates are inside it; in a checkout they stand beside it.
_PACKAGE = Path(__file__).parent
_SOURCES = FileSystemLoader([_PACKAGE / "templates", _PACKAGE.parent / "templates"])
_ENVIRONMENT = Environment(loader=_SOURCES, autoescape=True, undefined=StrictUndefined)
_ENVIRONMENT.globals["script"] = lambda name: Markup(read_template(name))

# Stand in for what differs from call to call, until the constant part is rendered. No attribute or script holds a NUL.
_SLOTS = _PAYLOAD, _NONCE, _ID = "\0payload\0", "\0nonce\0", "\0id\0"


def read_template(name: str) -> str:
    """Return a file of `templates/` as it is: a script that a template embeds, or one that a site serves."""
    return _SOURCES.get_source(_ENVIRONMENT, name)[0]


def render_template(name: str, **values: str) -> Markup:
    """Return a template of `templates/` with these values, escaped."""
    return Markup(_ENVIRONMENT.get_template(name).render(values))


USER_BLOCK_ID = r"wootric-([a-z2-7]{8})-[0-9a-f]{6}"
"""What `block_id` returns for a block with a user; the group is the owner's hash."""


def block_id(content: str, owner: str | None) -> str:
    """Return the `id` of the elements that hold `content`: two pages with different content have different ids.

    So that a library that morphs one page into the next (Turbo, idiomorph) puts a new element there, which runs. It
    names the owner too, so that a cache that gives one visitor's block to another is found out: see
    `integration/replay.py`.
    """
    digest = crc32(content.encode()).to_bytes(4).hex()[2:]
    return f"wootric-{digest}" if owner is None else f"wootric-{owner}-{digest}"


class ScriptTemplate:
    """The elements of one template, with room for what differs from call to call: payload, nonce and id."""

    def __init__(self, template: str, **constants: Any) -> None:
        """Render the template's constant part around `constants`, which it names."""
        render = partial(_ENVIRONMENT.get_template(template).render, constants, id=_ID, payload=_PAYLOAD)
        self._without_nonce, self._with_nonce = (_split(render(nonce=nonce).strip()) for nonce in (None, _NONCE))

    def render(self, payload: str, nonce: str | None, id: str) -> Markup:  # noqa: A002 - HTML's own word
        """Return the elements around `payload`, which is safe where the template puts it; nonce and id are checked."""
        texts, in_order = self._without_nonce if nonce is None else self._with_nonce
        # As Markup(html), which asks a str for its __html__ first, in half the time.
        return str.__new__(Markup, "".join(in_order((payload, nonce, id, *texts))))


def _split(html: str) -> tuple[list[str], Callable[[Sequence[Any]], Sequence[str]]]:
    """Return the texts of a template between its slots, and what puts the values of `_SLOTS` and these in order."""
    pieces = re.split("(\0[a-z]+\0)", html)
    texts = pieces[::2]
    values = [*_SLOTS, *texts]
    return texts, itemgetter(*map(values.index, pieces))
