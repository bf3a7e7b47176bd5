"""Several surveys in one site, and consent that the server knows."""

import re
from typing import Any

import pytest

from tests.conformance.conftest import Make
from tests.conformance.site import AMELIA, TOKEN, block, fetching_block, page
from tests.log import Log
from wootric_snippet import InvalidSetting, SnippetRenderer, Survey
from wootric_snippet.loader_file import loader_file

CES = {"account_token": "NPS-ce5", "survey": {"product_name": "Checkout"}}
ACCOUNTS = {"ces": CES}
LOADER = "/loader.js"
FETCH: dict[str, Any] = {
    "delivery": "fetch",
    "loader_url": f"/wootric/{loader_file('fetch').name}",
    "settings_url": "/wootric/settings.json",
}


def ces_block(**given: Any) -> str:
    return block(account_token="NPS-ce5", survey=Survey(product_name="Checkout"), **given)


@pytest.mark.parametrize(
    ("arguments", "options", "expected"),
    [
        ("", {}, block(load="async")),
        ("account='ces'", {}, ces_block(load="async")),
        ("account=None", {}, block(load="async")),
        ("", {"account": lambda request: request.headers["X-Brand"]}, ces_block(load="async")),
        ("", {"account": lambda _request: None}, block(load="async")),
        ("account='ces'", {"account": lambda _request: 1 / 0}, ces_block(load="async")),
    ],
    ids=range(6),
)
def test_page_has_the_token_of_the_chosen_account(
    make: Make, arguments: str, options: dict[str, Any], expected: str
) -> None:
    shop = make(f"{{{{ wootric_snippet({arguments}) }}}}", accounts=ACCOUNTS, load="async", debug=True, **options)
    assert shop.get(headers={"X-Brand": "ces"}).text == expected


@pytest.mark.parametrize(
    ("arguments", "options", "problem"),
    [
        ("account='cse'", {}, "account cse: is unknown (did you mean ces?); expected one of ces"),
        (
            "",
            {"account_token": None},
            (
                'account: is not given, and there is no default one; expected account="ces" in the tag, or '
                "account_token for all other pages"
            ),
        ),
        (
            "account='cse'",
            {"accounts": {}},
            "account cse: is unknown: the site has no accounts by name; expected accounts",
        ),
    ],
)
def test_unknown_account_costs_the_snippet(
    make: Make, log: Log, arguments: str, options: dict[str, Any], problem: str
) -> None:
    template = f"Prices{{{{ wootric_snippet({arguments}) }}}}"
    options = {"accounts": ACCOUNTS, **options}
    assert make(template, **options).get().text == "Prices"
    assert [in_lower_case(line) for line in log.warnings] == [f"left out the snippet on pricing: {problem}"]
    with pytest.raises(InvalidSetting) as raised:
        make(template, debug=True, **options).get()
    assert in_lower_case(str(raised.value)) == problem


def in_lower_case(text: str) -> str:
    """Return an error with options as keyword arguments have them."""
    return re.sub(r'(?:WOOTRIC_|wootric\.|WOOTRIC\[")(\w+)(?:"\])?', lambda option: option[1].lower(), text)


def test_fetched_settings_are_those_of_the_pages_account(make: Make) -> None:
    shop = make("{{ wootric_snippet(account='ces') }}", accounts=ACCOUNTS, delivery="fetch")
    renderer = SnippetRenderer("NPS-ce5", survey=Survey(product_name="Checkout"), **FETCH)
    assert shop.get().text == fetching_block(renderer, account="ces", language=shop.language)
    payload = renderer.payload(AMELIA, page(name=None))
    assert payload is not None
    assert shop.get("/wootric/settings.json?path=/pricing&account=ces").text == renderer.to_json(payload)
    assert shop.get("/wootric/settings.json?path=/pricing&account=cse").status_code == 400


