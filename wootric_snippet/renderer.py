"""One renderer a site: what all its pages have in common, and the way from a user and a page to the script block."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from copy import deepcopy
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, get_args

from markupsafe import Markup

from wootric_snippet.attributes import Nonce, cookie_name, nonce_value, script_attributes
from wootric_snippet.conform import conform, ensure_instance, one_of
from wootric_snippet.errors import InvalidAccountToken, InvalidSetting, InvalidURL, PayloadTooLarge
from wootric_snippet.escaping import attribute_value, script_json, script_string
from wootric_snippet.group import Group
from wootric_snippet.loader_file import loader_file
from wootric_snippet.markup import ScriptTemplate, block_id
from wootric_snippet.mobile import mobile_settings
from wootric_snippet.page import Page
from wootric_snippet.payload import Payload, build_payload, commands_json
from wootric_snippet.settings_url import settings_url
from wootric_snippet.text import known_text, text
from wootric_snippet.urls import script_url, site_path
from wootric_snippet.user import User

if TYPE_CHECKING:
    from wootric_snippet.survey import Survey

SDK_URL = "https://cdn.wootric.com/wootric-sdk.js"
"""Where InMoment serves its script from. Whether its European and Australian regions have a host of their own for it
is unverified; `sdk_url` is there for that."""

MAX_PAYLOAD = 8 * 2**20
"""How many characters of JSON a page's settings may be: room for one text of a MiB, each of its characters escaped as
six, and far more than any survey needs. What is longer is a mistake, and would hold up the page."""

Load = Literal["lazy", "async", "consent"]
"""When InMoment's script is loaded: once the page has loaded and the browser is idle, at once, or when the site says
so by the event `wootric:consent` or by `wootricSnippet.consent()`."""

Delivery = Literal["inline", "data", "fetch"]
"""How the payload reaches the page: `inline`, in the script block itself; `data`, in a block of JSON beside the
loader's static file; `fetch`, not in the page at all: the loader asks the site for it."""

_Check = Callable[[str, Any], str]
_LOADER: Mapping[str, _Check] = {"loader_url": script_url}
# The addresses that a delivery needs, and the only ones that it takes, each with its check.
_ADDRESSES: Mapping[str, Mapping[str, _Check]] = {
    "inline": {},
    "data": _LOADER,
    "fetch": {**_LOADER, "settings_url": site_path},
}

# InMoment's flags for tests: every request gets a survey, and the browser may be asked again.
_TEST_FLAGS = {"wootric_survey_immediately": True, "wootric_no_surveyed_cookie": True}


