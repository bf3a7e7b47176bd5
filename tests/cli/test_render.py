"""The command: JSON in, the script block out, or one line that says what is wrong."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wootric_snippet import Group, Page, SnippetRenderer, Survey, User
from wootric_snippet.cli import main

CALL: dict[str, Any] = {
    "account_token": "NPS-01fe3cbc",
    "user": {
        "email": "hello@example.com",
        "created_at": "2018-08-03T15:28:46.493Z",
        "language": "en-GB",
        "external_id": 123,
        "properties": {"plan": "pro", "seats": 5, "motto": "Größe </script>"},
    },
    "page": {"url": "https://shop.example/pricing", "title": "Pricing"},
    "group": {"id": "0e8c", "traits": {"name": "Initech"}},
    "event": "Order Completed",
    "nonce": "bm9uY2U=",
    "survey": {"product_name": "Größe", "modal_theme": "dark", "extra": {"x": [1, 2.5]}},
    "load": "async",
    "respect_gpc": True,
    "test_mode": True,
    "sdk_url": "/static/mock_sdk.js",
    "script_type": "text/plain",
    "attributes": {"data-category": "analytics", "data-turbo-eval": True},
}
BLOCK = SnippetRenderer(
    "NPS-01fe3cbc",
    survey=Survey(product_name="Größe", modal_theme="dark", extra={"x": [1, 2.5]}),
    load="async",
    respect_gpc=True,
    test_mode=True,
    sdk_url="/static/mock_sdk.js",
    script_type="text/plain",
    attributes={"data-category": "analytics", "data-turbo-eval": True},
).render(
    User("hello@example.com", "2018-08-03T15:28:46.493Z", "en-GB", 123, CALL["user"]["properties"]),
    Page(url="https://shop.example/pricing", title="Pricing"),
    event="Order Completed",
    group=Group("0e8c", {"name": "Initech"}),
    nonce="bm9uY2U=",
)
TOP = (
    "account_token, survey, load, delivery, include_anonymous, respect_gpc, test_mode, sdk_url, "
    "loader_url, loader_integrity, settings_url, signed_in_cookie, script_type, attributes, accounts, user, page, "
    "group, event, nonce, "
    "calls, anonymous_id"
)
TEXT = "expected a str, a lazy string or a UUID"
TOKEN = "expected NPS- and letters or digits, as InMoment shows it"


@pytest.fixture
def render(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Any:
    """Return a function that runs the command on a file and returns its exit status and what it prints."""
    monkeypatch.chdir(tmp_path)

    def run(content: str | bytes | dict[str, Any]) -> tuple[int, str, str]:
        content = json.dumps(content) if isinstance(content, dict) else content
        Path("call.json").write_bytes(content.encode() if isinstance(content, str) else content)
        status = main(["render", "call.json"])
        return status, *capsys.readouterr()

    return run


def test_a_file_with_everything_becomes_the_block(render: Any) -> None:
    assert render(CALL) == (0, f"{BLOCK}\n", "")
    assert render(json.dumps(CALL, ensure_ascii=False)) == (0, f"{BLOCK}\n", "")


def test_a_file_with_a_byte_order_mark_is_read_too(render: Any) -> None:
    assert render(b"\xef\xbb\xbf" + json.dumps(CALL).encode()) == (0, f"{BLOCK}\n", "")


def test_without_a_user_nothing_is_printed_and_the_reason_is_given(render: Any) -> None:
    why = "there is no user; add one, or include_anonymous to ask visitors who are not signed in"
    for nobody in (
        {},
        {"user": None},
        {"user": None, "page": {"path": "/"}, "group": None, "survey": None, "nonce": None},
    ):
        assert render({"account_token": "NPS-1", **nobody}) == (0, "", f"wootric-snippet: nothing is printed: {why}\n")
    empty = render({"account_token": "NPS-1", "calls": []})
    assert empty == (0, "", "wootric-snippet: nothing is printed: there is no call\n")
    html = SnippetRenderer("NPS-1", include_anonymous=True).render(None)
    assert render({"account_token": "NPS-1", "include_anonymous": True}) == (0, f"{html}\n", "")


@pytest.mark.parametrize("arguments", [["render"], ["render", "-"]], ids=["nothing", "dash"])
def test_standard_input_is_utf_8_with_any_terminal_encoding(arguments: list[str], tmp_path: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    ran = subprocess.run(
        [sys.executable, "-P", "-c", "import sys; from wootric_snippet.cli import main; sys.exit(main())", *arguments],
        input=json.dumps(CALL, ensure_ascii=False).encode(),
        capture_output=True,
        cwd=tmp_path,
        env=environment,
        check=False,
    )
    assert (ran.returncode, ran.stdout.decode("ascii"), ran.stderr) == (0, f"{BLOCK}\n".replace("\n", os.linesep), b"")


def test_the_installed_command_reads_standard_input(tmp_path: Path) -> None:
    ran = subprocess.run(
        [Path(sys.executable).parent / "wootric-snippet", "render"],
        input=b"{]",
        capture_output=True,
        cwd=tmp_path,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr.decode().splitlines()) == (
        2,
        b"",
        [
            (
                "wootric-snippet: standard input: is not JSON: Expecting property name enclosed in double quotes "
                "at line 1, column 2; expected a JSON object in UTF-8"
            )
        ],
    )


NOT_JSON = "is not JSON: it has a duplicate key, a number that is not finite, or too many levels"
A_CALL = '"account_token": "NPS-1", "user": {}'


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("", "is not JSON: Expecting value at line 1, column 1"),
        ("\n\n  marker@example.com", "is not JSON: Expecting value at line 3, column 3"),
        ("{" + A_CALL + "} {}", "is not JSON: Extra data at line 1, column 40"),
        ("{'a': 1}", "is not JSON: Expecting property name enclosed in double quotes at line 1, column 2"),
        (f'{{{A_CALL}, "event": NaN}}', NOT_JSON),
        (f'{{{A_CALL}, "event": -Infinity}}', NOT_JSON),
        (f"{{{A_CALL}, {A_CALL}}}", NOT_JSON),
        ('{"account_token": "NPS-1", "user": {"email": "marker", "email": "marker"}}', NOT_JSON),
        ("[" * 100_000, NOT_JSON),
        ('{"account_token": ' + "9" * 5000 + "}", NOT_JSON),
        ("[]", "is not a JSON object"),
        ("null", "is not a JSON object"),
        ('"marker"', "is not a JSON object"),
        (json.dumps(CALL, ensure_ascii=False).encode("latin-1"), "is not in UTF-8"),
        (b"\xff\xfe{\0}\0", "is not in UTF-8"),
    ],
    ids=range(15),
)
def test_input_that_is_not_a_json_object_is_one_error_line(render: Any, content: str | bytes, problem: str) -> None:
    assert render(content) == (2, "", f"wootric-snippet: call.json: {problem}; expected a JSON object in UTF-8\n")


def test_a_file_that_cannot_be_read_is_reported_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    missing = tmp_path / "missing.json"
    assert main(["render", str(missing)]) == 2
    assert main(["render", str(tmp_path)]) == 2
    accepted = "; expected a JSON object in UTF-8\n"
    assert capsys.readouterr() == (
        "",
        (
            f"wootric-snippet: {missing}: cannot be read: No such file or directory{accepted}"
            f"wootric-snippet: {tmp_path}: cannot be read: Is a directory{accepted}"
        ),
    )


USER = "email, created_at, language, external_id, properties"


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({"account_token": ...}, f"account_token: is not set; {TOKEN}; tests need none where enabled is False"),
        ({"account_token": None}, f"account_token: is not set; {TOKEN}; tests need none where enabled is False"),
        (
            {"account_token": "marker"},
            f"account_token: is not an account token; {TOKEN}",
        ),
        ({"users": {}}, f"users: is unknown (did you mean user?); expected one of {TOP}"),
        ({"zzzz\n": {}}, f"zzzz\\n: is unknown; expected one of {TOP}"),
        ({"self": {}}, f"self: is unknown; expected one of {TOP}"),
        ({"user": "marker"}, "user: is of type str; expected a JSON object or null"),
        ({"user": []}, "user: is of type list; expected a JSON object or null"),
        ({"page": 5}, "page: is of type int; expected a JSON object or null"),
        ({"group": False}, "group: is of type bool; expected a JSON object or null"),
        ({"survey": [1]}, "survey: is of type list; expected a Survey or a dict of its arguments"),
        ({"user": {"e-mail": "x"}}, f"user.e-mail: is unknown (did you mean email?); expected one of {USER}"),
        ({"user": {"createdAt": 1}}, f"user.createdAt: is unknown (did you mean created_at?); expected one of {USER}"),
        ({"user": {"": 1}}, f"user.: is unknown; expected one of {USER}"),
        ({"group": {}}, "group.id: is missing; expected the group's id as text or a whole number"),
        ({"group": {"name": "x"}}, "group.name: is unknown; expected one of id, traits"),
        ({"group": {"id": None}}, "group.id: is missing; expected the group's id as text or a whole number"),
        ({"user": {"email": ["marker"]}}, f"email: is of type list; {TEXT}"),
        (
            {"user": {"properties": {"a": {"marker": 1}}}},
            (
                "properties.a: is of type dict; expected text, a whole number within 2**53 - 1, a date or datetime, "
                "a bool or None"
            ),
        ),
        ({"user": {"properties": []}}, "properties: is of type list; expected a mapping, such as a dict"),
        ({"page": {"title": 5}}, f"page.title: is of type int; {TEXT}"),
        ({"survey": {"aria": "yes"}}, "survey.aria: is of type str; expected True or False"),
        (
            {"survey": {"modal_tehme": "dark"}},
            (
                "survey.modal_tehme: is unknown (did you mean modal_theme?); expected one of product_name, "
                "wootric_recommend_target, language, modal_theme, modal_footprint, modal_position, scale_color, "
                "wootric_close_position, aria, show_opt_out, facebook_page, twitter_account, "
                "ask_permission_to_share_feedback, permission_labels, custom_messages, thank_you, extra"
            ),
        ),
        ({"event": 5}, f"event: is of type int; {TEXT}"),
        (
            {"nonce": "marker'"},
            "nonce: is not a valid nonce; expected base64, without nonce- and quotes",
        ),
        ({"nonce": 5}, f"nonce: is of type int; {TEXT}"),
        ({"load": []}, "load: is not one of the choices; expected one of lazy, async, consent"),
        (
            {"test_mode": "maybe"},
            'test_mode: is not one of the choices; expected True or False, or the text "true", "false", "1" or "0"',
        ),
        ({"sdk_url": 5}, f"sdk_url: is of type int; {TEXT}"),
        ({"attributes": "x"}, "attributes: is of type str; expected a mapping of names to texts"),
        (
            {"attributes": {"data-x": "\ud800"}},
            "attributes.data-x: has a control character or a lone surrogate; expected text without them",
        ),
    ],
    ids=range(31),
)
def test_a_wrong_value_is_reported_in_one_line(render: Any, changes: dict[str, Any], line: str) -> None:
    call = {name: value for name, value in (CALL | changes).items() if value is not ...}
    assert render(call) == (2, "", f"wootric-snippet: {line}\n")


def test_a_character_that_the_terminal_cannot_show_is_no_traceback(tmp_path: Path) -> None:
    call = {"account_token": "NPS-1", "user": {}, "attributes": {"data-x": "ü"}}
    ran = subprocess.run(
        [sys.executable, "-P", "-c", "import sys; from wootric_snippet.cli import main; sys.exit(main())", "render"],
        input=json.dumps(call).encode(),
        capture_output=True,
        cwd=tmp_path,
        env={**os.environ, "PYTHONIOENCODING": "ascii"},
        check=False,
    )
    html = SnippetRenderer("NPS-1", attributes={"data-x": "ü"}).render(User())
    as_ascii = html.encode("ascii", "xmlcharrefreplace")
    assert (ran.returncode, ran.stdout.splitlines(), ran.stderr) == (0, [as_ascii], b"")


@pytest.mark.parametrize("arguments", [[], ["print"], ["render", "a", "b"], ["--version-of-nothing"]], ids=str)
def test_a_wrong_command_line_is_reported_with_the_usage(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(arguments)
    printed = capsys.readouterr()
    assert (left.value.code, printed.out) == (2, "")
    assert printed.err.startswith("usage: wootric-snippet ")


def test_help_says_what_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main(["render", "--help"])
    assert left.value.code == 0
    assert "Reads a JSON object with account_token, user, page" in " ".join(capsys.readouterr().out.split())


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def objects(**fields: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional={name: value | json_values for name, value in fields.items()})


pairs = st.dictionaries(st.text(max_size=8), json_values, max_size=3)
words = st.text(max_size=8)
calls = st.fixed_dictionaries(
    {"account_token": st.just("NPS-1")},
    optional={
        "user": objects(
            email=words,
            created_at=st.integers() | words,
            language=st.just("en"),
            external_id=words,
            properties=pairs,
        ),
        "page": objects(path=words, url=words, title=words, search=words),
        "group": objects(id=words, traits=pairs),
        "survey": objects(
            product_name=words,
            language=st.just("cs"),
            aria=st.booleans(),
            permission_labels=st.dictionaries(st.sampled_from(["en", "cs"]), words | json_values),
            custom_messages=objects(followup_question=words, followup_questions_list=objects(passive_question=words)),
            thank_you=objects(thankYouMessages=objects(thank_you_main=words), add_email_param_to_url=st.booleans()),
            extra=st.dictionaries(st.from_regex(r"\A[a-z]{1,4}\Z"), json_values, max_size=2),
        ),
        "event": words | json_values,
        "nonce": st.from_regex(r"\A[a-z0-9]{1,8}\Z") | json_values,
        "load": st.sampled_from(["lazy", "async", "consent"]) | json_values,
        "include_anonymous": st.booleans() | json_values,
        "respect_gpc": st.booleans() | json_values,
        "test_mode": st.booleans() | json_values,
        "attributes": st.dictionaries(st.from_regex(r"\Adata-[a-z]{1,4}\Z"), words | json_values) | json_values,
        "script_type": words | json_values,
        "sdk_url": st.just("/x.js") | json_values,
    },
)


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(calls | st.dictionaries(words, json_values, max_size=4))
def test_any_json_object_is_a_block_or_one_line(render: Any, content: dict[str, Any]) -> None:
    status, out, err = render(content)
    if status == 0 and out:
        assert err == ""
        assert out.startswith("<script")
        assert out.endswith("'))</script>\n")
    elif status == 0:
        assert err.startswith("wootric-snippet: nothing is printed: ")
    else:
        assert (status, out) == (2, "")
        assert err.startswith("wootric-snippet: ")
        assert err.endswith("\n")
        assert len(err.splitlines()) == 1


COMMAND = [sys.executable, "-m", "wootric_snippet"]


def test_the_package_can_be_run_as_a_module(tmp_path: Path) -> None:
    call = json.dumps({"account_token": "NPS-1", "user": {}})
    ran = subprocess.run([*COMMAND, "render"], input=call, capture_output=True, cwd=tmp_path, text=True, check=False)
    html = SnippetRenderer("NPS-1").render(User())
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, f"{html}\n", "")
    asked = subprocess.run([*COMMAND, "--help"], capture_output=True, cwd=tmp_path, text=True, check=True)
    assert asked.stdout.startswith("usage: wootric-snippet ")


@pytest.mark.parametrize("arguments", [["render"], ["check"], ["check", "--json"]], ids=str)
def test_a_reader_that_stops_reading_ends_the_command_quietly(arguments: list[str], tmp_path: Path) -> None:
    properties = {f"key {number}": "x" * 1000 for number in range(1000)}
    (tmp_path / "call.json").write_text(json.dumps({"account_token": "NPS-1", "user": {"properties": properties}}))
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [*COMMAND, *arguments, "call.json"], stdout=writing, stderr=subprocess.PIPE, cwd=tmp_path, check=False
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (1 if "check" in arguments else 0, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
@pytest.mark.parametrize("arguments", [["render"], ["check"], ["check", "--json"]], ids=str)
def test_output_that_cannot_be_written_is_an_error(arguments: list[str], tmp_path: Path) -> None:
    call = json.dumps({"account_token": "NPS-1", "user": {}})
    with Path("/dev/full").open("w") as full:
        ran = subprocess.run(
            [*COMMAND, *arguments],
            input=call,
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=tmp_path,
            text=True,
            check=False,
        )
    message = "wootric-snippet: standard output cannot be written: No space left on device\n"
    assert (ran.returncode, ran.stderr) == (2, message)


@pytest.mark.parametrize("arguments", [["render"], ["check"]], ids=str)
def test_closed_output_is_an_error(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "call.json").write_text('{"account_token": "NPS-1", "user": {}}', encoding="utf-8")
    command = shlex.join([*COMMAND, *arguments, "call.json"]) + " >&-"
    ran = subprocess.run(["sh", "-c", command], stderr=subprocess.PIPE, cwd=tmp_path, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (2, "wootric-snippet: standard output is closed\n")
