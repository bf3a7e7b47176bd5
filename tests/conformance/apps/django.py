"""Django, with its own templates, sessions and authentication."""

import re
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any, NoReturn

import pytest
from django.contrib.auth import login, logout
from django.contrib.auth.models import User
from django.core import mail
from django.core.handlers.wsgi import WSGIHandler
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template import engines
from django.test import override_settings
from django.urls import path as route

from tests.conformance.site import Account, Reply, Site, View, Visit, run
from wootric_snippet.django import track
from wootric_snippet.segment import Analytics

ASGI = False
LANGUAGE = "EN"
MARKS = (pytest.mark.django_db,)

_CALL = re.compile(r"{{ (wootric_\w+)(?:\((.*?)\))? }}")


class DjangoVisit(Visit):
    """One request of Django's."""

    engine = "django"

    async def render(self, source: str) -> str:
        source = _CALL.sub(lambda call: f"{{% {call[1]} {(call[2] or '').replace(',', ' ')} %}}", source)
        return self.render_source(source)

    def render_source(self, source: str) -> str:
        """Return a template of the engine's, rendered."""
        return str(engines[self.engine].from_string(source).render(dict(self.site.context), self.request))

    def track(self, event: str, properties: Mapping[str, Any] | None = None) -> None:
        track(self.request, event, properties)

    @property
    def analytics(self) -> Analytics:
        analytics: Analytics = self.request.analytics
        return analytics

    def set_nonce(self, nonce: str) -> None:
        self.request.csp_nonce = nonce

    def sign_in(self, account: Account) -> None:
        fields = {"username": str(account.id), "email": account.email, "date_joined": account.created_at}
        login(self.request, User.objects.get_or_create(pk=account.id, defaults=fields)[0])

    def sign_out(self) -> None:
        logout(self.request)

    def not_found(self) -> NoReturn:
        raise Http404


def make_app(site: Site, visit_class: type[DjangoVisit] = DjangoVisit) -> WSGIHandler:
    """Return the application, and let Django have its settings until the site's resources are closed."""

    def endpoint(view: View) -> Callable[..., HttpResponseBase]:
        def respond(request: HttpRequest, **arguments: str) -> HttpResponseBase:
            return _response(run(view(visit_class(site, request, arguments))))

        return respond

    urls = ModuleType("urls")
    urls.urlpatterns = [  # type: ignore[attr-defined]
        route(path.lstrip("/").replace("{", "<").replace("}", ">"), endpoint(view), name=name)
        for name, path, view in site.routes()
    ]
    settings = {"ROOT_URLCONF": urls, "WOOTRIC": site.capital_options(), "ALLOWED_HOSTS": ["shop.example"]}
    site.resources.enter_context(override_settings(DEBUG=site.debug, DEBUG_PROPAGATE_EXCEPTIONS=True, **settings))
    if hasattr(mail, "outbox"):  # Django's test runner: in production it is not there
        site.resources.callback(setattr, mail, "outbox", mail.outbox)
        del mail.outbox
    return WSGIHandler()


def _response(reply: Reply) -> HttpResponseBase:
    if reply.parts is None:
        return HttpResponse(reply.body, status=reply.status, headers=dict(reply.headers))
    return StreamingHttpResponse((run(part) for part in reply.parts), status=reply.status, headers=dict(reply.headers))
