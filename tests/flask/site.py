"""A Flask site of one page for the tests, and the block that it has to print."""

from typing import Any

from flask import Flask, render_template_string
from markupsafe import Markup

from wootric_snippet import Group, Page, SnippetRenderer, User
from wootric_snippet.flask import Wootric

TOKEN = "NPS-01fe3cbc"
AMELIA = User(email="amelia@initech.example", external_id="1001")


def make_app(*, debug: bool = False, **config: Any) -> Flask:
    """Return an application with these WOOTRIC_ keys, and without the extension."""
    app = Flask("shop")
    app.debug = debug
    app.config["WOOTRIC_ACCOUNT_TOKEN"] = TOKEN
    app.config.update({f"WOOTRIC_{name.upper()}": value for name, value in config.items()})
    return app


def make_site(
    template: str = "{{ wootric_snippet() }}",
    *,
    user: User | None = AMELIA,
    debug: bool = False,
    context: dict[str, Any] | None = None,
    **config: Any,
) -> tuple[Flask, Wootric]:
    """Return an application whose page /pricing is this template, and its extension, which finds this user."""
    app = make_app(debug=debug, **config)
    wootric = Wootric(app)
    wootric.user_loader(lambda: user)
    app.add_url_rule("/pricing", "pricing", lambda: render_template_string(template, **(context or {})))
    return app, wootric


def page(**given: Any) -> Page:
    """Return the page /pricing, with what a test has otherwise."""
    return Page(**{"path": "/pricing", "url": "http://localhost/pricing", "name": "pricing"} | given)


def block(
    user: User | None = AMELIA,
    page: Page = page(),  # noqa: B008  # frozen
    *,
    event: str | None = None,
    group: Group | None = None,
    nonce: str | None = None,
    **site: Any,
) -> Markup:
    """Return what has to be in the page."""
    return SnippetRenderer(TOKEN, **site).render(user, page, event=event, group=group, nonce=nonce)
