"""Rows about guarantees and demands."""

from __future__ import annotations

import sqlite3

from tradefin.events import (
    DemandExamined,
    DemandPaid,
    DemandPresented,
    DemandWithdrawn,
    GuaranteeIssued,
    GuaranteeOffered,
    GuaranteeReleased,
)
from tradefin.ledger.filing import Entry, before_each, files, seconds


@files(GuaranteeOffered)
def _offered(e: GuaranteeOffered, entry: Entry) -> None:
    entry.insert(
        "guarantees",
        id=e.guarantee,
        financing=e.financing,
        guarantor=e.guarantor,
        beneficiary=e.beneficiary,
        payer=e.payer,
        kind=int(e.kind),
        cover=str(e.cover),
        premium=str(e.premium),
        expiry=seconds(e.expiry),
        offered=entry.time,
    )


@files(GuaranteeIssued)
def _issued(e: GuaranteeIssued, entry: Entry) -> None:
    entry.run(
        "UPDATE guarantees SET issued = ?, live = cover WHERE id = ?", entry.time, e.guarantee
    )
    _covers(e.financing, e.covered, entry)


@files(GuaranteeReleased)
def _released(e: GuaranteeReleased, entry: Entry) -> None:
    entry.run(
        "UPDATE guarantees SET released = ?, live = '0' WHERE id = ?", entry.time, e.guarantee
    )
    _covers(_financing_of(e.guarantee, entry), e.covered, entry)


@files(DemandPresented)
def _presented(e: DemandPresented, entry: Entry) -> None:
    entry.insert(
        "demands",
        id=e.demand,
        guarantee=e.guarantee,
        amount=str(e.amount),
        presented=entry.time,
        examine_by=seconds(e.examine_by),
    )


@files(DemandExamined)
def _examined(e: DemandExamined, entry: Entry) -> None:
    entry.run(
        "UPDATE demands SET examined = ?, discrepancies = ? WHERE id = ?",
        entry.time,
        str(e.discrepancies),
        e.demand,
    )
    _expire(entry.db, entry.time, entry.time)


@files(DemandPaid)
def _paid(e: DemandPaid, entry: Entry) -> None:
    entry.run(
        "UPDATE demands SET paid = ?, payout = ? WHERE id = ?", entry.time, str(e.amount), e.demand
    )
    entry.run(
        "UPDATE guarantees SET paid = ?, live = ? WHERE id = ?",
        str(e.paid),
        str(e.left),
        e.guarantee,
    )
    financing = _financing_of(e.guarantee, entry)
    _covers(financing, _live(entry.db, financing), entry)
    _expire(entry.db, entry.time, entry.time)


@files(DemandWithdrawn)
def _withdrawn(e: DemandWithdrawn, entry: Entry) -> None:
    entry.run("UPDATE demands SET withdrawn = ? WHERE id = ?", entry.time, e.demand)
    _expire(entry.db, entry.time, entry.time)


@before_each
def _expire_until(db: sqlite3.Connection, time: int) -> None:
    _expire(db, time, 0)


def _expire(db: sqlite3.Connection, time: int, earliest: int) -> None:
    """Ends the cover that expired before `time`; an open demand keeps its guarantee alive."""
    expired = db.execute(
        "SELECT id, financing, expiry FROM guarantees g WHERE live != '0' AND expiry < ?"
        " AND NOT EXISTS (SELECT 1 FROM demands d WHERE d.guarantee = g.id AND d.paid IS NULL"
        " AND d.withdrawn IS NULL AND coalesce(d.discrepancies, '0') = '0') ORDER BY expiry",
        (time,),
    ).fetchall()
    for guarantee, financing, expiry in expired:
        db.execute("UPDATE guarantees SET live = '0' WHERE id = ?", (guarantee,))
        db.execute(
            "INSERT INTO cover_history (time, financing, covered) VALUES (?, ?, ?)",
            (max(expiry + 1, earliest), financing, str(_live(db, financing))),
        )


def _financing_of(guarantee: int, entry: Entry) -> int:
    return int(entry.value("SELECT financing FROM guarantees WHERE id = ?", guarantee))


def _covers(financing: int, covered: int, entry: Entry) -> None:
    entry.insert("cover_history", time=entry.time, financing=financing, covered=str(covered))


def _live(db: sqlite3.Connection, financing: int) -> int:
    rows = db.execute("SELECT live FROM guarantees WHERE financing = ?", (financing,))
    return sum(int(live) for (live,) in rows)
