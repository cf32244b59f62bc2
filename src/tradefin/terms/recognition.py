"""How assets count as security: integers, one division, rounded down.

The rates are defaults of this package, within the ranges that Chinese guarantee companies publish
(real estate up to 70 %, movables up to 50 %, rights up to 70 % of net value, machinery 30-50 %);
every one can be replaced by an `AssetTerms` of the parties' own.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType

from tradefin.enums import DocumentKind
from tradefin.errors import InvalidInput
from tradefin.terms._bounds import AMOUNT_BITS, BPS, unsigned


@dataclass(frozen=True, slots=True)
class AssetTerms:
    """How a class counts: rate after haircut and liquidity factor in basis points, and for how
    many calendar months a valuation is good (None: it doesn't age)."""

    rate_bps: int
    liquidity_bps: int
    valid_months: int | None

    def __post_init__(self) -> None:
        for name, bps in (("rate", self.rate_bps), ("liquidity", self.liquidity_bps)):
            if not 0 <= bps <= BPS:
                raise InvalidInput(f"a {name} of {bps} basis points is not within 0 and {BPS:,}")
        if self.valid_months is not None and not 1 <= self.valid_months <= 255:
            raise InvalidInput(f"a valuation is good for 1 to 255 months, not {self.valid_months}")

    def values(self) -> tuple[int, int, int]:
        """The terms as the contract takes them: 0 months where a valuation doesn't age."""
        return self.rate_bps, self.liquidity_bps, self.valid_months or 0


DEFAULT_TERMS = MappingProxyType(
    {
        DocumentKind.INVOICE: AssetTerms(7_000, 9_000, None),
        DocumentKind.WAREHOUSE_RECEIPT: AssetTerms(6_000, 9_000, 1),
        DocumentKind.TITLE_DEED: AssetTerms(7_000, 8_500, 12),
        DocumentKind.MINING_RIGHT: AssetTerms(4_000, 6_000, 12),
        DocumentKind.FACTORY: AssetTerms(6_500, 8_000, 12),
        DocumentKind.MACHINERY: AssetTerms(5_000, 7_000, 6),
        DocumentKind.STOCK: AssetTerms(5_000, 7_500, 1),
        DocumentKind.LISTED_SHARES: AssetTerms(6_000, 9_500, 1),
        DocumentKind.CASH_DEPOSIT: AssetTerms(10_000, 10_000, None),
    }
)
"""Terms of each class where the parties agreed on none. A receivable is good until it is due."""


def recognised_down(value: int, rate_bps: int, liquidity_bps: int, prior_liens: int) -> int:
    """max(0, floor(value x rate x liquidity / 10^8) - prior liens), in minor units.

    The factors are basis points and multiplied out before the one division. Raises InvalidInput
    where an amount is negative or needs more than 96 bits, or a factor isn't within 0 and 10,000.
    """
    for amount in (value, prior_liens):
        unsigned(amount, AMOUNT_BITS, "an amount of")
    for bps in (rate_bps, liquidity_bps):
        if not 0 <= bps <= BPS:
            raise InvalidInput(f"a factor of {bps} basis points is not within 0 and {BPS:,}")
    return max(0, value * rate_bps * liquidity_bps // BPS**2 - prior_liens)
