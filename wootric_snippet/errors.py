"""The exceptions of this package. Each names the field, the problem and what is expected, and never the value."""

from typing import Literal

OnError = Literal["raise", "log"]
"""`raise` for development; `log` for production, where a survey never takes a page down."""


class WootricSnippetError(ValueError):
    """A value that this package cannot send to InMoment.

    The message holds no person's value, so that it can be logged.

    Attributes:
        field: The field as the caller wrote it, such as `created_at`, `properties.seats` or `page.title`.
        problem: What is wrong with it.
        accepted: What would be right.
    """

    def __init__(self, field: str, problem: str, accepted: str) -> None:
        """Make the error from three texts that are safe to show."""
        super().__init__(f"{field}: {problem}; expected {accepted}")
        self.field = field
        self.problem = problem
        self.accepted = accepted

    def __reduce__(self) -> tuple[type["WootricSnippetError"], tuple[str, str, str]]:
        """Support pickling, so that worker pools can pass the error on."""
        return type(self), (self.field, self.problem, self.accepted)


class InvalidAccountToken(WootricSnippetError):
    """The account token is missing, or has another form than InMoment's."""


class InvalidTimestamp(WootricSnippetError):
    """`created_at`, or a date among properties, cannot be read as a date or time."""


class InvalidLanguage(WootricSnippetError):
    """InMoment has no survey in this language."""


class InvalidProperty(WootricSnippetError):
    """A property or trait has a key or a value that InMoment does not accept."""


class InvalidText(WootricSnippetError):
    """A text field has a value of another type."""


class InvalidURL(WootricSnippetError):
    """A link or a script's address is not a plain http or https URL."""


class InvalidSetting(WootricSnippetError):
    """A setting of the survey or the renderer is unknown, or has a wrong value."""


class InvalidAttribute(WootricSnippetError):
    """An attribute of the script element has a name or value that is not allowed."""


class InvalidNonce(WootricSnippetError):
    """The nonce is not one that a Content-Security-Policy can hold."""


class PayloadTooLarge(WootricSnippetError):
    """The settings, or a mapping in them, are larger than any page's settings need to be."""


class SharedCaching(WootricSnippetError):
    """A response that contains a user allows shared caches to store it."""


class UnreadableValue(WootricSnippetError):
    """Reading a value raised an exception of the site, which is the `__cause__`."""


def as_package_error(field: str, error: Exception) -> WootricSnippetError:
    """Return the error itself if it is this package's; else an `UnreadableValue` for the field that it caused."""
    if isinstance(error, WootricSnippetError):
        return error
    unreadable = UnreadableValue(field, f"reading it raised {type(error).__name__}", "a value that can be read")
    unreadable.__cause__ = error
    return unreadable


def log_omitted(error: WootricSnippetError) -> None:
    """Log which field is left out and why, without its value, as a warning of the logger `wootric_snippet`."""
    import logging  # not needed, and not loaded, where nothing is wrong

    logging.getLogger("wootric_snippet").warning("left out: %s", error)


def safe_key(key: object) -> str:
    r"""Return a mapping's key so that it can stand in an error or a log line: printable ASCII of a bounded length.

    If the key is not a str, only its type is shown.

    Examples:
        >>> safe_key("line\nbreak")
        'line\\nbreak'
    """
    return ascii(str.__str__(key))[1:-1][:40] if issubclass(type(key), str) else f"({type(key).__name__})"


def field_path(field: str, key: object) -> str:
    """Return the name that errors have for the value under a mapping's key, such as `properties.seats`."""
    return f"{field}.{safe_key(key)}"
