"""What `wootric-snippet check` says of a file: each of check/ has its whole output beside it."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wootric_snippet.cli import main
from wootric_snippet.cli.call import OPTION_KEYS

FILES = sorted((Path(__file__).parent / "check").glob("*.json"))


def check(*arguments: str) -> tuple[int, str]:
    """Return the exit status and what is printed."""
    with redirect_stdout(io.StringIO()) as output, redirect_stderr(output):
        status = main(["check", *arguments])
    return status, output.getvalue()


@pytest.mark.parametrize("file", FILES, ids=[file.stem for file in FILES])
def test_check_prints_what_is_sent_and_its_warnings(file: Path) -> None:
    status, output = check(str(file))
    assert f"{output}exit status {status}\n" == file.with_suffix(".txt").read_text(encoding="ascii")


def test_programs_get_json() -> None:
    status, output = check("--json", str(Path(__file__).parent / "check" / "a_user_without_an_address.json"))
    assert status == 1
    assert json.loads(output) == {
        "settings": {
            "account_token": "NPS-01fe3cbc",
            "external_id": "5",
            "created_at": 1533310126,
            "event_name": None,
        },
        "commands": ["run"],
        "warnings": [
            {
                "field": "email",
                "problem": "is missing: InMoment identifies people by it",
                "advice": "give an address, or any text that is unique to this person",
            }
        ],
        "errors": [],
    }


def test_errors_are_json_too() -> None:
    status, output = check("--json", str(Path(__file__).parent / "check" / "values_that_are_no_calls.json"))
    assert status == 2
    assert [error["field"] for error in json.loads(output)["errors"]] == [
        "user",
        "calls[0].createdAt",
        "calls[1]",
        "calls[2]",
        "calls[3]",
    ]


def test_missing_file_is_one_error_line() -> None:
    status, output = check("nothing.json")
    assert (status, output) == (
        2,
        "wootric-snippet: nothing.json: cannot be read: No such file or directory; expected a JSON object in UTF-8\n",
    )


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)
USERS = st.fixed_dictionaries(
    {}, optional=dict.fromkeys(["email", "created_at", "language", "external_id", "properties"], JSON)
)
CALLS = st.lists(st.tuples(st.sampled_from(["identify", "track", "page", "group"]), JSON, JSON).map(list), max_size=3)


@given(
    st.fixed_dictionaries(
        {"account_token": st.just("NPS-1") | JSON},
        optional={
            **dict.fromkeys([*OPTION_KEYS[1:], "page", "group", "event"], JSON),
            "user": USERS | JSON,
            "calls": CALLS | JSON,
        },
    )
)
def test_any_file_content_is_checked_to_its_end(content: Any) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "call.json"
        file.write_text(json.dumps(content), encoding="ascii")
        status, output = check(str(file))
        assert json.loads(check("--json", str(file))[1]).keys() == {"settings", "commands", "warnings", "errors"}
    assert status in (0, 1, 2)
    assert output.isascii()
