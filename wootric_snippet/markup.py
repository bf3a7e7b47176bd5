"""The script elements: templates whose constant part is rendered once."""

from hashlib import sha256
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

# In the built package the templates are inside it; in a checkout they stand beside it.
_PACKAGE = Path(__file__).parent
_SOURCES = FileSystemLoader([_PACKAGE / "templates", _PACKAGE.parent / "templates"])
_ENVIRONMENT = Environment(loader=_SOURCES, autoescape=True, undefined=StrictUndefined)
_ENVIRONMENT.globals["script"] = lambda name: Markup(read_template(name))

# Where the parts that differ from call to call go: cut out once the constant part is rendered. No attribute or script
# holds a NUL, so these stand nowhere else.
_NONCE = "\0nonce\0"
_PAYLOAD = "\0payload\0"
_ID = "\0id\0"


def read_template(name: str) -> str:
    """Return a file of `templates/` as it is: a script that a template embeds, or one that a site serves."""
    return _SOURCES.get_source(_ENVIRONMENT, name)[0]


def render_template(name: str, **values: str) -> Markup:
    """Return a template of `templates/` with these values, escaped."""
    return Markup(_ENVIRONMENT.get_template(name).render(values))


def block_id(content: str, owner: str | None) -> str:
    """Return the `id` of the elements that hold `content`: two pages with different content have different ids.

    So that a library that morphs one page into the next (Turbo, idiomorph) puts a new element there, which runs. It
    names the owner too, so that a cache that gives one visitor's block to another is found out: see
    `integration/replay.py`.
    """
    digest = sha256(content.encode("ascii")).hexdigest()[:12]
    return f"wootric-{digest}" if owner is None else f"wootric-{owner}-{digest}"


class ScriptTemplate:
    """The elements of one template, with room for what differs from call to call: payload, nonce and id."""

    def __init__(self, template: str, **constants: Any) -> None:
        """Render the template's constant part around `constants`, which it names."""
        page = _ENVIRONMENT.get_template(template)

        def parts(nonce: str | None) -> tuple[list[list[str]], list[list[str]]]:
            """Return what is before the payload and after it, cut at each nonce and each id: a call joins them."""
            html = page.render(constants, nonce=nonce, payload=_PAYLOAD, id=_ID).strip()
            before, _, after = html.partition(_PAYLOAD)
            return _cut(before), _cut(after)

        self._without_nonce = parts(None)
        self._with_nonce = parts(_NONCE)

    def render(self, payload: str, nonce: str | None, id: str) -> Markup:  # noqa: A002 - HTML's own word
        """Return the elements around `payload`, which is safe where the template puts it; nonce and id are checked."""
        before, after = self._without_nonce if nonce is None else self._with_nonce
        nonce = nonce or ""
        html = f"{_join(before, nonce, id)}{payload}{_join(after, nonce, id)}"
        return str.__new__(Markup, html)  # as Markup(html), which asks a str for its __html__ first, in half the time


def _cut(html: str) -> list[list[str]]:
    return [part.split(_ID) for part in html.split(_NONCE)]


def _join(parts: list[list[str]], nonce: str, id: str) -> str:  # noqa: A002
    return nonce.join([id.join(part) for part in parts])
