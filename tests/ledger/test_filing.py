"""Events are filed once, in order, whole or not at all, whatever their size."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import tradefin
from tests.ledger.trades import Trades
from tradefin import Money
from tradefin.enums import DocumentKind
from tradefin.errors import ChainError, InvalidInput
from tradefin.events import (
    DocumentAttested,
    DocumentUsed,
    Event,
    FinancingFunded,
    FinancingOpened,
    PaymentBooked,
    Receipt,
)
from tradefin.ids import DocumentId, FinancingId, LineId, OrgId
from tradefin.ledger import Ledger
from tradefin.terms import AmortizationKind

START = datetime(2026, 3, 2, tzinfo=UTC)
PAPER = DocumentId(bytes([7]) * 32)
HUGE = 2**95


def placed(*events: Event) -> Iterator[Event]:
    """Each in a transaction of its own, an hour apart."""
    for block, event in enumerate(events, 1):
        receipt = Receipt(block.to_bytes(32, "big"), block, START + timedelta(hours=block))
        yield replace(event, receipt=receipt, log_index=0)


def attested(amount: int, version: int = 1) -> DocumentAttested:
    return DocumentAttested(
        PAPER,
        OrgId(1),
        OrgId(5),
        DocumentKind.INVOICE,
        OrgId(2),
        amount,
        "USD",
        START,
        START + timedelta(days=365),
        version,
        bytes(32),
    )


def opened(financing: int, amount: int) -> FinancingOpened:
    return FinancingOpened(
        FinancingId(financing),
        LineId(1),
        OrgId(1),
        OrgId(3),
        "USD",
        amount,
        START,
        date(2026, 6, 1),
        525,
        AmortizationKind.BULLET,
        1,
    )


def contents(ledger: Ledger) -> list[str]:
    return list(ledger._db.iterdump())


def test_following_twice_files_once(played: Trades) -> None:
    with Ledger.open() as ledger:
        assert ledger.follow(played.net) == len(list(played.net.events()))
        before = contents(ledger)
        assert ledger.follow(played.net) == 0
        assert contents(ledger) == before


def test_following_on_is_as_good_as_following_at_once(tmp_path: Path) -> None:
    trades = Trades()
    file = tmp_path / "ledger.db"
    with Ledger.open(file) as ledger:
        ledger.follow(trades.net)
    paper, declaration = trades.present()
    with Ledger.open(file) as ledger:
        assert ledger.follow(trades.net) == 2
    financing = trades.request(paper, declaration, "1.00")
    trades.bank.decline(financing)
    with Ledger.open(file) as ledger, Ledger.open() as whole:
        ledger.follow(trades.net)
        whole.follow(trades.net)
        assert contents(ledger) == contents(whole)
        assert whole.financing(financing).closed is not None


def test_another_deployment_is_refused(played: Trades) -> None:
    with tradefin.local(currencies=("EUR",)) as other, Ledger.open() as ledger:
        ledger.follow(played.net)
        other._connection.deployment = replace(other.deployment, chain_id=77)
        with pytest.raises(InvalidInput, match=r"this ledger follows 0x.* on 77;"):
            ledger.follow(other)


def test_a_reset_chain_is_noticed(played: Trades) -> None:
    with tradefin.local() as fresh, Ledger.open() as ledger:
        ledger.follow(played.net)
        before = contents(ledger)
        with pytest.raises(ChainError, match="another block"):
            ledger.follow(fresh)
        assert contents(ledger) == before


def test_the_largest_amounts_stay_exact() -> None:
    with Ledger.open() as ledger:
        ledger.file(
            placed(
                attested(HUGE),
                DocumentUsed(PAPER, bytes(32), HUGE - 1, HUGE),
                opened(1, HUGE),
                opened(2, HUGE),
                FinancingFunded(FinancingId(1), HUGE, START),
                FinancingFunded(FinancingId(2), HUGE, START),
                PaymentBooked(FinancingId(1), 0, 0, HUGE, 1, HUGE - 1),
            )
        )
        point = ledger.document_history(PAPER)[-1]
        assert (point.used.minor, point.open.minor, point.free.minor) == (HUGE - 1, HUGE, 1)
        assert [p.principal.minor for p in ledger.debt_history(FinancingId(1))] == [HUGE, HUGE - 1]
        (owed,) = ledger.exposure(OrgId(1))
        assert owed.owed == Money(2 * HUGE - 1, "USD")
        assert ledger.financing(FinancingId(1)).received == Money(HUGE + 1, "USD")
        raw = ledger._db.execute("SELECT fields FROM events WHERE name = 'DocumentUsed'").fetchone()
        assert f'"open": {HUGE}' in raw[0]


def test_an_amendment_below_what_was_collected() -> None:
    """The registry keeps what was consumed, though its events tell only that nothing is open."""
    with Ledger.open() as ledger:
        ledger.file(
            placed(
                attested(100),
                DocumentUsed(PAPER, bytes(32), 0, 40),  # 60 consumed
                attested(50, version=2),
                DocumentUsed(PAPER, bytes(32), 0, 0),
                attested(80, version=3),
            )
        )
        assert [p.open.minor for p in ledger.document_history(PAPER)] == [100, 40, 0, 0, 20]


def test_a_fault_files_nothing() -> None:
    with Ledger.open() as ledger:
        events = [*placed(attested(100)), attested(200, version=2)]
        with pytest.raises(InvalidInput, match="without time and place"):
            ledger.file(events)
        assert ledger.document_history(PAPER) == ()


def test_a_file_that_is_no_ledger_is_refused(tmp_path: Path) -> None:
    text, other = tmp_path / "notes.txt", tmp_path / "other.db"
    text.write_text("not a database, but long enough to be looked at as one" * 40)
    db = sqlite3.connect(other)
    db.execute("CREATE TABLE t (x)")
    db.close()
    for file in (text, other):
        with pytest.raises(InvalidInput, match=file.name):
            Ledger.open(file)


def test_an_unknown_financing_is_refused() -> None:
    with Ledger.open() as ledger, pytest.raises(InvalidInput, match="no financing 9"):
        ledger.financing(FinancingId(9))
