"""Consignment: the exporter stocks a platform on credit and keeps the risk of demand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import nan, sqrt

from tradefin.errors import InvalidInput
from tradefin.risk.game import Equilibrium, Market

_STEPS = 200


def consignment(market: Market) -> Equilibrium:
    """Consignment: the exporter keeps the stock's risk, the platform its commission.

    The root of the borrower's first-order condition, by bisection. An exporter whose own capital is
    enough borrows nothing. Raises InvalidInput where nobody would trade.
    """
    m = market
    most = m.borrower * m.demand
    unlent = most * (1 - m.full_cost / m.margin)
    if unlent <= 0:
        raise InvalidInput("financing costs more than the sale brings")
    own = m.capital / m.unit_cost
    if unlent <= own:
        return Equilibrium(unlent, 0.0, 0.0, m.efficiency(unlent), 0.0, m.premium, breakeven=0.0)
    quantity = _root(lambda q: _first_order(m, q), own, most)
    loan = _loan(m, quantity)
    repayment = _repayment(m, loan)
    profit = m.cover * (m.premium * loan * (1 + m.funding_rate) - _shortfall(m, repayment))
    return Equilibrium(
        quantity,
        loan,
        repayment,
        m.efficiency(quantity),
        profit + 0.0,
        m.premium,
        breakeven=repayment / m.margin,
    )


def consignment_at_fair_premium(market: Market) -> Equilibrium:
    """The same where the premium leaves the guarantor neither gain nor loss, `market`'s aside.

    The borrower knows that the premium follows its loan. With a fair premium loan and quantity are
    explicit in the break-even demand, over which the first-order condition is solved.
    """
    m = market
    own = m.capital / m.unit_cost
    weight = (1 - m.cover) / m.bank + m.cover
    if m.borrower * m.demand * (1 - m.full_cost / m.margin) <= own or weight * m.theta >= 1:
        return consignment(replace(m, cover=0.0, premium=0.0))

    def quantity(demand: float) -> float:
        paid = m.margin * demand - weight * _shortfall(m, m.margin * demand)
        return own + paid / m.full_cost

    def first_order(demand: float) -> float:
        share = demand / m.demand
        lent = 1 - weight * (m.theta + (1 - m.theta) * share)
        revenue = (m.borrower - quantity(demand) / m.demand) * m.margin * lent
        return revenue - (m.borrower - share) * m.full_cost

    most = (1 / weight - m.theta) / (1 - m.theta)
    demand = _root(first_order, 0.0, m.demand * min(m.borrower, most))
    shortfall = _shortfall(m, m.margin * demand)
    funded = m.margin * demand - (1 - m.cover) / m.bank * shortfall
    return Equilibrium(
        quantity(demand),
        funded / (1 + m.funding_rate),
        m.margin * demand,
        m.efficiency(quantity(demand)),
        0.0,
        shortfall / funded if funded else 0.0,
        breakeven=demand,
    )


def _loan(m: Market, quantity: float) -> float:
    return (m.unit_cost * quantity - m.capital) / (1 - m.cover * m.premium)


def _repayment(m: Market, loan: float) -> float:
    """What makes the bank's CVaR equal its funding; nan where no repayment does."""
    a = m.bank - m.theta * (1 - m.cover)
    b = (1 - m.theta) * (1 - m.cover) / (2 * m.demand * m.margin)
    k = m.bank * loan * (1 + m.funding_rate)
    if a <= 0 or a * a < 4 * b * k:
        return nan
    repayment = 2 * k / (a + sqrt(a * a - 4 * b * k))
    worst = m.demand * (m.bank - m.theta) / max(1 - m.theta, 1e-300)
    return repayment if m.cover == 1 or repayment <= worst * m.margin else nan


def _shortfall(m: Market, repayment: float) -> float:
    """What the bank misses of `repayment` in expectation, before the guarantor pays."""
    demand = repayment / m.margin
    return (1 - m.theta) * m.margin * demand**2 / (2 * m.demand) + m.theta * repayment


def _first_order(m: Market, quantity: float) -> float:
    """Marginal revenue less marginal cost; negative where the bank rations."""
    repayment = _repayment(m, _loan(m, quantity))
    share = repayment / m.margin / m.demand
    uncovered = 1 - m.cover
    lent = m.bank - m.theta * uncovered - (1 - m.theta) * uncovered * share
    if not (repayment < quantity * m.margin and lent > 0 and share < m.borrower):
        return -1.0
    cost = m.unit_cost * m.bank * (1 + m.funding_rate)
    cost *= (m.borrower - share) / (m.margin * (1 - m.cover * m.premium) * lent)
    return m.borrower - quantity / m.demand - cost


def _root(falling: Callable[[float], float], low: float, high: float) -> float:
    """The last float at which `falling` is positive, by bisection; `low` where it never is."""
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if middle in (low, high):
            break
        low, high = (middle, high) if falling(middle) > 0 else (low, middle)
    return low
