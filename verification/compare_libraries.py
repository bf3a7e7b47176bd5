"""What other ways into a script make of the same values, in Chromium: `make peers`. Writes docs/security.md's table.

Each way is written as its own documentation has it, with the value where a user's name or address would stand. For each
value a page is opened; told is in how many something of the value's ran, the page around the script was another, or the
script had another text.
"""

import json
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from shutil import which
from typing import Any

import django
import jinja2
from django.conf import settings
from playwright.sync_api import Page as Tab
from playwright.sync_api import Route, sync_playwright

from benchmarks import figures
from tests.hostile.model import as_the_browser_has_it
from tests.hostile.values import VALUES
from wootric_snippet import SnippetRenderer, User

DOCS = Path(__file__).parent.parent / "docs" / "security.md"
ADDRESS = "http://page.example/"
FOUND = (Path(__file__).parent / "peers.js").read_text(encoding="utf-8")
"""A function in the page: takes JavaScript that says what the script has, returns what came of the value."""

Way = Callable[[str], str]
"""Takes a value; returns the HTML that a page has of it."""


def main() -> None:
    """Open every page of every way, and write the table."""
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page()
        # Whatever else a page asks for, such as Intercom's own script, is not there.
        tab.route("**/*", lambda route: route.abort())
        for name, (way, told) in ways().items():
            rows.append(row(tab, name, way, told))
            print(rows[-1], flush=True)
        browser.close()
    head = "| way | refused | something ran | page changed | text changed |"
    figures.write(DOCS, "peers", [head, "|---|---:|---:|---:|---:|", *rows, "", f"Of {len(given()):,} values each."])


def given() -> list[str]:
    """Return the corpus without the empty value, for which a way may leave the field out."""
    return [value for value in VALUES if value]


def row(tab: Tab, name: str, way: Way, told: str) -> str:
    """Return how one way did."""
    harmless = found(tab, way("harmless"), told)
    refused = ran = around = changed = 0
    for value in given():
        try:
            html = way(value)
            html.encode()
        except ValueError:
            refused += 1
            continue
        page = found(tab, html, told)
        ran += page["ran"]
        around += (page["around"], page["text"]) != (harmless["around"], harmless["text"])
        changed += page["arrived"] is None or json.loads(page["arrived"]) != as_the_browser_has_it(value)
    return f"| {name} | {refused} | {ran} | {around} | {changed} |"


def found(tab: Tab, html: str, told: str) -> Any:
    """Open a page with the HTML in it, and return what came of it."""
    body = f"<!doctype html><meta charset=utf-8><title>x</title><body><p>before</p>{html}<p>after</p>"

    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    tab.route(ADDRESS, answer)
    try:
        tab.goto(ADDRESS)
        return tab.evaluate(FOUND, told)
    finally:
        tab.unroute(ADDRESS)


def ways() -> dict[str, tuple[Way, str]]:
    """Return each way by the name that the table has for it, and how the page is asked for the value."""
    settings.configure(
        INSTALLED_APPS=["analytical"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        INTERCOM_APP_ID="ab12cd34",
    )
    django.setup()
    from django.template import Context, Template

    escaping, plain = jinja2.Environment(autoescape=True), jinja2.Environment(autoescape=False)  # noqa: S701

    def in_jinja2(environment: jinja2.Environment, source: str) -> Way:
        template = environment.from_string(source)
        return lambda value: template.render(email=value)

    def in_django(source: str, name: str) -> Way:
        template = Template(source)
        return lambda value: str(template.render(Context({name: value})))

    renderer = SnippetRenderer("NPS-01fe3cbc")
    by_hand = "<script>window.settings = {email: '{{ email }}'}</script>"
    script = (
        '{{ email|json_script:"email" }}'
        "<script>window.settings = {email: JSON.parse(document.getElementById('email').textContent)}</script>"
    )
    jinja, dj, analytical = (version(name) for name in ("jinja2", "django", "django-analytical"))
    return {
        "**wootric-snippet**": (lambda value: renderer.render(User(value)), "wootricSettings.email"),
        f"django-analytical {analytical}, Intercom tag, a name": (
            in_django("{% load intercom %}{% intercom %}", "intercom_name"),
            "intercomSettings.name",
        ),
        f"Jinja2 {jinja}, `{{{{ email\\|tojson }}}}`": (
            in_jinja2(escaping, "<script>window.settings = {email: {{ email|tojson }}}</script>"),
            "settings.email",
        ),
        f"Django {dj}, `json_script`": (in_django(script, "email"), "settings.email"),
        f"Jinja2 {jinja}, `'{{{{ email }}}}'`": (in_jinja2(escaping, by_hand), "settings.email"),
        f"Jinja2 {jinja}, `'{{{{ email }}}}'`, autoescape off": (in_jinja2(plain, by_hand), "settings.email"),
    }


if __name__ == "__main__":
    main()
