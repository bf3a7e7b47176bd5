"""The kit's own URLs: the middleware hands requests below the mount path to this URLconf."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import re_path
from django.views.decorators.csrf import csrf_exempt

from wootric_snippet.django.functions import FUNCTIONS


@csrf_exempt  # nothing is changed here, and what is no GET is refused
@login_not_required  # nobody's answer is empty, not the sign-in page
def endpoint(request: HttpRequest, name: str) -> HttpResponse:
    """Answer the loader, a native app, or a browser that asks for a script."""
    answer = FUNCTIONS.respond(request, name, request.GET)
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))


app_name = "wootric"
urlpatterns = [re_path(r"(?:.*/)?(?P<name>[^/]+)$", endpoint, name="endpoint")]
