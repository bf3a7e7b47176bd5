"""Writes docs/configuration.md from the table of options in the code: `python -m tools.write_configuration`.

The names, their order and their defaults come from the package; the text of each option stands here.
"""

from inspect import Parameter, signature
from pathlib import Path
from typing import Any

from wootric_snippet import SnippetRenderer
from wootric_snippet.integration.configuration import Configuration
from wootric_snippet.integration.options import OPTIONS

PAGE = Path(__file__).parent.parent / "docs" / "configuration.md"
BEGIN, END = "<!-- options: begin -->\n", "<!-- options: end -->\n"

GROUPS = {
    "The account": ("account_token", "enabled", "accounts", "account"),
    "Who is asked": ("user", "group", "include_anonymous", "respect_gpc"),
    "The page": ("page_path", "include_query", "language", "nonce"),
    "The survey": ("survey", "load", "consent", "test_mode"),
    "Development and errors": ("mock_sdk", "on_error"),
    "How the payload reaches the page": (
        "delivery",
        "loader_url",
        "loader_integrity",
        "settings_url",
        "signed_in_cookie",
        "mount_path",
    ),
    "The script element": ("sdk_url", "script_type", "attributes"),
    "Native apps": ("mobile_client_id",),
}

TEXTS = {
    "account_token": "InMoment's account token, `NPS-…`. Tokens of CES and CSAT accounts begin with `NPS-`, too.",
    "enabled": "`False` prints nothing anywhere and needs no token: for tests, CI and management commands.",
    "accounts": "More accounts by name, each a dict of options such as `account_token` and `survey`: "
    "[Several accounts](accounts.md).",
    "account": "A function that returns the name of the request's account; `None` for the default one.",
    "user": "A function that returns the `User` who is asked, or an account such as `request.user`. `None` means no "
    "survey. By default whoever is signed in is asked: [Your own user model](users.md).",
    "group": "A function that returns the `Group`: the company or team that the user belongs to.",
    "include_anonymous": "Whether visitors who are not signed in are asked, too.",
    "respect_gpc": "Whether a browser that signals Global Privacy Control gets no survey: [Consent](consent.md).",
    "page_path": 'What is sent as a page\'s path, and in its URL. `"route"`: the URL pattern where it has arguments, '
    'such as `/orders/<number>/`, since a path can hold a secret. `"url"`: the path itself. Or a function that returns '
    "the path, which begins with `/`, or `None` for the pattern.",
    "include_query": "Whether the query string is sent with the page's URL. It can hold tokens and addresses.",
    "language": "A function that returns the page's locale, such as `pt-BR`. One that InMoment has no survey in is not "
    "sent. By default the framework's: that of Django, Flask-Babel, Quart-Babel or Pyramid.",
    "nonce": "A function that returns the nonce of the page's Content-Security-Policy. By default the framework's is "
    "found: [Content-Security-Policy](csp.md).",
    "survey": "How the survey looks and what it says: a `Survey`, or a dict of its fields: [How the survey "
    "looks](surveys.md).",
    "load": "When InMoment's script is loaded. `\"lazy\"`: after the page's load event, when the browser is idle. "
    '`"async"`: at once. `"consent"`: when the visitor has agreed: [Consent](consent.md).',
    "consent": 'For `load="consent"`: a function that returns `True` (exactly) if the visitor has agreed. InMoment\'s '
    "script then loads without waiting for `wootricSnippet.consent()`: [Consent](consent.md).",
    "test_mode": "Whether InMoment's test flags are set: every request gets a survey. Never in production.",
    "mock_sdk": "The mock SDK plays InMoment's script: it shows the survey and what InMoment would receive, and sends "
    'nothing. `"debug"`: in debug mode. `"always"`: in production, too, for a demo. `True`: like `"debug"`, but '
    "an error when debug mode is off.",
    "on_error": '`"raise"` or `"log"`: what happens to an error. By default it is raised in debug mode, and '
    "logged otherwise.",
    "delivery": 'Where the user\'s data is. `"inline"`: in the page\'s script. `"data"`: in a JSON element, beside the '
    'loader\'s file. `"fetch"`: fetched after the page has loaded, so that a cache can store the page: '
    "[Caching](caching.md).",
    "loader_url": "The URL of the loader's file, for `data` and `fetch`. By default the integration serves it below "
    "`mount_path`. Another host has to serve the content of `loader_file(delivery, load)`, of "
    "`wootric_snippet.loader_file`.",
    "loader_integrity": "Whether the loader's element has the `integrity` hash of the file. `False` for a host that "
    "sends no CORS headers or rewrites the file.",
    "settings_url": "The path that answers with the visitor's settings, for `fetch`. By default the integration serves "
    "it below `mount_path`.",
    "signed_in_cookie": "For the delivery `fetch`: the name of a cookie that JavaScript can read. Without this cookie, "
    "no settings are fetched.",
    "mount_path": "The path below which the integration serves its own URLs.",
    "sdk_url": "The URL of InMoment's script.",
    "script_type": "The script element's `type`, for consent managers such as those that wait for `text/plain`.",
    "attributes": "Other attributes of the script element, for consent managers: a dict of names to texts.",
    "mobile_client_id": "InMoment's Client ID. With it, `mobile.json` below `mount_path` answers a native app with the "
    "signed-in user's settings.",
}


def main() -> None:
    """Write the options into the page."""
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    PAGE.write_text(f"{before}{BEGIN}{options()}{END}{rest.partition(END)[2]}", encoding="utf-8")


def options() -> str:
    """Return the part of the page that is written: every option once, in its group."""
    described = [name for names in GROUPS.values() for name in names]
    if sorted(described) != sorted(OPTIONS) or described != list(dict.fromkeys(described)):
        raise ValueError(
            f"options without a group: {OPTIONS.keys() - set(described)}; {set(described) - OPTIONS.keys()}"
        )
    return "".join(
        f"\n## {group}\n" + "".join(f"\n{_option(name)}" for name in names) for group, names in GROUPS.items()
    )


def _option(name: str) -> str:
    upper = name.upper()
    spellings = f"`{upper}` · `WOOTRIC_{upper}` · `{name}` · `wootric.{name}`"
    return f"### {name}\n\n{spellings}<br>\nDefault: {_default(name)}\n\n{TEXTS[name]}\n"


def _default(name: str) -> str:
    parameters = {**signature(Configuration).parameters, **signature(SnippetRenderer).parameters}
    default: Any = parameters[name].default
    if name == "account_token":
        return "none; it is required"
    return (
        "none"
        if default in (None, Parameter.empty)
        else f'`"{default}"`'
        if isinstance(default, str)
        else f"`{default}`"
    )


if __name__ == "__main__":
    main()
