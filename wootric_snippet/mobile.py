"""The same settings under the names of InMoment's SDKs for iOS, Android, React Native and Flutter."""

from collections.abc import Mapping
from typing import Any

# By the names in a page's settings. The rest of those is about the page, or about how its survey looks.
_NAMES = {
    "account_token": "accountToken",
    "email": "endUserEmail",
    "external_id": "endUserExternalId",
    "created_at": "endUserCreatedAt",
    "properties": "endUserProperties",
    "language": "customLanguage",
    "product_name": "customProductName",
    "wootric_recommend_target": "customAudience",
    "event_name": "eventName",
    "show_opt_out": "showOptOut",
}
# InMoment's flags for tests: every start gets a survey.
_TEST_FLAGS = {"surveyImmediately": True, "forceSurvey": True}


def mobile_settings(payload: Mapping[str, Any], client_id: str, *, test_mode: bool) -> dict[str, Any]:
    """Return what a native SDK is configured with: each key is the name of a setter in React Native, less `set`.

    Android calls three of them otherwise (`languageCode`, `productName`, `recommendTarget`), and takes every property
    as text.
    """
    known = {_NAMES[name]: value for name, value in payload.items() if name in _NAMES and value is not None}
    return {"clientId": client_id, **known, **(_TEST_FLAGS if test_mode else {})}
