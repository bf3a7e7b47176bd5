"""A site with a hundred accounts: gunicorn tests.flask.crowded_site:app."""

import sys
import time

from flask import Flask, render_template
from flask_login import LoginManager, UserMixin, login_user
from jinja2 import DictLoader

from tests.crowd import email
from wootric_snippet.flask import Wootric

# Threads take turns a thousand times as often as they would: what two of them shared would be mixed up.
sys.setswitchinterval(5e-6)

app = Flask(__name__)
app.config.update(SECRET_KEY="a test's", WOOTRIC_ACCOUNT_TOKEN="NPS-01fe3cbc")
app.jinja_loader = DictLoader({"page.html": "{{ number }}{{ wootric_snippet() }}"})  # compiled once
login = LoginManager(app)
Wootric(app)


class Account(UserMixin):  # type: ignore[misc]
    def __init__(self, person: str) -> None:
        self.id = person

    @property
    def email(self) -> str:
        time.sleep(0)  # as a database would, while others are served
        return email(int(self.id))


login.user_loader(Account)


@app.get("/sign-in/<person>")
def sign_in(person: str) -> str:
    login_user(Account(person))
    return "welcome"


@app.get("/pages/<int:number>")
def page(number: int) -> str:
    return render_template("page.html", number=number)
