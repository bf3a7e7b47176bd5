"""Compare how libraries put hostile values into a script, in Chromium: `make compare-libraries`.

Each library is used as its own documentation shows, with the value as the user's name or address. Every value is opened
in a page of its own. Writes a table of docs/security.md: in how many pages code of the value ran, the page around the
script changed, or the script got another text.
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

from tests.xss.model import as_the_browser_has_it
from tests.xss.values import VALUES
from tools import markdown_tables
from wootric_snippet import SnippetRenderer, User

DOCS = Path(__file__).parent.parent / "docs" / "security.md"
ADDRESS = "http://page.example/"
INSPECT = (Path(__file__).parent / "compare_libraries.js").read_text(encoding="utf-8")
"""A function for the page: takes the expression that holds the value, returns what became of the value."""

Render = Callable[[str], str]
"""Takes a value and returns the HTML that a library makes of it."""


def main() -> None:
    """Open every page of every library, and write the table."""
    rows = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        tab = browser.new_page()
        # Nothing else is loaded, such as Intercom's own script.
        tab.route("**/*", lambda route: route.abort())
        for name, (render, expression) in libraries().items():
            rows.append(row(tab, name, render, expression))
            print(rows[-1], flush=True)
        browser.close()
    head = "| library | refused | code ran | page changed | text changed |"
    markdown_tables.write(
        DOCS, "libraries", [head, "|---|---:|---:|---:|---:|", *rows, "", f"Of {len(corpus()):,} values each."]
    )


def corpus() -> list[str]:
    """Return the hostile values without the empty one, for which a library may leave the field out."""
    return [value for value in VALUES if value]


def row(tab: Tab, name: str, render: Render, expression: str) -> str:
    """Return the table's row for one library."""
    harmless = inspect(tab, render("harmless"), expression)
    refused = ran = around = changed = 0
    for value in corpus():
        try:
            html = render(value)
            html.encode()
        except ValueError:
            refused += 1
            continue
        page = inspect(tab, html, expression)
        ran += page["ran"]
        around += (page["around"], page["text"]) != (harmless["around"], harmless["text"])
        changed += page["arrived"] is None or json.loads(page["arrived"]) != as_the_browser_has_it(value)
    return f"| {name} | {refused} | {ran} | {around} | {changed} |"


def inspect(tab: Tab, html: str, expression: str) -> Any:
    """Open a page with the HTML in it, and return what became of the value."""
    body = f"<!doctype html><meta charset=utf-8><title>x</title><body><p>before</p>{html}<p>after</p>"

    def answer(route: Route) -> None:
        route.fulfill(body=body, content_type="text/html; charset=utf-8")

    tab.route(ADDRESS, answer)
    try:
        tab.goto(ADDRESS)
        return tab.evaluate(INSPECT, expression)
    finally:
        tab.unroute(ADDRESS)


def libraries() -> dict[str, tuple[Render, str]]:
    """Return each library by its name in the table, with the expression that holds the value in its page."""
    settings.configure(
        INSTALLED_APPS=["analytical"],
        TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates"}],
        INTERCOM_APP_ID="ab12cd34",
    )
    django.setup()
    from django.template import Context, Template

    escaping, plain = jinja2.Environment(autoescape=True), jinja2.Environment(autoescape=False)  # noqa: S701

    def in_jinja2(environment: jinja2.Environment, source: str) -> Render:
        template = environment.from_string(source)
        return lambda value: template.render(email=value)

    def in_django(source: str, name: str) -> Render:
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
