"""Which numbers a browser keeps to the digit."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from wootric_snippet.validators.numbers import MAX_SAFE_INTEGER, Number, is_safe


def test_max_safe_integer_is_that_of_javascript() -> None:
    assert MAX_SAFE_INTEGER == 9007199254740991


@pytest.mark.parametrize(
    ("number", "safe"),
    [
        (0, True),
        (True, True),
        (9007199254740991, True),
        (9007199254740992, False),
        (-9007199254740991, True),
        (-9007199254740992, False),
        (9007199254740991.0, True),
        (9007199254740992.0, False),
        (0.1, True),
        (float("inf"), False),
        (float("-inf"), False),
        (float("nan"), False),
        (Decimal("9007199254740991"), True),
        (Decimal("9007199254740991.1"), False),
        (Decimal("1e999999"), False),
        (Decimal("Infinity"), False),
        (Decimal("-Infinity"), False),
        (Decimal("NaN"), False),
        (Decimal("sNaN"), False),
        (Fraction(9007199254740991), True),
        (Fraction(-9007199254740992), False),
        (Fraction(1, 3), True),
    ],
    ids=repr,
)
def test_number_is_safe_if_finite_and_within_53_bits(number: Number, safe: bool) -> None:
    assert is_safe(number) is safe
