"""A survey never takes a page down: what is wrong is raised while debugging, and left out and logged otherwise."""

import logging
from collections.abc import Callable
from typing import Any

import pytest
from django.db import OperationalError
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from tests.django.conftest import Print
from wootric_snippet import Group, InvalidProperty, InvalidSetting, Page, SnippetRenderer, Survey, User
from wootric_snippet.django import default_user

renderer = SnippetRenderer("NPS-01fe3cbc")
PAGE = Page(path="/pricing/", url="http://testserver/pricing/")
AMELIA = User(email="amelia@initech.example", created_at=1533310126, language="en", external_id="7")
A_USER = "a User of wootric_snippet, or None"
A_FUNCTION = "a function that takes the request, or its dotted path"
A_TOKEN = "NPS- and letters or digits, as InMoment shows it"
TAG = "<p>Pricing</p>{% wootric_snippet %}"


def fail(*_: Any) -> Any:
    raise OperationalError("could not connect for amelia@initech.example")


class Failing:
    """An object of the site's whose every attribute is a query."""

    def __getattr__(self, name: str) -> Any:
        if name == "company":
            raise OperationalError("could not connect for amelia@initech.example")
        raise AttributeError(name)


@pytest.mark.parametrize(
    ("changes", "log"),
    [
        ({"USER": fail}, "snippet: OperationalError was raised"),
        ({"USER": lambda _: 5}, f"snippet, because of user: is of type int; accepted: {A_USER}"),
        (
            {"USER": "nowhere.user"},
            f"snippet, because of user: cannot be imported (No module named 'nowhere'); accepted: {A_FUNCTION}",
        ),
        ({"ACCOUNT_TOKEN": "x"}, f"snippet, because of account_token: is not a token; accepted: {A_TOKEN}"),
        ({"ACCOUNT_TOKEN": None}, f"snippet, because of ACCOUNT_TOKEN: is missing; accepted: {A_TOKEN}"),
        ({"SURVEY": 5}, "snippet, because of survey: is of type int; accepted: a dict or a wootric_snippet.Survey"),
        ({"LOAD": "soon"}, "snippet, because of load: is not one of the choices; accepted: lazy, async, consent"),
    ],
)
def test_the_page_is_served_without_the_snippet(
    print_page: Print, wootric: Callable[..., None], caplog: Any, changes: dict[str, Any], log: str
) -> None:
    wootric(**changes)
    assert print_page(TAG) == "<p>Pricing</p>"
    assert caplog.record_tuples == [("wootric_snippet", logging.WARNING, f"left out: {log}")]


def test_a_database_that_is_down_when_the_user_is_looked_up_costs_only_the_snippet(
    print_page: Print, a_request: HttpRequest, caplog: Any
) -> None:
    a_request.user = SimpleLazyObject(fail)  # type: ignore[assignment]
    assert print_page(TAG) == "<p>Pricing</p>"
    assert caplog.messages == ["left out: snippet: OperationalError was raised"]


@pytest.mark.parametrize(
    ("source", "log"),
    [
        ("{% wootric_snippet group=site.company %}", "left out: group: OperationalError was raised"),
        ("{% wootric_snippet event=site.company %}", "left out: event: OperationalError was raised"),
    ],
)
def test_an_argument_that_fails_costs_only_itself(print_page: Print, caplog: Any, source: str, log: str) -> None:
    assert print_page(source, site=Failing()) == renderer.render(AMELIA, PAGE)
    assert caplog.messages == [log]


def test_a_group_function_that_fails_costs_only_the_group(
    print_page: Print, wootric: Callable[..., None], caplog: Any
) -> None:
    wootric(GROUP=fail)
    assert print_page("{% wootric_snippet %}") == renderer.render(AMELIA, PAGE)
    assert caplog.messages == ["left out: group: OperationalError was raised"]


def test_a_group_that_is_none_costs_only_the_group(print_page: Print, caplog: Any) -> None:
    assert print_page("{% wootric_snippet group='Initech' %}") == renderer.render(AMELIA, PAGE)
    assert caplog.messages == ["left out: group: is of type SafeString; accepted: a Group of wootric_snippet, or None"]


def test_one_bad_field_of_the_user_costs_only_itself(
    print_page: Print, wootric: Callable[..., None], amelia: Any, caplog: Any
) -> None:
    amelia.date_joined = "yesterday"
    wootric(USER=lambda request: default_user(request, properties={"plan": "pro", "score": 1.5}))
    expected = User(email=AMELIA.email, language="en", external_id="7", properties={"plan": "pro"})
    assert print_page("{% wootric_snippet %}") == renderer.render(expected, PAGE)
    assert [message.split(": ")[1] for message in caplog.messages] == [
        "created_at",
        "properties.score",
    ]


def test_one_bad_setting_of_the_survey_costs_only_itself(
    print_page: Print, wootric: Callable[..., None], caplog: Any
) -> None:
    wootric(SURVEY={"modal_theme": "darker", "product_nam": "x", "aria": True})
    expected = SnippetRenderer("NPS-01fe3cbc", survey=Survey(aria=True)).render(AMELIA, PAGE)
    assert print_page("{% wootric_snippet %}{% wootric_snippet %}") == expected * 2
    assert [message.partition(";")[0] for message in caplog.messages] == [
        "left out: survey.product_nam: is not known (did you mean product_name?)",
        "left out: survey.modal_theme: is not one of the choices",
    ]


def test_while_debugging_it_is_raised(print_page: Print, wootric: Callable[..., None], settings: Any) -> None:
    settings.DEBUG = True
    wootric(USER=fail)
    with pytest.raises(OperationalError):
        print_page("{% wootric_snippet %}")
    wootric(USER=None, GROUP=lambda _: Group(id=1, traits={"a.b": 1}))
    with pytest.raises(InvalidProperty):
        print_page("{% wootric_snippet %}")


@pytest.mark.parametrize(("debug", "on_error", "raised"), [(True, "log", False), (False, "raise", True)])
def test_the_site_can_choose(
    print_page: Print, wootric: Callable[..., None], settings: Any, debug: bool, on_error: str, raised: bool
) -> None:
    settings.DEBUG = debug
    wootric(USER=lambda _: 5, ON_ERROR=on_error)
    if raised:
        with pytest.raises(InvalidSetting):
            print_page(TAG)
    else:
        assert print_page(TAG) == "<p>Pricing</p>"


def test_a_setting_that_is_no_dict_costs_only_the_snippet(print_page: Print, settings: Any, caplog: Any) -> None:
    settings.WOOTRIC = "NPS-01fe3cbc"
    assert print_page(TAG + "{% wootric_shutdown %}") == "<p>Pricing</p>"
    assert caplog.messages == ["left out: snippet, because of WOOTRIC: is of type str; accepted: a dict"] * 2
