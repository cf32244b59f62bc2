"""What the ledger tells is what the contracts hold."""

from __future__ import annotations

from datetime import date, timedelta

from tests.conftest import Consortium, usd
from tests.ledger.trades import Trades
from tradefin import Money
from tradefin.ledger import Exposure, Ledger

NONE = usd("0.00")


def test_papers(played: Trades, ledger: Ledger) -> None:
    assert len(played.papers) == 6
    for paper in played.papers:
        point, document = ledger.document_history(paper)[-1], played.net.document(paper)
        there = (document.amount, document.used, document.open, document.free)
        assert (point.amount, point.used, point.open, point.free) == there


def test_a_revoked_paper_has_nothing_open(played: Trades, ledger: Ledger) -> None:
    whole, revoked = ledger.document_history(played.papers[4])
    assert (whole.open, revoked.open, revoked.free) == (usd("360000.00"), NONE, NONE)


def test_a_paper_over_time(played: Trades, ledger: Ledger) -> None:
    points = ledger.document_history(played.papers[0])
    assert [(p.used.amount, p.free.amount) for p in points] == [
        (0, 360_000),
        (100_000, 260_000),
        (0, 360_000),  # withdrawn
        (250_000, 110_000),
        (int(points[4].used.amount), 360_000 - int(points[4].used.amount)),  # a part repaid
        (0, 60_000),
    ]
    assert [p.time for p in points] == sorted(p.time for p in points)


def test_debt_and_cover(played: Trades, ledger: Ledger) -> None:
    for financing in played.financings:
        there = played.net.financing(financing)
        debts, covers = ledger.debt_history(financing), ledger.cover_history(financing)
        covered = played.net._connection.read("GuaranteeEscrow", "coveredOf", financing)
        assert (debts[-1].principal if debts else NONE) == there.principal
        assert (covers[-1].covered if covers else NONE).minor == covered
        facts = ledger.financing(financing)
        assert (facts.requested, facts.principal) == (there.requested, there.principal)
        assert (facts.drawn, facts.maturity_day) == (there.drawn, there.maturity_day)


def test_capital(played: Trades, ledger: Ledger) -> None:
    point = ledger.capital_history(played.cast.guarantor.org, "USD")[-1]
    capital = played.net.capital(played.cast.guarantor.org, "USD")
    assert (point.balance, point.locked) == (capital.balance, capital.locked)


def test_what_became_of_a_default(played: Trades, ledger: Ledger) -> None:
    facts = ledger.financing(played.financings[2])
    assert facts.lent == usd("288000.00")
    assert facts.received == usd("150000.00")
    assert facts.payout == usd("200000.00")
    assert facts.premium == usd("500.00")
    assert facts.settled is None and facts.closed is None
    assert facts.written_off is not None
    assert ledger.financing(played.financings[1]).written_off is None


def test_exposures(played: Trades, ledger: Ledger) -> None:
    owed = played.net.financing(played.financings[2]).principal
    (at_bank,) = ledger.exposure(played.cast.bank.org)
    (at_guarantor,) = ledger.exposure(played.cast.guarantor.org)
    (at_exporter,) = ledger.exposure(played.cast.exporter.org)
    _, others = played.net._connection.read("ClaimLedger", "holdingsOf", 3)
    bought = Money(others[0]["amount"], "USD")
    assert at_exporter == Exposure("USD", NONE, NONE, NONE, owed, NONE, NONE)
    assert at_bank == Exposure("USD", owed, usd("30400.00"), bought, NONE, NONE, NONE)
    assert at_guarantor == Exposure("USD", NONE, NONE, NONE, NONE, usd("30400.00"), bought)
    assert ledger.exposure(played.cast.buyer.org) == ()


def test_who_paid_when(played: Trades, ledger: Ledger) -> None:
    facts = ledger.payment_history(played.cast.exporter.org)
    assert [(f.financing, f.how, f.days_late) for f in facts] == [
        (2, "repaid", 0),
        (2, "collected", 0),
        (3, "collected", 16),
    ]
    assert facts[0].amount == usd("40000.00")
    assert facts[2].amount == usd("150000.00")
    assert facts[2].due_day == played.net.financing(played.financings[2]).maturity_day
    assert isinstance(facts[2].due_day, date)
    assert ledger.payment_history(played.cast.buyer.org) == ()


def test_expired_cover_is_gone_there_too(embedded: Consortium) -> None:
    trades = Trades(embedded)
    financing = trades.request(*trades.present(), "1000.00")
    guarantee = trades.cover(financing, "600.00")
    embedded.bank.fund(financing)
    embedded.net.travel(embedded.net.guarantee(guarantee).expiry + timedelta(seconds=1))
    embedded.line()
    with Ledger.open() as ledger:
        ledger.follow(embedded.net)
        covered = embedded.net._connection.read("GuaranteeEscrow", "coveredOf", financing)
        assert [p.covered for p in ledger.cover_history(financing)] == [usd("600.00"), NONE]
        assert covered == 0


def test_a_line_over_time(embedded: Consortium) -> None:
    """Limit and calendar are the line's; a financing keeps the calendar it was requested in."""
    trades, bank = Trades(embedded), embedded.bank
    embedded.registrar.open_calendar(5, utc_offset=8 * 3_600, weekend={5, 6})
    bank.change_line(trades.line, concentration_bps=5_000)
    financing = trades.request(*trades.present(), "1000.00")
    bank.change_line(trades.line, limit=usd("400.00"), calendar=5)
    bank.fund(financing)
    trades.after_maturity(financing, 0)
    embedded.net.travel(embedded.net.now().replace(hour=20))
    embedded.exporter.repay(financing, usd("1.00"))
    with Ledger.open() as ledger:
        ledger.follow(embedded.net)
        line, debtor = trades.net.line(trades.line), embedded.buyer.org
        used = str(line.used.minor)
        told = ledger._db.execute('SELECT "limit", used, calendar FROM lines').fetchall()
        assert told == [("40000", used, 5)]
        borne = ledger._db.execute("SELECT line, debtor, used FROM line_debtors").fetchall()
        assert borne == [(trades.line, debtor, used)]
        (payment,) = ledger.payment_history(embedded.exporter.org)
        assert payment.days_late == 0
