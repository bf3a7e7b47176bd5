"""What the tests of a site find in its pages."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from minify import string as tdewolff
from minify_html import minify as minify_html

from tests.settings_json import settings_json
from wootric_snippet import Group, Page, SnippetRenderer, User
from wootric_snippet.testing import extract_commands, extract_settings

RENDERERS = {
    "inline": SnippetRenderer("NPS-1"),
    "data": SnippetRenderer("NPS-1", delivery="data", loader_url="/loader.js"),
}
FETCH = SnippetRenderer("NPS-1", delivery="fetch", loader_url="/loader.js", settings_url="/settings.json")
USER = User(email="hello@example.com", properties={"motto": "</script>'\\\"&\u2028"})
PAGE = (
    "<!DOCTYPE html><HTML><head><script>let settings = JSON.parse('{}')</script>"
    '<script type="application/ld+json">{"settings": {}}</script><script src="/site.js" integrity="sha384-x"></script>'
    "</head><body><!-- <script> -->%s<p>wootricSnippet.show(JSON.parse('{}'))</p></body></HTML>"
)


@pytest.mark.parametrize("delivery", RENDERERS)
def test_the_settings_and_commands_of_a_page_are_found(delivery: str) -> None:
    renderer = RENDERERS[delivery]
    for nonce in (None, "bm9uY2U="):
        html = PAGE % renderer.render(USER, Page(path="/pricing"), group=Group(id="1"), nonce=nonce)
        for page in (html, html.encode()):
            assert extract_settings(page) == renderer.settings(USER, Page(path="/pricing"), group=Group(id="1"))
            assert extract_commands(page) == ("page", "group", "run")


@given(
    email=st.text(),
    event=st.text(),
    properties=st.dictionaries(st.from_regex("[a-z]+", fullmatch=True), st.text() | st.booleans() | st.integers(-5, 5)),
    delivery=st.sampled_from(sorted(RENDERERS)),
)
def test_rendered_settings_are_found(email: str, event: str, properties: dict[str, Any], delivery: str) -> None:
    renderer = RENDERERS[delivery]
    user = User(email=email, properties=properties)
    assert extract_settings(renderer.render(user, event=event)) == renderer.settings(user, event=event)


def test_blocks_with_attributes_are_found() -> None:
    renderer = SnippetRenderer("NPS-1", respect_gpc=True, script_type="text/plain", attributes={"data-category": "x"})
    assert extract_settings(renderer.render(USER)) == renderer.settings(USER)


@pytest.mark.parametrize("page", ["", b"", "<p>", PAGE % "", PAGE % RENDERERS["inline"].shutdown()])
def test_page_without_a_snippet_has_no_settings(page: str | bytes) -> None:
    assert extract_settings(page) is None
    assert extract_commands(page) is None


@pytest.mark.parametrize("delivery", RENDERERS)
def test_page_after_a_sign_out_has_no_settings(delivery: str) -> None:
    assert extract_settings(PAGE % RENDERERS[delivery].shutdown()) is None


@pytest.mark.parametrize("delivery", RENDERERS)
def test_second_snippet_is_an_error(delivery: str) -> None:
    html = RENDERERS[delivery].render(USER)
    with pytest.raises(ValueError, match="the page has 2 snippets; print one"):
        extract_settings(html + html)


def test_a_page_that_fetches_its_settings_says_where_they_are() -> None:
    with pytest.raises(
        ValueError, match="the page fetches its settings; request the URL in data-wootric-url as the visitor"
    ):
        extract_settings(FETCH.render(USER))
    answer = settings_json(FETCH, USER, Page(path="/pricing"))
    assert extract_settings(answer) == FETCH.settings(USER, Page(path="/pricing"))
    assert extract_commands(answer) == ("page", "run")


MINIFIERS: dict[str, Any] = {
    "django-minify-html": lambda html: minify_html(html, minify_css=True, minify_js=True),
    "minify-html for the web": lambda html: minify_html(
        html, minify_js=True, keep_closing_tags=False, remove_bangs=True
    ),
    "tdewolff-minify": lambda html: tdewolff("text/html", html),
}


@pytest.mark.parametrize("respect_gpc", [False, True])
@pytest.mark.parametrize("delivery", RENDERERS)
@pytest.mark.parametrize("minifier", MINIFIERS)
def test_a_snippet_that_a_middleware_has_minified_is_found(minifier: str, delivery: str, respect_gpc: bool) -> None:
    loader = {} if delivery == "inline" else {"loader_url": "/static/loader.5f2b.js"}
    renderer = SnippetRenderer("NPS-1", delivery=delivery, respect_gpc=respect_gpc, **loader)  # type: ignore[arg-type]
    for motto in ("", "</script>'\\\"&\u2028 ${x} `", "`'`'`\n<!--", '"' * 9, "'" * 9, "\\" * 9):
        user = User(email="hello@example.com", properties={"motto": motto})
        html = str(PAGE % renderer.render(user, Page(path="/pricing"), nonce="bm9uY2U="))
        minified = MINIFIERS[minifier](html)
        assert minified != html
        assert extract_settings(minified) == renderer.settings(user, Page(path="/pricing"))
        assert extract_commands(minified) == ("page", "run")


@pytest.mark.parametrize("minifier", MINIFIERS)
def test_minified_page_without_a_snippet_has_no_settings(minifier: str) -> None:
    assert extract_settings(MINIFIERS[minifier](PAGE % "")) is None
    for renderer in RENDERERS.values():
        assert extract_settings(MINIFIERS[minifier](str(PAGE % renderer.shutdown()))) is None


@pytest.mark.parametrize("minifier", MINIFIERS)
def test_a_minified_page_that_fetches_its_settings_says_so(minifier: str) -> None:
    with pytest.raises(ValueError, match=r"^the page fetches its settings; "):
        extract_settings(MINIFIERS[minifier](str(PAGE % FETCH.render(USER))))


@pytest.mark.parametrize("minifier", [None, *MINIFIERS])
def test_a_loader_without_integrity_is_found(minifier: str | None) -> None:
    minify = MINIFIERS[minifier] if minifier else str
    urls: dict[str, Any] = {"loader_url": "/loader.js", "loader_integrity": False}
    data = SnippetRenderer("NPS-1", delivery="data", **urls)
    fetch = SnippetRenderer("NPS-1", delivery="fetch", settings_url="/settings.json", **urls)
    assert extract_settings(minify(str(PAGE % data.render(USER)))) == data.settings(USER)
    with pytest.raises(ValueError, match=r"^the page fetches its settings; "):
        extract_settings(minify(str(PAGE % fetch.render(USER))))
    assert extract_settings(minify(str(PAGE % data.shutdown()))) is None
