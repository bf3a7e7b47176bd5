"""Starlette and FastAPI: `install` for `Jinja2Templates`, and `WootricMiddleware` that keeps users' pages private.

```python
templates = Jinja2Templates("templates")
install(templates, SnippetRenderer("NPS-01fe3cbc"))
app.add_middleware(WootricMiddleware)
```
A template then has `{% wootric_snippet %}` and `{{ wootric_snippet() }}`, as `wootric_snippet.jinja2` describes them.
"""

from collections.abc import Callable
from inspect import iscoroutinefunction
from typing import TypeVar

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.templating import Jinja2Templates
from starlette.types import Scope

from wootric_snippet import jinja2
from wootric_snippet import mock_sdk as script
from wootric_snippet.conform import conform
from wootric_snippet.endpoint import METHODS, mobile_answer, settings_answer
from wootric_snippet.errors import InvalidSetting
from wootric_snippet.faults import OnError
from wootric_snippet.group import Group
from wootric_snippet.loader_file import loader_file
from wootric_snippet.renderer import SnippetRenderer, checked_client_id
from wootric_snippet.segment import Analytics
from wootric_snippet.settings_url import PageQuery
from wootric_snippet.starlette.analytics import AnalyticsMiddleware
from wootric_snippet.starlette.found import (
    account_user,
    by_debug,
    current_page,
    has_request,
    refuses_tracking,
    request_of,
    state_analytics,
    state_nonce,
)
from wootric_snippet.starlette.visit import WootricMiddleware, mark_personal
from wootric_snippet.tag import answer_mobile, answer_settings
from wootric_snippet.user import User

__all__ = [
    "AnalyticsMiddleware",
    "WootricMiddleware",
    "account_user",
    "install",
    "mock_sdk",
    "state_analytics",
    "state_nonce",
]

Found = TypeVar("Found")
Find = Callable[[Request], Found | None]
"""Takes the request; returns what it found."""


def _no_group(_request: Request) -> None:
    return None


def install(
    templates: Jinja2Templates,
    renderer: SnippetRenderer,
    *,
    user: Find[User] | None = None,
    nonce: Find[str] = state_nonce,
    group: Find[Group] = _no_group,
    analytics: Find[Analytics] = state_analytics,
    include_query: bool = False,
    on_error: OnError | None = None,
    mobile_client_id: str | None = None,
) -> Router:
    """Give the templates `wootric_snippet` and `wootric_shutdown`, with the request's user and path.

    Return the routes that the deliveries `data` and `fetch` need, to be mounted where the renderer's addresses say:
    `loader.<hash>.js` and `settings.json`; and `mobile.json`, the signed-in user's settings for a native app, where
    `mobile_client_id`, InMoment's Client ID, is given.

    `user` returns the request's user, or `None` for "no survey for this one"; by default it is `account_user`. `nonce`,
    `group` and `analytics` likewise. All are plain functions of the request: what has to be awaited is awaited before,
    and kept in `request.state`. `include_query` sends the query string too, which may hold tokens and addresses.
    `on_error` is by default `"raise"` while the application debugs, and `"log"` otherwise.
    Raises `InvalidSetting` for an async function.
    """
    for name, find in {"user": user, "nonce": nonce, "group": group, "analytics": analytics}.items():
        if iscoroutinefunction(find):
            raise InvalidSetting(name, "is an async function", "a plain function of the request")
    if on_error is not None:
        conform(OnError, "on_error", on_error)

    def decide(scope: Scope) -> OnError:
        return on_error or by_debug(scope)

    def refuses(request: Request) -> bool:
        return renderer.respect_gpc and refuses_tracking(request)

    def visitor(request: Request) -> User | None:
        return account_user(request, decide(request.scope)) if user is None else user(request)

    jinja2.install(
        templates.env,
        renderer,
        user=lambda context: visitor(request_of(context)),
        page=lambda context: current_page(request_of(context), include_query=include_query),
        nonce=lambda context: nonce(request_of(context)),
        group=lambda context: group(request_of(context)),
        # Without a request there is no user either, and that is said there.
        analytics=lambda context: analytics(context["request"]) if has_request(context) else None,
        on_error=lambda context: decide(context["request"].scope if has_request(context) else {}),
        on_personal=lambda context: mark_personal(request_of(context)),
        refuses=lambda context: has_request(context) and refuses(context["request"]),
    )

    def settings(request: Request) -> Response:
        def make(asked: PageQuery) -> str:
            if refuses(request):
                return ""
            return answer_settings(
                renderer,
                decide(request.scope),
                user=lambda: visitor(request),
                page=lambda: asked.page,
                event=lambda: asked.event,
                group=lambda: group(request),
                analytics=lambda: analytics(request),
            )

        try:
            origin = f"{request.url.scheme}://{request.url.netloc}"
        except ValueError:  # of a Host that is none
            return Response(status_code=400)
        answer = settings_answer(request.method, request.headers, request.query_params, origin, make)
        return Response(answer.body, answer.status, headers=answer.headers)

    def mobile(request: Request) -> Response:
        def make() -> str | None:
            on_error = decide(request.scope)
            return answer_mobile(renderer, on_error, client_id=str(client_id), user=lambda: visitor(request))

        answer = mobile_answer(request.method, request.headers, make)
        return Response(answer.body, answer.status, headers=answer.headers)

    client_id = None if mobile_client_id is None else checked_client_id("mobile_client_id", mobile_client_id)
    routes = [Route("/settings.json", settings, methods=METHODS), Route(f"/{loader_file().name}", _loader)]
    return Router(routes if client_id is None else [*routes, Route("/mobile.json", mobile, methods=METHODS)])


async def _loader(_request: Request) -> Response:
    file = loader_file()
    return Response(file.content, headers=file.headers)


async def mock_sdk(_request: Request) -> Response:
    """Serve the script that plays InMoment's in development: `app.add_route("/wootric-mock-sdk.js", mock_sdk)`."""
    return Response(script.source(), media_type="text/javascript")
