"""Rows about papers."""

from __future__ import annotations

from datetime import datetime

from tradefin.events import (
    DocumentAttested,
    DocumentDisputed,
    DocumentFrozen,
    DocumentRejected,
    DocumentRevoked,
    DocumentUsed,
    HoldOpened,
    HoldResolved,
    KeyBound,
)
from tradefin.ids import DocumentId
from tradefin.ledger.filing import Entry, files, seconds


@files(DocumentAttested)
def _attested(e: DocumentAttested, entry: Entry) -> None:
    entry.run(
        "INSERT INTO documents (id, kind, holder, counterparty, attestor, currency, version,"
        " due, valid_until, amount) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, holder = excluded.holder,"
        " counterparty = excluded.counterparty, attestor = excluded.attestor,"
        " currency = excluded.currency, version = excluded.version, due = excluded.due,"
        " valid_until = excluded.valid_until, amount = excluded.amount",
        e.document,
        int(e.kind),
        e.holder,
        e.counterparty,
        e.attestor,
        e.currency,
        e.version,
        seconds(e.due),
        seconds(e.valid_until),
        str(e.amount),
    )
    _add_point(e.document, entry)


@files(DocumentUsed)
def _used(e: DocumentUsed, entry: Entry) -> None:
    amount, consumed, revoked = entry.db.execute(
        "SELECT amount, consumed, revoked FROM documents WHERE id = ?", (e.document,)
    ).fetchone()
    if not revoked:
        # Nothing open tells only that at least the amount was collected: an amendment may have
        # cut the amount below that.
        consumed = int(amount) - e.open if e.open else max(int(consumed), int(amount))
    entry.run(
        "UPDATE documents SET used = ?, consumed = ? WHERE id = ?",
        str(e.used),
        str(consumed),
        e.document,
    )
    _add_point(e.document, entry)


@files(DocumentRevoked)
def _revoked(e: DocumentRevoked, entry: Entry) -> None:
    entry.run("UPDATE documents SET revoked = 1 WHERE id = ?", e.document)
    _add_point(e.document, entry)


@files(DocumentFrozen)
def _frozen(e: DocumentFrozen, entry: Entry) -> None:
    _stop(entry, e.document, "frozen_until", e.frozen_until)


@files(DocumentRejected)
def _rejected(e: DocumentRejected, entry: Entry) -> None:
    _stop(entry, e.document, "rejected_until", e.until)


@files(DocumentDisputed)
def _disputed(e: DocumentDisputed, entry: Entry) -> None:
    entry.run("INSERT OR IGNORE INTO stops (document) VALUES (?)", e.document)
    entry.run("UPDATE stops SET disputer = ? WHERE document = ?", e.debtor or None, e.document)


@files(HoldOpened)
def _held(e: HoldOpened, entry: Entry) -> None:
    _stop(entry, e.document, "held_until", e.until)


@files(HoldResolved)
def _resolved(e: HoldResolved, entry: Entry) -> None:
    _stop(entry, e.document, "held_until", None)


@files(KeyBound)
def _bound(e: KeyBound, entry: Entry) -> None:
    entry.insert("document_keys", key=e.key, document=e.document)


def _stop(entry: Entry, document: DocumentId, what: str, until: datetime | None) -> None:
    """A paper may be stopped before anybody attests it."""
    entry.run("INSERT OR IGNORE INTO stops (document) VALUES (?)", document)
    entry.run(f"UPDATE stops SET {what} = ? WHERE document = ?", seconds(until), document)


def _add_point(document: DocumentId, entry: Entry) -> None:
    currency, amount, used, consumed, revoked = entry.db.execute(
        "SELECT currency, amount, used, consumed, revoked FROM documents WHERE id = ?",
        (document,),
    ).fetchone()
    left = 0 if revoked else max(0, int(amount) - int(consumed))
    entry.insert(
        "document_history",
        seq=entry.seq,
        document=document,
        currency=currency,
        amount=amount,
        used=used,
        open=str(left),
    )
