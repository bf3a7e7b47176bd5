"""The stand-in for InMoment's script, served by the app's middleware: STAND_IN is all that a site sets for it."""

from django.http import HttpResponse

from wootric_snippet import stand_in

PATH = "/wootric-stand-in.js"
"""Where the stand-in is, below the site's root."""


def response() -> HttpResponse:
    """Return the script."""
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(stand_in.source(), content_type="text/javascript; charset=utf-8", headers=headers)
