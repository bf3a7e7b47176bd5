"""What a Flask site's developer is told about the WOOTRIC_ keys, at start-up."""

import re
from typing import Any

import pytest
from wootric_snippet.flask.config import NAMES

from tests.flask.site import AMELIA, TOKEN, make_app, make_site
from wootric_snippet import InvalidAccountToken, InvalidSetting, InvalidURL, WootricSnippetError, mock_sdk
from wootric_snippet.flask import Wootric


@pytest.mark.parametrize(
    ("config", "error", "message"),
    [
        (
            {"account_token": None},
            InvalidSetting,
            "WOOTRIC_ACCOUNT_TOKEN: is missing; accepted: the account's token, as InMoment shows it",
        ),
        (
            {"account_token": "01fe3cbc"},
            InvalidAccountToken,
            "WOOTRIC_ACCOUNT_TOKEN: is not a token; accepted: NPS- and letters or digits, as InMoment shows it",
        ),
        (
            {"survey": {"modal_theme": "blue"}},
            InvalidSetting,
            "WOOTRIC_SURVEY.modal_theme: is not one of the choices; accepted: light, dark",
        ),
        (
            {"survey": "dark"},
            InvalidSetting,
            "WOOTRIC_SURVEY: is of type str; accepted: a Survey or a dict of its arguments",
        ),
        ({"load": "soon"}, InvalidSetting, "WOOTRIC_LOAD: is not one of the choices; accepted: lazy, async, consent"),
        ({"include_query": 1}, InvalidSetting, "WOOTRIC_INCLUDE_QUERY: is of type int; accepted: True or False"),
        ({"on_error": "ignore"}, InvalidSetting, "WOOTRIC_ON_ERROR: is not one of the choices; accepted: raise, log"),
        (
            {"sdk_url": "javascript:"},
            InvalidURL,
            (
                "WOOTRIC_SDK_URL: is not the address of a script; accepted: "
                "an https:// URL or a path that begins with one /"
            ),
        ),
        (
            {"mock_sdk": True},
            InvalidSetting,
            (
                "WOOTRIC_MOCK_SDK: is on where the application neither debugs nor tests; accepted: "
                '`flask run --debug`, or "always" for a demo'
            ),
        ),
        (
            {"mock_sdk": 1},
            InvalidSetting,
            'WOOTRIC_MOCK_SDK: is not one of the choices; accepted: True, False, "always"',
        ),
        (
            {"mock_sdk": "yes"},
            InvalidSetting,
            'WOOTRIC_MOCK_SDK: is not one of the choices; accepted: True, False, "always"',
        ),
        (
            {"mock_sdk": "always", "sdk_url": "/sdk.js"},
            InvalidSetting,
            "WOOTRIC_SDK_URL: is given beside WOOTRIC_MOCK_SDK; accepted: one of the two",
        ),
    ],
)
def test_a_wrong_key_stops_the_start(config: dict[str, Any], error: type[WootricSnippetError], message: str) -> None:
    app = make_app(**config)
    with pytest.raises(error) as raised:
        Wootric(app)
    assert str(raised.value) == message
    assert type(raised.value) is error


@pytest.mark.parametrize(
    ("config", "message"),
    [
        (
            {"acount_token": TOKEN},
            "WOOTRIC_ACOUNT_TOKEN: is not known (did you mean WOOTRIC_ACCOUNT_TOKEN?); accepted: ",
        ),
        ({"x": TOKEN}, "WOOTRIC_X: is not known; accepted: WOOTRIC_ACCOUNT_TOKEN, WOOTRIC_SURVEY, "),
        (
            {"survey": {"modal_them": "dark"}},
            "WOOTRIC_SURVEY.modal_them: is not known (did you mean modal_theme?); accepted: product_name, ",
        ),
    ],
)
def test_a_misspelt_key_is_named_with_the_right_one(config: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidSetting, match="^" + re.escape(message)):
        Wootric(make_app(**config))


def test_a_key_that_is_none_is_as_if_it_were_not_there() -> None:
    nothing: dict[str, Any] = {name.lower(): None for name in NAMES if name != "ACCOUNT_TOKEN"}
    printed = []
    for config in ({}, nothing):
        app = make_app(**config)
        wootric = Wootric(app)
        with app.test_request_context("/"):
            printed.append(wootric.snippet(user=AMELIA))
    assert printed[0] == printed[1]


def test_keys_of_other_extensions_are_left_alone() -> None:
    app = make_app()
    app.config["WTF_CSRF_ENABLED"] = True
    Wootric(app)


@pytest.mark.parametrize(
    ("debug", "testing", "value"), [(True, False, True), (False, True, True), (False, False, "always")]
)
def test_one_key_plays_the_survey_without_any_network(debug: bool, testing: bool, value: object) -> None:
    app = make_app(debug=debug, mock_sdk=value)
    app.testing = testing
    Wootric(app)
    response = app.test_client().get("/wootric-mock-sdk.js")
    assert (response.status_code, response.mimetype, response.text) == (200, "text/javascript", mock_sdk.source())
    # A page that has it names that address, and InMoment's no longer.
    page = make_site(debug=True, mock_sdk=True)[0].test_client().get("/pricing").text
    assert '"sdk":"/wootric-mock-sdk.js"' in page
    assert "wootric.com" not in page


def test_the_mock_sdk_of_a_site_below_a_path_is_found_there() -> None:
    app = make_app(mock_sdk="always")
    app.config["APPLICATION_ROOT"] = "/shop"
    wootric = Wootric(app)
    with app.test_request_context("/"):
        page = wootric.snippet(user=AMELIA)
    assert '"sdk":"/shop/wootric-mock-sdk.js"' in page


def test_without_the_key_the_mock_sdk_is_not_there() -> None:
    assert make_site(mock_sdk=False)[0].test_client().get("/wootric-mock-sdk.js").status_code == 404