class SnippetRenderer:
    """Makes the script block that asks for a survey. Made once, at start-up; safe in every thread and task.

    Examples:
        >>> renderer = SnippetRenderer("NPS-01fe3cbc")
        >>> renderer.commands(User(email="hello@example.com"), Page(path="/pricing"))
        ('page', 'run')
    """

    def __init__(
        self,
        account_token: str,
        *,
        survey: Survey | None = None,
        load: Load = "lazy",
        delivery: Delivery = "inline",
        include_anonymous: bool = False,
        respect_gpc: bool = False,
        test_mode: bool = False,
        sdk_url: str = SDK_URL,
        loader_url: str | None = None,
        loader_integrity: bool = True,
        settings_url: str | None = None,
        signed_in_cookie: str | None = None,
        script_type: str | None = None,
        attributes: Mapping[str, str | Literal[True]] | None = None,
    ) -> None:
        """Check and keep what the whole site has in common.

        `account_token` is InMoment's (`NPS-…`, for CES and CSAT too). `survey` is how the survey looks.
        `include_anonymous` asks visitors without a user too. `respect_gpc` loads nothing in a browser that signals
        Global Privacy Control. `test_mode` sets InMoment's test flags: every request gets a survey; never in
        production. `sdk_url` is the address of InMoment's script, `loader_url` that of the loader's static file (see
        `loader_file`) for the deliveries `data` and `fetch`, and `settings_url` the path where `fetch` asks for the
        visitor's settings; only where the cookie `signed_in_cookie` is there, if one is named. `loader_integrity=False`
        leaves out the file's integrity hash, for a CDN without CORS headers. `script_type` and
        `attributes` are for consent managers: the script element's type and its other attributes.
        Raises the `WootricSnippetError` of the first argument that is wrong.
        """
        looks, texts = _looks_and_texts(survey)
        self.site: MappingProxyType[str, Any] = MappingProxyType(
            {"account_token": checked_account_token(account_token), **looks}
        )
        self.respect_gpc: Final = conform(bool, "respect_gpc", respect_gpc)
        self._test_mode = conform(bool, "test_mode", test_mode)
        constants = {
            "sdk": script_url("sdk_url", sdk_url),
            # One way of loading is the loader's own; the others are a word that is there or not.
            one_of(get_args(Load), "load", load): load != "lazy",
            "globals": texts | (_TEST_FLAGS if self._test_mode else {}),
        }
        # What follows the settings and commands of a call; see `to_json`.
        self._constants = script_json({name: value for name, value in constants.items() if value})[1:]
        self.include_anonymous: Final = conform(bool, "include_anonymous", include_anonymous)
        self.delivery: Final = one_of(get_args(Delivery), "delivery", delivery)
        addresses = _addresses(self.delivery, {"loader_url": loader_url, "settings_url": settings_url})
        self._settings_url = addresses.get("settings_url")
        self.embeds_user: Final = self._settings_url is None
        """Whether the user is in the page, which then is for nobody else; not so with the delivery `fetch`."""
        block = partial(
            ScriptTemplate,
            attributes=script_attributes(script_type, {} if attributes is None else attributes),
            respect_gpc=self.respect_gpc,
            loader_url=addresses.get("loader_url"),
            integrity=loader_file().integrity if conform(bool, "loader_integrity", loader_integrity) else None,
            signed_in_cookie=None if signed_in_cookie is None else cookie_name("signed_in_cookie", signed_in_cookie),
        )
        self._embed = script_string if delivery == "inline" else str
        self._snippet = block(f"{delivery}.html")
        self._shutdown = block("shutdown_inline.html" if delivery == "inline" else "shutdown_file.html")

    def render(
        self,
        user: User | None,
        page: Page | None = None,
        *,
        event: str | None = None,
        group: Group | None = None,
        nonce: Nonce = None,
    ) -> Markup:
        """Return the script element for this user and page, to stand anywhere in the page's head or body.

        `event` is the name of an event as it is configured at InMoment, to the letter; `nonce` that of the page's
        Content-Security-Policy, or a function that returns it: it is called only when there is a script to print.
        Without a user the result is empty, unless the renderer includes anonymous visitors. With the delivery `fetch`
        it is the same for everybody: of the page it holds its path, its name, its title and its event, and of the
        user nothing.
        Raises `InvalidSetting` for a user, page or group that is none, `InvalidText` for an event and `InvalidNonce`
        for a nonce that cannot be one, and `PayloadTooLarge` for settings of more than `MAX_PAYLOAD` characters.
        """
        if self._settings_url is not None:
            validated = ensure_instance(Page, "page", page)
            return self.script_for(settings_url(self._settings_url, validated, _event_name(event)), nonce)
        return self.script(self.payload(user, page, event=event, group=group), nonce)

    def script(self, payload: Payload | None, nonce: Nonce = None) -> Markup:
        """Return the script element for a payload; empty for `None`.

        Raises `InvalidSetting` where the pages embed no payload: with the delivery `fetch`.
        """
        if payload is None:
            return Markup("")
        if not self.embeds_user:
            raise InvalidSetting("delivery", "keeps settings out of the page", "inline or data")
        content = self.to_json(payload)
        return self._snippet.render(self._embed(content), nonce_value(nonce), block_id(content, payload.owner))

    def script_for(self, url: str, nonce: Nonce = None) -> Markup:
        """Return the script element of the delivery `fetch`: the loader asks `url` for the visitor's settings."""
        return self._snippet.render(attribute_value(url), nonce_value(nonce), block_id(url, None))

    def to_json(self, payload: Payload) -> str:
        """Return what the loader is given, as JSON: in the page, or by the settings' address.

        Raises `PayloadTooLarge` for more than `MAX_PAYLOAD` characters.
        """
        # One object; what is the same for every page in it was encoded once.
        commands = commands_json(payload.commands)
        content = f'{{"settings":{script_json(payload.settings)},"commands":{commands},{self._constants}'
        if len(content) > MAX_PAYLOAD:
            raise PayloadTooLarge("settings", "are too long", f"at most {MAX_PAYLOAD} characters of JSON")
        return content

    def payload(
        self,
        user: User | None,
        page: Page | None = None,
        *,
        event: str | None = None,
        group: Group | None = None,
    ) -> Payload | None:
        """Return the settings and commands for this user and page; `None` where `render` is empty."""
        # Each would be sent as it is wherever it stands, so that a user in the page's place would be a page.
        ensure_instance(User, "user", user)
        ensure_instance(Page, "page", page)
        ensure_instance(Group, "group", group)
        if user is None and not self.include_anonymous:
            return None
        return build_payload(self.site, user, page, _event_name(event), group)

    def settings(
        self,
        user: User | None,
        page: Page | None = None,
        *,
        event: str | None = None,
        group: Group | None = None,
    ) -> dict[str, Any]:
        """Return exactly what `window.wootricSettings` receives, as a copy; an empty dict where `render` is empty."""
        payload = self.payload(user, page, event=event, group=group)
        return {} if payload is None else deepcopy(dict(payload.settings))

    def commands(
        self,
        user: User | None,
        page: Page | None = None,
        *,
        event: str | None = None,
        group: Group | None = None,
    ) -> tuple[str, ...]:
        """Return the SDK's commands that are called once it is there, in their order."""
        payload = self.payload(user, page, event=event, group=group)
        return () if payload is None else payload.commands

    def mobile_settings(self, user: User | None, *, client_id: str, event: str | None = None) -> dict[str, Any]:
        """Return what a native app's InMoment SDK takes for this user, under its names, as a dict ready for JSON.

        `client_id` is InMoment's (Settings > API). `endUserCreatedAt` is in Unix seconds. Empty where `settings` is.
        Raises `InvalidSetting` for a Client ID that cannot be one.
        """
        payload = self.payload(user, event=event)
        checked = checked_client_id("client_id", client_id)
        return {} if payload is None else mobile_settings(payload.settings, checked, test_mode=self._test_mode)

    def shutdown(self, *, nonce: Nonce = None) -> Markup:
        """Return the script element for the page after log-out: it clears the settings and stops a survey."""
        return self._shutdown.render("", nonce_value(nonce), "wootric-shutdown")


