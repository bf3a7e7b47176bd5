"""The address that a native app asks, in Starlette."""

from tests.starlette.site import AMELIA, RENDERER, get
from tests.starlette.test_deliveries import make_site

PATH = "/wootric/mobile.json"


def test_a_native_app_gets_the_signed_in_users_settings() -> None:
    response = get(make_site(RENDERER, mobile_client_id="4c0ff33"), PATH)
    assert response.json() == RENDERER.mobile_settings(AMELIA, client_id="4c0ff33")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_nobody_is_refused() -> None:
    response = get(make_site(RENDERER, mobile_client_id="4c0ff33", user=lambda _request: None), PATH)
    assert (response.status_code, response.text) == (403, "nobody is signed in")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_without_a_client_id_there_is_no_such_address() -> None:
    assert get(make_site(RENDERER), PATH).status_code == 404
