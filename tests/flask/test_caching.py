"""Flask-Caching: nobody gets another's page, and the owner's own page stays."""

from collections.abc import Callable

import pytest
from flask import Flask, render_template_string, request
from flask_caching import Cache

from tests.flask.site import block, make_site
from tests.log import Log
from wootric_snippet import SharedCaching, User

PEOPLE = {name: User(email=f"{name}@initech.example") for name in ("amelia", "bob")}


def caching_site(view: str, *, debug: bool = False) -> Flask:
    """Return a site with a page of each kind of Flask-Caching's."""
    app, _ = make_site(user=lambda: PEOPLE.get(request.headers.get("X-User", "")), debug=debug)
    cache = Cache(app, config={"CACHE_TYPE": "SimpleCache", "CACHE_DEFAULT_TIMEOUT": 3600})
    app.jinja_env.add_extension("flask_caching.jinja2ext.CacheExtension")
    page = "Prices{{ wootric_snippet() }}"

    @cache.memoize()
    def rendered() -> str:
        return render_template_string(page)

    views: dict[str, Callable[[], str]] = {
        "cached": cache.cached()(lambda: render_template_string(page)),
        "memoize": lambda: rendered(),
        "fragment": lambda: render_template_string("{% cache 3600, 'x' %}" + page + "{% endcache %}"),
        "beside": lambda: render_template_string("{% cache 3600, 'y' %}Prices{% endcache %}{{ wootric_snippet() }}"),
    }
    app.add_url_rule("/page", "page", views[view])
    return app


@pytest.mark.parametrize(
    ("view", "first", "second"),
    [
        ("cached", "Prices{amelia}", "Prices"),
        ("memoize", "Prices{amelia}", "Prices"),
        ("fragment", "Prices", "Prices"),
        ("beside", "Prices{amelia}", "Prices{bob}"),
    ],
)
def test_two_visitors_of_a_cached_page_a_thousand_times_each(view: str, first: str, second: str) -> None:
    client = caching_site(view).test_client()
    pages = {name: set[tuple[str, str | None]]() for name in PEOPLE}
    for _ in range(1000):
        for name in PEOPLE:
            response = client.get("/page", headers={"X-User": name})
            pages[name].add((response.text, response.headers.get("Cache-Control")))
    blocks = {name: block(user, "/page", "page") for name, user in PEOPLE.items()}
    private = None if view == "fragment" else "private"
    assert pages == {"amelia": {(first.format_map(blocks), private)}, "bob": {(second.format_map(blocks), private)}}


def test_snippet_inside_a_cached_block_is_an_error_while_debugging(log: Log) -> None:
    inside = "snippet: stands inside {% cache %}, which stores it for everybody; expected a place outside of it"
    with pytest.raises(SharedCaching) as raised:
        caching_site("fragment", debug=True).test_client().get("/page", headers={"X-User": "amelia"})
    assert str(raised.value) == inside
    caching_site("fragment").test_client().get("/page", headers={"X-User": "amelia"})
    assert log.warnings == [f"left out the snippet on page: {inside}"]
