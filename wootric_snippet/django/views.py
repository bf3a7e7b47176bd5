"""What the app answers beside the site's pages: the visitor's settings, for the delivery `fetch`."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from wootric_snippet.django import conf
from wootric_snippet.django.users import current_group, current_user, refuses_tracking
from wootric_snippet.endpoint import Answer, Asked, settings_answer
from wootric_snippet.tag import answer_settings


@csrf_exempt  # nothing is changed here, and what is no GET is refused
@login_not_required  # nobody's answer is empty, not the sign-in page
def settings(request: HttpRequest) -> HttpResponse:
    """Answer the loader."""

    def make(asked: Asked) -> str:
        if refuses_tracking(request):
            return ""
        return answer_settings(
            conf.site().renderer,
            conf.on_error(),
            user=partial(current_user, request),
            page=lambda: asked.page,
            event=lambda: asked.event,
            group=partial(current_group, request),
        )

    origin = request.build_absolute_uri("/").removesuffix("/")
    return _response(settings_answer(request.method or "", request.headers, request.GET, origin, make))


def _response(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
