"""Numbers that a browser keeps to the digit."""

from decimal import Decimal

Number = int | float | Decimal

MAX_SAFE_INTEGER = 2**53 - 1
"""The largest integer that a browser keeps to the digit (JavaScript's `Number.MAX_SAFE_INTEGER`)."""


def is_safe(number: Number) -> bool:
    """Tell whether the number is finite and within what a browser keeps to the digit."""
    if isinstance(number, Decimal) and number.is_nan():
        return False  # comparing such a Decimal raises
    return -MAX_SAFE_INTEGER <= number <= MAX_SAFE_INTEGER
