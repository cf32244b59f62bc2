"""Integers as wide as the contracts hold them."""

from __future__ import annotations

from tradefin.errors import InvalidInput

AMOUNT_BITS = 96
RATE_BITS = 16
BPS = 10_000
DAY_BITS = 24


def unsigned(value: int, bits: int, name: str) -> int:
    """`value`, if it is an int from 0 to 2^`bits` - 1; raises InvalidInput otherwise."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise InvalidInput(f"{name} is an int, not {type(value).__name__}")
    if not 0 <= value < 1 << bits:
        raise InvalidInput(f"{name} {value} is not within 0 and 2^{bits} - 1")
    return value
