"""The shop's headers: its content security policy, and what else any careful site sends.

No 'unsafe-inline' and no host: the nonce alone lets the snippet in, and the snippet lets in the SDK. Nothing may be
fetched or framed either, since the mock SDK needs no network; for InMoment's own SDK, add the sources that it needs.
"""

from examples.shop.survey import DELIVERY

# Where the loader is a file it needs no nonce, and has the settings to fetch.
_FILES = [] if DELIVERY == "inline" else ["'self'"]
# By directive; script-src gets the nonce of each response.
POLICY: dict[str, list[str]] = {
    "default-src": ["'none'"],
    "script-src": _FILES,
    **({"connect-src": _FILES} if _FILES else {}),
    "style-src": ["'self'"],
    "img-src": ["'self'", "data:"],
    "form-action": ["'self'"],
    "base-uri": ["'none'"],
    "frame-ancestors": ["'none'"],
    "require-trusted-types-for": ["'script'"],
    "trusted-types": ["wootric-snippet"],
}


def policy(nonce: str) -> str:
    """Return the Content-Security-Policy header of one response."""
    directives = POLICY | {"script-src": [*_FILES, f"'nonce-{nonce}'"]}
    return "; ".join(" ".join([name, *sources]) for name, sources in directives.items())
