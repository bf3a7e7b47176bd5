"""What is raised for a wrong value: the field, what was wrong, what is accepted, and never the value itself."""


class WootricSnippetError(ValueError):
    """A value that this package cannot send to InMoment.

    `field` names it as the caller wrote it (`created_at`, `properties.seats`, `page.title`), `problem` says what was
    wrong with it and `accepted` what would have been right. None of them holds a person's value, so that the message
    can be logged.
    """

    def __init__(self, field: str, problem: str, accepted: str) -> None:
        """Make the error from three texts that are safe to show."""
        super().__init__(f"{field}: {problem}; accepted: {accepted}")
        self.field = field
        self.problem = problem
        self.accepted = accepted

    def __reduce__(self) -> tuple[type["WootricSnippetError"], tuple[str, str, str]]:
        """Let the error travel between processes, as worker pools do it."""
        return type(self), (self.field, self.problem, self.accepted)


class InvalidAccountToken(WootricSnippetError):
    """The account token is not one of InMoment's."""


class InvalidTimestamp(WootricSnippetError):
    """`created_at` cannot be read as one moment."""


class InvalidLanguage(WootricSnippetError):
    """InMoment has no survey in this language."""


class InvalidProperty(WootricSnippetError):
    """A property or trait has a key or a value that InMoment does not take."""


class InvalidText(WootricSnippetError):
    """A field for text holds something else."""


class InvalidURL(WootricSnippetError):
    """A link or script address is not a plain http or https URL."""


class InvalidSetting(WootricSnippetError):
    """A setting of the survey or of the renderer is not one of those there are."""


class InvalidAttribute(WootricSnippetError):
    """An attribute for the script element has a name or value that it cannot have."""


class InvalidNonce(WootricSnippetError):
    """The nonce is not one that a Content-Security-Policy can hold."""


class PayloadTooLarge(WootricSnippetError):
    """What is to be sent is longer than any page's settings are."""


class SharedCaching(WootricSnippetError):
    """A response that carries a user says that a cache may keep it for others."""
