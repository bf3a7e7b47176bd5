"""The account token and the Client ID, as InMoment's settings page shows them."""

import re
from typing import Any

from wootric_snippet.errors import InvalidAccountToken, InvalidSetting
from wootric_snippet.validators.lazy import resolve
from wootric_snippet.validators.text import text

_TOKEN_PATTERN = r"NPS(-[0-9A-Za-z]+)+"  # noqa: S105 - not a password
_ACCEPTED = "NPS- and letters or digits, as InMoment shows it"


def validate_account_token(field: str, value: Any) -> str:
    """Return the account token.

    Raises:
        InvalidAccountToken: It is not set, or has another form than InMoment's.
        InvalidText: It is not text.
    """
    value = resolve(value)
    token = "" if value is None else text(field, value)
    if not re.fullmatch(_TOKEN_PATTERN, token):
        raise InvalidAccountToken(field, _problem(token), _ACCEPTED)
    return token


def _problem(token: str) -> str:
    stripped = token.strip()
    if not stripped:
        return "is not set"
    if stripped != token:
        return "begins or ends with white space"
    if not token.isprintable() or " " in token:
        return "has white space or an invisible character in it"
    if re.match("(?i)CES|CSAT", token):
        return "begins with CES or CSAT; the tokens of those surveys begin with NPS, too"
    return "is not an account token"


def validate_client_id(field: str, value: Any) -> str:
    """Return the Client ID of a native app.

    Raises:
        InvalidSetting: It is empty, or holds white space or anything else than printable ASCII.
        InvalidText: It is not text.
    """
    client_id = text(field, value)
    if not re.fullmatch("[!-~]+", client_id):
        raise InvalidSetting(field, "is not a Client ID", "what InMoment shows under Settings > API")
    return client_id
