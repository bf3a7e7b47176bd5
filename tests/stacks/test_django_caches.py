"""What a Django site stores by its own code, and the packages that store or compress a part of a page."""

import pytest

from tests.stacks.servers import site_fixture
from tests.stacks.visitors import emails, error_of, forwarded, forwarded_emails

site = site_fixture("django_caches")
debug_site = site_fixture("django_caches", debug=True)

IN_COMPRESS, IN_CACHE = (
    f"snippet: stands inside {tag}, which stores it for everybody; expected a place outside of it"
    for tag in ("{% compress %}", "{% cache %}")
)
REPLAYED = (
    "snippet: was printed for another request: a cache of the site's own has stored the page of one visitor; "
    "expected a cache that leaves out responses with Cache-Control: private"
)
SENT = (
    "snippet: was printed, and is not in this response: it may be in an e-mail or a cache, for somebody else; "
    "expected user=None in the tag of a template that is not this visitor's page"
)

compressor = pytest.mark.packages(
    "django-compressor", mind="The tag stands outside of `{% compress js %}`, which writes a file for everybody."
)
django_jinja = pytest.mark.packages("django-jinja", mind="The tag stands outside of `{% cache %}`.")
drf_extensions = pytest.mark.packages(
    "drf-extensions",
    mind="`cache_response` stores a page whatever its headers say. Other visitors get it without the survey; leave "
    "the decorator off views with the tag, or let its key hold the visitor.",
)


@compressor
@pytest.mark.parametrize("path", ["/compressed/", "/jinja/compressed/"])
def test_tag_inside_compress_is_refused(site: str, debug_site: str, path: str) -> None:
    assert error_of(forwarded(debug_site, "carol").get(path)) == IN_COMPRESS
    assert "wootric" not in forwarded(site, "carol").get(path).text


@compressor
def test_tag_beside_compress_prints(site: str) -> None:
    assert forwarded_emails(site, "/beside/", "carol", "dave", None) == emails("carol", "dave", None)


@django_jinja
def test_tag_inside_cache_is_refused(site: str, debug_site: str) -> None:
    assert error_of(forwarded(debug_site, "carol").get("/jinja/cached/")) == IN_CACHE
    assert forwarded(site, "carol").get("/jinja/cached/").text == "<title>Shop</title>"


@django_jinja
def test_tag_in_a_template_prints(site: str) -> None:
    assert forwarded_emails(site, "/jinja/", "carol", "dave", None) == emails("carol", "dave", None)


@drf_extensions
def test_stored_page_keeps_its_survey_for_its_owner_alone(site: str, debug_site: str) -> None:
    assert forwarded_emails(site, "/api/", "carol", "dave", None, "carol") == emails("carol", None, None, "carol")
    assert forwarded_emails(debug_site, "/api/", "carol") == emails("carol")
    assert error_of(forwarded(debug_site, "dave").get("/api/")) == REPLAYED


def test_text_in_cache_keeps_its_survey_for_its_owner_alone(site: str, debug_site: str) -> None:
    assert forwarded_emails(site, "/text/", "carol", "dave", None, "carol") == emails("carol", None, None, "carol")
    assert forwarded(site, "dave").get("/text/").headers["Cache-Control"] == "private"
    assert forwarded_emails(debug_site, "/text/", "carol") == emails("carol")
    assert error_of(forwarded(debug_site, "dave").get("/text/")) == REPLAYED


def test_mail_with_the_tag_is_an_error_while_debugging(site: str, debug_site: str) -> None:
    assert error_of(forwarded(debug_site, "carol").get("/mail/")) == SENT
    assert forwarded(site, "carol").get("/mail/").text == "sent"
