"""Simple interest without loss by rounding (contracts/libraries/Accrual.sol).

Periods are added up as exact numerators; only the sum to date is rounded, and what was charged
before is taken off. A thousand part periods charge what one long one does.
"""

from __future__ import annotations

from tradefin.terms._bounds import AMOUNT_BITS, RATE_BITS, unsigned

_BPS = 10_000


def interest_numerator(principal: int, rate_bps: int, days: int) -> int:
    """One period's exact interest, in minor units x basis points x days.

    Raises InvalidInput for what the contracts can't hold (uint96, uint16, uint128 in all).
    """
    unsigned(principal, AMOUNT_BITS, "principal")
    unsigned(rate_bps, RATE_BITS, "rate in basis points")
    return unsigned(principal * rate_bps * days, 128, "interest numerator")


def penalty_numerator(principal: int, rate_bps: int, multiplier_bps: int, days: int) -> int:
    """One period's exact penalty, in minor units x basis points^2 x days.

    `multiplier_bps` is penalty rate over contract rate: 15,000 is 1.5 times.
    Raises InvalidInput for what the contracts can't hold (uint160 in all).
    """
    unsigned(principal, AMOUNT_BITS, "principal")
    unsigned(rate_bps, RATE_BITS, "rate in basis points")
    unsigned(multiplier_bps, RATE_BITS, "penalty multiplier in basis points")
    return unsigned(principal * rate_bps * multiplier_bps * days, 160, "penalty numerator")


def interest_half_up(numerator: int, basis: int) -> int:
    """Interest for the whole sum to date, in minor units, half a unit rounded up.

    `basis` is the days to a year, 360 or 365.
    """
    return _divide_half_up(numerator, basis * _BPS)


def penalty_half_up(numerator: int, basis: int) -> int:
    """Penalty for the whole sum to date, in minor units, half a unit rounded up."""
    return _divide_half_up(numerator, basis * _BPS * _BPS)


def interest_due_half_up(numerator: int, basis: int, charged: int) -> int:
    """Interest to charge now: the rounded sum to date less `charged`, never below 0."""
    return max(interest_half_up(numerator, basis) - charged, 0)


def penalty_due_half_up(numerator: int, basis: int, charged: int) -> int:
    """Penalty to charge now: the rounded sum to date less `charged`, never below 0."""
    return max(penalty_half_up(numerator, basis) - charged, 0)


def _divide_half_up(numerator: int, divisor: int) -> int:
    return unsigned((numerator + divisor // 2) // divisor, AMOUNT_BITS, "amount")
