"""The address that a native app asks, in Flask."""

import pytest

from tests.flask.site import AMELIA, TOKEN, make_app, make_site
from wootric_snippet import SnippetRenderer, WootricSnippetError
from wootric_snippet.flask import Wootric

PATH = "/wootric/mobile.json"


def test_a_native_app_gets_the_signed_in_users_settings() -> None:
    app, _ = make_site(mobile_client_id="4c0ff33")
    response = app.test_client().get(PATH)
    assert response.json == SnippetRenderer(TOKEN).mobile_settings(AMELIA, client_id="4c0ff33")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_nobody_is_refused() -> None:
    app, _ = make_site(user=None, mobile_client_id="4c0ff33", include_anonymous=True)
    response = app.test_client().get(PATH)
    assert (response.status_code, response.text) == (403, "nobody is signed in")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_other_methods_are_refused() -> None:
    app, _ = make_site(mobile_client_id="4c0ff33")
    assert app.test_client().post(PATH).status_code == 405


def test_without_a_client_id_there_is_no_such_address() -> None:
    assert make_site()[0].test_client().get(PATH).status_code == 404


def test_a_client_id_that_cannot_be_one_is_told_at_the_start() -> None:
    with pytest.raises(WootricSnippetError, match="WOOTRIC_MOBILE_CLIENT_ID: is not a Client ID"):
        Wootric(make_app(mobile_client_id=""))


def test_who_cannot_be_told_is_not_nobody() -> None:
    app, wootric = make_site(mobile_client_id="4c0ff33")
    wootric.user_loader(lambda: 1 / 0)  # type: ignore[arg-type,return-value]
    response = app.test_client().get(PATH)
    assert (response.status_code, response.text) == (503, "who is signed in cannot be told now")
