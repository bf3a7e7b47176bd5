"""Flask: `Wootric(app)`, and then `{{ wootric_snippet() }}` in a template.

The options are `WOOTRIC_ACCOUNT_TOKEN` and the others of docs/configuration.md. The signed-in user is Flask-Login's
`current_user`, or whatever `user_loader` returns.
"""

from collections.abc import Callable, Mapping, MutableMapping
from importlib import import_module
from typing import Any

import flask
from markupsafe import Markup

from wootric_snippet.errors import InvalidSetting
from wootric_snippet.integration.cache_control import make_private_unless_public
from wootric_snippet.integration.cache_guard import finish, finish_stream, guard
from wootric_snippet.integration.configuration import Spelling, load_configuration
from wootric_snippet.integration.endpoints import METHODS, respond
from wootric_snippet.integration.events import analytics, forget_events, track
from wootric_snippet.integration.functions import TemplateFunction
from wootric_snippet.integration.options import read_function
from wootric_snippet.integration.site import Site
from wootric_snippet.integration.site_request import RequestedPage, SiteRequest
from wootric_snippet.integration.tag import render_shutdown, render_snippet
from wootric_snippet.integration.visitor import warn_without_user_source
from wootric_snippet.jinja2 import WootricExtension
from wootric_snippet.models import Group, User
from wootric_snippet.segment import Analytics

SPELLING = Spelling(upper=True, prefix="WOOTRIC_", allows_unknown_keys=True)


class FlaskRequest(SiteRequest):
    """The current request."""

    middleware = "Wootric(app)"
    web: Any = flask
    """The framework's module: Quart's has the same names."""

    def __init__(self) -> None:
        app = self.web.current_app._get_current_object()  # noqa: SLF001 - Werkzeug's documented way
        request = self.web.request._get_current_object()  # noqa: SLF001
        if "wootric" not in app.extensions:
            raise InvalidSetting("Wootric()", "is not set up for this application", "wootric.init_app(app)")
        prefix, debug = request.root_path.rstrip("/"), bool(app.debug or app.testing)
        super().__init__(app.extensions["wootric"], request, state=self._state(request), prefix=prefix, debug=debug)
        self.has_accounts = hasattr(app, "login_manager")
        guard(self)

    def _state(self, request: Any) -> Any:
        return request.environ  # `g` belongs to the application context, which a test's requests may share

    def page(self) -> RequestedPage:
        request = self.native
        query, rule = request.query_string.decode(errors="replace"), request.url_rule
        route = None if rule is None else self.route(rule.rule, (request.view_args or {}).values())
        return RequestedPage(self.prefix + request.path, query, request.endpoint, route)

    def account(self) -> Any:
        if not self.has_accounts:
            return None
        from flask_login import current_user

        return current_user._get_current_object()  # noqa: SLF001 - the way that Werkzeug documents

    def nonce(self) -> Any:
        # Flask-Talisman's, or one of the site's own.
        return getattr(self.native, "csp_nonce", None) or self.web.g.get("csp_nonce")

    def language(self) -> str | None:
        if "babel" not in self.web.current_app.extensions:
            return None
        return str(import_module(f"{self.web.__name__}_babel").get_locale())

    def session(self, *, create: bool) -> MutableMapping[str, Any] | None:
        # Only to look at it makes the response vary by cookie.
        app = self.web.current_app
        if app.secret_key is None and isinstance(app.session_interface, self.web.sessions.SecureCookieSessionInterface):
            return None
        is_new = app.config["SESSION_COOKIE_NAME"] not in self.native.cookies
        return None if is_new and not create else self.web.session

    def mark_private(self) -> None:
        self.web.after_this_request(self._make_private)

    def _make_private(self, response: Any) -> Any:
        make_private_unless_public(response.headers)
        return response

    def call(self, function: Callable[..., Any]) -> Any:
        return function()


