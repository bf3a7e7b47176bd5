"""The script elements: templates whose constant part is rendered once."""

from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

# In the built package the templates are inside it; in a checkout they stand beside it.
_PACKAGE = Path(__file__).parent
_SOURCES = FileSystemLoader([_PACKAGE / "templates", _PACKAGE.parent / "templates"])
_ENVIRONMENT = Environment(loader=_SOURCES, autoescape=True, undefined=StrictUndefined)
_ENVIRONMENT.globals["script"] = lambda name: Markup(source(name))

# What is cut out again once the rest is rendered. No attribute or script holds a NUL, so these stand nowhere else.
_NONCE = "\0nonce\0"
_PAYLOAD = "\0payload\0"


def source(name: str) -> str:
    """Return a file of `templates/` as it is: a script that a template embeds, or one that a site serves."""
    return _SOURCES.get_source(_ENVIRONMENT, name)[0]


class Block:
    """The elements of one template, with room for what differs from call to call: the nonce and the payload."""

    def __init__(self, template: str, **constants: Any) -> None:
        """Render the template's constant part around `constants`, which it names."""
        page = _ENVIRONMENT.get_template(template)

        def parts(nonce: str | None) -> tuple[list[str], list[str]]:
            """Return what is before the payload and after it, cut at the nonce: a call only has to join it."""
            html = page.render(constants, nonce=nonce, payload=_PAYLOAD).strip()
            before, _, after = html.partition(_PAYLOAD)
            return before.split(_NONCE), after.split(_NONCE)

        self._without_nonce = parts(None)
        self._with_nonce = parts(_NONCE)

    def render(self, payload: str, nonce: str | None) -> Markup:
        """Return the elements around `payload`, which is safe where the template puts it, and a checked nonce."""
        before, after = self._without_nonce if nonce is None else self._with_nonce
        nonce = nonce or ""
        html = f"{nonce.join(before)}{payload}{nonce.join(after)}"
        return str.__new__(Markup, html)  # as Markup(html), which asks a str for its __html__ first, in half the time
