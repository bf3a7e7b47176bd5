"""What stands in the script element is the payload to the character, and can never end the element."""

from __future__ import annotations

import ast
import json
from types import SimpleNamespace
from typing import Any

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wootric_snippet import SnippetRenderer, Survey, User
from wootric_snippet.escaping import _kept_encoder, attribute_value, script_json, script_string

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text()
    | st.text("</script>!-&'\"\\\u2028\u2029\ud800")
    | st.sampled_from(["</script>", "<!--", "<script>", "]]>", "\\u003c", "\\", "'", "${x}", "`", "{{ x }}", "&lt;"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("value", "escaped"),
    [
        ("<", r'"\u003c"'),
        (">", r'"\u003e"'),
        ("&", r'"\u0026"'),
        ("'", r'"\u0027"'),
        ('"', r'"\""'),
        ("\\", r'"\\"'),
        ("\u2028\u2029", r'"\u2028\u2029"'),
        ("ü\U0001f600", r'"\u00fc\ud83d\ude00"'),
        ("\ud800", r'"\ud800"'),
        ("\0\x7f\n", r'"\u0000\u007f\n"'),
        ({"</script>": ["<!--", 1, True, None]}, r'{"\u003c/script\u003e":["\u003c!--",1,true,null]}'),
    ],
    ids=ascii,
)
def test_characters_special_to_html_or_javascript_are_escaped(value: Any, escaped: str) -> None:
    assert script_json(value) == escaped


@pytest.mark.parametrize("number", [float("nan"), float("inf"), float("-inf")])
def test_nan_and_infinity_are_refused(number: float) -> None:
    with pytest.raises(ValueError, match=r"^Out of range float values are not JSON compliant"):
        script_json({"x": number})


def test_a_string_for_the_script_doubles_its_backslashes() -> None:
    assert script_string(r'{"a":"\u003c\"\\"}') == r'{"a":"\\u003c\\"\\\\"}'


def unquoted(inside: str) -> Any:
    """Read the inside of a JavaScript string in single quotes, without any of the package's code."""
    # Python reads the escapes that can stand in it as JavaScript does.
    return json.loads(ast.literal_eval(f"'{inside}'"))


@given(json_values)
def test_any_json_is_harmless_ascii_and_reads_back_the_same(value: Any) -> None:
    escaped = script_json(value)
    assert escaped.isascii()
    assert not set("<>&'") & set(escaped)
    assert not set("\r\n\0") & set(escaped)
    assert json.loads(escaped) == value
    assert unquoted(script_string(escaped)) == value


extra = st.dictionaries(st.from_regex(r"\Ax_[a-z]{1,5}\Z"), json_values, max_size=3)
BEFORE = "JSON.parse('"
AFTER = "'))"


def without_unsafe_integers(value: Any) -> Any:
    if isinstance(value, int) and abs(value) > 2**53 - 1:
        return str(value)
    if isinstance(value, list):
        return [without_unsafe_integers(item) for item in value]
    return {k: without_unsafe_integers(v) for k, v in value.items()} if isinstance(value, dict) else value


@given(st.text(), extra, st.text(max_size=20) | st.just("</script><script>alert(1)</script>"))
def test_a_browser_finds_one_script_element_with_exactly_the_settings(
    email: str, settings: dict[str, Any], event: str
) -> None:
    settings = without_unsafe_integers(settings)
    renderer = SnippetRenderer("NPS-01fe3cbc", survey=Survey(extra=settings))
    html = str(renderer.render(User(email=email, properties={"note": email}), event=event, nonce="bm9uY2U="))
    page = html5lib.parse(f"<!doctype html><title>x</title>{html}<p>after", namespaceHTMLElements=False)
    (script,) = page.iter("script")
    assert script.attrib.pop("id").startswith("wootric-")
    assert script.attrib == {"nonce": "bm9uY2U="}
    assert len(script) == 0
    assert [paragraph.text for paragraph in page.iter("p")] == ["after"]
    _, _, payload = (script.text or "").partition(BEFORE)
    assert payload.endswith(AFTER)
    content = unquoted(payload.removesuffix(AFTER))
    assert content == {
        "settings": {
            "account_token": "NPS-01fe3cbc",
            **settings,
            **({"email": email} if email else {}),
            "properties": {"note": email},
            "event_name": event or None,
        },
        "commands": ["run"],
        "sdk": "https://cdn.wootric.com/wootric-sdk.js",
    }


def test_text_in_an_attribute_cannot_end_it() -> None:
    assert attribute_value("/a?b=\"c\"&d='e'<f>") == "/a?b=&#34;c&#34;&amp;d=&#39;e&#39;&lt;f&gt;"
    assert type(attribute_value("/a")) is str


@pytest.mark.parametrize(
    "encoder",
    [SimpleNamespace(), SimpleNamespace(c_make_encoder=None, encode_basestring_ascii=None)],
    ids=["not there", "none"],
)
def test_json_is_the_same_without_the_encoder_in_c(encoder: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    value = {"settings": {"email": 'a"\\</é\ud800', "created_at": 5, "properties": {"vip": True, "plan": None}}}
    kept = "".join(_kept_encoder()(value, 0))
    monkeypatch.setattr("wootric_snippet.escaping.encoder", encoder)
    assert "".join(_kept_encoder()(value, 0)) == kept == json.dumps(value, separators=(",", ":"))


def test_encoder_in_c_writes_json_and_refuses_the_rest() -> None:
    kept = _kept_encoder()
    assert type(kept).__name__ == "Encoder"  # and not the slower way that other Pythons have
    assert "".join(kept({"b": 1, "a": [True, {}]}, 0)) == '{"b":1,"a":[true,{}]}'
    with pytest.raises(ValueError, match="not JSON compliant"):
        kept({"a": float("nan")}, 0)
    with pytest.raises(TypeError, match=r"^keys must be str"):
        kept({("a",): 1}, 0)
    with pytest.raises(TypeError, match=r"^Object of type object is not JSON serializable"):
        kept({"a": object()}, 0)
