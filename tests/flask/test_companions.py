"""Flask-Login's user, Flask-Talisman's nonce and Flask-Babel's locale are found without a word about them."""

import re
from typing import Any

import pytest
from flask import Flask, render_template_string, request
from flask_babel import Babel
from flask_login import LoginManager, UserMixin, login_user
from flask_talisman import Talisman

from tests.flask.site import AMELIA, block, make_app, make_site
from tests.log import Log
from wootric_snippet import InvalidTimestamp, User
from wootric_snippet.flask import Wootric


class Account(UserMixin):  # type: ignore[misc]
    def __init__(self, **attributes: Any) -> None:
        self.id = 7
        self.__dict__ |= attributes

    def get_id(self) -> str:
        """Return a token that changes with the password, as Flask-Security's does."""
        return "token"


def signed_in(account: Account, *, debug: bool = False) -> Any:
    """Return the browser of somebody who has signed in to a site whose page is `/`."""
    app = make_app(debug=debug)
    app.secret_key = "a test's"
    Wootric(app)
    LoginManager(app).user_loader(lambda _id: account)
    app.add_url_rule("/", "home", lambda: render_template_string("Shop{{ wootric_snippet() }}"))
    app.add_url_rule("/sign-in", "sign_in", lambda: str(login_user(account)))
    client = app.test_client()
    client.get("/sign-in")
    return client


def test_account_of_flask_login_is_sent_with_its_primary_key() -> None:
    client = signed_in(Account(email="amelia@initech.example"))
    expected = User(email="amelia@initech.example", external_id=7)
    assert client.get("/").text == f"Shop{block(expected, '/', 'home')}"


def test_wrong_field_of_an_account_is_left_out_and_raised_while_debugging(log: Log) -> None:
    client = signed_in(Account(created_at="01/02/2015"))
    assert client.get("/").text == f"Shop{block(User(external_id=7), '/', 'home')}"
    assert [line.partition(": ")[0] for line in log.warnings] == ["left out created_at on home"]
    with pytest.raises(InvalidTimestamp, match=r"^created_at: "):
        signed_in(Account(created_at="01/02/2015"), debug=True).get("/")


@pytest.mark.parametrize("template", ["{{ wootric_snippet() }}", "{{ wootric_snippet(nonce=csp_nonce()) }}"])
def test_script_has_the_nonce_of_flask_talisman(template: str) -> None:
    app, _ = make_site(template)
    policy = {"default-src": "'none'", "script-src": ""}
    Talisman(app, content_security_policy=policy, content_security_policy_nonce_in=["script-src"], force_https=False)
    responses = [app.test_client().get("/pricing") for _ in range(2)]
    nonces = [re.findall(r"'nonce-([^']+)'", response.headers["Content-Security-Policy"]) for response in responses]
    assert nonces[0] != nonces[1]
    assert [response.text for response in responses] == [block(nonce=nonce) for (nonce,) in nonces]


def test_policy_without_nonces_has_a_script_without_one() -> None:
    app, _ = make_site("{{ wootric_snippet(nonce=csp_nonce()) }}")
    Talisman(app, force_https=False)
    assert app.test_client().get("/pricing").text == block(AMELIA)


@pytest.mark.parametrize(("locale", "sent"), [("de", "DE"), ("pt_BR", "PT"), ("sw", None)])
def test_survey_is_in_the_language_of_flask_babel(locale: str, sent: str | None) -> None:
    account = type("Account", (), {"is_authenticated": True, "id": 7})()
    app: Flask = make_site(user=lambda: account)[0]
    Babel(app, locale_selector=lambda: request.headers["X-Locale"])
    html = app.test_client().get("/pricing", headers={"X-Locale": locale}).text
    assert html == block(User(external_id=7, language=sent))
