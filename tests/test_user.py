"""The person, as InMoment's settings have it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from wootric_snippet import User

SOME_UUID = UUID("12345678-1234-5678-1234-567812345678")


@pytest.mark.parametrize(
    ("user", "known"),
    [
        (User(), {}),
        (User(email="", external_id="", properties={}), {}),
        (User("hello@example.com"), {"email": "hello@example.com"}),
        (User(email=SOME_UUID), {"email": "12345678-1234-5678-1234-567812345678"}),
        (User(external_id=0), {"external_id": "0"}),
        (User(created_at=0), {"created_at": 0}),
        (User(created_at=datetime(2018, 8, 3, 15, 28, 46, 500000, tzinfo=UTC)), {"created_at": 1533310127}),
        (User(language="nb"), {"language": "NO"}),
        (
            User(
                email="hello@example.com",
                created_at="2018-08-03T15:28:46.493Z",
                language="en-GB",
                external_id="userId123",
                properties={"plan": "pro", "seats": 5, "renewal": date(2027, 1, 31), "vip": True, "note": None},
            ),
            {
                "email": "hello@example.com",
                "external_id": "userId123",
                "created_at": 1533310126,
                "language": "EN",
                "properties": {
                    "plan": "pro",
                    "seats_amount": 5,
                    "renewal_date": 1801353600,
                    "vip": True,
                    "note": None,
                },
            },
        ),
    ],
    ids=range(9),
)
def test_to_dict_has_the_given_fields(user: User, known: dict[str, Any]) -> None:
    assert user.to_dict() == known


def test_attributes_are_normalized() -> None:
    user = User("hello@example.com", "2018-08-03", "pt-br", 42, {"seats": 5})
    assert (user.email, user.created_at, user.language, user.external_id, dict(user.properties)) == (
        "hello@example.com",
        1533254400,
        "PT",
        "42",
        {"seats_amount": 5},
    )


def test_text_from_a_form_is_kept_as_it_is() -> None:
    assert User("  hello@example.com").email == "  hello@example.com"
