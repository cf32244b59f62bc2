"""Events are filed once, in order, whole or not at all, whatever their size."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

import tradefin
from tests.conftest import Consortium
from tests.ledger.trades import Trades
from tradefin import Money, documents, samples
from tradefin.enums import DocumentKind, GuaranteeKind
from tradefin.errors import ChainError, InvalidInput
from tradefin.events import (
    CalendarOpened,
    DemandExamined,
    DemandPaid,
    DemandPresented,
    DemandRefused,
    DocumentAttested,
    DocumentUsed,
    Event,
    FinancingFunded,
    FinancingOpened,
    GuaranteeIssued,
    GuaranteeOffered,
    PaymentBooked,
    Receipt,
)
from tradefin.ids import DemandId, DocumentId, FinancingId, GuaranteeId, LineId, OrgId
from tradefin.ledger import Ledger, Stops
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


def at(time: datetime, *events: Event) -> list[Event]:
    """All in one transaction at `time`."""
    place = int(time.timestamp()).to_bytes(32, "big")
    receipt = Receipt(place, int((time - START).total_seconds()), time)
    return [replace(event, receipt=receipt, log_index=i) for i, event in enumerate(events)]


def offered(guarantee: int, cover: int, expiry: datetime) -> list[Event]:
    """Offered and issued on financing 1."""
    id_, financing, guarantor, bank = GuaranteeId(guarantee), FinancingId(1), OrgId(4), OrgId(3)
    kind = GuaranteeKind.ACCESSORY
    return [
        GuaranteeOffered(
            id_,
            financing,
            guarantor,
            bank,
            kind,
            cover,
            share_bps=10_000,
            premium=1,
            in_arrear=False,
            payer=bank,
            expiry=expiry,
            offer_until=START,
            arbiter=OrgId(0),
            secured_bps=0,
            terms_hash=bytes(32),
        ),
        GuaranteeIssued(id_, financing, cover, cover),
    ]


def contents(ledger: Ledger) -> list[str]:
    return list(ledger._db.iterdump())


def test_following_twice_files_once(played: Trades) -> None:
    with Ledger.open() as ledger:
        assert ledger.follow(played.net) == len(list(played.net.events()))
        before = contents(ledger)
        assert ledger.follow(played.net) == 0
        assert contents(ledger) == before


def test_following_on_is_as_good_as_following_at_once(embedded: Consortium, tmp_path: Path) -> None:
    file = tmp_path / "ledger.db"
    trades = Trades(embedded)
    with Ledger.open(file) as ledger:
        ledger.follow(embedded.net)
    papers = trades.present()
    with Ledger.open(file) as ledger:
        assert ledger.follow(embedded.net) == 2
    financing = trades.request(*papers, "1.00")
    embedded.bank.decline(financing)
    with Ledger.open(file) as ledger, Ledger.open() as whole:
        ledger.follow(embedded.net)
        whole.follow(embedded.net)
        assert contents(ledger) == contents(whole)
        assert whole.financing(financing).closed is not None


def test_what_stops_a_paper_is_filed_before_and_after_it_comes(embedded: Consortium) -> None:
    c, now = embedded, embedded.net.now()
    paper = documents.read(samples.trade(now.date()).invoice)
    document = c.bank.document_id(paper)
    c.regulator.freeze(document, case_number="1", until=now + timedelta(days=9))
    other = c.papers(7).invoice
    c.bank.attest(paper)
    held = c.customs.hold(document, other)
    c.other_bank.reject(document, now + timedelta(days=8))
    with Ledger.open() as ledger:
        ledger.follow(c.net)
        told = Stops(now + timedelta(days=9), held.until, now + timedelta(days=8))
        assert ledger.stops(document) == told
        c.other_bank.resolve(document, genuine=True)
        c.regulator.freeze(document, case_number="1", until=None)
        ledger.follow(c.net)
        assert ledger.stops(document) == Stops(rejected_until=now + timedelta(days=8))
        assert ledger.stops(other) == Stops()


def test_another_deployment_is_refused(embedded: Consortium) -> None:
    with tradefin.local() as other, Ledger.open() as ledger:
        ledger.follow(embedded.net)
        other._connection.deployment = replace(other.deployment, chain_id=77)
        with pytest.raises(InvalidInput, match=r"this ledger follows 0x.* on 77;"):
            ledger.follow(other)


def test_a_chain_that_was_taken_back_is_noticed(embedded: Consortium) -> None:
    mark = embedded.net.snapshot()
    with Ledger.open() as ledger:
        embedded.line()
        ledger.follow(embedded.net)
        before = contents(ledger)
        embedded.net.revert(mark)
        embedded.papers()
        with pytest.raises(ChainError, match="another block"):
            ledger.follow(embedded.net)
        assert contents(ledger) == before


def test_the_largest_amounts_stay_exact() -> None:
    with Ledger.open() as ledger:
        ledger.file(
            placed(
                attested(HUGE),
                DocumentUsed(PAPER, bytes(32), HUGE - 1, HUGE),
                opened(1, HUGE),
                opened(2, HUGE),
                FinancingFunded(FinancingId(1), HUGE, 0, START),
                FinancingFunded(FinancingId(2), HUGE, 0, START),
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


def test_cover_ends_at_its_expiry() -> None:
    expiry = START + timedelta(days=10)
    tick = CalendarOpened(1, 0, 96)
    with Ledger.open() as ledger:
        ledger.file(at(START, opened(1, 100), *offered(1, 60, expiry)))
        ledger.file(at(expiry, tick))
        assert [p.covered.minor for p in ledger.cover_history(FinancingId(1))] == [60]
        ledger.file(at(expiry + timedelta(days=1), replace(tick, number=2)))
        last = ledger.cover_history(FinancingId(1))[-1]
        assert (last.time, last.covered.minor) == (expiry + timedelta(seconds=1), 0)
        assert ledger.exposure(OrgId(4)) == ()


@pytest.mark.parametrize("refused", [True, False])
def test_an_open_demand_keeps_cover_beyond_its_expiry(refused: bool) -> None:
    expiry = START + timedelta(days=10)
    demand, guarantee = DemandId(1), GuaranteeId(1)
    refusal = DemandRefused(demand, guarantee, 1, None)
    ends = [refusal if refused else DemandExamined(demand, guarantee)]
    with Ledger.open() as ledger:
        ledger.file(at(START, opened(1, 100), *offered(1, 60, expiry)))
        ledger.file(at(expiry, DemandPresented(demand, guarantee, 40, expiry, bytes(32))))
        ledger.file(at(expiry + timedelta(days=1), *ends))
        if not refused:
            assert ledger.cover_history(FinancingId(1))[-1].covered.minor == 60
            paid = DemandPaid(demand, guarantee, 40, 40, 20, 0)
            ledger.file(at(expiry + timedelta(days=2), paid))
        last = ledger.cover_history(FinancingId(1))[-1]
        assert last.covered.minor == 0
        assert last.time == expiry + timedelta(days=1 if refused else 2)


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
