"""A Flask site with the packages that most have: accounts, sessions, languages, a policy, compression, an admin."""

import os
import tempfile
from datetime import UTC, datetime
from typing import Any

from cachelib import FileSystemCache
from flask import Flask, redirect, render_template_string
from flask_admin import Admin, AdminIndexView, expose
from flask_babel import Babel
from flask_compress import Compress
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_session import Session
from flask_sqlalchemy import SQLAlchemy
from flask_talisman import Talisman
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.middleware.proxy_fix import ProxyFix

from wootric_snippet.csp import directives
from wootric_snippet.flask import Wootric

TOKEN = "NPS-01fe3cbc"
PAGE = "<!doctype html><title>Shop</title><p>Welcome</p>{{ wootric_snippet() }}"
FILLER = "<p>Welcome</p>" * 100

db, login_manager, wootric = SQLAlchemy(), LoginManager(), Wootric()


class Account(UserMixin, db.Model):  # type: ignore[name-defined]  # made at run time
    """Somebody who signs in."""

    id = db.Column(db.Integer, primary_key=True)
    name = db.Column(db.String, unique=True)
    email = db.Column(db.String)
    created_at = db.Column(db.DateTime)


@login_manager.user_loader
def load_account(key: str) -> Any:
    """Return the account of a session."""
    return db.session.get(Account, int(key))


class AdminPage(AdminIndexView):
    """The start page of the admin, with the tag in a template of its own."""

    @expose("/")
    def index(self) -> Any:
        """Show it."""
        return self.render("admin_page.html")


def create_app() -> Flask:
    """Make the site."""
    app = Flask(__name__)
    folder = tempfile.mkdtemp()
    app.config.update(
        BABEL_DEFAULT_LOCALE="fr",
        SECRET_KEY="for tests alone",
        SESSION_CACHELIB=FileSystemCache(folder),
        SESSION_TYPE="cachelib",
        SQLALCHEMY_DATABASE_URI=f"sqlite:///{folder}/site.db",
        WOOTRIC_ACCOUNT_TOKEN=TOKEN,
    )
    for extension in (db, login_manager, Babel(), Session(), Compress(), wootric):
        extension.init_app(app)
    policy = {name: ["'self'", *sources] for name, sources in directives(TOKEN).items()}
    Talisman(
        app,
        force_https=False,
        session_cookie_secure=False,
        content_security_policy=policy,
        content_security_policy_nonce_in=["script-src"],
    )
    app.jinja_loader = _templates()
    Admin(app, name="Shop", index_view=AdminPage())
    _add_pages(app)
    with app.app_context():
        db.create_all()
        for name in ("alice", "bob"):
            moment = datetime(2020, 1, 1, tzinfo=UTC)
            db.session.add(Account(name=name, email=f"{name}@initech.example", created_at=moment))
        db.session.commit()
    return app


def _templates() -> Any:
    from jinja2 import DictLoader

    admin = '{% extends "admin/master.html" %}{% block tail %}{{ super() }}{{ wootric_snippet() }}{% endblock %}'
    return DictLoader({"admin_page.html": admin})


def _add_pages(app: Flask) -> None:
    @app.get("/")
    def home() -> str:
        return render_template_string(PAGE)

    @app.get("/long/")
    def long() -> str:
        return render_template_string(FILLER + PAGE)

    @app.get("/order/")
    def order() -> Any:
        wootric.track("Order Completed", {"total": 12})
        return redirect(app.url_for("home"))

    @app.get("/sign-in/<name>/")
    def sign_in(name: str) -> str:
        login_user(db.session.execute(db.select(Account).filter_by(name=name)).scalar_one())
        return "signed in"

    @app.get("/sign-out/")
    def sign_out() -> str:
        logout_user()
        return render_template_string("<title>Bye</title>{{ wootric_shutdown() }}{{ wootric_snippet() }}")


app = create_app()
if "MOUNTED" in os.environ:
    app.wsgi_app = ProxyFix(DispatcherMiddleware(Flask("portal"), {"/shop": app.wsgi_app}), x_prefix=1)  # type: ignore[method-assign]
