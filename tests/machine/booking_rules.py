"""What banks may book on receivables."""

from __future__ import annotations

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from tests.machine.bookings import Booked
from tests.machine.house import pick
from tests.machine.keys import key_of_note
from tests.machine.lending_rules import OWING, LendingRules
from tests.machine.uses import COMMITTED
from tradefin.events import CreditNoteBooked, DifferenceCleared, ReceiptContested


class BookingRules(LendingRules):
    """Credit notes, small differences, counter-entries."""

    @precondition(lambda self: self._claims())
    @rule(
        n=pick,
        who=st.sampled_from([None] * 9 + ["bank", "exporter", "stranger"]),
        note=st.integers(0, 2),
        amount=st.one_of(st.integers(0, 5), st.integers(1, 90_000), st.integers(1, 900_000)),
        owing=st.integers(0, 7),
        wrong=st.integers(0, 15),
    )
    def book_credit_note(
        self, n: int, who: str | None, note: int, amount: int, owing: int, wrong: int
    ) -> None:
        f = self._one(n, owing, *OWING)
        basis, by = self._basis(f, wrong == 0), who or self._bank_of(f)
        key = basis[0] if wrong == 1 else key_of_note(note)
        call = ("PledgeRegister", "bookCreditNote", self._held(f, basis), key, amount)
        made = self._do(
            "book_credit_note",
            lambda m, _: m.book_credit_note(by, f, basis, key, amount),
            by,
            *call,
        )
        if made:
            event = made[1].one(CreditNoteBooked)
            assert (event.invoice, event.note, event.amount) == (basis[0], key, amount)

    @precondition(lambda self: self.model.papers)
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, *["exporter"] * 4, "buyer", "stranger"]),
        by_bank=st.booleans(),
        rest=st.sampled_from([0, 1, 2_500, 2_501, 9_999]),
        near=st.integers(0, 5),
        spoilt=st.integers(0, 9),
    )
    def clear_difference(
        self, n: int, who: str | None, by_bank: bool, rest: int, near: int, spoilt: int
    ) -> None:
        """Five times of six after somebody paid all but `rest`."""
        invoice = self._invoice(n)
        paper = self.model.papers.get(invoice)
        uses = self.model.uses.items()
        lent = [f for (f, (whole, _)), u in uses if whole == invoice and u.until == COMMITTED]
        if near and paper and paper.open > rest:
            payer = self._bank_of(lent[0]) if by_bank and lent else "buyer"
            self.collect(n, payer, paper.open - rest, 1, 9)
        receipt = self._receipt_on(invoice, spoilt)
        by = who or self.model.name(receipt[1])
        made = self._do(
            "clear_difference",
            lambda m, _: m.clear_difference(by, receipt),
            by,
            *("PledgeRegister", "clearDifference", receipt),
        )
        if made:
            event = made[1].one(DifferenceCleared)
            assert (event.by, event.amount) == (self.model.org(by), made[0])

    @precondition(lambda self: self.model.receipts)
    @rule(
        n=pick,
        who=st.sampled_from([None, None, None, None, "exporter", "bank", "stranger"]),
        spoilt=st.integers(0, 7),
    )
    def contest_receipt(self, n: int, who: str | None, spoilt: int) -> None:
        booked = list(self.model.receipts.values())
        receipt = self._receipt_on(booked[n % len(booked)][0], spoilt)
        by, reason = who or self.model.name(receipt[1]), bytes(32)
        made = self._do(
            "contest_receipt",
            lambda m, _: m.contest_receipt(by, receipt),
            by,
            *("PledgeRegister", "contestReceipt", receipt, reason),
        )
        if made:
            event = made[1].one(ReceiptContested)
            assert (event.invoice, event.amount) == (receipt[0], receipt[3])

    def _receipt_on(self, invoice: bytes, spoilt: int) -> Booked:
        """The last one, of another amount or on another invoice if spoilt; made up for want."""
        found = [
            (invoice, payer, reference, amount)
            for (payer, reference), (on, amount) in self.model.receipts.items()
            if on == invoice
        ]
        invoice, payer, reference, amount = found[-1] if found else (invoice, 2, bytes(32), 1)
        if spoilt == 1:
            invoice = self._key(0, 1 + int(invoice == self._key(0, 1)))
        return invoice, payer, reference, amount + int(spoilt == 0)
