"""A survey never takes a page down: what Django alone can hand over wrong, and a wrong WOOTRIC in production."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.test import Client
from django.utils.functional import SimpleLazyObject

from tests.django.conftest import Print
from tests.log import Log
from wootric_snippet import InvalidAccountToken, InvalidSetting, Page, SnippetRenderer, User

PAGE = Page(path="/pricing/", url="http://testserver/pricing/")
AMELIA = User(email="amelia@initech.example", created_at=1533310126, language="en", external_id="7")
TAG = "<p>Pricing</p>{% wootric_snippet %}"
NOWHERE = "on a page without a name"
pytestmark = pytest.mark.usefixtures("_in_production")


def fail() -> Any:
    raise OperationalError("could not connect for amelia@initech.example")


class Failing:
    """An object of the site's whose every attribute is a query."""

    def __getattr__(self, name: str) -> Any:
        if name == "company":
            return fail()
        raise AttributeError(name)


def test_database_that_is_down_costs_only_the_snippet(print_page: Print, a_request: HttpRequest, log: Log) -> None:
    a_request.user = SimpleLazyObject(fail)  # type: ignore[assignment]
    assert print_page(TAG) == "<p>Pricing</p>"
    assert log.warnings == [f"left out the snippet {NOWHERE}: OperationalError was raised"]


def test_user_of_djangos_is_not_looked_up_for_a_site_that_finds_its_own(
    print_page: Print, a_request: HttpRequest, wootric: Callable[..., None]
) -> None:
    a_request.user = SimpleLazyObject(fail)  # type: ignore[assignment]
    wootric(USER=lambda _request: AMELIA)
    assert print_page("{% wootric_snippet %}") == SnippetRenderer("NPS-01fe3cbc").render(AMELIA, PAGE)


@pytest.mark.parametrize("argument", ["group", "event", "name", "title"])
def test_argument_whose_expression_fails_costs_only_itself(print_page: Print, log: Log, argument: str) -> None:
    html = print_page(f"{{% wootric_snippet {argument}=site.company %}}", site=Failing())
    assert html == SnippetRenderer("NPS-01fe3cbc").render(AMELIA, PAGE)
    assert log.warnings == [f"left out {argument} {NOWHERE}: OperationalError was raised"]


def test_argument_whose_expression_fails_is_raised_while_debugging(print_page: Print, settings: Any) -> None:
    settings.DEBUG = True
    with pytest.raises(OperationalError):
        print_page("{% wootric_snippet group=site.company %}", site=Failing())


@pytest.mark.parametrize(
    ("setting", "problem"),
    [
        ({"ACCOUNT_TOKEN": "x"}, 'WOOTRIC["ACCOUNT_TOKEN"]: is not an account token'),
        ({}, 'WOOTRIC["ACCOUNT_TOKEN"]: is not set'),
        ({"ACCOUNT_TOKEN": "NPS-1", "SURVEY": {"modal_theme": "darker"}}, 'WOOTRIC["SURVEY"]["modal_theme"]: is not'),
        ({"ACCOUNT_TOKEN": "NPS-1", "USER": "nowhere.user"}, 'WOOTRIC["USER"]: cannot be imported'),
        ("NPS-01fe3cbc", "WOOTRIC: is of type str"),
    ],
)
def test_wrong_setting_is_one_log_line_and_no_page_has_a_survey(
    print_page: Print, client: Client, settings: Any, caplog: pytest.LogCaptureFixture, setting: Any, problem: str
) -> None:
    settings.WOOTRIC = setting
    assert [print_page(f"{TAG}{{% wootric_shutdown %}}") for _ in range(2)] == ["<p>Pricing</p>"] * 2
    assert client.get("/wootric/mobile.json").status_code == 404
    logged = [(record.levelname, record.getMessage()) for record in caplog.records if record.name == "wootric_snippet"]
    assert [(level, line.startswith(f"no page has a survey: {problem}")) for level, line in logged] == [("ERROR", True)]


def test_wrong_setting_is_raised_while_debugging(
    print_page: Print, settings: Any, wootric: Callable[..., None]
) -> None:
    settings.DEBUG = True
    wootric(ACCOUNT_TOKEN="x")
    with pytest.raises(InvalidAccountToken):
        print_page(TAG)


def test_test_runner_of_django_raises_as_debugging_does(
    print_page: Print, wootric: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    from django.core import mail

    wootric(USER=lambda _request: 5)
    assert print_page(TAG) == "<p>Pricing</p>"
    monkeypatch.setattr(mail, "outbox", [], raising=False)
    with pytest.raises(InvalidSetting):
        print_page(TAG)
