"""The responses below the mount path: the loader's file, the mock SDK, and a visitor's settings."""

from collections.abc import Mapping
from typing import NamedTuple

from wootric_snippet.errors import WootricSnippetError
from wootric_snippet.escaping import script_json
from wootric_snippet.integration.reporting import report
from wootric_snippet.integration.site_request import SiteRequest
from wootric_snippet.integration.tag import (
    build_settings,
    find_account,
    find_renderer,
    has_agreed,
    no_survey,
    uses_mock_sdk,
)
from wootric_snippet.integration.visitor import NoSurvey, find_user, raise_if_not_wanted
from wootric_snippet.loader_file import loader_files
from wootric_snippet.mock_sdk import source
from wootric_snippet.settings_url import parse_query

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""What an adapter routes here, so that what is refused is refused here; frameworks answer OPTIONS themselves."""

_ALLOWED = ("GET", "HEAD")
# Who a browser says has sent the request: this site's own page, or the visitor by hand. No header is an old browser,
# or a program; a page of another site can then send the request, and read no answer.
_OWN_SITE = (None, "same-origin", "none")
_PRIVATE = {
    "Cache-Control": "private, no-store",
    "Content-Type": "application/json",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Vary": "Cookie",
    "X-Content-Type-Options": "nosniff",
}
_MOCK_SDK = {
    "Cache-Control": "no-cache",
    "Content-Type": "text/javascript; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
}


class Response(NamedTuple):
    """A response, for any framework."""

    status: int
    body: str
    headers: Mapping[str, str]


_NOT_FOUND = Response(404, "", {})


def respond(request: SiteRequest, name: str, query: Mapping[str, str]) -> Response:
    """Return the response of the URL `name` below the mount path; a 404 where the site has no such URL."""
    configuration = request.site.configuration
    if not configuration.enabled:
        return _NOT_FOUND
    if (file := loader_files().get(name)) is not None:
        return Response(200, file.content, file.headers)
    if name == "mock-sdk.js" and uses_mock_sdk(request):
        return Response(200, source(), _MOCK_SDK)
    if name == "settings.json":
        return _refused(request) or _settings(request, query)
    if name == "mobile.json" and configuration.mobile_client_id is not None:
        return _refused(request) or _mobile(request, configuration.mobile_client_id)
    return _NOT_FOUND


def _refused(request: SiteRequest) -> Response | None:
    """Return the refusal of a request for a visitor's settings: a wrong method, or another site's page."""
    if request.method not in _ALLOWED:
        return _refusal(405, "only GET and HEAD are answered", Allow=", ".join(_ALLOWED))
    if request.header("Sec-Fetch-Site") not in _OWN_SITE:
        return _refusal(403, "sent by another site's page")
    return None


def _settings(request: SiteRequest, query: Mapping[str, str]) -> Response:
    try:
        page, event, account, language = parse_query(query, request.origin())
    except WootricSnippetError as error:
        return _refusal(400, str(error))
    except ValueError:
        return _refusal(400, "the Host header is wrong")
    request.state.language = language
    body = ""
    try:
        if account is not None and account not in request.site.configuration.accounts:
            return _refusal(400, "account: is not one of the site's")
        renderer = find_renderer(request, account, agreed=has_agreed(request))
        if renderer.embeds_user:
            return _NOT_FOUND
        body = renderer.to_json(build_settings(request, renderer, page, event))
    except NoSurvey as reason:
        no_survey(request, reason)
    except Exception as error:
        report(request, "the settings", error)
    return _json(request, body)


def _mobile(request: SiteRequest, client_id: str) -> Response:
    try:
        raise_if_not_wanted(request)
        if (user := find_user(request)) is not None:
            renderer = find_renderer(request, find_account(request))
            return _json(request, script_json(renderer.mobile_settings(user, client_id=client_id)))
    except NoSurvey as reason:
        no_survey(request, reason)
    except Exception as error:
        report(request, "the mobile settings", error)
        return _refusal(503, "cannot determine the current user")
    return _refusal(403, "nobody is signed in")


def _refusal(status: int, reason: str, **headers: str) -> Response:
    return Response(status, reason, {**_PRIVATE, "Content-Type": "text/plain; charset=utf-8", **headers})


def _json(request: SiteRequest, body: str) -> Response:
    """Return a visitor's settings; 204 where there are none."""
    if not body:
        return Response(204, "", _PRIVATE)
    return Response(200, "" if request.method == "HEAD" else body, _PRIVATE)
