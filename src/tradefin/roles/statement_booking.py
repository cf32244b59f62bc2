"""From a collection account's statement to collections on the chain, each payment once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from eth_utils.crypto import keccak

from tradefin.errors import BankReferenceUsed, InvalidInput, Reverted, TradefinError
from tradefin.events import Collected
from tradefin.ids import DocumentId
from tradefin.money import Money
from tradefin.receipts.receipt import Receipt, Unreadable
from tradefin.roles.matching import By, Matcher, Suspense, Tolerance
from tradefin.roles.open_invoices import Invoices, Standing

Collect = Callable[[DocumentId, Money, str], Collected]


class Outcome(StrEnum):
    """What became of a row. MATCHED: it would be booked, if this were no dry run."""

    BOOKED = "BOOKED"
    MATCHED = "MATCHED"
    ALREADY_BOOKED = "ALREADY_BOOKED"
    SUSPENSE = "SUSPENSE"
    REFUSED = "REFUSED"


@dataclass(frozen=True, slots=True)
class StatementRow:
    """One row of a statement and what became of it.

    Of a matched payment `open` is what the invoice had open before it, `dilution` what is missing
    within tolerance, `overpaid` what is above it; `event.surplus` is all that went to the exporter.
    """

    row: int
    outcome: Outcome
    amount: Money | None = None
    receipt: Receipt | None = None
    invoice: DocumentId | None = None
    by: By | None = None
    open: Money | None = None
    dilution: Money | None = None
    overpaid: Money | None = None
    event: Collected | None = None
    reason: Suspense | None = None
    refusal: TradefinError | None = None


class Booking:
    """Books the rows of one statement, in order."""

    def __init__(
        self,
        invoices: Invoices,
        matcher: Matcher,
        tolerance: Tolerance,
        booked: Iterable[Collected],
        collect: Collect | None,
    ) -> None:
        """`booked` is what the bank reported before; without `collect` nothing is sent."""
        self._invoices = invoices
        self._matcher = matcher
        self._tolerance = tolerance
        self._booked = {event.bank_reference: event for event in booked}
        self._collect = collect
        self._first: dict[str, Receipt] = {}
        self._unclear: set[str] = set()
        self._taken_back: set[str] = set()

    def book(self, read: Iterable[Receipt | Unreadable]) -> tuple[StatementRow, ...]:
        rows = tuple(read)
        for row in rows:
            if isinstance(row, Receipt):
                self._note(row)
        return tuple(map(self._row, rows))

    def _note(self, r: Receipt) -> None:
        if r.is_counter_entry:
            self._taken_back.add(r.reference)
        elif replace(self._first.setdefault(r.reference, r), row=r.row) != r:
            self._unclear.add(r.reference)

    def _row(self, read: Receipt | Unreadable) -> StatementRow:
        if isinstance(read, Unreadable):
            return StatementRow(read.row, Outcome.REFUSED, read.amount, refusal=read.refusal)
        return self._before(read) or self._match(read)

    def _before(self, r: Receipt) -> StatementRow | None:
        """What is told of a row whose reference isn't new."""
        if r.is_counter_entry:
            return None
        first, unclear = self._first[r.reference], r.reference in self._unclear
        if first is not r and not unclear:
            return _refused(r, InvalidInput(f"row {r.row} repeats row {first.row}"))
        digest = keccak(text=r.reference)
        event = self._booked.get(digest)
        if event is not None:
            if not self._invoices.is_of(event, r.amount):
                return _refused(r, BankReferenceUsed(digest))
            return replace(_row(r, Outcome.ALREADY_BOOKED), invoice=event.invoice, event=event)
        if unclear:
            why = f"row {r.row}: its reference stands for different payments"
            return _refused(r, InvalidInput(why))
        return None

    def _match(self, r: Receipt) -> StatementRow:
        if r.is_counter_entry or r.reference in self._taken_back:
            found: tuple[Standing, By] | Suspense = Suspense.COUNTER_ENTRY
        else:
            found = self._matcher.match(r)
        if isinstance(found, Suspense):
            return replace(_row(r, Outcome.SUSPENSE), reason=found)
        standing, by = found
        nothing = Money(0, r.amount.currency)
        short = self._tolerance.allows(r.amount, standing.open)
        row = replace(
            _row(r, Outcome.MATCHED),
            invoice=standing.document.id,
            by=by,
            open=standing.open,
            dilution=standing.open - r.amount if short else nothing,
            overpaid=max(r.amount - standing.open, nothing),
        )
        return self._send(row, r, standing)

    def _send(self, row: StatementRow, r: Receipt, standing: Standing) -> StatementRow:
        if self._collect is None:
            standing.pay(r.amount)
            return row
        self._invoices.forget(standing.document.id)
        try:
            event = self._collect(standing.document.id, r.amount, r.reference)
        except (InvalidInput, Reverted) as refusal:
            return replace(row, outcome=Outcome.REFUSED, refusal=refusal)
        return replace(row, outcome=Outcome.BOOKED, event=event)


def _row(r: Receipt, outcome: Outcome) -> StatementRow:
    return StatementRow(r.row, outcome, r.amount, r)


def _refused(r: Receipt, refusal: TradefinError) -> StatementRow:
    return replace(_row(r, Outcome.REFUSED), refusal=refusal)
