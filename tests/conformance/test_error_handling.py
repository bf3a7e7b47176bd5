"""A survey takes no page down: what is wrong is raised while the site debugs, and logged and left out otherwise."""

import re
from typing import Any, NoReturn

import pytest

from tests.conformance.conftest import Make
from tests.conformance.site import TOKEN, block, error_of
from tests.log import Log
from wootric_snippet import InvalidSetting, User, WootricSnippetError
from wootric_snippet.integration.reporting import describe
from wootric_snippet.integration.tag import ARGUMENTS

A_USER = "expected a User of wootric_snippet, an account such as request.user, or None"
A_GROUP = "expected a Group of wootric_snippet, or None"


class DatabaseGone(LookupError):
    """What a site's database layer raises; its text quotes a value."""


def fail(_request: Any) -> NoReturn:
    raise DatabaseGone("no row for amelia@initech.example")


def a_dict(_request: Any) -> dict[str, Any]:
    return {}


RAISED = f"DatabaseGone was raised, raised by {describe(fail)}"
FROM = f", from {describe(a_dict)}"
A_PATH = "is not a path; expected a path that begins with /"
PAGE = "Prices{{ wootric_snippet() }}"
CASES: list[tuple[str, dict[str, Any], str, str]] = [
    ("", {"user": fail}, "", f"the snippet on pricing: {RAISED}"),
    ("", {"nonce": fail}, "", f"the snippet on pricing: {RAISED}"),
    ("", {"account": fail}, "", f"the snippet on pricing: {RAISED}"),
    ("", {"group": fail}, block(), f"group on pricing: {RAISED}"),
    ("", {"page_path": fail}, block(page=None), f"page on pricing: {RAISED}"),
    ("", {"consent": fail, "load": "consent"}, "", f"the snippet on pricing: {RAISED}"),
    ("", {"user": a_dict}, "", f"the snippet on pricing: user: is of type dict; {A_USER}{FROM}"),
    ("", {"group": a_dict}, block(), f"group on pricing: group: is of type dict; {A_GROUP}{FROM}"),
    (
        "",
        {"consent": a_dict, "load": "consent"},
        block(load="consent"),
        f"consent on pricing: consent: is of type dict; expected True or False{FROM}",
    ),
    (
        "consent=number",
        {"load": "consent"},
        block(load="consent"),
        "consent on pricing: consent: is of type int; expected True or False",
    ),
    ("path='orders'", {}, block(), f"path on pricing: path: {A_PATH}"),
    ("user=number", {}, "", f"the snippet on pricing: user: is of type int; {A_USER}"),
    ("group=number", {}, block(), f"group on pricing: group: is of type int; {A_GROUP}"),
    ("event=number", {}, block(), f"event on pricing: {error_of(User, 7).replace('email', 'event', 1)}"),
    ("title=number", {}, block(), f"title on pricing: {error_of(User, 7).replace('email', 'title', 1)}"),
    ("name=number", {}, block(), f"name on pricing: {error_of(User, 7).replace('email', 'name', 1)}"),
    ("path=number", {}, block(), f"path on pricing: {error_of(User, 7).replace('email', 'path', 1)}"),
]


@pytest.mark.parametrize(("arguments", "options", "expected", "line"), CASES, ids=range(len(CASES)))
def test_each_error_is_one_log_line_and_the_page_is_served(
    make: Make, log: Log, arguments: str, options: dict[str, Any], expected: str, line: str
) -> None:
    shop = make(f"Prices{{{{ wootric_snippet({arguments}) }}}}", context={"number": 7}, **options)
    assert [shop.get().text for _ in range(2)] == [f"Prices{expected}"] * 2
    assert log.warnings == [f"left out {line}"]  # once a minute


@pytest.mark.parametrize(
    ("arguments", "options", "line"),
    [(arguments, options, line) for arguments, options, _, line in CASES],
    ids=range(len(CASES)),
)
def test_each_error_is_raised_in_debug_mode(make: Make, arguments: str, options: dict[str, Any], line: str) -> None:
    shop = make(f"{{{{ wootric_snippet({arguments}) }}}}", context={"number": 7}, debug=True, **options)
    with pytest.raises((DatabaseGone, WootricSnippetError)) as raised:
        shop.get()
    error = raised.value
    assert type(error) is DatabaseGone if "DatabaseGone" in line else line.endswith(f": {error}")


