"""What banks book on receivables: a model of the register's bookings."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.machine.lending import USD, Desk
from tests.machine.papers import require_kind
from tests.machine.sharing import Basis
from tests.machine.uses import COMMITTED
from tradefin.enums import DocumentKind, Role
from tradefin.errors import (
    AmountIsZero,
    CallerNotHolderOrBank,
    CallerNotPayerOfReceipt,
    CallerNotRank,
    CreditNoteUsed,
    DifferenceExceedsTolerance,
    DifferenceIsZero,
    ReceiptIsContested,
    ReceiptNotBooked,
    TokenNotListed,
)

Booked = tuple[bytes, int, bytes, int]
"""Invoice, payer, reference, amount: a receipt as the contract takes it."""


@dataclass
class Books(Desk):
    """Credit notes by invoice; contested receipts by payer and reference."""

    notes: set[tuple[bytes, bytes]] = field(default_factory=set)
    contested: set[tuple[int, bytes]] = field(default_factory=set)

    def book_credit_note(
        self, who: str, financing: int, basis: Basis, note: bytes, amount: int
    ) -> None:
        bank, invoice = self.actor(who, Role.BANK), basis[0]
        use = self.uses.get((financing, basis))
        if use is None or use.until != COMMITTED or self.claims[financing].bank != bank:
            raise CallerNotRank(financing, invoice, bank)
        if amount == 0:
            raise AmountIsZero()
        require_kind(note, DocumentKind.CREDIT_NOTE)
        if (invoice, note) in self.notes:
            raise CreditNoteUsed(invoice, note)
        self.notes.add((invoice, note))
        paper = self.papers[invoice]
        paper.consumed += min(amount, paper.rest)

    def clear_difference(self, who: str, receipt: Booked) -> int:
        """Returns what was cleared."""
        invoice, payer = receipt[:2]
        caller, paper = self.org(who), self.papers.get(invoice)
        holder, debtor = (paper.said.holder, paper.said.counterparty) if paper else (0, 0)
        if not caller or not (caller == holder or (caller == payer and caller != debtor)):
            raise CallerNotHolderOrBank(invoice, holder, caller)
        self._require_standing(receipt)
        assert paper is not None
        rest, most = paper.rest, self.tolerance(paper.said.amount)
        if rest == 0:
            raise DifferenceIsZero(invoice)
        if paper.said.currency != USD:
            raise TokenNotListed("EUR")
        if rest > most:
            raise DifferenceExceedsTolerance(invoice, rest, most)
        paper.consumed += rest
        return rest

    def contest_receipt(self, who: str, receipt: Booked) -> None:
        _, payer, reference, _ = receipt
        caller = self.org(who)
        if caller != payer:
            raise CallerNotPayerOfReceipt(reference, payer, caller)
        self._require_standing(receipt)
        self.contested.add((payer, reference))

    def _require_standing(self, receipt: Booked) -> None:
        invoice, payer, reference, amount = receipt
        if self.receipts.get((payer, reference)) != (invoice, amount):
            raise ReceiptNotBooked(invoice, payer, reference, amount)
        if (payer, reference) in self.contested:
            raise ReceiptIsContested(payer, reference)

    @staticmethod
    def tolerance(amount: int) -> int:
        """In US dollars."""
        return max(2_500, amount * 25 // 10_000)
