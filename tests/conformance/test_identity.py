"""Who is asked: the signed-in user, whom the site's function or the template names, or a visitor."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.utils.functional import SimpleLazyObject

from tests.conformance.conftest import Make
from tests.conformance.site import AMELIA, BOB, INITECH, SNIPPET, Account, block, error_of
from tests.log import Log
from wootric_snippet import Group, InvalidLanguage, InvalidTimestamp, User
from wootric_snippet.integration.reporting import describe
from wootric_snippet.testing import extract_settings

JOINED = datetime(2018, 8, 3, tzinfo=UTC)


def user_of(account: Account, language: str | None) -> User:
    return User(account.email, account.created_at, language, account.id)


def account(**attributes: Any) -> SimpleNamespace:
    return SimpleNamespace(is_authenticated=True, **attributes)


def test_whoever_is_signed_in_is_asked_until_they_sign_out(make: Make) -> None:
    shop = make(f"Shop{SNIPPET}", user=None)
    assert shop.get().text == "Shop"
    browser = shop.signed_in()
    assert browser.get("/pricing").text == f"Shop{block(user_of(Account(7), shop.language))}"
    browser.get("/sign-out")
    assert browser.get("/pricing").text == "Shop"


def test_function_of_the_site_goes_before_the_sign_in(make: Make) -> None:
    assert make().signed_in().get("/pricing").text == block(AMELIA)


def test_function_of_the_site_is_given_the_request(make: Make) -> None:
    shop = make(
        user=lambda request: User(email=request.headers["X-User"]),
        group=lambda request: Group(id=request.headers["X-Group"]),
        nonce=lambda request: request.headers["X-Nonce"],
    )
    headers = {"X-User": "bob@initech.example", "X-Group": "0e8c", "X-Nonce": "abc"}
    assert shop.get(headers=headers).text == block(
        User(email="bob@initech.example"), group=Group(id="0e8c"), nonce="abc"
    )


@pytest.mark.parametrize("delivery", ["inline", "data"])
def test_none_from_the_function_means_no_survey_with_any_option(make: Make, delivery: str) -> None:
    assert make(user=lambda _request: None, include_anonymous=True, delivery=delivery).get().text == ""


@pytest.mark.parametrize(("user", "expected"), [(AMELIA, block(AMELIA)), (None, "")])
def test_function_may_return_a_lazy_user(make: Make, log: Log, user: User | None, expected: str) -> None:
    assert make(user=lambda _request: SimpleLazyObject(lambda: user)).get().text == expected
    assert log.warnings == []


@pytest.mark.parametrize("user", [{"user": None}, {"user": lambda _request: User()}])
def test_visitor_is_asked_where_the_site_includes_them(make: Make, user: dict[str, Any]) -> None:
    assert make(include_anonymous=True, **user).get().text == block(None, include_anonymous=True)
    assert make(**user).get().text == ""


@pytest.mark.parametrize(
    ("argument", "user"),
    [("bob", BOB), ("None", None), ("nobody", None), ("visitor", None), ("stranger", None)],
)
def test_template_names_the_user(make: Make, argument: str, user: User | None) -> None:
    context = {"bob": BOB, "nobody": None, "visitor": User(), "stranger": SimpleNamespace(is_authenticated=False)}
    shop = make(f"{{{{ wootric_snippet(user={argument}) }}}}", context=context)
    assert shop.get().text == ("" if user is None else block(user))


@pytest.mark.parametrize(("argument", "asked"), [("None", False), ("visitor", True)])
def test_template_decides_about_a_visitor(make: Make, argument: str, asked: bool) -> None:
    shop = make(
        f"{{{{ wootric_snippet(user={argument}) }}}}", context={"visitor": User()}, include_anonymous=True, user=None
    )
    assert shop.get().text == (block(None, include_anonymous=True) if asked else "")


@pytest.mark.parametrize(
    ("attributes", "sent"),
    [
        ({"id": 7, "email": "amelia@initech.example"}, {"external_id": 7, "email": "amelia@initech.example"}),
        ({"pk": "u-7", "id": 7, "email": None}, {"external_id": "u-7"}),
        ({"id": 7, "get_id": lambda: "a session's"}, {"external_id": 7}),
        ({"get_id": lambda: "amelia"}, {"external_id": "amelia"}),
        ({"identity": "amelia"}, {"external_id": "amelia"}),
        ({"identity": "amelia@initech.example"}, {"email": "amelia@initech.example"}),
        ({"id": 7, "created_at": JOINED, "date_joined": date(2020, 1, 1)}, {"external_id": 7, "created_at": JOINED}),
        ({"id": 7, "created_at": None, "date_joined": JOINED}, {"external_id": 7, "created_at": JOINED}),
        ({"id": 7, "create_datetime": JOINED}, {"external_id": 7, "created_at": JOINED}),
    ],
    ids=range(9),
)
@pytest.mark.parametrize("in_template", [True, False])
def test_account_says_what_it_has(
    make: Make, attributes: dict[str, Any], sent: dict[str, Any], in_template: bool
) -> None:
    known = account(**attributes)
    if in_template:
        shop = make("{{ wootric_snippet(user=account) }}", context={"account": known})
    else:
        shop = make(user=lambda _request: known)
    assert shop.get().text == block(User(language=shop.language, **sent))


@dataclass(frozen=True)
class DetachedAccount(Account):
    @property
    def email(self) -> str:
        raise LookupError("amelia@initech.example is not bound to a session")


def test_account_that_cannot_be_read_costs_only_the_snippet(make: Make, log: Log) -> None:
    assert make(f"Shop{SNIPPET}", user=lambda _request: DetachedAccount(7)).get().text == "Shop"
    assert log.warnings == ["left out the snippet on pricing: LookupError was raised"]
    with pytest.raises(LookupError):
        make(user=lambda _request: DetachedAccount(7), debug=True).get()


def test_wrong_field_of_an_account_costs_only_itself(make: Make, log: Log) -> None:
    shop = make(user=lambda _request: account(id=7, created_at="01/02/2015"))
    assert shop.get().text == block(User(language=shop.language, external_id=7))
    assert log.warnings == [f"left out created_at on pricing: {error_of(User, created_at='01/02/2015')}"]
    with pytest.raises(InvalidTimestamp, match=r"^created_at: "):
        make(user=lambda _request: account(id=7, created_at="01/02/2015"), debug=True).get()


# ---- Their group ----


@pytest.mark.parametrize(
    ("argument", "group"), [("", INITECH), ("group=other", Group(id=5)), ("group=None", None)], ids=range(3)
)
def test_group_is_the_functions_unless_the_template_says_otherwise(
    make: Make, argument: str, group: Group | None
) -> None:
    shop = make(
        f"{{{{ wootric_snippet({argument}) }}}}", context={"other": Group(id=5)}, group=lambda _request: INITECH
    )
    assert shop.get().text == block(group=group)


def test_group_of_an_anonymous_visitor_is_not_asked_for(make: Make) -> None:
    shop = make(user=None, include_anonymous=True, group=lambda _request: 1 / 0, debug=True)
    assert shop.get().text == block(None, include_anonymous=True)


# ---- Their language ----


@pytest.mark.parametrize(("locale", "sent"), [("pt-BR", "PT"), ("cs", "CZ"), ("zh_Hans_CN", "ZH_HANS"), ("sw", None)])
def test_survey_is_in_the_language_of_the_page(make: Make, log: Log, locale: str, sent: str | None) -> None:
    shop = make(user=lambda _request: account(id=7), language=lambda _request: locale)
    assert shop.get().text == block(User(external_id=7, language=sent))
    assert log.warnings == []


def test_language_that_is_no_locale_is_an_error_and_left_out(make: Make, log: Log) -> None:
    def language(_request: Any) -> str:
        return "klingon"

    options = {"user": lambda _request: account(id=7), "language": language}
    assert extract_settings(make(**options).get().text)["external_id"] == "7"  # type: ignore[index]
    (line,) = log.warnings
    assert line.startswith("left out language on pricing: language: is not a language of InMoment's surveys; expected ")
    assert line.endswith(f", from {describe(language)}")
    with pytest.raises(InvalidLanguage):
        make(debug=True, **options).get()
