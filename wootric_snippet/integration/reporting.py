"""What happens to an error: raised while the site debugs, else one log line that says where to look."""

from collections.abc import Callable
from inspect import getsourcefile, getsourcelines, unwrap
from logging import getLogger
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any

from wootric_snippet.errors import WootricSnippetError
from wootric_snippet.integration.site_request import SiteRequest

SECONDS_BETWEEN = 60
"""How long the same fault is not logged again."""
_MAX_FAULTS = 1_000

logger = getLogger("wootric_snippet")


class Reporter:
    """Raises or logs a site's errors; the same fault is logged once a minute."""

    def __init__(self, on_error: str | None) -> None:
        """Take what the site says: "raise", "log", or `None` for raising while it debugs."""
        self._on_error = on_error
        self._logged: dict[str, float] = {}

    def raises(self, request: SiteRequest) -> bool:
        """Tell whether errors are raised for this request."""
        return request.debug if self._on_error is None else self._on_error == "raise"

    def report(self, request: SiteRequest, field: str, error: Exception) -> None:
        """Raise the error, or log it, with what is left out because of it: a `field`, or nothing."""
        if self.raises(request):
            raise error
        # The message of somebody else's exception may quote a value: only its type is logged.
        reason = str(error) if isinstance(error, WootricSnippetError) else f"{type(error).__name__} was raised"
        source = "".join(f", {note}" for note in getattr(error, "__notes__", ()) if note.startswith(_RAISED_BY))
        self.log(f"{f'left out {field} ' if field else ''}on {page_name(request)}: {reason}{source}")

    def log(self, line: str) -> None:
        """Log a line, unless it was logged in the last minute."""
        now = monotonic()
        if now - self._logged.get(line, -SECONDS_BETWEEN) >= SECONDS_BETWEEN:
            if len(self._logged) >= _MAX_FAULTS:
                self._logged.clear()
            self._logged[line] = now
            logger.warning("%s", line)

    def leaving_out(self, request: SiteRequest, field: str) -> "_LeavingOut":
        """Return a context in which an exception leaves out `field`: it is raised or logged, as `report` does."""
        return _LeavingOut(self, request, field)


class _LeavingOut:
    def __init__(self, reporter: Reporter, request: SiteRequest, field: str) -> None:
        self._reporter, self._request, self._field = reporter, request, field

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, _type: type[BaseException] | None, error: BaseException | None, _traceback: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception) or self._reporter.raises(self._request):
            return False
        self._reporter.report(self._request, self._field, error)
        return True


_RAISED_BY = "raised by "


def call(request: SiteRequest, function: Callable[..., Any]) -> Any:
    """Call a function of the site's; whatever it raises has a note that names the function."""
    try:
        return request.call(function)
    except Exception as error:
        error.add_note(_RAISED_BY + describe(function))
        raise


def describe(function: Callable[..., Any]) -> str:
    """Return a function's dotted name, and its file and line where they are known."""
    function = unwrap(function)
    name = f"{function.__module__}.{getattr(function, '__qualname__', type(function).__qualname__)}"
    try:
        return f"{name} ({Path(getsourcefile(function) or '').name}:{getsourcelines(function)[1]})"
    except (OSError, TypeError):
        return name


def page_name(request: SiteRequest) -> str:
    """Return the page's route: its path may hold a visitor's token."""
    try:
        page = request.page()
        return getattr(page, "route", None) or page.name or "a page without a name"
    except Exception:
        return "a page that cannot be named"
