"""Flask: `Wootric(app)`, and then `{{ wootric_snippet() }}` in a template.

The configuration keys are those of `wootric_snippet.flask.config`. The signed-in user is Flask-Login's `current_user`
where the application has Flask-Login, or whatever `user_loader` returns.
"""

from collections.abc import Callable, MutableMapping
from typing import Any

from flask import Flask, Response, current_app, has_request_context, request, request_finished, session
from flask.sessions import SecureCookieSessionInterface
from markupsafe import Markup

from wootric_snippet import mock_sdk
from wootric_snippet.endpoint import METHODS, mobile_answer, settings_answer
from wootric_snippet.errors import SharedCaching
from wootric_snippet.faults import REFUSE, OnError
from wootric_snippet.flask import visit
from wootric_snippet.flask.config import LOADER_PATH, MOBILE_PATH, MOCK_SDK_PATH, SETTINGS_PATH, Config, read_config
from wootric_snippet.flask.found import current_page, current_user, page_nonce
from wootric_snippet.group import Group
from wootric_snippet.loader_file import loader_file
from wootric_snippet.request_analytics import RequestAnalytics
from wootric_snippet.settings_url import PageQuery
from wootric_snippet.tag import answer_mobile, answer_settings, print_snippet
from wootric_snippet.user import User

UserLoader = Callable[[], User | None]
"""Returns the user of the current request, or `None` for "no survey for this one"."""

GroupLoader = Callable[[], Group | None]
"""Returns the account or company that the user of the current request belongs to, if there is one."""

_ANALYTICS = "wootric_snippet.analytics"
_FIND: Any = object()  # an argument that was not given: None is an answer, "no user"


