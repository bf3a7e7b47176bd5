"""The mock SDK for InMoment's script, served by the app's middleware: MOCK_SDK is all that a site sets for it."""

from django.http import HttpResponse

from wootric_snippet import mock_sdk

PATH = "/wootric-mock-sdk.js"
"""Where the mock SDK is, below the site's root."""


def response() -> HttpResponse:
    """Return the script."""
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(mock_sdk.source(), content_type="text/javascript; charset=utf-8", headers=headers)
