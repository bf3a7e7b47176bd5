"""Which addresses may stand in a survey and in a script element."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from wootric_snippet import InvalidText, InvalidURL
from wootric_snippet.validators.urls import link, optional_path, page_path, script_url, site_path

NO_LINK = ": is not a valid URL; expected an http:// or https:// URL in ASCII"
NO_SCRIPT = ": is not a valid URL; expected an https:// or http:// URL, or a path that begins with one /"

WEB = [
    "https://example.com",
    "http://example.com/",
    "HTTPS://EXAMPLE.COM/A",
    "https://example.com:8443/a/b;c=d?e=f&g='h'#i!$()*+,-._~%20@",
    "https://[2001:db8::1]/",
    "https://xn--bcher-kva.example/",
    "https://x",
]
SAME_SITE = ["/", "/static/survey.js", "/static/survey.js?v=1&w=2", "/a//b", "/-/x.js"]
NEITHER = [
    *("", " ", "example.com", "static/survey.js", "./survey.js", "//evil.example/x.js", "///evil.example", "?a", "#a"),
    *("javascript:alert(1)", "JavaScript:alert(1)", "data:text/javascript,alert(1)", "vbscript:x", "ftp://example.com"),
    *("blob:https://example.com/1", "https:", "https:/", "https://", "https:///evil", "https://?a", "https://#a"),
    *("https:example.com", "https:\\\\example.com", "https://a b", " https://example.com", "https://example.com "),
    *("https://example.com\n", "https://example.com/\t", "https://exam\nple.com", "https://a/\0", "https://a/\x7f"),
    *(
        "https://a/<",
        "https://a/>",
        'https://a/"',
        "https://a\\b",
        "https://a/^",
        "https://a/`",
        "https://a/{",
        "https://a/|",
    ),
    *("https://a/}", "https://bücher.example", "https://a/\u2028", "https://a/\u212a", "java\nscript:alert(1)"),
    *("/\\evil.example", "/\t/evil.example", "/ ", "/a b"),
    *("/a\n", '/"', "/<", "/>", "/ü", "/\0", "/`", "/{}", "/|", "/^"),
]


@pytest.mark.parametrize("url", WEB)
def test_a_web_address_may_be_a_link_and_a_script(url: str) -> None:
    assert (link("f", url), script_url("f", url)) == (url, url)


@pytest.mark.parametrize("url", SAME_SITE)
def test_a_path_on_the_site_may_be_a_script_but_no_link(url: str) -> None:
    assert script_url("sdk_url", url) == url
    with pytest.raises(InvalidURL) as caught:
        link("survey.facebook_page", url)
    assert str(caught.value) == f"survey.facebook_page{NO_LINK}"


@pytest.mark.parametrize("url", NEITHER, ids=ascii)
def test_other_texts_are_refused_as_link_and_script(url: str) -> None:
    with pytest.raises(InvalidURL) as caught:
        link("survey.facebook_page", url)
    assert str(caught.value) == f"survey.facebook_page{NO_LINK}"
    with pytest.raises(InvalidURL) as caught:
        script_url("sdk_url", url)
    assert str(caught.value) == f"sdk_url{NO_SCRIPT}"


@pytest.mark.parametrize("read", [link, script_url])
def test_a_url_is_text_and_comes_out_as_a_plain_string(read: Any) -> None:
    url = read("f", Markup("https://example.com/"))
    assert (type(url), url) == (str, "https://example.com/")
    with pytest.raises(InvalidText) as caught:
        read("f", 5)
    assert str(caught.value) == "f: is of type int; expected a str, a lazy string or a UUID"


@given(st.text() | st.text("htps:/\\?#ab \n<").map("https://".__add__) | st.text("/\\a \n?").map("/".__add__))
def test_accepted_url_is_printable_ascii_and_unchanged(anything: str) -> None:
    for read in (link, script_url):
        try:
            url = read("f", anything)
        except InvalidURL:
            continue
        assert url == anything
        assert all("!" <= character <= "~" for character in url)
        assert not set('"<>\\^`{|}') & set(url)
        assert url.lower().startswith(("http://", "https://")) or (read is script_url and url[:1] == "/" != url[1:2])


@pytest.mark.parametrize("check", [link, optional_path, page_path, script_url, site_path])
def test_value_of_another_type_is_refused(check: Any) -> None:
    with pytest.raises(InvalidText) as caught:
        check("field", 5)
    assert caught.value.field == "field"


@pytest.mark.parametrize("path", ["/", "/orders/<number>/", "/bücher und mehr"])
def test_readable_path_is_any_text_after_a_slash(path: str) -> None:
    assert optional_path("path", path) == path
    assert optional_path("path", "") is None


@pytest.mark.parametrize("path", ["orders", "https://shop.example/orders", " /"])
def test_readable_path_begins_with_a_slash(path: str) -> None:
    with pytest.raises(InvalidURL) as caught:
        optional_path("path", path)
    assert str(caught.value) == "path: is not a path; expected a path that begins with /"