def test_path_of_the_sites_function_begins_with_a_slash(make: Make, log: Log) -> None:
    def page_path(_request: Any) -> str:
        return "orders"

    assert make("{{ wootric_snippet() }}", page_path=page_path).get().text == block(page=None)
    assert log.warnings == [f"left out page on pricing: page_path: {A_PATH}, from {describe(page_path)}"]


def test_place_where_a_sites_function_failed_is_in_the_details(make: Make, log: Log) -> None:
    make(PAGE, user=fail).get()
    (details,) = log.details
    assert details.startswith('raised at:\n  File "')
    line = fail.__code__.co_firstlineno + 1
    assert details.endswith(f'File "{__file__}", line {line}, in fail')


@pytest.mark.parametrize(("debug", "on_error"), [(True, "log"), (False, "raise")])
def test_site_can_log_while_debugging_and_raise_without(make: Make, log: Log, debug: bool, on_error: str) -> None:
    shop = make(PAGE, user=fail, debug=debug, on_error=on_error)
    if on_error == "raise":
        with pytest.raises(DatabaseGone):
            shop.get()
    else:
        assert shop.get().text == "Prices"
        assert log.warnings == [f"left out the snippet on pricing: {RAISED}"]


def test_several_wrong_fields_are_several_lines(make: Make, log: Log) -> None:
    shop = make("{{ wootric_snippet(title=number, event=number) }}", context={"number": 7}, group=fail)
    assert shop.get().text == block()
    assert sorted(line.split()[2] for line in log.warnings) == ["event", "group", "title"]


def test_route_and_not_the_path_is_in_the_log(make: Make, log: Log) -> None:
    make(PAGE, user=fail).get("/orders/a-token")
    assert log.warnings == [f"left out the snippet on /orders/<key>: {RAISED}"]


@pytest.mark.parametrize("option", ["user", "group", "nonce", "language", "consent", "account", "page_path"])
def test_async_function_is_an_error_at_start_up(make: Make, option: str) -> None:
    async def find(_request: Any) -> None:
        return None

    with pytest.raises(InvalidSetting, match=rf"(?i){option}\W*: is an async function"):
        make(debug=True, **{option: find}).get()


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"account_token": None}, "account_token: is not set"),
        ({"account_token": "01fe3cbc"}, "account_token: is not an account token"),
        ({"survey": {"modal_theme": "blue"}}, "survey.modal_theme: is not one of the choices"),
        ({"load": "soon"}, "load: is not one of the choices"),
        ({"include_query": 1}, "include_query: is of type int"),
        ({"acount_token": TOKEN}, "acount_token: is unknown (did you mean account_token?)"),
        ({"token": TOKEN}, "token: is unknown (did you mean account_token?)"),
        ({"user": "nowhere.user"}, "user: cannot be imported (ModuleNotFoundError: No module named 'nowhere')"),
        ({"mock_sdk": "always", "sdk_url": "/sdk.js"}, "sdk_url: cannot be set beside mock_sdk"),
        ({"mobile_client_id": " "}, "mobile_client_id: is not a Client ID"),
        ({"on_error": "ignore"}, "on_error: is not one of the choices"),
        ({"mount_path": "/"}, "mount_path: is the whole site"),
    ],
    ids=range(12),
)
def test_wrong_option_is_an_error_at_start_up(make: Make, options: dict[str, Any], problem: str) -> None:
    with pytest.raises(WootricSnippetError) as raised:
        make(debug=True, **options).get()  # a framework that has checks raises with the first page
    written = re.sub(r"WOOTRIC_|^WOOTRIC|wootric\.", "", f"{raised.value.field}: {raised.value.problem}")
    assert written.replace('"]["', ".").replace('["', "").replace('"]', "").lower() == problem.lower()


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        (
            "wootric_snippet(evnt='Paid')",
            "evnt: is unknown (did you mean event?); expected one of " + ", ".join(ARGUMENTS),
        ),
        (
            "wootric_snippet('Paid')",
            'arguments: one has no name; expected a name for each, such as event="Order Completed"',
        ),
    ],
)
def test_wrong_arguments_are_named(make: Make, framework: Any, log: Log, call: str, problem: str) -> None:
    if framework.__name__.endswith(".django"):
        return  # a syntax error, of Django's own
    template = f"<h1>Slip</h1>{{{{ {call} }}}}"
    assert make(template).get().text == "<h1>Slip</h1>"
    assert log.warnings == [f"left out the snippet on pricing: {problem}"]
    with pytest.raises(InvalidSetting) as raised:
        make(template, debug=True).get()
    assert str(raised.value) == problem
