"""Why a page has no survey: one table, for the comment in the page while debugging and the log line in production."""

from collections.abc import Mapping

REASONS: Mapping[str, str] = {
    "no_request": "the template is rendered without a request: pass the request to the template",
    "opted_out": "the browser sends Sec-GPC, and RESPECT_GPC is on",
    "signed_out": "nobody is signed in, and INCLUDE_ANONYMOUS is off",
    "no_user_function": "nobody can be found: the site has no sign-in that is known, and no USER function",
    "user_in_tag": "the tag says user=None",
    "user_function": "the USER function returned None: {}",
    "impersonated": "somebody of the site's staff is signed in as this user",
    "preview": "this is an editor's preview of the page",
    "error": "an error was logged",
}
"""A sentence for each reason; `{}` is the name of the site's function."""
