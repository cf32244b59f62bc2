"""What is at stake for whom, what became of a financing, and who paid when."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from typing import Any

from tradefin.errors import InvalidInput
from tradefin.ids import FinancingId, LineId, OrgId
from tradefin.ledger.histories import maybe, moment, money
from tradefin.ledger.records import Exposure, FinancingFacts, PaymentFact
from tradefin.money import Money
from tradefin.terms import date_of

_DAY = 86_400
_PRINCIPAL = """
    SELECT f.currency, h.principal FROM financings f JOIN debt_history h ON h.financing = f.id
    WHERE h.seq = (SELECT max(seq) FROM debt_history WHERE financing = f.id) AND f.{role} = ?
"""
_LIVE = """
    SELECT f.currency, g.live FROM guarantees g JOIN financings f ON f.id = g.financing
    WHERE g.{role} = ?
"""
_HELD = """
    SELECT f.currency, h.held FROM holdings h JOIN financings f ON f.id = h.financing
    WHERE {role} = ?
"""
_AT_STAKE = {
    "lent": _PRINCIPAL.format(role="bank"),
    "covered": _LIVE.format(role="beneficiary"),
    "sold": _HELD.format(role="f.bank"),
    "owed": _PRINCIPAL.format(role="enterprise"),
    "guaranteed": _LIVE.format(role="guarantor"),
    "bought": _HELD.format(role="h.holder"),
}


def exposure(db: sqlite3.Connection, org: OrgId) -> tuple[Exposure, ...]:
    sums: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(_AT_STAKE, 0))
    for what, query in _AT_STAKE.items():
        for currency, amount in db.execute(query, (org,)):
            sums[currency][what] += int(amount)
    return tuple(
        Exposure(currency, **{what: money(amount, currency) for what, amount in at_stake.items()})
        for currency, at_stake in sorted(sums.items())
        if any(at_stake.values())
    )


def financing(db: sqlite3.Connection, financing: FinancingId) -> FinancingFacts:
    row = db.execute(
        "SELECT line, asset, bank, enterprise, currency, requested, maturity_day, opened,"
        " drawn, closed, written_off, settled FROM financings WHERE id = ?",
        (financing,),
    ).fetchone()
    if row is None:
        raise InvalidInput(f"the ledger knows no financing {financing}")
    line, asset, bank, enterprise, currency, requested, day, opened, *ends = row
    drawn, closed, written_off, settled = map(maybe, ends)

    def total(query: str) -> Money:
        return money(_total(db, query, financing), currency)

    debts = [p for (p,) in _principals(db, financing)]
    return FinancingFacts(
        id=financing,
        line=LineId(line),
        asset=asset,
        bank=OrgId(bank),
        enterprise=OrgId(enterprise),
        currency=currency,
        requested=money(requested, currency),
        lent=money(debts[0] if debts else 0, currency),
        principal=money(debts[-1] if debts else 0, currency),
        received=total(
            "SELECT fees, penalty, interest, principal FROM payments WHERE financing = ?"
        ),
        payout=total("SELECT paid FROM guarantees WHERE financing = ?"),
        premium=total("SELECT premium_paid FROM guarantees WHERE issued NOTNULL AND financing = ?"),
        maturity_day=date_of(day),
        opened=moment(opened),
        drawn=drawn,
        closed=closed,
        written_off=written_off,
        settled=settled,
    )


def payments(db: sqlite3.Connection, enterprise: OrgId) -> tuple[PaymentFact, ...]:
    rows = db.execute(
        "SELECT f.id, e.time, p.how, p.fees, p.penalty, p.interest, p.principal, p.outstanding,"
        " f.currency, p.due_day, coalesce(c.utc_offset, 0)"
        " FROM payments p JOIN events e USING (seq) JOIN financings f ON f.id = p.financing"
        " LEFT JOIN calendars c ON c.number = f.calendar"
        " WHERE f.enterprise = ? ORDER BY p.seq",
        (enterprise,),
    )
    return tuple(
        PaymentFact(
            financing=FinancingId(id_),
            time=moment(time),
            how=how or "",
            amount=money(sum(map(int, paid)), currency),
            outstanding=money(outstanding, currency),
            due_day=date_of(due),
            days_late=max(0, (time + utc_offset) // _DAY - due),
        )
        for id_, time, how, *paid, outstanding, currency, due, utc_offset in rows
    )


def _principals(db: sqlite3.Connection, financing: FinancingId) -> Any:
    return db.execute(
        "SELECT principal FROM debt_history WHERE financing = ? ORDER BY seq", (financing,)
    )


def _total(db: sqlite3.Connection, query: str, financing: FinancingId) -> int:
    return sum(int(amount) for row in db.execute(query, (financing,)) for amount in row)
