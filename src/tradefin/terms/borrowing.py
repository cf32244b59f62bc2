"""What a bank may lend on a ledger of receivables, worked out off the chain for its certificate.

The steps and their order: net credit notes, drop what is past due, drop cross-aged debtors, drop
what is disputed, owed by affiliates or without declaration, net contra, sum the pool, cap each
debtor, advance less dilution, less reserves, at most the ceilings.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields

from tradefin.errors import InvalidInput
from tradefin.money import Money
from tradefin.terms._bounds import AMOUNT_BITS, BPS, DAY_BITS, unsigned


@dataclass(frozen=True, slots=True)
class Receivable:
    """What a debtor owes. `contra` is what the borrower owes the debtor, None for nothing.

    `declared` whether a customs declaration stands behind it.
    """

    debtor: str
    amount: Money
    credit_notes: Money | None = None
    contra: Money | None = None
    days_past_due: int = 0
    days_past_invoice: int = 0
    disputed: bool = False
    affiliate: bool = False
    declared: bool = True


@dataclass(frozen=True, slots=True)
class DebtorBase:
    """What each step takes off a debtor's receivables: `gross` less all between is `counted`."""

    debtor: str
    gross: Money
    credit_notes: Money
    past_due: Money
    cross_aged: Money
    ineligible: Money
    contra: Money
    concentrated: Money
    counted: Money


@dataclass(frozen=True, slots=True)
class BorrowingBase:
    """Every term of the base. `cap` is what one debtor may count, `ceiling` the least ceiling."""

    debtors: tuple[DebtorBase, ...]
    pool: Money
    cap: Money
    counted: Money
    advanced: Money
    reserves: Money
    ceiling: Money
    base: Money


def borrowing_base(
    receivables: Iterable[Receivable],
    limit: Money,
    *,
    advance_bps: int = 8_000,
    dilution_bps: int = 0,
    cross_age_bps: int = 1_000,
    concentration_bps: int = 10_000,
    most_days_past_due: int = 60,
    most_days_past_invoice: int = 90,
    reserves: Money | None = None,
    declarations: Money | None = None,
    guarantee: Money | None = None,
) -> BorrowingBase:
    """What may be lent on `receivables` under a facility of `limit`, in its currency.

    A debtor of whose receivables more than `cross_age_bps` are past due counts with none of them.
    Cap and advance are rounded down. `declarations` is what the customs declarations still bear,
    `guarantee` what a guarantor covers, both None for no such ceiling. Raises InvalidInput for
    terms out of bounds, CurrencyMismatch for a second currency.
    """
    _require(advance_bps, dilution_bps, cross_age_bps, concentration_bps)
    nothing = Money(0, limit.currency)
    ledger: dict[str, _Account] = {}
    for r in receivables:
        late = r.days_past_due > unsigned(most_days_past_due, DAY_BITS, "days")
        late |= r.days_past_invoice > unsigned(most_days_past_invoice, DAY_BITS, "days")
        ledger.setdefault(r.debtor, _Account(nothing)).enter(r, late)
    eligible = {debtor: account.eligible(cross_age_bps) for debtor, account in ledger.items()}
    pool = sum(eligible.values(), nothing)
    cap = _share_down(pool, concentration_bps)
    debtors = tuple(account.told(name, eligible[name], cap) for name, account in ledger.items())
    counted = sum((d.counted for d in debtors), nothing)
    advanced = _share_down(counted, advance_bps - dilution_bps)
    kept = _amount(reserves or nothing)
    ceiling = min(_amount(c) for c in (limit, declarations, guarantee) if c is not None)
    base = min(_less(advanced, kept), ceiling)
    return BorrowingBase(debtors, pool, cap, counted, advanced, kept, ceiling, base)


class _Account:
    """One debtor's receivables, step by step."""

    def __init__(self, nothing: Money) -> None:
        self.gross = self.credit_notes = self.past_due = self.cross_aged = nothing
        self.ineligible = self.contra = self._good = self._nothing = nothing

    def enter(self, r: Receivable, late: bool) -> None:
        amount, notes = _amount(r.amount), _amount(r.credit_notes or self._nothing)
        if notes > amount:
            raise InvalidInput(f"credit notes of {notes} exceed a receivable of {amount}")
        self.gross += amount
        self.credit_notes += notes
        self.contra += _amount(r.contra or self._nothing)
        if late:
            self.past_due += amount - notes
        elif r.disputed or r.affiliate or not r.declared:
            self.ineligible += amount - notes
        else:
            self._good += amount - notes

    def eligible(self, cross_age_bps: int) -> Money:
        """What goes into the pool; contra is set off against what is left alone."""
        net = self.gross - self.credit_notes
        if self.past_due.minor * BPS > cross_age_bps * net.minor:
            self.cross_aged = net - self.past_due
            self.ineligible = self._good = self._nothing
        self.contra = min(self.contra, self._good)
        return self._good - self.contra

    def told(self, debtor: str, eligible: Money, cap: Money) -> DebtorBase:
        steps = {f.name: getattr(self, f.name) for f in fields(DebtorBase) if hasattr(self, f.name)}
        counted = min(eligible, cap)
        return DebtorBase(debtor, concentrated=eligible - counted, counted=counted, **steps)


def _require(advance_bps: int, dilution_bps: int, cross_age_bps: int, share_bps: int) -> None:
    for value, least, most, name in (
        (advance_bps, 1, BPS, "an advance"),
        (dilution_bps, 0, advance_bps - 1, "a dilution below the advance"),
        (cross_age_bps, 0, BPS, "a cross-age"),
        (share_bps, 1, BPS, "a concentration"),
    ):
        if not isinstance(value, int) or not least <= value <= most:
            raise InvalidInput(f"{name} is {least:,} to {most:,} basis points, not {value!r}")


def _amount(money: Money) -> Money:
    unsigned(money.minor, AMOUNT_BITS, "amount")
    return money


def _share_down(money: Money, bps: int) -> Money:
    return Money(money.minor * bps // BPS, money.currency)


def _less(money: Money, off: Money) -> Money:
    return money - min(money, off)
