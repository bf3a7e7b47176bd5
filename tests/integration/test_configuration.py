"""One reader of options: the same key is wrong in the same way, however a framework writes it."""

from typing import Any

import pytest

from tests.integration.site import AMELIA, PlainRequest, make_site, printed
from wootric_snippet import SnippetRenderer, Survey, WootricSnippetError
from wootric_snippet.integration.configuration import Spelling, load_configuration, read_configuration

LOWER = Spelling()
FLASK = Spelling(upper=True, prefix="WOOTRIC_", allows_unknown_keys=True)
DJANGO = Spelling(upper=True, container="WOOTRIC")


def read(options: dict[str, Any], spelling: Spelling) -> list[str]:
    """Return the fields of the errors in options that are written in lower case here."""
    spelled = {spelling.case(name): value for name, value in options.items()}
    return [error.field for error in read_configuration(spelled, spelling)[1]]


@pytest.mark.parametrize(
    ("spelling", "fields"),
    [
        (LOWER, ["load", "survey.modal_theme", "account_token"]),
        (FLASK, ["WOOTRIC_LOAD", "WOOTRIC_SURVEY.modal_theme", "WOOTRIC_ACCOUNT_TOKEN"]),
        (DJANGO, ['WOOTRIC["LOAD"]', 'WOOTRIC["SURVEY"]["modal_theme"]', 'WOOTRIC["ACCOUNT_TOKEN"]']),
    ],
    ids=["lower", "flask", "django"],
)
def test_each_error_names_the_option_in_the_sites_spelling(spelling: Spelling, fields: list[str]) -> None:
    options = {"load": "soon", "survey": {"modal_theme": "darker"}}
    assert sorted(read(options, spelling)) == sorted(fields)


@pytest.mark.parametrize(
    ("text", "value"),
    [("true", True), ("1", True), ("Yes", True), (" on ", True), ("false", False), ("0", False), ("No", False)],
)
def test_text_of_an_environment_variable_is_a_bool(text: str, value: bool) -> None:
    options = {"account_token": "NPS-1", "include_query": text, "include_anonymous": text, "enabled": text}
    configuration = load_configuration(options, LOWER)
    assert (configuration.include_query, configuration.enabled) == (value, value)


@pytest.mark.parametrize("name", ["include_query", "respect_gpc", "test_mode", "enabled"])
def test_unreadable_bool_is_an_error_that_names_the_choices(name: str) -> None:
    with pytest.raises(WootricSnippetError) as raised:
        load_configuration({"account_token": "NPS-1", name: "maybe"}, LOWER)
    expected = 'True or False, or the text "true", "false", "1" or "0"'
    assert str(raised.value) == f"{name}: is not one of the choices; expected {expected}"


def test_every_argument_of_the_renderer_is_an_option() -> None:
    options: dict[str, Any] = {
        "load": "async",
        "respect_gpc": True,
        "test_mode": True,
        "sdk_url": "/survey.js",
        "script_type": "text/plain",
        "attributes": {"data-consent": "survey"},
        "delivery": "data",
        "loader_url": "/l.js",
        "include_anonymous": True,
    }
    survey = Survey(product_name="Initech", modal_theme="dark")
    expected = SnippetRenderer("NPS-1", survey=survey, **options).render(AMELIA, PlainRequest(make_site()).page())
    for given in (survey, {"product_name": "Initech", "modal_theme": "dark"}):
        assert printed(PlainRequest(make_site(survey=given, **options))) == expected


@pytest.mark.parametrize("value", [None, ""])
def test_option_without_a_value_counts_as_not_given(value: Any) -> None:
    options = dict.fromkeys(("load", "survey", "user", "mock_sdk", "accounts", "page_path", "on_error"), value)
    assert read({"account_token": "NPS-1", **options}, LOWER) == []


def test_text_without_a_dot_is_refused_as_a_function() -> None:
    with pytest.raises(WootricSnippetError) as raised:
        load_configuration({"account_token": "NPS-1", "language": "de"}, LOWER)
    expected = 'expected a function, or its dotted path, such as "mysite.surveys.survey_user"'
    assert str(raised.value) == f"language: is not a dotted path; {expected}"


@pytest.mark.parametrize(
    ("site", "account", "expected"),
    [
        (
            {"delivery": "fetch", "signed_in_cookie": "signed_in", "settings_url": "/settings"},
            {"delivery": "inline"},
            {"delivery": "inline"},
        ),
        (
            {"delivery": "fetch", "signed_in_cookie": "signed_in", "loader_url": "/loader.js"},
            {"delivery": "data"},
            {"delivery": "data", "loader_url": "/loader.js"},
        ),
        (
            {"delivery": "fetch", "signed_in_cookie": "signed_in", "loader_url": "/loader.js"},
            {},
            {"delivery": "fetch", "signed_in_cookie": "signed_in", "loader_url": "/loader.js"},
        ),
        ({"load": "async"}, {"delivery": "fetch"}, {"load": "async", "delivery": "fetch"}),
    ],
)
def test_account_inherits_what_its_own_delivery_takes(
    site: dict[str, Any], account: dict[str, Any], expected: dict[str, Any]
) -> None:
    options = {"account_token": "NPS-1", **site, "accounts": {"ces": {"account_token": "NPS-2", **account}}}
    configuration, errors = read_configuration(options, LOWER)
    assert (configuration.accounts["ces"], errors) == ({"account_token": "NPS-2", **expected}, [])
    assert configuration.renderer("ces", "").delivery == expected["delivery"]


def test_cookie_has_no_effect_with_a_delivery_that_fetches_nothing() -> None:
    options = {"account_token": "NPS-1", "signed_in_cookie": "signed_in"}
    assert read(options, DJANGO) == ['WOOTRIC["SIGNED_IN_COOKIE"]']
    assert read({**options, "delivery": "fetch"}, DJANGO) == []
