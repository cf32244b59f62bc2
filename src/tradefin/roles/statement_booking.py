"""From a collection account's statement to collections on the chain, each payment once."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from eth_utils.crypto import keccak

from tradefin.errors import BankReferenceUsed, InvalidInput, Reverted, TradefinError
from tradefin.events import Collected, DifferenceCleared
from tradefin.ids import DocumentId
from tradefin.money import Money
from tradefin.receipts.receipt import Receipt, Unreadable
from tradefin.roles.matching import By, Matcher, Suspense, Tolerance
from tradefin.roles.open_invoices import Invoices, Standing
from tradefin.roles.statement_rows import Outcome, StatementRow


@dataclass(frozen=True, slots=True)
class Desk:
    """What a booking sends: a collection, and after it the rest that is cleared."""

    collect: Callable[[DocumentId, Money, str], Collected]
    clear: Callable[[DocumentId, Money, str], DifferenceCleared]


class Booking:
    """Books the rows of one statement, in order."""

    def __init__(
        self,
        invoices: Invoices,
        matcher: Matcher,
        tolerance: Tolerance,
        booked: Iterable[Collected],
        desk: Desk | None,
    ) -> None:
        """`booked` is what the bank reported before; without a desk nothing is sent."""
        self._invoices = invoices
        self._matcher = matcher
        self._tolerance = tolerance
        self._booked = {event.bank_reference: event for event in booked}
        self._desk = desk
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
            row = replace(_row(r, Outcome.ALREADY_BOOKED), invoice=event.asset, event=event)
            return self._clear_after(row, r, event)
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
        short = row.dilution is not None and row.dilution.minor > 0
        if self._desk is None:
            standing.pay(r.amount, in_full=short)
            return row
        self._invoices.forget(standing.document.id)
        try:
            event = self._desk.collect(standing.document.id, r.amount, r.reference)
        except (InvalidInput, Reverted) as refusal:
            return replace(row, outcome=Outcome.REFUSED, refusal=refusal)
        row = replace(row, outcome=Outcome.BOOKED, event=event)
        return self._clear(self._desk, row, r, event.asset) if short else row

    def _clear_after(self, row: StatementRow, r: Receipt, event: Collected) -> StatementRow:
        """A run that was cut off after a collection is finished by the next one."""
        left = None if self._desk is None else self._invoices.left_by(event)
        if (
            self._desk is None
            or left is None
            or not self._tolerance.allows(r.amount, left + r.amount)
        ):
            return row
        self._invoices.forget(event.asset)
        return self._clear(self._desk, replace(row, dilution=left), r, event.asset)

    @staticmethod
    def _clear(desk: Desk, row: StatementRow, r: Receipt, invoice: DocumentId) -> StatementRow:
        try:
            return replace(row, cleared=desk.clear(invoice, r.amount, r.reference))
        except Reverted as refusal:
            return replace(row, refusal=refusal)


def _row(r: Receipt, outcome: Outcome) -> StatementRow:
    return StatementRow(r.row, outcome, r.amount, r)


def _refused(r: Receipt, refusal: TradefinError) -> StatementRow:
    return replace(_row(r, Outcome.REFUSED), refusal=refusal)
