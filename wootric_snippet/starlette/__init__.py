"""Starlette and FastAPI: `install` for `Jinja2Templates`, and `WootricMiddleware` that keeps users' pages private.

```python
templates = Jinja2Templates("templates")
install(templates, SnippetRenderer("NPS-01fe3cbc"))
app.add_middleware(WootricMiddleware)
```
A template then has `{% wootric_snippet %}` and `{{ wootric_snippet() }}`, as `wootric_snippet.jinja2` describes them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from inspect import iscoroutinefunction
from typing import TypeVar

from jinja2.runtime import Context
from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route, Router
from starlette.templating import Jinja2Templates
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from wootric_snippet import jinja2
from wootric_snippet import stand_in as script
from wootric_snippet.caching import keep_private
from wootric_snippet.conform import conform
from wootric_snippet.endpoint import METHODS, mobile_answer, settings_answer
from wootric_snippet.errors import InvalidSetting, SharedCaching
from wootric_snippet.faults import REFUSE, OnError
from wootric_snippet.group import Group
from wootric_snippet.loader_file import loader_file
from wootric_snippet.page import Page
from wootric_snippet.question import Asked
from wootric_snippet.renderer import SnippetRenderer, checked_client_id
from wootric_snippet.request_analytics import RequestAnalytics
from wootric_snippet.segment import Analytics
from wootric_snippet.tag import answer_mobile, answer_settings
from wootric_snippet.user import User

Found = TypeVar("Found")
Find = Callable[[Request], Found | None]
"""Takes the request; returns what it found."""

_KEY = "wootric_snippet.visit"


@dataclass
class _Visit:
    """Whether a response carries a user, and so may not be kept by a shared cache."""

    personal: bool = False
    sent_open: bool = False  # the headers are on their way, and let a shared cache keep the page


class WootricMiddleware:
    """Makes the response private where a snippet with a user was printed into it; pure ASGI, nothing is buffered.

    A response that says `public`, or is meant for a CDN, is refused while the application debugs, and logged and made
    private otherwise; `on_error` decides it instead. Add it last: what is added later comes after it.
    """

    def __init__(self, app: ASGIApp, *, on_error: OnError | None = None) -> None:
        """Wrap `app`."""
        self._app = app
        self._on_error = on_error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, watching for what was printed into the response."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        # An object, so that it stays the same one where something on the way copies the scope.
        visit: _Visit = scope.setdefault(_KEY, _Visit())
        on_error = self._on_error or _by_debug(scope)

        async def send_private(message: Message) -> None:
            if message["type"] == "http.response.start":
                message.setdefault("headers", [])
                headers = MutableHeaders(scope=message)
                private = headers.mutablecopy()
                keep_private(private, REFUSE[on_error] if visit.personal else lambda *_: None)
                if visit.personal:
                    message["headers"] = private.raw
                visit.sent_open = private != headers and not visit.personal
            await send(message)

        await self._app(scope, receive, send_private)


class AnalyticsMiddleware:
    """Gives endpoints `request.state.analytics`, which takes Segment's calls; the templates' snippet prints them.

    An event of an endpoint that redirects travels in the session to the visitor's next page. Add it before
    `SessionMiddleware`: what is added later comes around it.
    """

    def __init__(
        self,
        app: ASGIApp,
        renderer: SnippetRenderer,
        *,
        user: Find[User] | None = None,
        on_error: OnError | None = None,
    ) -> None:
        """Wrap `app`. `renderer`, `user` and `on_error` are those that `install` is given."""
        self._app = app
        self._renderer = renderer
        self._user = user
        self._on_error = on_error

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request, with a place for its calls."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        request = Request(scope)
        on_error = self._on_error or _by_debug(scope)
        analytics = request.state.analytics = RequestAnalytics(
            self._renderer,
            session=lambda: scope.get("session"),
            user=lambda: account_user(request, on_error) if self._user is None else self._user(request),
            on_error=on_error,
        )

        async def send_carrying(message: Message) -> None:
            # What an endpoint tracked before it failed has not happened.
            if message["type"] == "http.response.start" and message["status"] < 400:
                analytics.carry()
            await send(message)

        await self._app(scope, receive, send_carrying)


def state_analytics(request: Request) -> Analytics | None:
    """Return `request.state.analytics`, where `AnalyticsMiddleware` or the site has put one."""
    return getattr(request.state, "analytics", None)


def account_user(request: Request, on_error: OnError = "raise") -> User | None:
    """Return the `request.user` of `AuthenticationMiddleware`, where it is there and somebody is signed in.

    `external_id` is the account's `identity`, or its `id` where it has no identity of its own; `email` and
    `created_at` are its attributes of these names, where it has them.
    """
    account = request.scope.get("user")
    if account is None or not account.is_authenticated:
        return None
    try:
        identity = account.identity
    except (NotImplementedError, AttributeError):  # BaseUser's own, and a user that is none of Starlette's
        identity = getattr(account, "id", None)
    make = User if on_error == "raise" else User.lenient
    return make(
        email=getattr(account, "email", None),
        created_at=getattr(account, "created_at", None),
        external_id=identity,
    )


def state_nonce(request: Request) -> str | None:
    """Return `request.state.csp_nonce`, where a site's middleware has put one."""
    return getattr(request.state, "csp_nonce", None)


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

    def decide(context: Context) -> OnError:
        return on_error or _by_debug(context["request"].scope if "request" in context else {})

    def visitor(request: Request) -> User | None:
        if renderer.respect_gpc and request.headers.get("Sec-GPC") == "1":
            return None
        return account_user(request, on_error or _by_debug(request.scope)) if user is None else user(request)

    jinja2.install(
        templates.env,
        renderer,
        user=lambda context: visitor(_request(context)),
        page=lambda context: _page(_request(context), include_query=include_query),
        nonce=lambda context: nonce(_request(context)),
        group=lambda context: group(_request(context)),
        # Without a request there is no user either, and that is said there.
        analytics=lambda context: analytics(context["request"]) if "request" in context else None,
        on_error=decide,
        on_personal=_mark_personal,
    )

    def settings(request: Request) -> Response:
        def make(asked: Asked) -> str:
            return answer_settings(
                renderer,
                on_error or _by_debug(request.scope),
                user=lambda: visitor(request),
                page=lambda: asked.page,
                event=lambda: asked.event,
                group=lambda: group(request),
                analytics=lambda: analytics(request),
            )

        origin = f"{request.url.scheme}://{request.url.netloc}"
        answer = settings_answer(request.method, request.headers, request.query_params, origin, make)
        return Response(answer.body, answer.status, headers=answer.headers)

    def mobile(request: Request) -> Response:
        def make() -> str | None:
            on = on_error or _by_debug(request.scope)
            return answer_mobile(renderer, on, client_id=str(client_id), user=lambda: visitor(request))

        answer = mobile_answer(request.method, request.headers, make)
        return Response(answer.body, answer.status, headers=answer.headers)

    client_id = None if mobile_client_id is None else checked_client_id("mobile_client_id", mobile_client_id)
    routes = [Route("/settings.json", settings, methods=METHODS), Route(f"/{loader_file().name}", _loader)]
    return Router(routes if client_id is None else [*routes, Route("/mobile.json", mobile, methods=METHODS)])


