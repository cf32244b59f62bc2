"""Rows about guarantors' capital."""

from __future__ import annotations

from tradefin.events import (
    CapitalDeposited,
    CapitalPaidOut,
    CapitalWithdrawn,
    CoverRelieved,
    CoverUndertaken,
    PremiumRefunded,
)
from tradefin.ledger.filing import Entry, files


@files(CapitalDeposited, CapitalWithdrawn)
def _moved(e: CapitalDeposited | CapitalWithdrawn, entry: Entry) -> None:
    _, locked = _capital(e.guarantor, e.currency, entry)
    _has(e.guarantor, e.currency, e.balance, locked, entry)


@files(CoverUndertaken, CoverRelieved)
def _bound(e: CoverUndertaken | CoverRelieved, entry: Entry) -> None:
    balance, _ = _capital(e.guarantor, e.currency, entry)
    _has(e.guarantor, e.currency, balance, e.locked, entry)


@files(CapitalPaidOut)
def _paid_out(e: CapitalPaidOut, entry: Entry) -> None:
    _has(e.guarantor, e.currency, e.balance, e.locked, entry)


@files(PremiumRefunded)
def _refunded(e: PremiumRefunded, entry: Entry) -> None:
    _, locked = _capital(e.guarantor, e.currency, entry)
    _has(e.guarantor, e.currency, e.balance, locked - e.amount, entry)


def _capital(guarantor: int, currency: str | None, entry: Entry) -> tuple[int, int]:
    row = entry.db.execute(
        "SELECT balance, locked FROM capital WHERE guarantor = ? AND currency = ?"
        " ORDER BY seq DESC",
        (guarantor, currency),
    ).fetchone()
    return (0, 0) if row is None else (int(row[0]), int(row[1]))


def _has(guarantor: int, currency: str | None, balance: int, locked: int, entry: Entry) -> None:
    entry.insert(
        "capital",
        seq=entry.seq,
        guarantor=guarantor,
        currency=currency,
        balance=str(balance),
        locked=str(locked),
    )
