"""The financing game between exporter, buyer and bank: a model in floats, per period, no money.

An exporter without enough capital orders or produces for a demand uniform on [0, `demand`] and
borrows; bank and borrower weigh outcomes by CVaR, the mean of the worst share of them. The model is
this project's own; nearest in the literature is the capital-constrained newsvendor under CVaR with
bank credit and a partial credit guarantee.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from math import isfinite, nan

from tradefin.errors import InvalidInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Market:
    """What the parties know. Shares and probabilities are within 0 and 1, money in any unit.

    `price` and `unit_cost` per piece; `capital` the exporter's own; `funding_rate` the bank's per
    period; `verification` is e, so that a trade is false with probability `false_trade` (1 - e);
    `cover` the guaranteed share at `premium` per unit of guaranteed principal, financed up front;
    `borrower` (of a direct sale the buyer) and `bank` are CVaR levels: 1 is risk-neutral, lower is
    more averse. `commission` is the platform's of a consignment, `debtor_default` and
    `debtor_loss` the buyer's of a direct sale.
    """

    price: float
    unit_cost: float
    demand: float
    capital: float
    funding_rate: float
    false_trade: float = 0.0
    verification: float = 0.0
    cover: float = 0.0
    premium: float = 0.0
    borrower: float = 1.0
    bank: float = 1.0
    commission: float = 0.0
    debtor_default: float = 0.0
    debtor_loss: float = 0.0

    def __post_init__(self) -> None:
        if not all(isfinite(number) for number in astuple(self)):
            raise InvalidInput("a market is described by finite numbers")
        if not (min(self.price, self.unit_cost, self.demand) > 0 and self.capital >= 0):
            raise InvalidInput("price, cost and demand are positive, capital is not negative")
        shares = [self.false_trade, self.verification, self.cover, self.premium, self.commission]
        shares += [self.debtor_default, self.debtor_loss]
        if not all(0 <= share <= 1 for share in shares):
            raise InvalidInput("shares and probabilities are within 0 and 1")
        if self.funding_rate <= -1:
            raise InvalidInput("a funding rate is above -1")
        if not (0 < self.borrower <= 1 and 0 < self.bank <= 1):
            raise InvalidInput("a CVaR level is above 0 and at most 1")
        if self.premium * self.cover >= 1 or self.commission == 1:
            raise InvalidInput("premium and commission leave nothing")

    @property
    def theta(self) -> float:
        """The probability that the trade is false or financed twice, after verification."""
        return self.false_trade * (1 - self.verification)

    @property
    def full_cost(self) -> float:
        """A piece's cost with a period's funding."""
        return self.unit_cost * (1 + self.funding_rate)

    @property
    def margin(self) -> float:
        """What a consignment brings a piece after the platform's commission."""
        return (1 - self.commission) * self.price

    def efficiency(self, quantity: float) -> float:
        """Expected profit of the whole chain at `quantity` over that at the best quantity."""

        def profit(q: float) -> float:
            return self.price * (q - q * q / (2 * self.demand)) - self.full_cost * q

        return profit(quantity) / profit(self.demand * (1 - self.full_cost / self.price))


@dataclass(frozen=True, slots=True)
class Equilibrium:
    """What the parties choose, in the market's units.

    `rate` is repayment over loan less 1, per period; `guarantor` the guarantor's expected profit at
    `premium`; `wholesale` the price a piece of a direct sale, `breakeven` the demand at which a
    consignment just repays, nan in the other mode.
    """

    quantity: float
    loan: float
    repayment: float
    efficiency: float
    guarantor: float
    premium: float
    breakeven: float = nan
    wholesale: float = nan

    @property
    def rate(self) -> float:
        return self.repayment / self.loan - 1 if self.loan else 0.0
