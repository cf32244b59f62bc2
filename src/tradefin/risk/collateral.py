"""What an asset is worth as security: integers, one division, rounded down.

The rates are defaults of this package, within the ranges that Chinese guarantee companies publish
(real estate up to 70 %, movables up to 50 %, rights up to 70 % of net value, machinery 30-50 %);
every one can be replaced by an `AssetTerms` of the parties' own.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum
from types import MappingProxyType

from tradefin.errors import InvalidInput
from tradefin.money import Money
from tradefin.terms import add_months, day_number

BPS = 10_000
_AMOUNT_LIMIT = 1 << 96


class AssetClass(IntEnum):
    """What secures a guarantor."""

    CASH_DEPOSIT = 0
    LAND_USE_RIGHT = 1
    MINING_RIGHT = 2
    FACTORY = 3
    MACHINERY = 4
    STOCK = 5
    WAREHOUSE_RECEIPT = 6
    RECEIVABLE = 7
    LISTED_SHARES = 8


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


DEFAULT_TERMS = MappingProxyType(
    {
        AssetClass.CASH_DEPOSIT: AssetTerms(10_000, 10_000, None),
        AssetClass.LAND_USE_RIGHT: AssetTerms(7_000, 8_500, 12),
        AssetClass.MINING_RIGHT: AssetTerms(4_000, 6_000, 12),
        AssetClass.FACTORY: AssetTerms(6_500, 8_000, 12),
        AssetClass.MACHINERY: AssetTerms(5_000, 7_000, 6),
        AssetClass.STOCK: AssetTerms(5_000, 7_500, 1),
        AssetClass.WAREHOUSE_RECEIPT: AssetTerms(6_000, 9_000, 1),
        AssetClass.RECEIVABLE: AssetTerms(7_000, 9_000, 1),
        AssetClass.LISTED_SHARES: AssetTerms(6_000, 9_500, 1),
    }
)
"""Terms per class where the parties agreed on none."""


class Reason(StrEnum):
    """Why an asset counts nothing for new cover."""

    LIENS = "LIENS"
    SECOND_VALUATION = "SECOND_VALUATION"
    STALE = "STALE"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What an asset counts: `amount` for new cover, `standing` behind cover that is live already.

    They differ only where `reason` forbids new cover. `valid_through` is the last day on which the
    valuation is good, None where it doesn't age.
    """

    amount: Money
    standing: Money
    reason: Reason | None
    valid_through: date | None

    @property
    def stale(self) -> bool:
        """Whether cover that is live already calls for a new valuation."""
        return self.reason is Reason.STALE


def recognise(
    value: Money,
    asset_class: AssetClass,
    *,
    valued_on: date,
    on: date,
    prior_liens: Money,
    second_value: Money | None = None,
    second_above: Money | None = None,
    terms: AssetTerms | None = None,
) -> Recognised:
    """What an asset appraised at `value` on `valued_on` counts on the day `on`.

    `recognised_down` with the class's terms. A valuation is good through the same day of the month,
    `valid_months` later; after it the asset counts nothing for new cover, reason STALE. Of two
    valuations the lower counts; above `second_above` a missing second one counts nothing for new
    cover. All amounts in one currency.

    Raises InvalidInput for a valuation dated after `on`, a negative amount, or one that needs more
    than 96 bits; CurrencyMismatch for two currencies.
    """
    if day_number(valued_on) > day_number(on):
        raise InvalidInput(f"a valuation of {valued_on} can't count on {on}")
    rules = DEFAULT_TERMS[AssetClass(asset_class)] if terms is None else terms
    lower = value if second_value is None else min(value, second_value)
    nothing = lower - lower
    liens = (nothing + prior_liens).minor
    until = None if rules.valid_months is None else add_months(valued_on, rules.valid_months)
    minor = recognised_down(lower.minor, rules.rate_bps, rules.liquidity_bps, BPS, liens)
    standing = Money(minor, value.currency)
    reason = None
    if until is not None and on > until:
        reason = Reason.STALE
    elif second_value is None and second_above is not None and second_above < value:
        reason = Reason.SECOND_VALUATION
    elif not minor:
        reason = Reason.LIENS if liens else None
    return Recognised(standing if reason is None else nothing, standing, reason, until)


def recognised_down(
    value: int, rate_bps: int, liquidity_bps: int, age_bps: int, prior_liens: int
) -> int:
    """max(0, floor(value x rate x liquidity x age / 10^12) - prior liens), in minor units.

    The three factors are basis points and multiplied out before the one division, so that 256 bits
    hold every step: uint96 x 10^12 is below 2^136. Raises InvalidInput where an amount is negative
    or needs more than 96 bits, or a factor isn't within 0 and 10,000.
    """
    for amount in (value, prior_liens):
        if not 0 <= amount < _AMOUNT_LIMIT:
            raise InvalidInput(f"an amount of {amount} is not within 0 and 2^96 - 1")
    for bps in (rate_bps, liquidity_bps, age_bps):
        if not 0 <= bps <= BPS:
            raise InvalidInput(f"a factor of {bps} basis points is not within 0 and {BPS:,}")
    return max(0, value * rate_bps * liquidity_bps * age_bps // BPS**3 - prior_liens)


def cover_ratio(recognised: Money, cover: Money) -> int:
    """Recognised value over cover in basis points, rounded down: 17,380 is 1.7380.

    Raises InvalidInput unless `cover` is positive, CurrencyMismatch for two currencies.
    """
    if cover <= cover - cover:
        raise InvalidInput("a ratio needs a positive cover")
    return (recognised + (cover - cover)).minor * BPS // cover.minor
