"""The tag itself, the same for Django's templates and for Jinja2's."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest
from markupsafe import Markup

from wootric_snippet.django import caches, conf
from wootric_snippet.django.nonces import page_nonce
from wootric_snippet.django.pages import requested_page
from wootric_snippet.django.users import current_analytics, current_group, current_user, refuses_tracking, survey_user
from wootric_snippet.errors import InvalidSetting
from wootric_snippet.faults import REFUSE
from wootric_snippet.tag import ARGUMENTS, print_snippet


def snippet(request: HttpRequest | None, *misplaced: Any, **arguments: Any) -> Markup:
    """Return the snippet for a request's user and page.

    `event` is the name of an event as it is configured at InMoment, `user` a `wootric_snippet.User` or one of
    Django's (`None` for no survey) in place of the one that WOOTRIC finds, `group` a `wootric_snippet.Group`, `name`
    and `title` the page's, `nonce` that of its Content-Security-Policy. What is wrong is raised or logged, as
    `WOOTRIC["ON_ERROR"]` says.
    """
    return lazy_snippet(request, {name: partial(_given, value) for name, value in arguments.items()}, misplaced)


def lazy_snippet(
    request: HttpRequest | None, arguments: Mapping[str, Callable[[], Any]], misplaced: Sequence[Any] = ()
) -> Markup:
    """Return the same from functions: what they raise, too, is raised or logged and takes no page down."""
    return _guarded(lambda: _printed(request, arguments, misplaced))


def shutdown(request: HttpRequest | None, nonce: Any = None) -> Markup:
    """Return the script for the page after log-out: it clears the settings and stops a survey."""
    return _guarded(lambda: conf.site().renderer.shutdown(nonce=nonce or page_nonce(_known(request))))


def _guarded(work: Callable[[], Markup]) -> Markup:
    try:
        return work()
    except Exception as error:
        REFUSE[conf.on_error()]("snippet", error)
        return Markup("")


def _printed(
    request: HttpRequest | None, arguments: Mapping[str, Callable[[], Any]], misplaced: Sequence[Any]
) -> Markup:
    request = _known(request)
    site = conf.site()
    if site.renderer.embeds_user:
        caches.refuse_cached_fragment()
        if refuses_tracking(request):
            return Markup("")

    given = {name: arguments.get(name, _nothing) for name in ARGUMENTS}
    user_is_given = "user" in arguments
    printed = print_snippet(
        site.renderer,
        conf.on_error(),
        user=(lambda: survey_user(given["user"](), request)) if user_is_given else partial(current_user, request),
        page=lambda: requested_page(
            request, name=given["name"](), title=given["title"](), include_query=site.include_query
        ),
        nonce=given["nonce"],
        find_nonce=partial(page_nonce, request),
        event=given["event"],
        group=arguments.get("group", partial(current_group, request)),
        analytics=partial(current_analytics, request),
        user_is_given=user_is_given,
        misplaced=misplaced,
        mistyped=[name for name in arguments if name not in given],
    )
    if printed.personal:
        if not site.has_middleware:
            raise InvalidSetting("WootricMiddleware", "is not in MIDDLEWARE", f'"{conf.MIDDLEWARE}", first')
        caches.keep_page(request)
    return printed.html


def _given(value: Any) -> Any:
    return value


def _nothing() -> None:
    return None


def _known(request: HttpRequest | None) -> HttpRequest:
    if request is None:
        raise InvalidSetting(
            "request", "is not in the template's context", "render(request, ...), or a context with it"
        )
    return request
