"""django-oscar's shop, translated, with Django's cache for the whole site."""

import pytest

from tests.stacks.servers import site_fixture
from tests.stacks.visitors import Visitor, expected_settings

site = site_fixture("oscar_site")

EVENT = {"event_name": "Order Completed", "properties": {"total_amount": 12}}


@pytest.mark.packages(
    "django-oscar", mind="The tag stands in `oscar/partials/footer.html`. The site's cache stores no page with a user."
)
@pytest.mark.parametrize("language", ["en", "de"])
def test_page_and_event_are_the_visitors_own_in_each_language(site: str, language: str) -> None:
    path = f"/{language}/catalogue/"
    alice, bob, nobody = (Visitor(site, name) for name in ("alice", "bob", None))

    def expected(name: str, number: int, **more: object) -> dict[str, object]:
        return expected_settings(site, name, number, path, "catalogue:index", language=language.upper(), **more)

    assert [nobody.settings(path), alice.settings(path), bob.settings(path)] == [
        None,
        expected("alice", 1),
        expected("bob", 2),
    ]
    alice.get("/order/", follow_redirects=False)
    assert [bob.settings(path), alice.settings(path)] == [expected("bob", 2), expected("alice", 1, **EVENT)]
    assert [alice.settings(path), nobody.settings(path)] == [expected("alice", 1), None]
