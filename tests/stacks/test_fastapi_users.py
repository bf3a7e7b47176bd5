"""fastapi-users."""

from uuid import UUID

import pytest

from tests.stacks.servers import asgi_fixture
from tests.stacks.visitors import Visitor, expected_settings

site = asgi_fixture("fastapi_users_site")

users = pytest.mark.packages(
    "fastapi-users", mind="A dependency keeps the account in `request.state`, where your `user` function finds it."
)


def sign_in(site: str, name: str) -> Visitor:
    """Return a visitor who has signed in by the package's route."""
    visitor = Visitor(site)
    form = {"username": f"{name}@initech.example", "password": "swordfish"}
    assert visitor.post("/auth/login", data=form).status_code == 204
    return visitor


@users
def test_page_tells_of_its_visitor(site: str) -> None:
    for name in ("alice", "bob"):
        settings = sign_in(site, name).settings() or {}
        expected = expected_settings(site, name, 0, external_id=str(UUID(settings["external_id"], version=4)))
        del expected["language"]
        assert settings == expected


@users
def test_page_after_its_sign_out_has_no_survey(site: str) -> None:
    visitor = sign_in(site, "alice")
    visitor.post("/auth/logout")
    assert visitor.page() == "<p>Shop</p>"
