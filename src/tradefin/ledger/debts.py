"""Rows about lines, financings and what is paid on them."""

from __future__ import annotations

from tradefin.events import (
    CalendarOpened,
    ClaimAssigned,
    Collected,
    DebtorUsed,
    FinancingAccelerated,
    FinancingClosed,
    FinancingFunded,
    FinancingOpened,
    FinancingRepaid,
    FinancingRequested,
    FinancingSettled,
    FinancingWrittenOff,
    HolderCredited,
    HoldingDischarged,
    LineChanged,
    LineOpened,
    LineUsed,
    PaymentBooked,
    ShareTransferred,
    TermsChanged,
)
from tradefin.ledger.bookings import book_receipt
from tradefin.ledger.filing import Entry, files, seconds
from tradefin.terms import day_number


@files(CalendarOpened)
def _calendar(e: CalendarOpened, entry: Entry) -> None:
    entry.insert("calendars", number=e.number, utc_offset=e.utc_offset)


@files(LineOpened)
def _line(e: LineOpened, entry: Entry) -> None:
    entry.insert(
        "lines",
        id=e.line,
        bank=e.bank,
        enterprise=e.enterprise,
        currency=e.currency,
        limit=str(e.limit),
        used="0",
        calendar=e.calendar,
    )


@files(LineChanged)
def _line_changed(e: LineChanged, entry: Entry) -> None:
    entry.run(
        'UPDATE lines SET "limit" = ?, calendar = ? WHERE id = ?',
        str(e.limit),
        e.calendar,
        e.line,
    )


@files(LineUsed)
def _line_used(e: LineUsed, entry: Entry) -> None:
    entry.run("UPDATE lines SET used = ? WHERE id = ?", str(e.used), e.line)


@files(DebtorUsed)
def _debtor_used(e: DebtorUsed, entry: Entry) -> None:
    entry.run(
        "INSERT OR REPLACE INTO line_debtors (line, debtor, used) VALUES (?, ?, ?)",
        e.line,
        e.debtor,
        str(e.used),
    )


@files(FinancingOpened)
def _opened(e: FinancingOpened, entry: Entry) -> None:
    entry.insert(
        "financings",
        id=e.financing,
        line=e.line,
        bank=e.bank,
        enterprise=e.enterprise,
        currency=e.currency,
        requested=str(e.principal),
        maturity_day=0 if e.maturity_day is None else day_number(e.maturity_day),
        calendar=entry.value("SELECT calendar FROM lines WHERE id = ?", e.line) or 0,
        opened=entry.time,
    )


@files(FinancingRequested)
def _requested(e: FinancingRequested, entry: Entry) -> None:
    entry.run("UPDATE financings SET asset = ? WHERE id = ?", e.asset, e.financing)


@files(FinancingFunded)
def _funded(e: FinancingFunded, entry: Entry) -> None:
    entry.run("UPDATE financings SET drawn = ? WHERE id = ?", seconds(e.drawn), e.financing)
    _owes(e.financing, e.principal, entry)


@files(FinancingClosed)
def _closed(e: FinancingClosed, entry: Entry) -> None:
    entry.run("UPDATE financings SET closed = ? WHERE id = ?", entry.time, e.financing)


@files(FinancingSettled)
def _settled(e: FinancingSettled, entry: Entry) -> None:
    entry.run("UPDATE financings SET settled = ? WHERE id = ?", entry.time, e.financing)


@files(FinancingWrittenOff)
def _written_off(e: FinancingWrittenOff, entry: Entry) -> None:
    entry.run("UPDATE financings SET written_off = ? WHERE id = ?", entry.time, e.financing)


@files(FinancingAccelerated, TermsChanged)
def _changed(e: FinancingAccelerated | TermsChanged, entry: Entry) -> None:
    entry.run(
        "UPDATE financings SET maturity_day = ? WHERE id = ?",
        0 if e.maturity_day is None else day_number(e.maturity_day),
        e.financing,
    )


@files(PaymentBooked)
def _booked(e: PaymentBooked, entry: Entry) -> None:
    entry.insert(
        "payments",
        seq=entry.seq,
        financing=e.financing,
        fees=str(e.fees),
        penalty=str(e.penalty),
        interest=str(e.interest),
        principal=str(e.principal),
        outstanding=str(e.outstanding),
        due_day=entry.value("SELECT maturity_day FROM financings WHERE id = ?", e.financing),
    )
    _owes(e.financing, e.outstanding, entry)


@files(FinancingRepaid)
def _repaid(e: FinancingRepaid, entry: Entry) -> None:
    _tell_how("repaid", entry)


@files(Collected)
def _collected(e: Collected, entry: Entry) -> None:
    _tell_how("collected", entry)
    book_receipt(e, e.amount, entry)


def _tell_how(how: str, entry: Entry) -> None:
    """A receipt is booked before its cause is told, in the same transaction."""
    entry.run(
        "UPDATE payments SET how = ? WHERE how IS NULL"
        " AND seq IN (SELECT seq FROM events WHERE tx = ?)",
        how,
        entry.tx,
    )


@files(ClaimAssigned)
def _assigned(e: ClaimAssigned, entry: Entry) -> None:
    before = entry.value(
        "SELECT held FROM holdings WHERE financing = ? AND holder = ?", e.financing, e.holder
    )
    _holds(e.financing, e.holder, int(before or 0) + e.amount, entry)


@files(ShareTransferred)
def _transferred(e: ShareTransferred, entry: Entry) -> None:
    """What the lead bank holds is the rest, and stands nowhere."""
    lead = entry.value("SELECT bank FROM financings WHERE id = ?", e.financing)
    for org, held in ((e.seller, e.left), (e.buyer, e.held)):
        if org != lead:
            _holds(e.financing, org, held, entry)


@files(HoldingDischarged)
def _discharged(e: HoldingDischarged, entry: Entry) -> None:
    _holds(e.financing, e.holder, e.held, entry)
    _tell_how("discharged", entry)


@files(HolderCredited)
def _credited(e: HolderCredited, entry: Entry) -> None:
    _holds(e.financing, e.holder, e.held, entry)


def _holds(financing: int, holder: int, held: int, entry: Entry) -> None:
    entry.run(
        "INSERT OR REPLACE INTO holdings (financing, holder, held) VALUES (?, ?, ?)",
        financing,
        holder,
        str(held),
    )


def _owes(financing: int, principal: int, entry: Entry) -> None:
    entry.insert("debt_history", seq=entry.seq, financing=financing, principal=str(principal))
