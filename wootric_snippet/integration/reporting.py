"""Call the site's functions and report errors: raised in debug mode, else one log line."""

from collections.abc import Callable, Mapping
from inspect import getsourcefile, getsourcelines, unwrap
from logging import getLogger
from pathlib import Path
from time import monotonic
from traceback import extract_tb
from typing import Any, TypeVar

from wootric_snippet.errors import WootricSnippetError
from wootric_snippet.integration.site import Site
from wootric_snippet.integration.site_request import SiteRequest
from wootric_snippet.models import Model
from wootric_snippet.validators.lazy import resolve

SECONDS_BETWEEN = 60
"""How long the same line is not logged again."""
_MAX_LINES = 1_000
_RAISED_BY = "raised by "

M = TypeVar("M", bound=Model)

logger = getLogger("wootric_snippet")


def raises(request: SiteRequest) -> bool:
    """Tell whether errors are raised for this request: as `ON_ERROR` says, by default in debug mode."""
    on_error = request.site.configuration.on_error
    return request.debug if on_error is None else on_error == "raise"


def report(request: SiteRequest, field: str, error: Exception) -> None:
    """Raise the error, or log it, with what is left out because of it: a `field`, or nothing."""
    if raises(request):
        raise error
    # The message of somebody else's exception may quote a value: only its type is logged.
    reason = str(error) if isinstance(error, WootricSnippetError) else f"{type(error).__name__} was raised"
    source = "".join(f", {note}" for note in getattr(error, "__notes__", ()) if note.startswith(_RAISED_BY))
    line = f"{f'left out {field} ' if field else ''}on {_page_name(request)}: {reason}{source}"
    foreign = error.__cause__ if isinstance(error, WootricSnippetError) else error
    if log(request.site, line) and foreign is not None:
        logger.debug("raised at:%s", _places(foreign))


def log(site: Site, line: str) -> bool:
    """Log a line, unless it was logged in the last minute; return whether it was logged now."""
    now = monotonic()
    if now - site.logged.get(line, -SECONDS_BETWEEN) < SECONDS_BETWEEN:
        return False
    if len(site.logged) >= _MAX_LINES:
        site.logged.clear()
    site.logged[line] = now
    logger.warning("%s", line)
    return True


def validated(request: SiteRequest, model: type[M], fields: Mapping[str, Any]) -> M:
    """Return a model of these fields; a wrong one is raised or logged, and left out."""
    try:
        return model(**fields)
    except WootricSnippetError:
        made, errors = model.validate(**fields)  # collects all errors, which takes longer
    for error in errors:
        report(request, error.field, error)
    return made


def ask(request: SiteRequest, name: str, validator: Callable[[str, Any], Any] | None = None) -> Any:
    """Return what the site's own function for an option returns, validated; `None` without one, or where it does.

    An error names the function, and so does a note on whatever it raises.
    """
    if (function := request.site.function(name)) is None:
        return None
    try:
        answer = resolve(request.call(function))  # a lazy object may stand for nobody
    except Exception as error:
        error.add_note(_RAISED_BY + describe(function))
        raise
    if answer is None or validator is None:
        return answer
    try:
        return validator(name, answer)
    except WootricSnippetError as error:
        raise type(error)(error.field, error.problem, f"{error.accepted}, from {describe(function)}") from None


def describe(function: Callable[..., Any]) -> str:
    """Return a function's dotted name, and its file and line where they are known."""
    function = unwrap(function)
    name = f"{function.__module__}.{getattr(function, '__qualname__', type(function).__qualname__)}"
    name = name.replace("<locals>.", "").replace("<lambda>", "lambda")
    try:
        return f"{name} ({Path(getsourcefile(function) or '').name}:{getsourcelines(function)[1]})"
    except (OSError, TypeError):
        return name


def _places(error: BaseException) -> str:
    """Return an error's traceback without any text of its own, nor a line of code: both may hold a value."""
    frames = extract_tb(error.__traceback__)
    return "".join(f'\n  File "{frame.filename}", line {frame.lineno}, in {frame.name}' for frame in frames)


def _page_name(request: SiteRequest) -> str:
    """Return the page's route: its path may hold a visitor's token."""
    try:
        page = request.page()
        return getattr(page, "route", None) or page.name or "a page without a name"
    except Exception:
        return "a page that cannot be named"
