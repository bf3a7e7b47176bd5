"""Flask-Security with its own sign-in form."""

import tempfile
from datetime import UTC, datetime
from typing import Any

from flask import Flask, render_template_string
from flask_security import Security, SQLAlchemyUserDatastore, hash_password
from flask_security.models import fsqla_v3
from flask_sqlalchemy import SQLAlchemy

from wootric_snippet.flask import Wootric

db = SQLAlchemy()
fsqla_v3.FsModels.set_db_info(db)


class Role(db.Model, fsqla_v3.FsRoleMixin):  # type: ignore[name-defined]  # made at run time
    """A role, as the documentation has it."""


class User(db.Model, fsqla_v3.FsUserMixin):  # type: ignore[name-defined]  # made at run time
    """An account, as the documentation has it: `get_id()` is a token that changes with the password."""


app = Flask(__name__)
app.config.update(
    SECRET_KEY="for tests alone",
    SECURITY_PASSWORD_SALT="for tests alone",
    SQLALCHEMY_DATABASE_URI=f"sqlite:///{tempfile.mkdtemp()}/site.db",
    WOOTRIC_ACCOUNT_TOKEN="NPS-01fe3cbc",
    WTF_CSRF_ENABLED=False,
)
db.init_app(app)
accounts = SQLAlchemyUserDatastore(db, User, Role)
security, wootric = Security(app, accounts), Wootric(app)


@app.get("/")
def home() -> str:
    """Show a page."""
    return render_template_string("<title>Shop</title>{{ wootric_snippet() }}")


def make_accounts() -> Any:
    """Make the accounts of the two visitors."""
    db.create_all()
    for name in ("alice", "bob"):
        moment, email = datetime(2020, 1, 1, tzinfo=UTC), f"{name}@initech.example"
        accounts.create_user(email=email, password=hash_password("swordfish"), create_datetime=moment)
    db.session.commit()


with app.app_context():
    make_accounts()
