"""A page without a survey says why: in a comment while the site debugs, in the log's details in production."""

from typing import Any, NoReturn

import pytest

from tests.conformance.conftest import Make
from tests.conformance.site import AMELIA, SNIPPET, TOKEN, Reply, Visit, block, redirect
from tests.log import Log
from wootric_snippet import User
from wootric_snippet.integration.reporting import describe
from wootric_snippet.integration.visitor import REASONS


def nobody(_request: Any) -> None:
    return None


def visitor(_request: Any) -> User:
    return User()


CASES: list[tuple[str, dict[str, Any], str]] = [
    ("", {"user": None}, REASONS["signed_out"]),
    ("", {"user": visitor}, REASONS["signed_out"]),
    ("user=None", {}, REASONS["user_in_tag"]),
    ("user=None", {"delivery": "fetch"}, REASONS["user_in_tag"]),
    ("", {"user": nobody, "include_anonymous": True}, REASONS["user_function"].format(describe(nobody))),
    ("", {"respect_gpc": True}, REASONS["opted_out"]),
]


@pytest.mark.parametrize(("arguments", "options", "reason"), CASES, ids=range(6))
def test_page_without_a_survey_says_why_while_debugging(
    make: Make, log: Log, arguments: str, options: dict[str, Any], reason: str
) -> None:
    shop = make(f"Prices{{{{ wootric_snippet({arguments}) }}}}", debug=True, **options)
    assert shop.get(headers={"Sec-GPC": "1"}).text == f"Prices<!-- wootric-snippet: no survey here: {reason} -->"
    assert log.warnings == []


@pytest.mark.parametrize(("arguments", "options", "reason"), CASES, ids=range(6))
def test_page_without_a_survey_is_silent_in_production(
    make: Make, log: Log, arguments: str, options: dict[str, Any], reason: str
) -> None:
    shop = make(f"Prices{{{{ wootric_snippet({arguments}) }}}}", **options)
    assert shop.get(headers={"Sec-GPC": "1"}).text == "Prices"
    assert (log.details, log.warnings) == ([f"no survey: {reason}"], [])


def test_settings_that_are_empty_say_why_in_the_log(make: Make, log: Log) -> None:
    make(delivery="fetch", user=nobody).get("/wootric/settings.json")
    assert log.details == [f"no survey: {REASONS['user_function'].format(describe(nobody))}"]


@pytest.mark.parametrize(("respect", "header", "asked"), [(True, "1", False), (True, "0", True), (False, "1", True)])
@pytest.mark.parametrize("arguments", ["", "user=amelia"])
def test_browser_that_opts_out_is_asked_nothing(
    make: Make, arguments: str, respect: bool, header: str, asked: bool
) -> None:
    shop = make(
        f"{{{{ wootric_snippet({arguments}) }}}}",
        context={"amelia": AMELIA},
        respect_gpc=respect,
        include_anonymous=True,
    )
    expected = block(respect_gpc=respect, include_anonymous=True)
    assert shop.get(headers={"Sec-GPC": header}).text == (expected if asked else "")


# ---- The off switch ----


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("enabled", [False, "false", "0"])
def test_site_that_is_switched_off_prints_nothing_and_needs_no_token(
    make: Make, log: Log, debug: bool, enabled: object
) -> None:
    async def order(visit: Visit) -> Reply:
        visit.track("Order Completed")
        visit.analytics.track("Order Completed", {})
        return redirect()

    def fail(_request: Any) -> NoReturn:
        raise AssertionError

    template = f"Prices{SNIPPET}{{{{ wootric_shutdown() }}}}"
    shop = make(
        template, enabled=enabled, debug=debug, account_token=None, user=fail, nonce=fail, views={"/order": order}
    )
    assert shop.get().text == "Prices"
    assert "Cache-Control" not in shop.get().headers
    assert shop.visitor().post("/order").status_code == 303
    assert shop.get("/wootric/settings.json").status_code == 404
    assert log.warnings == []


@pytest.mark.parametrize("enabled", [True, "true", "1", None, ""])
def test_site_is_on_unless_it_says_otherwise(make: Make, enabled: object) -> None:
    assert make(enabled=enabled, account_token=TOKEN).get().text == block()
