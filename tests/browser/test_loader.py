"""What the script does in the page: each file of cases/ is a page of a site, opened in every engine there is."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from tests.browser.engines import ENGINES, opened
from tests.browser.site import Site, served
from wootric_snippet import Group, Page, SnippetRenderer, Survey, User

CASES = Path(__file__).parent / "cases"
NAMES = sorted(path.stem for path in CASES.glob("*.html") if path.stem != "case")
NONCE = "bm9uY2U="
SECONDS_FOR_ALL = 240

TOKEN = "NPS-01fe3cbc"
USER = User(
    email="hello@example.com",
    created_at="2018-08-03T15:28:46.493Z",
    language="en-GB",
    external_id="userId123",
    properties={"plan": "pro", "seats": 5},
)
WORDS: dict[str, Any] = {
    "nonce": NONCE,
    "group": Group(id="0e8c", traits={"name": "Initech"}),
    "plain_user": User(email="plain@example.com"),
    "pro_user": User(email="pro@example.com", properties={"plan": "pro"}),
    "prototype_user": User(email="p@example.com", properties={"__proto__": "a", "constructor": "b", "toString": "c"}),
    "shutdown": SnippetRenderer(TOKEN).shutdown(nonce=NONCE),
    "survey": Survey(
        product_name="Initech",
        custom_messages={"followup_question": "Why </script>?"},
        thank_you={"thankYouLinks": {"thank_you_link_url": "https://shop.example/"}},
    ),
}


def rendered(name: str) -> tuple[str, Any]:
    """Return a case's page, and what its probe has to find."""

    def snippet(
        sdk: str = "ok",
        *,
        user: User = USER,
        page: Page | None = Page(path="/pricing"),  # noqa: B008 - frozen
        event: str | None = None,
        group: Group | None = None,
        **options: Any,
    ) -> Markup:
        renderer = SnippetRenderer(TOKEN, sdk_url=f"/sdk/{sdk}/{name}", **options)
        return renderer.render(user, page, event=event, group=group, nonce=NONCE)

    environment = Environment(loader=FileSystemLoader(CASES), undefined=StrictUndefined, autoescape=True)
    template = environment.get_template(f"{name}.html", globals={**WORDS, "name": name, "snippet": snippet})
    return template.render(), template.module.expected  # type: ignore[attr-defined]


@pytest.fixture(scope="module", params=ENGINES)
def found(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """Open every case in one engine, one after another, and collect what they found."""
    site = Site({name: rendered(name)[0] for name in NAMES})
    with served(site), opened(request.param, tmp_path_factory.mktemp(request.param), site.first):
        yield site.wait(SECONDS_FOR_ALL)


@pytest.mark.parametrize("name", NAMES)
def test_in_the_page(name: str, found: dict[str, Any]) -> None:
    assert found.get(name, "never reported") == {"found": rendered(name)[1], "complaints": []}