def _event_name(event: Any) -> str | None:
    return None if event is None else known_text("event", event)


def _looks_and_texts(survey: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a survey puts into the settings, and what into `window` itself."""
    if survey is not None:
        from wootric_snippet.survey import Survey  # a site that has one has it loaded

        survey = ensure_instance(Survey, "survey", survey)
    return ({}, {}) if survey is None else (survey.settings(), survey.globals())


def checked_account_token(value: Any) -> str:
    """Return the account token; raises `InvalidAccountToken` where it cannot be one of InMoment's."""
    token = text("account_token", value)
    if not re.fullmatch(r"NPS(-[0-9A-Za-z]+)+", token):
        raise InvalidAccountToken("account_token", "is not a token", "NPS- and letters or digits, as InMoment shows it")
    return token


def _addresses(delivery: str, given: Mapping[str, Any]) -> dict[str, str]:
    checks = _ADDRESSES[delivery]
    for name, value in given.items():
        if value is None and name in checks:
            raise InvalidURL(name, "is missing", f"where the delivery {delivery} finds it")
        if value is not None and name not in checks:
            users = ", ".join(other for other, needed in _ADDRESSES.items() if name in needed)
            raise InvalidURL(name, f"is of no use with the delivery {delivery}", f"the deliveries {users}")
    return {name: check(name, given[name]) for name, check in checks.items()}


def checked_client_id(field: str, value: Any) -> str:
    """Return the Client ID of a native app; raises `InvalidSetting` where it cannot be one."""
    client_id = text(field, value)
    if not (client_id.isascii() and client_id.isprintable() and client_id.strip() == client_id != ""):
        raise InvalidSetting(field, "is not a Client ID", "what InMoment shows under Settings > API")
    return client_id
