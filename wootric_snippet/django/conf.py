"""The setting WOOTRIC: a dict of the options, in capitals."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core import mail

from wootric_snippet.errors import InvalidSetting, WootricSnippetError
from wootric_snippet.integration.configuration import Configuration, Spelling, read_configuration
from wootric_snippet.integration.reporting import logger
from wootric_snippet.integration.site import Site

MIDDLEWARE = "wootric_snippet.django.middleware.WootricMiddleware"
_SPELLING = Spelling(upper=True, container="WOOTRIC")


def is_debugging() -> bool:
    """Tell whether debug mode is on, or the site runs its tests: Django's test environment switches DEBUG off."""
    return bool(settings.DEBUG) or "outbox" in vars(mail)


def read() -> tuple[Configuration, list[WootricSnippetError]]:
    """Return what WOOTRIC comes to, and every error in it."""
    options = getattr(settings, "WOOTRIC", {})
    if isinstance(options, Mapping):
        return read_configuration(options, _SPELLING)
    error = InvalidSetting("WOOTRIC", f"is of type {type(options).__name__}", "a dict")
    return Configuration(accounts={}, enabled=False), [error]


class DjangoSite(Site):
    """The site, with what it has in Django's other settings."""

    def __init__(self, configuration: Configuration) -> None:
        super().__init__(configuration)
        self.has_middleware = MIDDLEWARE in settings.MIDDLEWARE
        self.session_cookie: str = settings.SESSION_COOKIE_NAME
        loginas = getattr(settings, "LOGINAS_FROM_USER_SESSION_FLAG", "loginas_from_user")
        keys = {"hijack": "hijack_history", "loginas": loginas}
        self.impersonation_keys = [key for app, key in keys.items() if apps.is_installed(app)]
        """What a session has while staff is signed in as a customer."""


@cache
def get_site() -> DjangoSite:
    """Return the site, read once a process.

    A wrong WOOTRIC is reported by the checks. Where they were not run, it is raised in debug mode; in
    production it is logged once, and no page has a survey.
    """
    configuration, errors = read()
    if errors and is_debugging():
        raise errors[0]
    for error in errors:
        logger.error("no page has a survey: %s", error)
    return DjangoSite(Configuration(accounts={}, enabled=False) if errors else configuration)


def reload(**_signal: Any) -> None:
    """Read the settings anew when they are next needed: the receiver of Django's `setting_changed`."""
    get_site.cache_clear()
