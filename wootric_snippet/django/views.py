"""What the app answers beside the site's pages: the visitor's settings, to the loader and to native apps."""

from functools import partial

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from wootric_snippet.django import conf
from wootric_snippet.django.users import current_analytics, current_group, current_user, refuses_tracking
from wootric_snippet.endpoint import Answer, mobile_answer, settings_answer
from wootric_snippet.faults import REFUSE
from wootric_snippet.settings_url import PageQuery
from wootric_snippet.tag import answer_mobile, answer_settings


@csrf_exempt  # nothing is changed here, and what is no GET is refused
@login_not_required  # nobody's answer is empty, not the sign-in page
def settings(request: HttpRequest) -> HttpResponse:
    """Answer the loader."""

    def make(asked: PageQuery) -> str:
        site = _site("settings")
        if site is None or refuses_tracking(request):
            return ""
        return answer_settings(
            site.renderer,
            conf.on_error(),
            user=partial(current_user, request),
            page=lambda: asked.page,
            event=lambda: asked.event,
            group=partial(current_group, request),
            analytics=partial(current_analytics, request),
        )

    origin = request.build_absolute_uri("/").removesuffix("/")
    return _response(settings_answer(request.method or "", request.headers, request.GET, origin, make))


@csrf_exempt
@login_not_required
def mobile(request: HttpRequest) -> HttpResponse:
    """Answer a native app whose user is signed in; there is no such address without a Client ID."""
    site = _site("mobile")
    if site is not None and site.mobile_client_id is None:
        raise Http404

    def make() -> str | None:
        if site is None:
            return None
        user = partial(current_user, request)
        return answer_mobile(site.renderer, conf.on_error(), client_id=str(site.mobile_client_id), user=user)

    return _response(mobile_answer(request.method or "", request.headers, make))


def _site(field: str) -> conf.Site | None:
    """Return what WOOTRIC comes to; `None` where it is wrong, and that was logged."""
    try:
        return conf.site()
    except Exception as error:
        REFUSE[conf.on_error()](field, error)
        return None


def _response(answer: Answer) -> HttpResponse:
    return HttpResponse(answer.body, status=answer.status, headers=dict(answer.headers))
