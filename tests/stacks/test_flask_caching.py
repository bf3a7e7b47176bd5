"""Flask-Caching, with and without Flask-Compress around it."""

import pytest

from tests.stacks.replayed import IN_CACHE, REPLAYED
from tests.stacks.servers import flask_fixture
from tests.stacks.visitors import emails, error_of, forwarded, forwarded_emails

site = flask_fixture("flask_caches")
debug_site = flask_fixture("flask_caches", debug=True)

caching = pytest.mark.packages(
    "Flask-Caching",
    mind="The tag stands outside of `{% cache %}`. `cached` and `memoize` store a page whatever its headers say: other "
    "visitors get it without the survey. Leave them off views with the tag, or let the key hold the visitor.",
)


@caching
@pytest.mark.parametrize("path", ["/cached/", "/memoized/"])
def test_stored_page_keeps_its_survey_for_its_owner_alone(site: str, debug_site: str, path: str) -> None:
    assert forwarded_emails(site, path, "carol", "dave", None, "carol") == emails("carol", None, None, "carol")
    assert forwarded_emails(debug_site, path, "carol") == emails("carol")
    assert error_of(forwarded(debug_site, "dave").get(path)) == REPLAYED


@caching
def test_tag_inside_cache_is_refused(site: str, debug_site: str) -> None:
    assert error_of(forwarded(debug_site, "carol").get("/fragment/?of=carol")) == IN_CACHE
    assert forwarded(site, "carol").page("/fragment/") == "<title>Shop</title>"


@pytest.mark.packages("Flask-Caching", "Flask-Compress")
@pytest.mark.parametrize("encoding", ["gzip", "deflate", "br", "zstd"])
def test_compressed_page_is_given_to_its_owner_alone(site: str, encoding: str) -> None:
    path = f"/cached/{encoding}/"
    accepted = {"Accept-Encoding": encoding}
    carol, dave = (forwarded(site, name).get(path, headers=accepted) for name in ("carol", "dave"))
    assert carol.headers["Content-Encoding"] == encoding
    assert (dave.text, "Content-Encoding" in dave.headers) == ("<title>Shop</title>", False)
