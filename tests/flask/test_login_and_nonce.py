"""Flask-Login's user and Flask-Talisman's nonce are found without a word about them."""

import re
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask, render_template_string
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_talisman import Talisman

from tests.flask.site import block, make_app
from wootric_snippet import InvalidTimestamp, Page, User
from wootric_snippet.flask import Wootric


class Account(UserMixin):  # type: ignore[misc]
    def __init__(self, **attributes: Any) -> None:
        self.id = 7
        self.__dict__ |= attributes


class DetachedAccount(Account):
    @property
    def email(self) -> str:
        raise LookupError("amelia@initech.example is not bound to a session")


def make_site(account: Account, wootric: Wootric | None = None, *, debug: bool = False) -> Flask:
    """Return a site where /sign-in signs this account in, and / is the page."""
    app = make_app(debug=debug)
    app.secret_key = "a test's"
    (wootric or Wootric()).init_app(app)
    login = LoginManager(app)
    login.user_loader(lambda _id: account)

    @app.get("/")
    def home() -> str:
        return render_template_string("Shop{{ wootric_snippet() }}")

    @app.get("/sign-in")
    def sign_in() -> str:
        login_user(account)
        return ""

    @app.get("/sign-out")
    def sign_out() -> str:
        logout_user()
        return ""

    return app


HOME = Page(path="/", url="http://localhost/", name="home")


@pytest.mark.parametrize(
    ("attributes", "user"),
    [
        ({}, User(external_id="7")),
        ({"email": "amelia@initech.example"}, User(email="amelia@initech.example", external_id="7")),
        ({"id": "u-7", "email": None, "created_at": None}, User(external_id="u-7")),
        (
            {"created_at": datetime(2018, 8, 3, tzinfo=UTC), "date_joined": date(2020, 1, 1)},
            User(external_id="7", created_at=date(2018, 8, 3)),
        ),
        ({"create_datetime": datetime(2018, 8, 3)}, User(external_id="7", created_at=date(2018, 8, 3))),  # noqa: DTZ001
        ({"created_at": None, "date_joined": date(2018, 8, 3)}, User(external_id="7", created_at=date(2018, 8, 3))),
    ],
)
def test_the_person_whom_flask_login_has_signed_in_is_asked(attributes: dict[str, Any], user: User) -> None:
    client = make_site(Account(**attributes)).test_client()
    assert client.get("/").text == "Shop"
    client.get("/sign-in")
    assert client.get("/").text == f"Shop{block(user, HOME)}"
    client.get("/sign-out")
    assert client.get("/").text == "Shop"


def test_the_sites_own_loader_goes_before_flask_login() -> None:
    wootric = Wootric()
    wootric.user_loader(lambda: User(email="own@initech.example"))
    client = make_site(Account(email="amelia@initech.example"), wootric).test_client()
    client.get("/sign-in")
    assert client.get("/").text == f"Shop{block(User(email='own@initech.example'), HOME)}"


def test_without_flask_login_and_a_loader_nobody_is_asked() -> None:
    app = make_app(debug=True)
    Wootric(app)
    app.add_url_rule("/", "home", lambda: render_template_string("Shop{{ wootric_snippet() }}"))
    assert app.test_client().get("/").text == "Shop"


def test_a_database_error_inside_the_account_leaves_the_page_standing(caplog: pytest.LogCaptureFixture) -> None:
    client = make_site(DetachedAccount()).test_client()
    client.get("/sign-in")
    assert client.get("/").text == "Shop"
    assert caplog.messages == ["left out: snippet: LookupError was raised"]


def test_a_field_of_the_account_that_cannot_be_sent_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    client = make_site(Account(created_at="01/02/2015")).test_client()
    client.get("/sign-in")
    assert client.get("/").text == f"Shop{block(User(external_id='7'), HOME)}"
    assert [message.partition(";")[0] for message in caplog.messages] == [
        "left out: created_at: cannot be read as a moment"
    ]


def test_a_developer_sees_that_a_field_of_the_account_cannot_be_sent() -> None:
    client = make_site(Account(created_at="01/02/2015"), debug=True).test_client()
    client.get("/sign-in")
    with pytest.raises(InvalidTimestamp, match=r"^created_at: "):
        client.get("/")


def nonce_of(response: Any) -> str | None:
    found = re.search(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"])
    return found and found[1]


@pytest.mark.parametrize("template", ["{{ wootric_snippet() }}", "{{ wootric_snippet(nonce=csp_nonce()) }}"])
def test_the_nonce_of_flask_talisman_is_on_the_script(template: str) -> None:
    app = make_app()
    wootric = Wootric(app)
    wootric.user_loader(lambda: User(email="amelia@initech.example"))
    app.add_url_rule("/", "home", lambda: render_template_string(template))
    policy = {"default-src": "'none'", "script-src": ""}
    Talisman(app, content_security_policy=policy, content_security_policy_nonce_in=["script-src"], force_https=False)
    responses = [app.test_client().get("/") for _ in range(2)]
    nonces = [nonce_of(response) for response in responses]
    assert None not in nonces
    assert nonces[0] != nonces[1]
    expected = [block(User(email="amelia@initech.example"), HOME, nonce=nonce) for nonce in nonces]
    assert [response.text for response in responses] == expected


def test_a_policy_without_nonces_gets_a_script_without_one() -> None:
    app = make_app()
    Wootric(app).user_loader(lambda: User(email="amelia@initech.example"))
    app.add_url_rule("/", "home", lambda: render_template_string("{{ wootric_snippet(nonce=csp_nonce()) }}"))
    Talisman(app, force_https=False)
    assert app.test_client().get("/").text == block(User(email="amelia@initech.example"), HOME)