class Wootric:
    """The extension: one object for one application or for several, made with it or before it.

    ```python
    app.config["WOOTRIC_ACCOUNT_TOKEN"] = "NPS-01fe3cbc"
    wootric = Wootric(app)  # or: wootric = Wootric(), and wootric.init_app(app) in the factory
    ```
    """

    def __init__(self, app: Flask | None = None) -> None:
        """Set up `app`, if it is there already."""
        self._load_user: UserLoader | None = None
        self._load_group: GroupLoader = lambda: None
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Flask) -> None:
        """Read the application's configuration and give its templates `wootric_snippet` and `wootric_shutdown`.

        Raises the `WootricSnippetError` of the first key that is wrong or not known.
        """
        config = app.extensions["wootric"] = read_config(app)
        app.add_template_global(self.snippet, "wootric_snippet")
        app.add_template_global(self.shutdown, "wootric_shutdown")
        # The signal comes after every after_request function, in whatever order they were registered: nothing that the
        # site does to Cache-Control comes later.
        request_finished.connect(_keep_private, app)
        app.after_request(_carry)
        if config.renderer.delivery != "inline":
            app.add_url_rule(LOADER_PATH, "wootric_loader", _serve_loader)
        if not config.renderer.embeds_user:
            app.add_url_rule(SETTINGS_PATH, "wootric_settings", self._settings, methods=METHODS)
        if (client_id := config.mobile_client_id) is not None:
            app.add_url_rule(MOBILE_PATH, "wootric_mobile", lambda: self._mobile(client_id), methods=METHODS)
        if config.mock_sdk:
            app.add_url_rule(MOCK_SDK_PATH, "wootric_mock_sdk", _serve_mock_sdk)

    def user_loader(self, load: UserLoader) -> UserLoader:
        """Take the user from this function instead of Flask-Login's `current_user`; a decorator."""
        self._load_user = load
        return load

    def group_loader(self, load: GroupLoader) -> GroupLoader:
        """Take the user's group from this function; a decorator."""
        self._load_group = load
        return load

    @property
    def analytics(self) -> RequestAnalytics:
        """Segment's calls of the current request: `wootric.analytics.track("Order Completed", {...})` in a view.

        `wootric_snippet` prints them. An event of a view that redirects travels in the session to the visitor's next
        page.
        """
        found: RequestAnalytics | None = request.environ.get(_ANALYTICS)
        if found is None:
            found = request.environ[_ANALYTICS] = RequestAnalytics(
                _config().renderer, session=_session, user=self._find_user, on_error=_on_error()
            )
        return found

    def snippet(
        self,
        *misplaced: Any,
        event: str | None = None,
        user: User | None = _FIND,
        name: str | None = None,
        title: str | None = None,
        nonce: str | None = None,
        group: Group | None = _FIND,
        **mistyped: Any,
    ) -> Markup:
        """Return the survey snippet of the current request: `{{ wootric_snippet() }}` in a template.

        `event` is an event's name as it is configured at InMoment, `name` and `title` are the page's (`name` is else
        the endpoint). What is given goes before what is found: `user` and `group` before the loaders, `nonce` before
        Flask-Talisman's and `g.csp_nonce`. `user=None` prints no survey. Outside of a request the result is empty.
        While debugging, whatever goes wrong is raised; else it is one log line under `wootric_snippet`.
        """
        if not has_request_context() or (_config().renderer.embeds_user and _refuses_tracking()):
            return Markup("")
        on_error = _on_error()

        printed = print_snippet(
            _config().renderer,
            on_error,
            user=self._find_user if user is _FIND else lambda: user,
            page=lambda: current_page(on_error, include_query=_config().include_query, name=name, title=title),
            nonce=lambda: nonce,
            find_nonce=page_nonce,
            event=lambda: event,
            group=self._load_group if group is _FIND else lambda: group,
            analytics=lambda: self.analytics,
            user_is_given=user is not _FIND,
            misplaced=misplaced,
            mistyped=mistyped,
        )
        if printed.personal:
            try:
                visit.mark_personal()
            except SharedCaching as error:
                REFUSE[on_error]("snippet", error)
                return Markup("")
        return printed.html

    def shutdown(self, *, nonce: str | None = None) -> Markup:
        """Return the snippet for the page after a sign-out, which stops a survey: `{{ wootric_shutdown() }}`."""
        try:
            return _config().renderer.shutdown(nonce=lambda: nonce or page_nonce())
        except Exception as error:  # of the nonce
            REFUSE[_on_error()]("shutdown", error)
            return Markup("")

    def _find_user(self) -> User | None:
        return self._load_user() if self._load_user else current_user(_on_error())

    def _settings(self) -> Response:
        def make(asked: PageQuery) -> str:
            if _refuses_tracking():
                return ""
            return answer_settings(
                _config().renderer,
                _on_error(),
                user=self._find_user,
                page=lambda: asked.page,
                event=lambda: asked.event,
                group=self._load_group,
                analytics=lambda: self.analytics,
            )

        origin = request.host_url.removesuffix("/")
        answer = settings_answer(request.method, request.headers, request.args, origin, make)
        return Response(answer.body, answer.status, headers=dict(answer.headers))

    def _mobile(self, client_id: str) -> Response:
        def make() -> str | None:
            return answer_mobile(_config().renderer, _on_error(), client_id=client_id, user=self._find_user)

        answer = mobile_answer(request.method, request.headers, make)
        return Response(answer.body, answer.status, headers=dict(answer.headers))


def _config() -> Config:
    config: Config = current_app.extensions["wootric"]
    return config


def _on_error() -> OnError:
    return _config().on_error or ("raise" if current_app.debug else "log")


def _session() -> MutableMapping[str, Any] | None:
    """Return the session, where there can be one: only looking at it makes the response vary by cookie."""
    if current_app.secret_key is None and isinstance(current_app.session_interface, SecureCookieSessionInterface):
        return None
    is_new = current_app.config["SESSION_COOKIE_NAME"] not in request.cookies
    return None if is_new and not request.environ[_ANALYTICS].unprinted else session


def _carry(response: Response) -> Response:
    analytics: RequestAnalytics | None = request.environ.get(_ANALYTICS)
    # What a view tracked before it failed has not happened; and a streamed page is yet to print it.
    if analytics is not None and response.status_code < 400 and not response.is_streamed and analytics.carry():
        visit.mark_carried()
    return response


def _refuses_tracking() -> bool:
    return _config().respect_gpc and request.headers.get("Sec-GPC") == "1"


def _keep_private(_app: Flask, response: Response, **_: Any) -> None:
    visit.keep_private_if_personal(response, _on_error())


def _serve_loader() -> Response:
    return Response(loader_file().content, headers=loader_file().headers)


def _serve_mock_sdk() -> Response:
    return Response(mock_sdk.source(), mimetype="text/javascript")
