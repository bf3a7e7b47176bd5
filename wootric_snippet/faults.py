"""What happens to a wrong value: it is raised, or it is left out and one log line says so."""

from collections.abc import Callable, Mapping
from typing import Any, Literal

from wootric_snippet.errors import WootricSnippetError

Refuse = Callable[[str, Exception], None]
"""Takes the name of a wrong field and what was raised over it: raises it, or logs it and goes on."""

OnError = Literal["raise", "log"]
"""`raise` for development; `log` for production, where a survey never takes a page down."""

# What is left out as a whole, whatever field of it was wrong.
_WHOLE = ("snippet", "settings", "mobile")


def raise_error(_field: str, error: Exception) -> None:
    """Raise the error, for who is developing."""
    raise error


def log_left_out(field: str, error: Exception) -> None:
    """Log which field was left out and why, without any value."""
    import logging  # where nothing is wrong, nothing of it is needed

    # A stranger's exception may quote the value: of those only the type is told.
    reason = error if isinstance(error, WootricSnippetError) else f"{field}: {type(error).__name__} was raised"
    is_part = isinstance(error, WootricSnippetError) and field in _WHOLE and error.field != field
    whole = f"{field}, because of " if is_part else ""
    logging.getLogger("wootric_snippet").warning("left out: %s%s", whole, reason)


def checked(refuse: Refuse, check: Callable[[str, Any], Any], field: str, value: Any) -> Any:
    """Return what `check` makes of a field's value; `None` where it raises and `refuse` goes on.

    That is so for every exception: what a lazy value raises when it is evaluated is the site's own.
    """
    try:
        return check(field, value)
    except Exception as error:
        refuse(field, error)
        return None


REFUSE: Mapping[OnError, Refuse] = {"raise": raise_error, "log": log_left_out}
