"""The cases: each file of cases/ is a page of a site, with what its probe has to find."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast, get_args

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tests.settings_json import settings_json
from wootric_snippet import Group, Page, SnippetRenderer, Survey, User
from wootric_snippet.delivery import Delivery

_FOLDER = Path(__file__).parent / "cases"
_ENVIRONMENT = Environment(loader=FileSystemLoader(_FOLDER), undefined=StrictUndefined, autoescape=True)


def _names() -> Iterator[str]:
    """Give each case by its name: in every delivery, and those of htmx with each generation of it."""
    for path in sorted(_FOLDER.glob("[!_]*.html")):  # what cases are made from begins with an underscore
        without = re.match(r"{#- Not ([a-z ]+)", path.read_text(encoding="utf-8"))
        for delivery in get_args(Delivery):
            if without and delivery in without[1].split():
                continue
            for version in ("-2", "-4") if path.stem.startswith("htmx_") else ("",):
                yield f"{path.stem}{version}.{delivery}"


NAMES = list(_names())

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
    "account": Page(path="/account"),
    "menu": Page(path="/menu", name="menu & more", title="Menu"),
    "plain_user": User(email="plain@example.com"),
    "pro_user": User(email="pro@example.com", properties={"plan": "pro"}),
    "prototype_user": User(email="p@example.com", properties={"__proto__": "a", "constructor": "b", "toString": "c"}),
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
    others: dict[str, list[str]]  # what a page is at each of its requests; the last one stays
    answers: list[str]  # of the settings' addresses, in the order of the blocks
    expected: Any


def case(name: str) -> Case:
    """Return a case by the name that it has among all."""
    title, delivery = cast("tuple[str, Delivery]", name.split("."))
    stem, _, version = title.partition("-")
    answers: list[str] = []

    def made(answer: str = "ok", delivery: Delivery = delivery, **options: Any) -> SnippetRenderer:
        # Each block has an answer of its own, unless the visitor decides: who that is says a cookie.
        number = 0 if answer == "visitor" else len(answers)
        loader_url = f"/loader/{delivery}/{options.get('load', 'lazy')}.js"
        addresses = {"loader_url": loader_url, "settings_url": f"/answer/{answer}/{name}/{number}"}
        needed = {"inline": (), "data": ("loader_url",), "fetch": ("loader_url", "settings_url")}[delivery]
        site: dict[str, Any] = {key: addresses[key] for key in needed} | options
        return SnippetRenderer(_TOKEN, delivery=delivery, **site)

    def snippet(
        sdk: str = "ok",
        *,
        user: User = _USER,
        page: Page | None = Page(path="/pricing"),  # noqa: B008 - frozen
        event: str | None = None,
        group: Group | None = None,
        nonce: str | None = _NONCE,
        agreed: bool = False,
        **options: Any,
    ) -> Markup:
        options = {"sdk_url": f"/sdk/{sdk}/{name}", **options}
        renderer = made(**options, load="consent").with_consent() if agreed else made(**options)
        answers.append(settings_json(renderer, user, page, event=event, group=group))
        return renderer.render(user, page, event=event, group=group, nonce=nonce)

    def view(path: str, sdk: str = "ok", **options: Any) -> Markup:
        """Return the block of a page and a user that can be told from others."""
        return snippet(sdk, user=User(email=f"{path}@example.com"), page=Page(path=path), **options)

    out = made()
    shutdown = out.shutdown(nonce=_NONCE)
    words = {**_WORDS, "name": name, "snippet": snippet, "view": view, "version": version, "shutdown": shutdown}
    words["shutdown_without_nonce"] = out.shutdown()
    template = _ENVIRONMENT.get_template(f"{stem}.html", globals=words)
    exported = template.make_module()  # not `module`, which would be that of the first delivery
    others = {
        f"{name}/{page}": [
            _ENVIRONMENT.get_template("_other.html", globals=words).render(
                body=body,
                library=exported.library,  # type: ignore[attr-defined]
                head=getattr(exported, "head", ""),
            )
            for body in (bodies if isinstance(bodies, list) else [bodies])
        ]
        for page, bodies in getattr(exported, "others", {}).items()
    }
    return Case(template.render(), others, answers, exported.expected)  # type: ignore[attr-defined]
