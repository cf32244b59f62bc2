"""The order in which a payment is applied (contracts/libraries/Waterfall.sol)."""

from __future__ import annotations

from dataclasses import dataclass

from tradefin.money import Money
from tradefin.terms._bounds import AMOUNT_BITS, unsigned


@dataclass(frozen=True, slots=True)
class Debt:
    """What is owed, or what a payment reached, by class, in one currency.

    Raises InvalidInput for a negative amount, CurrencyMismatch for two currencies.
    """

    fees: Money
    penalty: Money
    interest: Money
    principal: Money

    def __post_init__(self) -> None:
        for name in self.__slots__:
            unsigned(getattr(self, name).minor, AMOUNT_BITS, name)
        _ = self.total

    @property
    def total(self) -> Money:
        return self.fees + self.penalty + self.interest + self.principal


def run_waterfall(payment: Money, debt: Debt) -> tuple[Debt, Money]:
    """What each class receives of `payment`, and the excess for which nothing is owed.

    Fees come first, then penalty, interest, principal; nothing is rounded, and the parts and the
    excess add up to `payment`. Raises InvalidInput for a negative payment, CurrencyMismatch.
    """
    unsigned(payment.minor, AMOUNT_BITS, "payment")
    fees, rest = _take(payment, debt.fees)
    penalty, rest = _take(rest, debt.penalty)
    interest, rest = _take(rest, debt.interest)
    principal, rest = _take(rest, debt.principal)
    return Debt(fees, penalty, interest, principal), rest


def _take(payment: Money, owed: Money) -> tuple[Money, Money]:
    part = min(payment, owed)
    return part, payment - part