async def _loader(_request: Request) -> Response:
    file = loader_file()
    return Response(file.content, headers=file.headers)


async def stand_in(_request: Request) -> Response:
    """Serve the script that plays InMoment's in development: `app.add_route("/wootric-stand-in.js", stand_in)`."""
    return Response(script.source(), media_type="text/javascript")


def _by_debug(scope: Scope) -> OnError:
    return "raise" if getattr(scope.get("app"), "debug", False) else "log"


def _request(context: Context) -> Request:
    request = context.get("request")
    if not isinstance(request, Request):
        accepted = "TemplateResponse(request, ...), and a macro that is imported `with context`"
        raise InvalidSetting("request", "is not in the template's context", accepted)
    return request


def _mark_personal(context: Context) -> None:
    """Note that a snippet with a user was printed; raise where nothing would make the response private."""
    visit: _Visit | None = _request(context).scope.get(_KEY)
    if visit is None:
        raise InvalidSetting("WootricMiddleware", "is not there", "app.add_middleware(WootricMiddleware)")
    if visit.sent_open:
        problem = "went out before the snippet was printed"
        raise SharedCaching("Cache-Control", problem, "private, set by the view, on a streamed page with the snippet")
    visit.personal = True


def _page(request: Request, *, include_query: bool) -> Page:
    """Return the page that is being rendered; without a name of its own it goes by its route's."""
    route, endpoint = request.scope.get("route"), request.scope.get("endpoint")
    url, question_mark, query = str(request.url).partition("?")
    search = question_mark + query if include_query else ""
    return Page(
        path=request.url.path,
        url=url + search,
        search=search or None,
        name=getattr(route, "name", None) or getattr(endpoint, "__name__", None),
    )
