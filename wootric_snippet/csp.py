"""The sources that a Content-Security-Policy has to allow for InMoment's script."""

from urllib.parse import urlsplit

from wootric_snippet.delivery import SDK_URL
from wootric_snippet.validators.account import validate_account_token

TRUSTED_TYPES_POLICY = "wootric-snippet"
"""The Trusted Types policy with which the snippet makes the script's URL. A site that has the directive `trusted-types`
has to name it there. `directives` does not: adding the directive would forbid the site's own policies."""

_REGIONS = {"NPS-EU-": "wootric.eu", "NPS-AU-": "wootric.au"}
_SDK = urlsplit(SDK_URL)


def directives(account_token: str) -> dict[str, list[str]]:
    """Return the sources that a policy has to allow, by directive.

    InMoment documents these in the policy that it publishes for Electron: `connect-src`, `style-src`, `frame-src`,
    `font-src`, and that the script itself has to be allowed. Unverified: the same policy on InMoment's European and
    Australian hosts (the token decides on the domain), that their script comes from `cdn.wootric.com` too, and that no
    other directive is needed. The snippet itself needs the page's nonce in `script-src`, and no source.

    Args:
        account_token: InMoment's account token.

    Returns:
        A new dict each time, to be merged into the site's own.

    Raises:
        InvalidAccountToken: The token is not one of InMoment's.

    Examples:
        >>> directives("NPS-EU-01fe3cbc")["connect-src"]
        ['https://*.wootric.eu']
    """
    token = validate_account_token("account_token", account_token)
    domain = next((domain for start, domain in _REGIONS.items() if token.startswith(start)), "wootric.com")
    return {
        "script-src": [f"{_SDK.scheme}://{_SDK.netloc}"],
        "connect-src": [f"https://*.{domain}"],
        "style-src": ["'unsafe-inline'"],
        "frame-src": ["*"],
        "font-src": ["*", "data:"],
    }
