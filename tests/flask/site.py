"""A Flask site of one page, for what is Flask's own."""

from collections.abc import Callable
from typing import Any

from flask import Flask, render_template_string

from wootric_snippet import Page, SnippetRenderer, User
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
    user: Callable[[], User | None] = lambda: AMELIA,
    debug: bool = False,
    **config: Any,
) -> tuple[Flask, Wootric]:
    """Return an application whose page /pricing is this template, and its extension."""
    app = make_app(debug=debug, **config)
    wootric = Wootric(app)
    wootric.user_loader(user)
    app.add_url_rule("/pricing", "pricing", lambda: render_template_string(template))
    return app, wootric


def block(user: User | None = AMELIA, path: str = "/pricing", name: str | None = "pricing", **given: Any) -> str:
    """Return what has to be in the page."""
    page = Page(path=path, url=f"http://localhost{path}", name=name)
    nonce = given.pop("nonce", None)
    return str(SnippetRenderer(TOKEN, **given).render(user, page, nonce=nonce))
