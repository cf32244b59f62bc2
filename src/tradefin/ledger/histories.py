"""Step functions over time: what held from a moment on."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from typing import Any

from tradefin.ids import DocumentId, FinancingId, OrgId
from tradefin.ledger.records import CapitalPoint, CoverPoint, DebtPoint, DocumentPoint, Stops
from tradefin.money import Money


def document(db: sqlite3.Connection, document: DocumentId) -> tuple[DocumentPoint, ...]:
    rows = db.execute(
        "SELECT e.time, h.currency, h.amount, h.used, h.open FROM document_history h"
        " JOIN events e USING (seq) WHERE h.document = ? ORDER BY h.seq",
        (document,),
    )
    return tuple(
        DocumentPoint(
            moment(time),
            money(amount, currency),
            money(used, currency),
            money(left, currency),
            money(max(0, int(left) - int(used)), currency),
        )
        for time, currency, amount, used, left in rows
    )


def stops(db: sqlite3.Connection, document: DocumentId) -> Stops:
    row = db.execute(
        "SELECT frozen_until, held_until, rejected_until, disputer FROM stops WHERE document = ?",
        (document,),
    ).fetchone()
    if row is None:
        return Stops()
    frozen, held, rejected, disputer = row
    return Stops(maybe(frozen), maybe(held), maybe(rejected), disputer and OrgId(disputer))


def debt(db: sqlite3.Connection, financing: FinancingId) -> tuple[DebtPoint, ...]:
    rows = db.execute(
        "SELECT e.time, h.principal, f.currency FROM debt_history h JOIN events e USING (seq)"
        " JOIN financings f ON f.id = h.financing WHERE h.financing = ? ORDER BY h.seq",
        (financing,),
    )
    return tuple(DebtPoint(moment(time), money(owed, currency)) for time, owed, currency in rows)


def cover(db: sqlite3.Connection, financing: FinancingId) -> tuple[CoverPoint, ...]:
    rows = db.execute(
        "SELECT h.time, h.covered, f.currency FROM cover_history h"
        " JOIN financings f ON f.id = h.financing WHERE h.financing = ? ORDER BY h.id",
        (financing,),
    )
    return tuple(CoverPoint(moment(time), money(held, currency)) for time, held, currency in rows)


def capital(db: sqlite3.Connection, guarantor: OrgId, currency: str) -> tuple[CapitalPoint, ...]:
    rows = db.execute(
        "SELECT e.time, c.balance, c.locked FROM capital c JOIN events e USING (seq)"
        " WHERE c.guarantor = ? AND c.currency = ? ORDER BY c.seq",
        (guarantor, currency),
    )
    return tuple(
        CapitalPoint(moment(time), money(balance, currency), money(locked, currency))
        for time, balance, locked in rows
    )


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def maybe(seconds: Any) -> datetime | None:
    return None if seconds is None else moment(seconds)


def money(amount: str | int, currency: str) -> Money:
    return Money(int(amount), currency)
