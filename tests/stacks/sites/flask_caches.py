"""Flask-Caching beside Flask-Compress: a view, a function and a part of a template that it stores."""

from flask import Flask, render_template_string, request
from flask_caching import Cache
from flask_compress import Compress

from wootric_snippet import User
from wootric_snippet.flask import Wootric

app = Flask(__name__)
app.config.update(CACHE_TYPE="SimpleCache", SECRET_KEY="for tests alone", WOOTRIC_ACCOUNT_TOKEN="NPS-01fe3cbc")
cache, wootric = Cache(app), Wootric(app)
Compress(app)


@wootric.user_loader
def load_user() -> User | None:
    """Return whom a proxy names."""
    name = request.headers.get("X-Forwarded-User")
    return User() if name is None else User(email=f"{name}@initech.example", external_id=name)


PAGE = "<title>Shop</title>{{ wootric_snippet() }}"


@app.get("/cached/")
@app.get("/cached/<encoding>/")
@cache.cached(60)
def cached(encoding: str = "") -> str:  # noqa: ARG001 - a page of its own
    """Show a page that is stored."""
    return render_template_string(PAGE)


@cache.memoize(60)
def text() -> str:
    """Return a text that is stored."""
    return render_template_string(PAGE)


@app.get("/memoized/")
def memoized() -> str:
    """Show a page whose text is stored."""
    return str(text())


@app.get("/fragment/")
def fragment() -> str:
    """Show a page a part of which is stored."""
    return render_template_string('{% cache 60, "survey" %}' + PAGE + "{% endcache %}")
