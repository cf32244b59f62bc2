"""A bank's quote: the least whole basis point at which its worst outcomes still pay its funding.

Integers and fractions throughout, so that a quote is the same on every machine. The condition is
the bank's of the financing game (`risk.game`), asked of a loan that is given: the mean of the worst
`level_bps` share of what it receives covers principal and funding.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import floor

from tradefin.errors import InvalidInput
from tradefin.money import Money
from tradefin.terms import DayCount

BPS = 10_000
MOST_BPS = (1 << 16) - 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """A bank's view of a class of trades, in basis points.

    `false_trade_bps` is the probability that a trade which nobody verified is false or financed
    twice (theta 0); `level_bps` the bank's CVaR level, 10,000 is risk-neutral; `funding_bps` its
    cost of funds a year; `debtor_default_bps` and `debtor_loss_bps` the buyer's probability of
    default over the tenor and the loss given it, `commission_bps` a platform's.
    """

    false_trade_bps: int
    funding_bps: int
    level_bps: int = BPS
    debtor_default_bps: int = 0
    debtor_loss_bps: int = 0
    commission_bps: int = 0

    def __post_init__(self) -> None:
        _shares(
            self.false_trade_bps,
            self.debtor_default_bps,
            self.debtor_loss_bps,
            self.commission_bps,
        )
        if not 0 < self.level_bps <= BPS or not 0 <= self.funding_bps <= MOST_BPS:
            raise InvalidInput("a CVaR level is above 0, a funding rate is a uint16")


@dataclass(frozen=True, slots=True)
class Pricing:
    """A quote: `rate_bps` a year at the verification measured, `verified_bps` at full verification.

    Both rounded up to the basis point; None where no rate up to 65,535 pays for the risk.
    """

    rate_bps: int | None
    verified_bps: int | None


def quote_direct(
    principal: Money,
    receivable: Money,
    risk: Risk,
    *,
    verification_bps: int,
    days: int,
    cover_bps: int = 0,
    day_count: DayCount = DayCount.ACT_360,
) -> Pricing:
    """The rate for `principal` lent for `days` against a buyer's debt of `receivable`.

    A false trade pays what the guarantor pays, a defaulting buyer what its estate brings with what
    the guarantor adds, every other trade all; nobody pays more than the receivable. Raises
    InvalidInput for amounts that aren't positive, shares outside 0 and 10,000 and days below 1.
    """
    _positive(principal, receivable)
    estate = Fraction(receivable.minor * (BPS - risk.debtor_loss_bps), BPS)
    level, cover = Fraction(risk.level_bps, BPS), Fraction(cover_bps, BPS)
    default = Fraction(risk.debtor_default_bps, BPS)

    def worst(theta: Fraction, repayment: Fraction) -> Fraction:
        failing = max(Fraction(0), min(level - theta, (1 - theta) * default))
        lost = min(theta, level) * repayment + failing * max(Fraction(0), repayment - estate)
        return level * repayment - (1 - cover) * lost

    def most(theta: Fraction) -> Fraction:
        return Fraction(receivable.minor)

    return _price(principal, risk, worst, most, verification_bps, days, cover_bps, day_count)


def quote_consignment(
    principal: Money,
    sales: Money,
    risk: Risk,
    *,
    stock_bps: int,
    verification_bps: int,
    days: int,
    cover_bps: int = 0,
    day_count: DayCount = DayCount.ACT_360,
) -> Pricing:
    """The rate for `principal` lent for `days` on stock that a platform sells.

    `sales` is what the greatest demand would pay before commission (demand is uniform up to it),
    `stock_bps` the share of it that the stock can serve. Raises InvalidInput as `quote_direct`.
    """
    _positive(principal, sales)
    _shares(stock_bps)
    largest = Fraction(sales.minor * (BPS - risk.commission_bps), BPS)
    level, cover = Fraction(risk.level_bps, BPS), Fraction(cover_bps, BPS)

    def worst(theta: Fraction, repayment: Fraction) -> Fraction:
        unsold = (1 - theta) * repayment**2 / (2 * largest) if largest else repayment
        return level * repayment - (1 - cover) * (min(theta, level) * repayment + unsold)

    def most(theta: Fraction) -> Fraction:
        limit = largest * stock_bps / BPS
        if theta < 1 and cover < 1:
            limit = min(limit, largest * max(Fraction(0), level - theta) / (1 - theta))
        return limit

    return _price(principal, risk, worst, most, verification_bps, days, cover_bps, day_count)


def _price(
    principal: Money,
    risk: Risk,
    worst: Callable[[Fraction, Fraction], Fraction],
    most: Callable[[Fraction], Fraction],
    verification_bps: int,
    days: int,
    cover_bps: int,
    day_count: DayCount,
) -> Pricing:
    _shares(verification_bps, cover_bps)
    if days < 1:
        raise InvalidInput(f"a tenor of {days} days earns nothing")
    year = Fraction(days, day_count.basis * BPS)
    needed = principal.minor * (1 + risk.funding_bps * year) * risk.level_bps / BPS

    def rate(verified_bps: int) -> int | None:
        theta = Fraction(risk.false_trade_bps * (BPS - verified_bps), BPS**2)

        def pays(bps: int) -> bool:
            return worst(theta, principal.minor * (1 + bps * year)) >= needed

        highest = (most(theta) / principal.minor - 1) / year
        return _least(pays, min(MOST_BPS, floor(highest)))

    return Pricing(rate(verification_bps), rate(BPS))


def _least(pays: Callable[[int], bool], highest: int) -> int | None:
    """The least basis point from 0 to `highest` that pays; what one pays, a higher one pays too."""
    if highest < 0 or not pays(highest):
        return None
    low, high = 0, highest
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if pays(middle) else (middle + 1, high)
    return high


def _shares(*shares_bps: int) -> None:
    for bps in shares_bps:
        if not 0 <= bps <= BPS:
            raise InvalidInput(f"a share of {bps} basis points is not within 0 and {BPS:,}")


def _positive(first: Money, second: Money) -> None:
    if min(first, second) <= first - first:
        raise InvalidInput("a quote needs positive amounts")
