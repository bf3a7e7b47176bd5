"""Quart: `Wootric(app)`, and then `{{ wootric_snippet() }}` in a template, as in Flask.

The options are `WOOTRIC_ACCOUNT_TOKEN` and the others of docs/configuration.md. The signed-in user is Quart-Auth's
`current_user`, or whatever `user_loader` returns.
"""

from collections.abc import AsyncIterator
from typing import Any

import quart
from werkzeug import Response as WerkzeugResponse

from wootric_snippet import flask
from wootric_snippet.integration.accounts import SignedInAccount
from wootric_snippet.integration.cache_guard import finish, finish_stream
from wootric_snippet.integration.visitor import warn_without_user_source


class QuartRequest(flask.FlaskRequest):
    """The current request."""

    web = quart

    def __init__(self) -> None:
        super().__init__()
        self.has_accounts = "QUART_AUTH" in self.web.current_app.extensions

    def _state(self, request: Any) -> Any:
        return request.scope

    def account(self) -> Any:
        if not self.has_accounts:
            return None
        from quart_auth import current_user

        # Its `is_authenticated` has to be awaited, which a template's function cannot do: who has an id is signed in.
        return None if current_user.auth_id is None else SignedInAccount(current_user, current_user.auth_id)

    # Quart runs a plain function in a thread of its own; this one and those below wait for nothing.
    async def _make_private(self, response: Any) -> Any:
        return super()._make_private(response)


class Wootric(flask.Wootric):
    """The extension: `wootric = Wootric(app)`, or `Wootric()` and `wootric.init_app(app)` in a factory."""

    request_class = QuartRequest

    async def _respond(self, name: str) -> Any:
        return super()._respond(name)

    async def _forget_events_of_failed_views(self, response: Any) -> Any:
        return super()._forget_events_of_failed_views(response)

    async def _finish(self, app: Any, /, response: Any, **_: Any) -> Any:
        request, headers = self.request_class(), response.headers
        warn_without_user_source(request.site, has_accounts=request.has_accounts)
        if isinstance(response, WerkzeugResponse):  # an HTTP error's
            super()._finish(app, response)
        elif isinstance(response.response, response.data_body_class):
            body = finish(request, response.status_code, headers, await response.get_data())
            if body is not None:
                response.set_data(body)
        else:
            chunks = finish_stream(request, headers, _encoded(response.response))
            if isinstance(response.response, response.iterable_body_class):  # and no file
                response.response = response.iterable_body_class(chunks)


async def _encoded(body: Any) -> AsyncIterator[bytes]:
    async with body as chunks:
        async for chunk in chunks:
            yield chunk.encode() if isinstance(chunk, str) else chunk
