"""A Django site with the packages that most have."""

import re
from typing import Any

import pytest

from tests.stacks.servers import site_fixture
from tests.stacks.visitors import Visitor, email_in, emails, expected_settings
from wootric_snippet.testing import extract_settings

site = site_fixture("django_site", debug=True)

EVENT: dict[str, Any] = {"event_name": "Order Completed", "properties": {"total_amount": 12}}
IMPERSONATED = "<!-- wootric-snippet: no survey here: somebody of the site&#39;s staff is signed in as this user -->"
NO_SURVEY = "No survey while staff are signed in as somebody else."
KEY = "Mw:1wYvQd:AbCdEfGhIjKl"

allauth = pytest.mark.packages(
    "django-allauth", mind="The key of a confirmation is not sent: the page goes by its route's pattern."
)
htmx = pytest.mark.packages("django-htmx", mind="A part that htmx swaps into a page needs no tag of its own.")
csp = pytest.mark.packages("django-csp", mind="`csp.constants.NONCE` in `script-src`.")
components = pytest.mark.packages("django-components", mind="The tag works in a component, with `only` as well.")
toolbar = pytest.mark.packages("django-debug-toolbar", mind="`WootricMiddleware` stands before its middleware.")
drf = pytest.mark.packages(
    "djangorestframework", mind="The tag stands in the block `script` of `rest_framework/api.html`."
)
admin = pytest.mark.packages(
    "Django", mind="In the admin the tag stands in the block `footer` of `admin/base_site.html`."
)
hijack = pytest.mark.packages("django-hijack", mind=NO_SURVEY)
impersonate = pytest.mark.packages("django-impersonate", mind=NO_SURVEY)
loginas = pytest.mark.packages("django-loginas", mind=NO_SURVEY)


def sign_in(site: str, name: str) -> Visitor:
    """Return a visitor who has signed in by allauth's form."""
    visitor = Visitor(site)
    visitor.submit("/accounts/login/", login=f"{name}@initech.example", password="swordfish")
    return visitor


def comments(html: str) -> list[str]:
    """Return why a page has no survey."""
    return re.findall("<!-- wootric-snippet.*?-->", html)


@allauth
def test_page_tells_who_signed_in_with_an_address(site: str) -> None:
    for number, name in enumerate(("alice", "bob"), start=1):
        assert sign_in(site, name).settings() == expected_settings(site, name, number)


@allauth
def test_key_of_a_confirmation_is_not_sent(site: str) -> None:
    page = Visitor(site, "alice").page(f"/accounts/confirm-email/{KEY}/")
    settings = expected_settings(site, "alice", 1, "/accounts/confirm-email/<key>/", "account_confirm_email")
    settings["page_info"]["url"] = f"{site}/accounts/confirm-email/%3Ckey%3E/"
    assert extract_settings(page) == settings
    assert page.count(KEY) == 0


@allauth
def test_page_after_its_sign_out_has_no_survey(site: str) -> None:
    assert email_in(sign_in(site, "alice").submit("/accounts/logout/").text) is None


@admin
def test_event_of_a_redirect_is_on_the_next_page_alone(site: str) -> None:
    alice, bob = Visitor(site, "alice"), Visitor(site, "bob")
    alice.get("/order/", follow_redirects=False)
    assert bob.settings() == expected_settings(site, "bob", 2)
    assert [alice.settings() for _ in range(2)] == [
        expected_settings(site, "alice", 1, **EVENT),
        expected_settings(site, "alice", 1),
    ]


@admin
def test_page_after_sign_out_has_the_shutdown_alone(site: str) -> None:
    page = Visitor(site, "alice").page("/sign-out/")
    assert re.findall(r'<script id="(wootric[\w-]+)', page) == ["wootric-shutdown"]


@admin
def test_page_of_the_admin_has_a_survey(site: str) -> None:
    assert Visitor(site, "staff").settings("/admin/") == expected_settings(site, "staff", 3, "/admin/", "admin:index")


@htmx
def test_partial_of_htmx_has_no_survey_and_the_page_has(site: str) -> None:
    alice = Visitor(site, "alice")
    pages = [alice.get("/partial/", headers=headers).text for headers in ({}, {"HX-Request": "true"})]
    assert [email_in(page) for page in pages] == emails("alice", None)


@csp
def test_block_has_the_nonce_of_the_policy(site: str) -> None:
    response = Visitor(site, "alice").get("/")
    nonces = re.findall(r'<script id="wootric-\w+-\w+" nonce="([^"]+)">', response.text)
    assert re.findall("'nonce-([^']+)'", response.headers["Content-Security-Policy"]) == nonces
    assert len(nonces) == 1


@components
def test_tag_in_a_component_finds_the_request(site: str) -> None:
    assert Visitor(site, "alice").settings("/component/") == expected_settings(
        site, "alice", 1, "/component/", "component"
    )


@toolbar
def test_page_with_the_toolbar_keeps_its_survey(site: str) -> None:
    page = Visitor(site, "alice").page("/")
    assert ('id="djDebug"' in page, extract_settings(page)) == (True, expected_settings(site, "alice", 1))


@drf
def test_browsable_api_has_a_survey(site: str) -> None:
    response = Visitor(site, "alice", headers={"Accept": "text/html"}).get("/api/")
    assert extract_settings(response.text) == expected_settings(site, "alice", 1, "/api/", "api")
    assert response.headers["Cache-Control"] == "private"


@hijack
def test_hijacked_account_has_no_survey(site: str) -> None:
    staff = Visitor(site, "staff")
    assert comments(staff.submit("/hijack/acquire/", user_pk="1").text) == [IMPERSONATED]
    staff.submit("/hijack/release/")
    assert staff.email() == "staff@initech.example"


@impersonate
def test_impersonated_account_has_no_survey(site: str) -> None:
    staff = Visitor(site, "staff")
    assert comments(staff.page("/impersonate/1/")) == [IMPERSONATED]
    assert email_in(staff.page("/impersonate/stop/")) == "staff@initech.example"


@loginas
def test_account_of_loginas_has_no_survey(site: str) -> None:
    assert comments(Visitor(site, "staff").submit("/admin/login/user/1/").text) == [IMPERSONATED]
