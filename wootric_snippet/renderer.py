"""The renderer: from a user and a page to the script element that asks for a survey."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy, deepcopy
from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, Literal, Self, get_args

from markupsafe import Markup

from wootric_snippet.delivery import SDK_URL, Delivery, Load, validate_urls
from wootric_snippet.errors import InvalidAttribute, InvalidSetting, PayloadTooLarge, log_omitted
from wootric_snippet.escaping import attribute_value, script_json, script_string
from wootric_snippet.loader_file import loader_file, loader_script
from wootric_snippet.markup import ScriptTemplate, block_id
from wootric_snippet.mobile import mobile_settings
from wootric_snippet.models import Group, Page, User
from wootric_snippet.payload import Payload, build_payload, commands_json
from wootric_snippet.settings_url import settings_url
from wootric_snippet.validators.account import validate_account_token, validate_client_id
from wootric_snippet.validators.attributes import Nonce, cookie_name, nonce_value, script_attributes
from wootric_snippet.validators.text import optional_text
from wootric_snippet.validators.types import ensure_instance, validate_bool, validate_choice
from wootric_snippet.validators.urls import script_url

if TYPE_CHECKING:
    from wootric_snippet.survey import Survey

MAX_PAYLOAD = 8 * 2**20
"""How many characters of JSON a page's settings may have: room for a text of one MiB with each character escaped as
six, and far more than any survey needs. Longer settings are a mistake, and would delay the page."""

# InMoment's flags for tests: every request gets a survey, and the browser may be asked again.
_TEST_FLAGS = {"wootric_survey_immediately": True, "wootric_no_surveyed_cookie": True}


class SnippetRenderer:
    """Makes the script element that asks for a survey. Make one at start-up; it is safe in every thread and task.

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
        """Validate and keep what the whole site has in common.

        Args:
            account_token: InMoment's account token, which begins with `NPS-` for CES and CSAT surveys, too.
            survey: How the survey looks and what it says.
            load: When InMoment's script is loaded.
            delivery: How the payload reaches the page.
            include_anonymous: Whether visitors without a user are asked, too.
            respect_gpc: Whether browsers that signal Global Privacy Control load nothing.
            test_mode: Whether to set InMoment's test flags, so that every request gets a survey. Never in production.
            sdk_url: The URL of InMoment's script.
            loader_url: The URL of the loader's static file (see `loader_file`), for the deliveries `data` and `fetch`.
            loader_integrity: Whether the file's element has `integrity` and `crossorigin`. Off for a host that sends no
                CORS headers, or whose proxy rewrites scripts.
            settings_url: The path that serves the visitor's settings, for the delivery `fetch`.
            signed_in_cookie: The name of a cookie without which the delivery `fetch` does not request the settings.
            script_type: The script element's `type`, for consent managers.
            attributes: The script element's other attributes, for consent managers.

        Raises:
            WootricSnippetError: The first argument that is wrong.
        """
        settings, window_globals = _site_wide(survey)
        self.site: MappingProxyType[str, Any] = MappingProxyType(
            {"account_token": validate_account_token("account_token", account_token), **settings}
        )
        """The settings that all pages have in common."""
        self.respect_gpc: Final = validate_bool("respect_gpc", respect_gpc)
        self._test_mode = validate_bool("test_mode", test_mode)
        self._constants: Mapping[str, Any] = {
            "sdk": script_url("sdk_url", sdk_url),
            "consent": validate_choice(get_args(Load), "load", load) == "consent",
            "window": window_globals | (_TEST_FLAGS if self._test_mode else {}),
        }
        self._tail = _tail(self._constants)
        self.include_anonymous: Final = validate_bool("include_anonymous", include_anonymous)
        self.delivery: Final = validate_choice(get_args(Delivery), "delivery", delivery)
        urls = validate_urls(self.delivery, {"loader_url": loader_url, "settings_url": settings_url})
        self.settings_url: Final = urls.get("settings_url")
        self.embeds_user: Final = self.settings_url is None
        """Whether the page contains the user, so that no cache may share it; not so with the delivery `fetch`."""
        cookie = None if signed_in_cookie is None else cookie_name("signed_in_cookie", signed_in_cookie)
        if cookie is not None and self.embeds_user:
            problem = f'has no effect with delivery="{self.delivery}"'
            raise InvalidAttribute("signed_in_cookie", problem, 'delivery="fetch", or no signed_in_cookie')
        template = partial(
            ScriptTemplate,
            attributes=script_attributes(script_type, attributes),
            respect_gpc=self.respect_gpc,
            loader=loader_script(delivery, load),
            loader_url=urls.get("loader_url"),
            integrity=loader_file(delivery, load).integrity
            if validate_bool("loader_integrity", loader_integrity)
            else None,
            signed_in_cookie=cookie,
        )
        self._embed = script_string if delivery == "inline" else str
        self._snippet = template(f"{delivery}.html")
        self._shutdown = template("shutdown_inline.html" if delivery == "inline" else "shutdown_file.html")

    def with_consent(self) -> Self:
        """Return the renderer for a visitor of whom the server knows that they have agreed.

        With `load="consent"`, its script need not wait; `wootricSnippet.consent(false)` stops it all the same.
        """
        renderer = copy(self)
        vars(renderer).update(_tail=_tail({**self._constants, "consent": False}))
        return renderer

    def render(
        self,
        user: User | None,
        page: Page | None = None,
        *,
        event: str | None = None,
        group: Group | None = None,
        nonce: Nonce = None,
    ) -> Markup:
        """Return the script element for this user and page, which can stand anywhere in the page's head or body.

        Args:
            user: The person who is signed in. `None` prints nothing, unless the renderer includes anonymous visitors.
                With the delivery `fetch` the element is the same for everybody, and the user is not in it.
            page: The page that is rendered. With `fetch`, what is too long for a URL is left out and logged.
            event: The name of an event exactly as it is configured at InMoment.
            group: The account or company that the user belongs to.
            nonce: The nonce of the page's Content-Security-Policy, or a function that returns it; it is called only if
                there is a script to print.

        Returns:
            The element, or an empty text.

        Raises:
            InvalidSetting: The user, page or group is of another class.
            InvalidText: The event is not text.
            InvalidNonce: The nonce is not base64.
            PayloadTooLarge: The settings have more than `MAX_PAYLOAD` characters.
        """
        if self.settings_url is not None:
            url, errors = settings_url(self.settings_url, ensure_instance(Page, "page", page), _event_name(event))
            for error in errors:
                log_omitted(error)
            return self.script_for(url, nonce)
        return self.script(self.payload(user, page, event=event, group=group), nonce)

    def script(self, payload: Payload | None, nonce: Nonce = None) -> Markup:
        """Return the script element for a payload; empty for `None`.

        Raises:
            InvalidSetting: The delivery is `fetch`, which embeds no payload.
        """
        if payload is None:
            return Markup("")
        if not self.embeds_user:
            raise InvalidSetting("delivery", "keeps the settings out of the page", "inline or data")
        content = self.to_json(payload)
        return self._snippet.render(self._embed(content), nonce_value(nonce), block_id(content, payload.owner))

    def script_for(self, url: str, nonce: Nonce = None) -> Markup:
        """Return the script element of the delivery `fetch`: the loader requests the visitor's settings from `url`."""
        return self._snippet.render(attribute_value(url), nonce_value(nonce), block_id(url, None))

    def to_json(self, payload: Payload) -> str:
        """Return what the loader receives, in the page or from the settings URL, as JSON.

        Raises:
            PayloadTooLarge: It has more than `MAX_PAYLOAD` characters.
        """
        # What is the same for every page was encoded once.
        commands = commands_json(payload.commands)
        content = f'{{"settings":{script_json(payload.settings)},"commands":{commands},{self._tail}'
        if len(content) > MAX_PAYLOAD:
            raise PayloadTooLarge("settings", "are too long", f"at most {MAX_PAYLOAD} characters of JSON")
        return content

    def payload(
        self, user: User | None, page: Page | None = None, *, event: str | None = None, group: Group | None = None
    ) -> Payload | None:
        """Return the settings and commands for this user and page; `None` if `render` is empty. Arguments as there."""
        # All models have the same methods: a user in the page's place would be sent as a page.
        if type(user) is not User:
            ensure_instance(User, "user", user)
        if type(page) is not Page:
            ensure_instance(Page, "page", page)
        if group is not None:
            ensure_instance(Group, "group", group)
        if user is None and not self.include_anonymous:
            return None
        return build_payload(self.site, user, page, _event_name(event), group)

    def settings(
        self, user: User | None, page: Page | None = None, *, event: str | None = None, group: Group | None = None
    ) -> dict[str, Any]:
        """Return a copy of exactly what `window.wootricSettings` receives; empty if `render` is. Arguments as there."""
        payload = self.payload(user, page, event=event, group=group)
        return {} if payload is None else deepcopy(dict(payload.settings))

    def commands(
        self, user: User | None, page: Page | None = None, *, event: str | None = None, group: Group | None = None
    ) -> tuple[str, ...]:
        """Return the SDK's commands in the order in which they are called. Arguments as for `render`."""
        payload = self.payload(user, page, event=event, group=group)
        return () if payload is None else payload.commands

    def mobile_settings(self, user: User | None, *, client_id: str, event: str | None = None) -> dict[str, Any]:
        """Return what a native app's InMoment SDK is configured with for this user, as a dict ready for JSON.

        Args:
            user: The person who is signed in.
            client_id: InMoment's Client ID (Settings > API).
            event: The name of an event exactly as it is configured at InMoment.

        Returns:
            The SDK's own names and their values, `endUserCreatedAt` in Unix seconds; empty if `settings` is.

        Raises:
            InvalidSetting: The Client ID is not one of InMoment's.
        """
        payload = self.payload(user, event=event)
        validated = validate_client_id("client_id", client_id)
        return {} if payload is None else mobile_settings(payload.settings, validated, test_mode=self._test_mode)

    def shutdown(self, *, nonce: Nonce = None) -> Markup:
        """Return the script element for the page after sign-out: it clears the settings and stops a survey."""
        return self._shutdown.render("", nonce_value(nonce), "wootric-shutdown")


def _tail(constants: Mapping[str, Any]) -> str:
    """Return what follows the settings and commands of every page, as JSON encodes it once; see `to_json`."""
    return script_json({name: value for name, value in constants.items() if value})[1:]


def _event_name(event: Any) -> str | None:
    return None if event is None else optional_text("event", event)


def _site_wide(survey: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return what a survey puts into the settings, and what into `window` itself."""
    if survey is None:
        return {}, {}
    from wootric_snippet.survey import Survey  # loaded already where a site has one

    ensure_instance(Survey, "survey", survey)
    return survey.settings(), survey.globals()
