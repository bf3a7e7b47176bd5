"""The settings for native apps."""

from __future__ import annotations

import json
from typing import Any

import pytest

from wootric_snippet import InvalidText, SnippetRenderer, Survey, User, WootricSnippetError

USER = User(
    email="hello@example.com",
    created_at="2018-08-03T15:28:46.493Z",
    language="en-GB",
    external_id="userId123",
    properties={"plan": "pro", "seats": 5},
)
ACCEPTED = "expected what InMoment shows under Settings > API"


def test_a_user_is_the_same_under_the_native_sdks_names() -> None:
    survey = Survey(
        product_name="Initech", wootric_recommend_target="colleagues", show_opt_out=True, modal_theme="dark"
    )
    settings = SnippetRenderer("NPS-01fe3cbc", survey=survey).mobile_settings(
        USER, client_id="4c0ff33", event="Order Completed"
    )
    assert json.loads(json.dumps(settings)) == {
        "clientId": "4c0ff33",
        "accountToken": "NPS-01fe3cbc",
        "endUserEmail": "hello@example.com",
        "endUserExternalId": "userId123",
        "endUserCreatedAt": 1533310126,
        "endUserProperties": {"plan": "pro", "seats_amount": 5},
        "customLanguage": "EN",
        "customProductName": "Initech",
        "customAudience": "colleagues",
        "showOptOut": True,
        "eventName": "Order Completed",
    }


def test_missing_fields_have_no_key() -> None:
    settings = SnippetRenderer("NPS-1").mobile_settings(User(email="hello@example.com"), client_id="4c0ff33")
    assert settings == {"clientId": "4c0ff33", "accountToken": "NPS-1", "endUserEmail": "hello@example.com"}


def test_test_mode_has_the_native_flags() -> None:
    settings = SnippetRenderer("NPS-1", test_mode=True).mobile_settings(User(), client_id="4c0ff33")
    assert settings == {"clientId": "4c0ff33", "accountToken": "NPS-1", "surveyImmediately": True, "forceSurvey": True}


def test_anonymous_visitor_has_no_settings() -> None:
    assert SnippetRenderer("NPS-1").mobile_settings(None, client_id="4c0ff33") == {}


@pytest.mark.parametrize("client_id", ["", " 4c0ff33", "4c0ff33\n", "4c0ff33é", "4c0 ff33"])
def test_invalid_client_id_is_refused(client_id: Any) -> None:
    with pytest.raises(WootricSnippetError) as refused:
        SnippetRenderer("NPS-1").mobile_settings(USER, client_id=client_id)
    assert str(refused.value) == f"client_id: is not a Client ID; {ACCEPTED}"


def test_client_id_of_another_type_is_refused() -> None:
    number: Any = 4
    with pytest.raises(InvalidText) as refused:
        SnippetRenderer("NPS-1").mobile_settings(USER, client_id=number)
    assert str(refused.value) == "client_id: is of type int; expected a str, a lazy string or a UUID"
