"""A Flask site with the packages that most have, at the root and below a prefix, and Flask-Security."""

import re
from typing import Any

import pytest

from tests.stacks.servers import flask_fixture
from tests.stacks.visitors import Visitor, expected_settings
from wootric_snippet.testing import extract_settings

site = flask_fixture("flask_site")
mounted_site = flask_fixture("flask_site", MOUNTED="1")
security_site = flask_fixture("flask_security_site")

POLICY = (
    "script-src 'self' https://cdn.wootric.com 'nonce-{nonce}'; connect-src 'self' https://*.wootric.com; "
    "style-src 'self' 'unsafe-inline'; frame-src 'self' *; font-src 'self' * data:"
)
EVENT: dict[str, Any] = {"event_name": "Order Completed", "properties": {"total_amount": 12}}

login = pytest.mark.packages("Flask-Login", "Flask-SQLAlchemy", "Flask-Session")
talisman = pytest.mark.packages("flask-talisman", mind="`content_security_policy_nonce_in=['script-src']`.")
compress = pytest.mark.packages("Flask-Compress")
admin = pytest.mark.packages("Flask-Admin", mind="The tag stands in the block `tail` of a template of the admin's.")
security = pytest.mark.packages("Flask-Security-Too", mind="`external_id` is the account's `id`, not `fs_uniquifier`.")
werkzeug = pytest.mark.packages("Werkzeug", mind="`ProxyFix` has `x_prefix=1` where a proxy adds a prefix.")


def french(site: str, name: str, number: int, path: str = "/", page: str = "home", **more: Any) -> dict[str, Any]:
    """Return what a page of the site says: Flask-Babel's language is French."""
    return expected_settings(site, name, number, path, page, language="FR", **more)


@login
def test_page_tells_of_its_visitor(site: str) -> None:
    for number, name in enumerate(("alice", "bob"), start=1):
        assert Visitor(site, name).settings() == french(site, name, number)


@login
def test_event_of_a_redirect_is_on_the_next_page_alone(site: str) -> None:
    alice, bob = Visitor(site, "alice"), Visitor(site, "bob")
    alice.get("/order/", follow_redirects=False)
    assert bob.settings() == french(site, "bob", 2)
    assert [alice.settings() for _ in range(2)] == [french(site, "alice", 1, **EVENT), french(site, "alice", 1)]


@login
def test_page_after_sign_out_has_the_shutdown_alone(site: str) -> None:
    alice = Visitor(site, "alice")
    page = alice.page("/sign-out/")
    assert re.findall(r'<script id="([\w-]+)', page) == ["wootric-shutdown"]
    assert alice.page() == "<!doctype html><title>Shop</title><p>Welcome</p>"


@pytest.mark.packages("flask-babel")
def test_language_of_the_visitor_is_sent(site: str) -> None:
    assert (Visitor(site, "alice").settings() or {})["language"] == "FR"


@talisman
def test_block_has_the_nonce_of_the_policy(site: str) -> None:
    response = Visitor(site, "alice").get("/")
    found = re.findall(r'<script id="wootric-\w+-\w+" nonce="([^"]+)">', response.text)
    assert [response.headers["Content-Security-Policy"]] == [POLICY.format(nonce=nonce) for nonce in found]


@compress
@pytest.mark.parametrize("encoding", ["gzip", "br"])
def test_page_is_compressed_and_private(site: str, encoding: str) -> None:
    response = Visitor(site, "alice", headers={"Accept-Encoding": encoding}).get("/")
    assert (response.headers["Content-Encoding"], response.headers["Cache-Control"]) == (encoding, "private")
    assert extract_settings(response.text) == french(site, "alice", 1)


@admin
def test_page_of_the_admin_has_a_survey(site: str) -> None:
    assert Visitor(site, "alice").settings("/admin/") == french(site, "alice", 1, "/admin/", "admin.index")


@werkzeug
def test_mounted_application_tells_its_whole_path(mounted_site: str) -> None:
    shop = f"{mounted_site}/shop"
    assert Visitor(shop, "alice").settings() == french(mounted_site, "alice", 1, "/shop/")


@werkzeug
def test_prefix_of_a_proxy_is_part_of_the_path(mounted_site: str) -> None:
    alice = Visitor(f"{mounted_site}/shop", "alice", headers={"X-Forwarded-Prefix": "/eu"})
    assert alice.settings() == french(mounted_site, "alice", 1, "/eu/shop/")


@security
def test_external_id_is_the_primary_key(security_site: str) -> None:
    for number, name in enumerate(("alice", "bob"), start=1):
        form = {"email": f"{name}@initech.example", "password": "swordfish"}
        settings = expected_settings(security_site, name, number)
        del settings["language"]
        assert extract_settings(Visitor(security_site).post("/login", data=form).text) == settings


@security
def test_page_after_its_sign_out_has_no_survey(security_site: str) -> None:
    visitor = Visitor(security_site)
    visitor.post("/login", data={"email": "alice@initech.example", "password": "swordfish"})
    assert extract_settings(visitor.post("/logout").text) is None
