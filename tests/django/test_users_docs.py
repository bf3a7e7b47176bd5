"""What docs/users.md shows for Django is so."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser

from tests.test_howto_docs import MEMBER, TOLD, executed

if TYPE_CHECKING:
    from django.test import RequestFactory


def test_a_site_tells_of_its_own_user_model(rf: RequestFactory) -> None:
    find = executed("users", "django")["survey_user"]
    request = rf.get("/")
    request.user = SimpleNamespace(**MEMBER)  # type: ignore[assignment]
    assert find(request).known() == TOLD | {"language": "EN"}
    for nobody in (AnonymousUser(), SimpleNamespace(**MEMBER | {"opted_out": True})):
        request.user = nobody  # type: ignore[assignment]
        assert find(request) is None
