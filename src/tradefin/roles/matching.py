"""Which invoice a payment is for, or why nobody but a person can tell."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from tradefin.errors import InvalidInput
from tradefin.ids import OrgId
from tradefin.money import Money, exponent
from tradefin.receipts.payers import Who
from tradefin.receipts.receipt import Receipt
from tradefin.roles.open_invoices import Invoices, Standing

SHORTEST = 5
"""A shorter number is no reference of its own: it counts only where the payer is the debtor."""


_SHARE = range(10_001)


class By(StrEnum):
    """How a payment was matched, the strongest first."""

    REFERENCE = "REFERENCE"
    AMOUNT = "AMOUNT"
    OLDEST_DUE = "OLDEST_DUE"


class Suspense(StrEnum):
    """Why a payment waits for a person.

    COUNTER_ENTRY: it was taken back, takes one back, or came back. OTHER_DEBTOR: the payer isn't
    the debtor of the invoice that is named. OTHER_EXPORTER: the account is another's.
    ABOVE_OLDEST: more than the oldest invoice has open, while others of the payer are open.
    """

    COUNTER_ENTRY = "COUNTER_ENTRY"
    PAYER_UNKNOWN = "PAYER_UNKNOWN"
    PAYER_AMBIGUOUS = "PAYER_AMBIGUOUS"
    OTHER_DEBTOR = "OTHER_DEBTOR"
    OTHER_EXPORTER = "OTHER_EXPORTER"
    OTHER_CURRENCY = "OTHER_CURRENCY"
    SEVERAL_INVOICES = "SEVERAL_INVOICES"
    SEVERAL_EXPORTERS = "SEVERAL_EXPORTERS"
    ABOVE_OLDEST = "ABOVE_OLDEST"
    NOTHING_OPEN = "NOTHING_OPEN"
    NO_FUNDED_RANK = "NO_FUNDED_RANK"


class Tolerance:
    """By how much a payment may fall short and still be meant as all that was open."""

    def __init__(self, least: str | Decimal, bps: int) -> None:
        try:
            self._least = Decimal(least)
        except (InvalidOperation, TypeError, ValueError):
            raise InvalidInput("a tolerance is a decimal number") from None
        if not self._least.is_finite() or not 0 <= self._least < 10**18 or bps not in _SHARE:
            raise InvalidInput("a tolerance isn't negative, and at most 10,000 basis points")
        self._bps = bps

    def allows(self, paid: Money, open: Money) -> bool:
        least = int(self._least.scaleb(exponent(open.currency)))
        return 0 < open.minor - paid.minor <= max(least, open.minor * self._bps // 10_000)


class Matcher:
    """Matches one payment after another, as the invoices stand by then."""

    def __init__(
        self, invoices: Invoices, bank: OrgId, exporter: OrgId | None, tolerance: Tolerance
    ) -> None:
        self._invoices = invoices
        self._bank = bank
        self._exporter = exporter
        self._tolerance = tolerance

    def match(self, receipt: Receipt) -> tuple[Standing, By] | Suspense:
        """An explicit reference, else the exact amount, else the oldest due of that payer."""
        try:
            who = self._invoices.payer(receipt.payer)
        except InvalidInput:
            return Suspense.PAYER_AMBIGUOUS
        found = self._by_reference(receipt, who) or self._by_payer(receipt, who)
        if isinstance(found, Suspense) or found[0].has_rank(self._bank):
            return found
        return Suspense.NO_FUNDED_RANK

    def _by_reference(self, receipt: Receipt, who: Who) -> tuple[Standing, By] | Suspense | None:
        named = self._invoices.named_in(receipt.remittance)
        owed = self._invoices.owed_by(who)
        theirs = {s.number for s in owed}
        named = {n: found for n, found in named.items() if len(n) >= SHORTEST or n in theirs}
        if not named:
            return None
        meant = [standing for found in named.values() for standing in found]
        if len(named) == 1:  # exporters may number alike
            meant = [s for s in meant if self._is_of_account(s)] or meant
            meant = [s for s in meant if len(meant) == 1 or s in owed] or meant
        if len(named) > 1 or len(meant) > 1:
            return Suspense.SEVERAL_INVOICES
        if not meant:
            return Suspense.NO_FUNDED_RANK
        one = meant[0]
        owes_others = one not in owed and self._invoices.has_debtor(who)
        failed = {
            Suspense.OTHER_DEBTOR: owes_others or who.contradicts(one.debtor),
            Suspense.OTHER_EXPORTER: not self._is_of_account(one),
            Suspense.OTHER_CURRENCY: one.document.currency != receipt.amount.currency,
        }
        return next((reason for reason, is_so in failed.items() if is_so), (one, By.REFERENCE))

    def _by_payer(self, receipt: Receipt, who: Who) -> tuple[Standing, By] | Suspense:
        mine = self._open_to(receipt, who)
        if isinstance(mine, Suspense):
            return mine
        exact = [s for s in mine if s.open == receipt.amount]
        if len({s.document.holder for s in exact or mine}) > 1:
            return Suspense.SEVERAL_EXPORTERS
        if exact:
            return exact[0], By.AMOUNT
        if len(mine) > 1 and mine[0].open < receipt.amount:
            return Suspense.ABOVE_OLDEST
        return mine[0], By.OLDEST_DUE

    def _open_to(self, receipt: Receipt, who: Who) -> list[Standing] | Suspense:
        """The payer's invoices that the payment could be for, or why there are none."""
        mine = self._invoices.owed_by(who)
        if not mine:
            known = self._invoices.has_debtor(who)
            return Suspense.NOTHING_OPEN if known else Suspense.PAYER_UNKNOWN
        if len({s.debtor.identity for s in mine} - {None}) > 1:
            return Suspense.PAYER_AMBIGUOUS
        asked: dict[Suspense, Callable[[Standing], bool]] = {
            Suspense.OTHER_EXPORTER: self._is_of_account,
            Suspense.OTHER_CURRENCY: lambda s: s.document.currency == receipt.amount.currency,
            Suspense.NOTHING_OPEN: self._is_open,
        }
        for reason, answers in asked.items():
            mine = [s for s in mine if answers(s)]
            if not mine:
                return reason
        return mine

    def _is_of_account(self, standing: Standing) -> bool:
        return self._exporter in (None, standing.document.holder)

    def _is_open(self, s: Standing) -> bool:
        """Not where all that is open is what the last payment fell short by, within tolerance."""
        closed = s.last is not None and self._tolerance.allows(s.last, s.open + s.last)
        return s.open.minor > 0 and not closed