def test_fetched_settings_are_of_the_account_that_a_function_chose_for_the_page(make: Make) -> None:
    def brand(request: Any) -> str | None:
        chosen: str | None = request.headers.get("X-Brand")
        return chosen

    shop = make(accounts={"ces": {**CES, "delivery": "fetch"}}, account=brand)
    renderer = SnippetRenderer("NPS-ce5", survey=Survey(product_name="Checkout"), **FETCH)
    html = shop.get(headers={"X-Brand": "ces"}).text
    assert html == fetching_block(renderer, account="ces", language=shop.language)
    payload = renderer.payload(AMELIA, page(name=None))
    assert payload is not None
    # The request for the settings is another one: the function would choose differently there.
    assert shop.get("/wootric/settings.json?path=/pricing&account=ces").text == renderer.to_json(payload)
    assert shop.get("/wootric/settings.json?path=/pricing", {"X-Brand": "ces"}).status_code == 404


def test_wrong_option_of_an_account_stops_the_start(make: Make) -> None:
    shop = None
    with pytest.raises(ValueError, match=r"(?i)accounts.*ces.*account_token.*: is not an account token"):
        shop = make(accounts={"ces": {"account_token": "ce5"}}, debug=True).get()
    assert shop is None


# ---- Consent ----


@pytest.mark.parametrize(
    ("arguments", "options", "waits"),
    [
        ("", {}, True),
        ("consent=True", {}, False),
        ("consent=False", {"consent": lambda _request: True}, True),
        ("", {"consent": lambda request: request.headers.get("X-Agreed") == "yes"}, False),
        ("", {"consent": lambda request: request.headers.get("X-Agreed") == "no"}, True),
        ("", {"consent": lambda _request: None}, True),
        ("", {"consent": lambda _request: "no"}, True),
    ],
    ids=range(7),
)
@pytest.mark.parametrize("delivery", [{}, {"delivery": "data", "loader_url": LOADER}], ids=["inline", "data"])
def test_block_waits_unless_the_server_knows_of_consent(
    make: Make, delivery: dict[str, Any], arguments: str, options: dict[str, Any], waits: bool
) -> None:
    shop = make(f"{{{{ wootric_snippet({arguments}) }}}}", load="consent", **options, **delivery)
    renderer = SnippetRenderer(TOKEN, load="consent", **delivery)
    expected = renderer if waits else renderer.with_consent()
    assert shop.get(headers={"X-Agreed": "yes"}).text == expected.render(AMELIA, page())


def test_consent_is_ignored_unless_load_is_consent(make: Make) -> None:
    assert make("{{ wootric_snippet(consent=False) }}", load="async").get().text == block(load="async")


def test_consent_function_without_load_consent_is_an_error_at_start_up(make: Make) -> None:
    with pytest.raises(ValueError, match=r'(?i)consent\W*: has no effect with load="async"; expected load="consent"'):
        make(debug=True, consent=lambda _request: False, load="async").get()


def test_failing_consent_function_costs_the_snippet(make: Make, log: Log) -> None:
    assert make("Prices{{ wootric_snippet() }}", load="consent", consent=lambda _request: 1 / 0).get().text == "Prices"
    assert [line.partition(", raised by")[0] for line in log.warnings] == [
        "left out the snippet on pricing: ZeroDivisionError was raised"
    ]


def test_consent_function_is_not_asked_for_a_page_that_is_everybodys(make: Make, log: Log) -> None:
    shop = make(load="consent", delivery="fetch", consent=lambda _request: 1 / 0)
    renderer = SnippetRenderer(
        TOKEN, load="consent", **{**FETCH, "loader_url": f"/wootric/{loader_file('fetch', 'consent').name}"}
    )
    assert shop.get().text == fetching_block(renderer, language=shop.language)
    assert log.warnings == []


def test_fetched_settings_know_of_consent_and_the_page_stays_everybodys(make: Make) -> None:
    shop = make(load="consent", delivery="fetch", consent=lambda request: request.headers.get("X-Agreed") == "yes")
    pages = [shop.get(headers={"X-Agreed": agreed}) for agreed in ("yes", "no")]
    assert pages[0].text == pages[1].text
    assert "Cache-Control" not in pages[0].headers
    for agreed, load in (("yes", "lazy"), ("no", "consent")):
        renderer = SnippetRenderer(TOKEN, load=load, **FETCH)  # type: ignore[arg-type]
        payload = renderer.payload(AMELIA, page())
        assert payload is not None
        answer = shop.get("/wootric/settings.json?path=/pricing&name=pricing", {"X-Agreed": agreed})
        assert answer.text == renderer.to_json(payload)
