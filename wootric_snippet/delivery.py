"""How the payload and the scripts reach the page: the ways to load and deliver, and the URLs that each needs."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from wootric_snippet.errors import InvalidURL
from wootric_snippet.validators.urls import script_url, site_path

SDK_URL = "https://cdn.wootric.com/wootric-sdk.js"
"""Where InMoment serves its script from. Whether its European and Australian regions have a host of their own for it
is unverified; `sdk_url` is there for that."""

Load = Literal["lazy", "async", "consent"]
"""When InMoment's script is loaded: `lazy`, once the page has loaded and the browser is idle; `async`, at once;
`consent`, when the page says so by the event `wootric:consent` or by `wootricSnippet.consent()`."""

Delivery = Literal["inline", "data", "fetch"]
"""How the payload reaches the page: `inline`, in the script element itself; `data`, in a JSON element beside the
loader's static file; `fetch`, not in the page at all: the loader requests it from the site."""

DELIVERY_URLS: Mapping[str, Mapping[str, Callable[[str, Any], str]]] = {
    "inline": {},
    "data": {"loader_url": script_url},
    "fetch": {"loader_url": script_url, "settings_url": site_path},
}
"""The URLs that each delivery needs, and the only ones that it takes, by the argument's name."""


def validate_urls(delivery: str, given: Mapping[str, Any]) -> dict[str, str]:
    """Return the URLs that a delivery needs, by the argument's name.

    Raises:
        InvalidURL: One is missing, is not a URL, or is of no use with this delivery.
    """
    validators = DELIVERY_URLS[delivery]
    for name, value in given.items():
        if value is None and name in validators:
            raise InvalidURL(name, f'is missing, and delivery="{delivery}" needs it', "a URL or path")
        if value is not None and name not in validators:
            users = " or ".join(f'"{other}"' for other, needed in DELIVERY_URLS.items() if name in needed)
            raise InvalidURL(name, f'has no effect with delivery="{delivery}"', f"delivery={users}, or no {name}")
    return {name: validator(name, given[name]) for name, validator in validators.items()}
