"""Rows about guarantees and demands."""

from __future__ import annotations

import sqlite3

from tradefin.events import (
    DemandContested,
    DemandDecided,
    DemandExamined,
    DemandIncomplete,
    DemandPaid,
    DemandPresented,
    DemandRefused,
    DemandWithdrawn,
    GuaranteeAmended,
    GuaranteeExtended,
    GuaranteeIssued,
    GuaranteeOffered,
    GuaranteeReduced,
    GuaranteeReleased,
    PremiumSettled,
)
from tradefin.ledger.filing import Entry, before_each, files, seconds

OPEN = 2**40
"""Later than any time on the chain."""


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
        premium_paid="0" if e.in_arrear else str(e.premium),
        expiry=seconds(e.expiry),
        offered=entry.time,
    )


@files(GuaranteeIssued)
def _issued(e: GuaranteeIssued, entry: Entry) -> None:
    entry.run(
        "UPDATE guarantees SET issued = ?, live = cover WHERE id = ?", entry.time, e.guarantee
    )
    _covers(e.financing, e.covered, entry)


@files(PremiumSettled)
def _settled(e: PremiumSettled, entry: Entry) -> None:
    entry.run("UPDATE guarantees SET premium_paid = ? WHERE id = ?", str(e.paid), e.guarantee)


@files(GuaranteeReleased)
def _released(e: GuaranteeReleased, entry: Entry) -> None:
    entry.run(
        "UPDATE guarantees SET released = ?, live = '0' WHERE id = ?", entry.time, e.guarantee
    )
    _covers(_financing_of(e.guarantee, entry), e.covered, entry)


@files(GuaranteeReduced)
def _reduced(e: GuaranteeReduced, entry: Entry) -> None:
    paid = int(entry.value("SELECT paid FROM guarantees WHERE id = ?", e.guarantee))
    _recover(e.guarantee, e.cover, max(0, e.cover - paid), entry)


@files(GuaranteeAmended)
def _amended(e: GuaranteeAmended, entry: Entry) -> None:
    entry.run("UPDATE guarantees SET expiry = ? WHERE id = ?", seconds(e.expiry), e.guarantee)
    _recover(e.guarantee, e.cover, e.left, entry)


@files(GuaranteeExtended)
def _extended(e: GuaranteeExtended, entry: Entry) -> None:
    entry.run("UPDATE guarantees SET expiry = ? WHERE id = ?", seconds(e.expiry), e.guarantee)


def _recover(guarantee: int, cover: int, left: int, entry: Entry) -> None:
    update = "UPDATE guarantees SET cover = ?, live = ? WHERE id = ?"
    entry.run(update, str(cover), str(left), guarantee)
    financing = _financing_of(guarantee, entry)
    _covers(financing, _live(entry.db, financing), entry)


@files(DemandIncomplete)
def _announced(e: DemandIncomplete, entry: Entry) -> None:
    entry.insert("demands", id=e.demand, guarantee=e.guarantee, amount=str(e.amount), open_until=0)


@files(DemandPresented)
def _presented(e: DemandPresented, entry: Entry) -> None:
    entry.run(
        "INSERT INTO demands (id, guarantee, amount, presented, examine_by, open_until)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET presented = excluded.presented,"
        " examine_by = excluded.examine_by, open_until = excluded.open_until",
        e.demand,
        e.guarantee,
        str(e.amount),
        entry.time,
        seconds(e.examine_by),
        OPEN,
    )


@files(DemandExamined)
def _examined(e: DemandExamined, entry: Entry) -> None:
    entry.run(
        "UPDATE demands SET examined = ?, discrepancies = '0' WHERE id = ?", entry.time, e.demand
    )


@files(DemandRefused)
def _refused(e: DemandRefused, entry: Entry) -> None:
    entry.run(
        "UPDATE demands SET examined = ?, discrepancies = ? WHERE id = ?",
        entry.time,
        str(e.discrepancies),
        e.demand,
    )
    _open_until(e.demand, seconds(e.contest_by) or 0, entry)


@files(DemandContested)
def _contested(e: DemandContested, entry: Entry) -> None:
    _open_until(e.demand, seconds(e.decide_by) or 0, entry)


@files(DemandDecided)
def _decided(e: DemandDecided, entry: Entry) -> None:
    if e.complies:
        entry.run("UPDATE demands SET discrepancies = '0' WHERE id = ?", e.demand)
    _open_until(e.demand, OPEN if e.complies else 0, entry)


@files(DemandPaid)
def _paid(e: DemandPaid, entry: Entry) -> None:
    before = entry.value("SELECT payout FROM demands WHERE id = ?", e.demand)
    payout = str(int(before or 0) + e.amount)
    entry.run("UPDATE demands SET paid = ?, payout = ? WHERE id = ?", entry.time, payout, e.demand)
    entry.run(
        "UPDATE guarantees SET paid = ?, live = ? WHERE id = ?",
        str(e.paid),
        str(e.left),
        e.guarantee,
    )
    financing = _financing_of(e.guarantee, entry)
    _covers(financing, _live(entry.db, financing), entry)
    _open_until(e.demand, OPEN if e.missing else 0, entry)


@files(DemandWithdrawn)
def _withdrawn(e: DemandWithdrawn, entry: Entry) -> None:
    entry.run("UPDATE demands SET withdrawn = ? WHERE id = ?", entry.time, e.demand)
    _open_until(e.demand, 0, entry)


def _open_until(demand: int, until: int, entry: Entry) -> None:
    """A demand that is open keeps its guarantee alive."""
    entry.run("UPDATE demands SET open_until = ? WHERE id = ?", until, demand)
    if until == 0:
        _expire(entry.db, entry.time, entry.time)


@before_each
def _expire_until(db: sqlite3.Connection, time: int) -> None:
    _expire(db, time, 0)


def _expire(db: sqlite3.Connection, time: int, earliest: int) -> None:
    """Ends the cover that expired before `time`."""
    expired = db.execute(
        "SELECT id, financing, last FROM (SELECT id, financing, max(expiry, coalesce((SELECT"
        " max(open_until) FROM demands d WHERE d.guarantee = g.id), 0)) AS last FROM guarantees g"
        " WHERE live != '0' AND expiry < ?) WHERE last < ? ORDER BY last",
        (time, time),
    ).fetchall()
    for guarantee, financing, last in expired:
        db.execute("UPDATE guarantees SET live = '0' WHERE id = ?", (guarantee,))
        db.execute(
            "INSERT INTO cover_history (time, financing, covered) VALUES (?, ?, ?)",
            (max(last + 1, earliest), financing, str(_live(db, financing))),
        )


def _financing_of(guarantee: int, entry: Entry) -> int:
    return int(entry.value("SELECT financing FROM guarantees WHERE id = ?", guarantee))


def _covers(financing: int, covered: int, entry: Entry) -> None:
    entry.insert("cover_history", time=entry.time, financing=financing, covered=str(covered))


def _live(db: sqlite3.Connection, financing: int) -> int:
    rows = db.execute("SELECT live FROM guarantees WHERE financing = ?", (financing,))
    return sum(int(live) for (live,) in rows)
