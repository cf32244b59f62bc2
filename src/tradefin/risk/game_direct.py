"""Direct sale: the exporter ships to a buyer on credit and borrows against the receivable."""

from __future__ import annotations

from tradefin.errors import InvalidInput
from tradefin.risk.game import Equilibrium, Market


def direct(market: Market) -> Equilibrium:
    """Direct sale: the buyer orders at the exporter's price, the bank lends on the receivable.

    Closed form, good while the repayment is at most what a defaulting buyer's estate brings.
    Raises InvalidInput beyond that, and where the bank wouldn't lend or nobody would trade.
    """
    m, uncovered = market, 1 - market.cover
    bank = m.bank - m.theta * uncovered
    expected = 1 - m.debtor_default * m.debtor_loss
    if bank <= 0 or expected <= 0:
        raise InvalidInput("at this risk the bank doesn't lend at any rate")
    kappa = m.bank / ((1 - m.cover * m.premium) * bank)
    cost = m.full_cost * kappa / expected
    if cost >= m.price:
        raise InvalidInput("financing costs more than the sale brings")
    wholesale = (m.price + cost) / 2
    quantity = m.borrower * m.demand * (m.price - cost) / (2 * m.price)
    loan = max(0.0, (m.unit_cost * quantity - m.capital) / (1 - m.cover * m.premium))
    repayment = m.bank * loan * (1 + m.funding_rate) / bank
    if repayment > (1 - m.debtor_loss) * wholesale * quantity:
        raise InvalidInput("the loan is larger than what a defaulting buyer's estate brings")
    guarantor = m.cover * (m.premium * loan * (1 + m.funding_rate) - m.theta * repayment)
    return Equilibrium(
        quantity,
        loan,
        repayment,
        m.efficiency(quantity),
        guarantor + 0.0,
        m.premium,
        wholesale=wholesale,
    )


def viable_verification(market: Market) -> float:
    """The verification above which a direct sale's guarantor at `premium` doesn't lose; 0 at the
    least. Raises InvalidInput where no trade is false."""
    if not market.false_trade:
        raise InvalidInput("without false trades every premium is enough")
    pays = market.bank + market.premium * (1 - market.cover)
    return max(0.0, 1 - market.premium * market.bank / pays / market.false_trade)