class Wootric:
    """The extension: `wootric = Wootric(app)`, or `Wootric()` and `wootric.init_app(app)` in a factory."""

    request_class = FlaskRequest

    def __init__(self, app: Any = None) -> None:
        """Make the extension, and set up the application if it is there already.

        Args:
            app: A `flask.Flask`, or a `quart.Quart`; without it, call `init_app` later.
        """
        self._functions: dict[str, Callable[[], Any]] = {}
        if app is not None:
            self.init_app(app)

    def init_app(self, app: Any) -> None:
        """Read the application's `WOOTRIC_` options and give its templates `wootric_snippet` and `wootric_shutdown`.

        Args:
            app: The application; its `config` holds the options.

        Raises:
            WootricSnippetError: The first option that is wrong.
        """
        if not hasattr(app, "extensions"):
            problem = f"is called with a {type(app).__name__}"
            raise InvalidSetting("Wootric(app)", problem, "the application; options stand in app.config")
        if "wootric" in app.extensions:
            raise InvalidSetting("Wootric(app)", "is called twice for this application", "one Wootric object")
        configuration = load_configuration(app.config.get_namespace("WOOTRIC_", lowercase=False), SPELLING)
        app.extensions["wootric"] = Site(configuration, self._functions)
        app.jinja_env.add_extension(WootricExtension)
        app.jinja_env.globals["wootric_snippet"] = TemplateFunction(self.snippet)
        app.jinja_env.globals["wootric_shutdown"] = TemplateFunction(self.shutdown)
        app.add_url_rule(f"{configuration.mount_path}/<name>", "wootric", self._respond, methods=METHODS)
        app.after_request(self._forget_events_of_failed_views)
        # The signal comes after every after_request function, in whatever order they were registered.
        self.request_class.web.request_finished.connect(self._finish, app)

    def user_loader(self, load: Callable[[], User | None]) -> Callable[[], User | None]:
        """Take the user from this function. A decorator.

        Args:
            load: Returns a `User`, the signed-in account itself, or `None` for "no survey for this one".
        """
        self._functions["user"] = read_function("user_loader", load)
        return load

    def group_loader(self, load: Callable[[], Group | None]) -> Callable[[], Group | None]:
        """Take the user's company or team from this function. A decorator.

        Args:
            load: Returns a `Group`, or `None`.
        """
        self._functions["group"] = read_function("group_loader", load)
        return load

    def snippet(self, *positional: Any, **arguments: Any) -> Markup:
        """Return the script block of the current request: `{{ wootric_snippet() }}` in a template.

        The arguments are `event`, `user`, `name`, `title`, `path`, `group`, `nonce`, `account` and `consent`, by name.
        """
        return render_snippet(self._request_or_none(), positional, arguments)

    def shutdown(self, *, nonce: str | None = None) -> Markup:
        """Return the script block for the page after sign-out: `{{ wootric_shutdown() }}`."""
        return render_shutdown(self._request_or_none(), nonce)

    def track(self, event: str, properties: Mapping[str, Any] | None = None) -> None:
        """Ask about an event on the next page of this visitor: `wootric.track("Order Completed", {"total": 12})`.

        Args:
            event: The event's name, exactly as it is at InMoment.
            properties: What is sent beside the user's properties on that page.
        """
        track(self.request_class(), event, properties)

    @property
    def analytics(self) -> Analytics:
        """Segment's calls of the current request: `wootric.analytics.identify(...)` in a view."""
        return analytics(self.request_class())

    def _request_or_none(self) -> FlaskRequest | None:
        return self.request_class() if self.request_class.web.has_request_context() else None

    def _respond(self, name: str) -> Any:
        web = self.request_class.web
        answer = respond(self.request_class(), name, web.request.args)
        return web.Response(answer.body, answer.status, dict(answer.headers))

    def _forget_events_of_failed_views(self, response: Any) -> Any:
        if response.status_code >= 400:
            forget_events(self.request_class())
        return response

    def _finish(self, _app: Any, /, response: Any, **_: Any) -> Any:
        request = self.request_class()
        warn_without_user_source(request.site, has_accounts=request.has_accounts)
        if response.is_streamed or response.direct_passthrough:
            chunks = finish_stream(request, response.headers, response.iter_encoded())
            if not response.direct_passthrough:
                response.response = chunks
        elif (body := finish(request, response.status_code, response.headers, response.get_data())) is not None:
            response.set_data(body)
