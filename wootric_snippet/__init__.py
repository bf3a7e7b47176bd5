"""InMoment (formerly Wootric) surveys for server-rendered sites: one escaped script block from the user and the page.

Examples:
    >>> from wootric_snippet import SnippetRenderer, User
    >>> renderer = SnippetRenderer("NPS-01fe3cbc")
    >>> renderer.settings(User(email="hello@example.com"))
    {'account_token': 'NPS-01fe3cbc', 'email': 'hello@example.com', 'event_name': None}
"""

from typing import TYPE_CHECKING, Any

from wootric_snippet.errors import (
    InvalidAccountToken,
    InvalidAttribute,
    InvalidLanguage,
    InvalidNonce,
    InvalidProperty,
    InvalidSetting,
    InvalidText,
    InvalidTimestamp,
    InvalidURL,
    PayloadTooLarge,
    SharedCaching,
    UnreadableValue,
    WootricSnippetError,
)
from wootric_snippet.models import Group, Page, User
from wootric_snippet.renderer import SnippetRenderer

if TYPE_CHECKING:
    from wootric_snippet.survey import CustomMessages, Survey, ThankYou

__version__ = "0.1.0"

__all__ = [
    "CustomMessages",
    "Group",
    "InvalidAccountToken",
    "InvalidAttribute",
    "InvalidLanguage",
    "InvalidNonce",
    "InvalidProperty",
    "InvalidSetting",
    "InvalidText",
    "InvalidTimestamp",
    "InvalidURL",
    "Page",
    "PayloadTooLarge",
    "SharedCaching",
    "SnippetRenderer",
    "Survey",
    "ThankYou",
    "UnreadableValue",
    "User",
    "WootricSnippetError",
]


if not TYPE_CHECKING:  # type checkers would accept any name

    def __getattr__(name: str) -> Any:
        """Load the survey's classes, a quarter of this import, when a site first uses one."""
        if name in ("CustomMessages", "Survey", "ThankYou"):
            from wootric_snippet import survey

            return getattr(survey, name)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")

    def __dir__() -> list[str]:
        """Return the public names, including those that are loaded later."""
        return __all__
