"""Rows about receipts and what invoices lose, and what they tell of payers and debtors."""

from __future__ import annotations

import sqlite3

from tradefin.enums import DocumentKind
from tradefin.events import Collected, CreditNoteBooked, DifferenceCleared, ReceiptContested
from tradefin.ids import DocumentId, OrgId
from tradefin.ledger.filing import Entry, files
from tradefin.ledger.histories import moment, money
from tradefin.ledger.records import Dilution, ReceiptEntry


def book_receipt(e: Collected | ReceiptContested, amount: int, entry: Entry) -> None:
    entry.insert(
        "receipts",
        seq=entry.seq,
        invoice=e.asset if isinstance(e, Collected) else e.invoice,
        payer=e.payer,
        reference=e.bank_reference,
        amount=str(amount),
    )


@files(ReceiptContested)
def _contested(e: ReceiptContested, entry: Entry) -> None:
    book_receipt(e, -e.amount, entry)


@files(CreditNoteBooked)
def _credited(e: CreditNoteBooked, entry: Entry) -> None:
    _dilute(e.invoice, "credited", e.amount, entry)


@files(DifferenceCleared)
def _cleared(e: DifferenceCleared, entry: Entry) -> None:
    _dilute(e.invoice, "cleared", e.amount, entry)


def _dilute(invoice: DocumentId, how: str, amount: int, entry: Entry) -> None:
    entry.insert("dilutions", seq=entry.seq, invoice=invoice, how=how, amount=str(amount))


def receipts(db: sqlite3.Connection, payer: OrgId) -> tuple[ReceiptEntry, ...]:
    rows = db.execute(
        "SELECT e.time, r.invoice, r.reference, r.amount, d.currency FROM receipts r"
        " JOIN events e USING (seq) JOIN documents d ON d.id = r.invoice"
        " WHERE r.payer = ? ORDER BY r.seq",
        (payer,),
    )
    return tuple(
        ReceiptEntry(moment(time), DocumentId(invoice), reference, money(amount, currency))
        for time, invoice, reference, amount, currency in rows
    )


def dilution(db: sqlite3.Connection, debtor: OrgId) -> tuple[Dilution, ...]:
    sums: dict[str, dict[str, int]] = {}
    invoices = db.execute(
        "SELECT id, currency, amount, revoked FROM documents WHERE kind = ? AND counterparty = ?",
        (int(DocumentKind.INVOICE), debtor),
    ).fetchall()
    for invoice, currency, amount, revoked in invoices:
        of = sums.setdefault(currency, {"invoiced": 0, "credited": 0, "cleared": 0})
        of["invoiced"] += 0 if revoked else int(amount)
        for how, lost in db.execute(
            "SELECT how, amount FROM dilutions WHERE invoice = ?", (invoice,)
        ):
            of[how] += int(lost)
    return tuple(
        Dilution(currency, **{what: money(amount, currency) for what, amount in of.items()})
        for currency, of in sorted(sums.items())
    )
