"""The address that a native app asks, in Django."""

from collections.abc import Callable

import pytest
from django.core.checks import Error
from django.test import Client

from tests.django.test_caches import visitor
from tests.django.test_checks import checked
from wootric_snippet import SnippetRenderer, User

PATH = "/wootric/mobile.json"
pytestmark = pytest.mark.urls("tests.django.test_deliveries")


def test_a_native_app_gets_the_signed_in_users_settings(client: Client, wootric: Callable[..., None]) -> None:
    wootric(USER=visitor, MOBILE_CLIENT_ID="4c0ff33")
    response = client.get(PATH, headers={"X-User": "amelia@example.com"})
    user = User(email="amelia@example.com")
    assert response.json() == SnippetRenderer("NPS-01fe3cbc").mobile_settings(user, client_id="4c0ff33")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_nobody_is_refused(client: Client, wootric: Callable[..., None]) -> None:
    wootric(USER=visitor, MOBILE_CLIENT_ID="4c0ff33", INCLUDE_ANONYMOUS=True)
    response = client.get(PATH)
    assert (response.status_code, response.text) == (403, "nobody is signed in")
    assert response.headers["Cache-Control"] == "private, no-store"


def test_without_a_client_id_there_is_no_such_address(client: Client) -> None:
    assert client.get(PATH).status_code == 404


@pytest.mark.parametrize(
    ("path", "status", "field"), [(PATH, 503, "mobile"), ("/wootric/settings.json?path=/", 204, "settings")]
)
def test_a_wrong_setting_is_a_log_line_in_production(
    client: Client,
    wootric: Callable[..., None],
    caplog: pytest.LogCaptureFixture,
    path: str,
    status: int,
    field: str,
) -> None:
    wootric(ACCOUNT_TOKEN=None, ON_ERROR="log")
    assert client.get(path).status_code == status
    missing = "ACCOUNT_TOKEN: is missing; accepted: NPS- and letters or digits, as InMoment shows it"
    told = [message for message in caplog.messages if message.startswith("left out")]
    assert told == [f"left out: {field}, because of {missing}"]


def test_a_client_id_that_cannot_be_one_is_told(wootric: Callable[..., None]) -> None:
    wootric(MOBILE_CLIENT_ID="")
    assert checked() == [
        Error(
            'WOOTRIC["MOBILE_CLIENT_ID"] is not a Client ID.',
            hint="Accepted: what InMoment shows under Settings > API.",
            id="wootric.E004",
        )
    ]
