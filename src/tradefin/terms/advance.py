"""What a line lends on an invoice and for what fee (contracts/libraries/Advance.sol)."""

from __future__ import annotations

from tradefin.errors import InvalidInput
from tradefin.terms._bounds import AMOUNT_BITS, BPS, RATE_BITS, unsigned


def advance_free_down(open: int, used: int, advance_bps: int, dilution_bps: int) -> int:
    """(advance - dilution) of what is open, rounded down, less what rests on it, never below 0.

    Of all that is open, not of what is free: else many drawings would reach more than one.
    Raises InvalidInput where the dilution exceeds the advance.
    """
    if dilution_bps > advance_bps:
        raise InvalidInput(f"a dilution of {dilution_bps} exceeds the advance of {advance_bps}")
    return _share_less(open, used, advance_bps - dilution_bps)


def debtor_free_down(limit: int, used: int, concentration_bps: int) -> int:
    """One debtor's share of a limit, rounded down, less what it bears, never below 0."""
    return _share_less(limit, used, concentration_bps)


def fee_half_up(principal: int, fee_bps: int) -> int:
    """The fee on a principal, half a unit rounded up."""
    unsigned(principal, AMOUNT_BITS, "principal")
    unsigned(fee_bps, RATE_BITS, "fee in basis points")
    return unsigned((principal * fee_bps + BPS // 2) // BPS, AMOUNT_BITS, "fee")


def _share_less(whole: int, used: int, bps: int) -> int:
    unsigned(whole, AMOUNT_BITS, "amount")
    unsigned(used, AMOUNT_BITS, "used")
    unsigned(bps, RATE_BITS, "basis points")
    return unsigned(max(whole * bps // BPS - used, 0), AMOUNT_BITS, "amount")
