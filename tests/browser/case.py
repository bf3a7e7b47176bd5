"""The cases: each file of cases/ is a page of a site, with what its probe has to find."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from wootric_snippet import Group, Page, SnippetRenderer, Survey, User

_FOLDER = Path(__file__).parent / "cases"
_ENVIRONMENT = Environment(loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, autoescape=True)
# What cases are made from begins with an underscore. Those of htmx are opened with each generation of it.
NAMES = sorted(
    f"{path.stem}{version}"
    for path in _FOLDER.glob("[!_]*.html")
    for version in (("-2", "-4") if path.stem.startswith("htmx_") else ("",))
)

_NONCE = "bm9uY2U="
_TOKEN = "NPS-01fe3cbc"
_USER = User(
    email="hello@example.com",
    created_at="2018-08-03T15:28:46.493Z",
    language="en-GB",
    external_id="userId123",
    properties={"plan": "pro", "seats": 5},
)
_WORDS: dict[str, Any] = {
    "nonce": _NONCE,
    "group": Group(id="0e8c", traits={"name": "Initech"}),
    "plain_user": User(email="plain@example.com"),
    "pro_user": User(email="pro@example.com", properties={"plan": "pro"}),
    "prototype_user": User(email="p@example.com", properties={"__proto__": "a", "constructor": "b", "toString": "c"}),
    "shutdown": SnippetRenderer(_TOKEN).shutdown(nonce=_NONCE),
    "survey": Survey(
        product_name="Initech",
        custom_messages={"followup_question": "Why </script>?"},
        thank_you={"thankYouLinks": {"thank_you_link_url": "https://shop.example/"}},
    ),
}


@dataclass(frozen=True)
class Case:
    """A page, the pages that it goes to by itself, and what is to be found."""

    html: str
    others: dict[str, str]
    expected: Any


def case(name: str) -> Case:
    """Return a case by the name that it has among all."""

    def snippet(
        sdk: str = "ok",
        *,
        user: User = _USER,
        page: Page | None = Page(path="/pricing"),  # noqa: B008 - frozen
        event: str | None = None,
        group: Group | None = None,
        **options: Any,
    ) -> Markup:
        renderer = SnippetRenderer(_TOKEN, **{"sdk_url": f"/sdk/{sdk}/{name}", **options})
        return renderer.render(user, page, event=event, group=group, nonce=_NONCE)

    def view(path: str, sdk: str = "ok", **options: Any) -> Markup:
        """Return the block of a page and a user that can be told from others."""
        return snippet(sdk, user=User(email=f"{path}@example.com"), page=Page(path=path), **options)

    stem, _, version = name.partition("-")
    words = {**_WORDS, "name": name, "snippet": snippet, "view": view, "version": version}
    template = _ENVIRONMENT.get_template(f"{stem}.html", globals=words)
    exported = template.module
    others = {
        f"{name}/{page}": _ENVIRONMENT.get_template("_other.html", globals=words).render(
            body=body,
            library=exported.library,  # type: ignore[attr-defined]
        )
        for page, body in getattr(exported, "others", {}).items()
    }
    return Case(template.render(), others, exported.expected)  # type: ignore[attr-defined]
