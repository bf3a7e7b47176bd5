"""What a Content-Security-Policy has to allow for InMoment's script."""

from urllib.parse import urlsplit

from wootric_snippet.renderer import SDK_URL, checked_account_token

TRUSTED_TYPES_POLICY = "wootric-snippet"
"""The Trusted Types policy by which the snippet makes the script's address. It is to be named in `trusted-types` where
a site has that directive. It is none of `directives`: to add the directive would forbid the site's own policies."""

_REGIONS = {"NPS-EU-": "wootric.eu", "NPS-AU-": "wootric.au"}
_SDK = urlsplit(SDK_URL)


def directives(account_token: str) -> dict[str, list[str]]:
    """Return the sources that a policy has to allow, by directive; a new dict each time, to be merged into the site's.

    InMoment's own word, from the policy that it publishes for Electron: `connect-src`, `style-src`, `frame-src`,
    `font-src`, and that the script itself has to be allowed. Unverified: the same policy on InMoment's European and
    Australian hosts (the domain goes by the token), that their script comes from `cdn.wootric.com` too, and that no
    other directive is needed. The snippet itself needs the page's nonce in `script-src`, and no source.
    Raises `InvalidAccountToken`.

    Examples:
        >>> directives("NPS-EU-01fe3cbc")["connect-src"]
        ['https://*.wootric.eu']
    """
    token = checked_account_token(account_token)
    domain = next((domain for start, domain in _REGIONS.items() if token.startswith(start)), "wootric.com")
    return {
        "script-src": [f"{_SDK.scheme}://{_SDK.netloc}"],
        "connect-src": [f"https://*.{domain}"],
        "style-src": ["'unsafe-inline'"],
        "frame-src": ["*"],
        "font-src": ["*", "data:"],
    }
