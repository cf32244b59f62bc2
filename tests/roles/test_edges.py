"""The edges of a trade's life: the last day, the odd currency, the smallest unit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from tests.conftest import Consortium, assemble, usd
from tests.roles.acts import (
    DAY,
    SECOND,
    ask,
    at,
    attestation,
    close_of,
    drawn,
    enter,
    held_by_request,
    midnight,
    next_version,
    refused,
)
from tests.roles.test_money_back import in_one_block
from tradefin import Money, documents, local, samples
from tradefin.enums import DayCountConvention, DocumentKind, DocumentStatus, FinancingStatus
from tradefin.errors import DocumentIsRevoked, FinancingNotOwing, MaturityPassed
from tradefin.ids import FinancingId
from tradefin.terms import AmortizationKind

LEAP = date(2028, 2, 29)
CURRENCIES = ("JPY", "USD", "KWD")


def standing(c: Consortium, financing: FinancingId) -> FinancingStatus:
    return c.net.financing(financing).status


# Two banks in one block


@pytest.mark.parametrize("first", ["bank", "other_bank"])
def test_two_banks_fund_on_one_invoice_in_one_block(consortium: Consortium, first: str) -> None:
    c = consortium
    papers = c.papers()
    mine = ask(c, papers, amount=usd("100000.00"))
    others = ask(c, papers, c.line(c.other_bank), usd("188000.00"))
    calls = [(c.net.keys[2], mine), (c.net.keys[3], others)]
    if first == "other_bank":
        calls.reverse()
    funded = [(key, "fund", (held_by_request(c, f),)) for key, f in calls]
    assert in_one_block(c.net, funded) == [True, True]
    document = c.net.document(papers.invoice)
    assert (document.used, document.short) == (usd("288000.00"), False)
    # Rank is the order of the requests, whoever's funding came first.
    c.buyer.collect(papers.invoice, usd("100000.00"), "part")
    assert standing(c, mine) is FinancingStatus.SETTLED
    assert c.net.financing(others).principal == usd("188000.00")


def test_two_banks_collect_one_payment_each_in_one_block(consortium: Consortium) -> None:
    """The second finds the ranks as the first left them, or takes nothing."""
    c = consortium
    papers = c.papers()
    mine = drawn(c, papers, None, usd("100000.00"))
    others = drawn(c, papers, c.line(c.other_bank), usd("188000.00"))
    ranks = [held_by_request(c, f) for f in (mine, others)]
    calls = [
        (key, "collect", (papers.invoice, 10_000_000, bytes([1]) * 32, ranks))
        for key in (c.net.keys[2], c.net.keys[3])
    ]
    assert in_one_block(c.net, calls) == [True, False]
    assert standing(c, mine) is FinancingStatus.SETTLED
    assert c.net.financing(others).principal == usd("188000.00")
    assert c.net.document(papers.invoice).consumed == usd("100000.00")


# 29 February


@pytest.fixture
def leap_year(embedded: Consortium) -> Consortium:
    """At noon of 3 January 2028, everybody admitted for longer."""
    c = embedded
    for party in (c.exporter, c.bank, c.other_bank, c.buyer, c.customs):
        known = c.net.organisation(party.org)
        until = datetime(2030, 1, 1, tzinfo=UTC)
        c.registrar.renew(party.org, roles=known.roles, kinds=known.kinds, valid_until=until)
    c.net.travel(datetime(2028, 1, 3, 12, tzinfo=UTC))
    return c


def due_on_leap_day(c: Consortium, **line: object) -> FinancingId:
    """USD 800.00 until 29 February, a Tuesday."""
    invoice = enter(c.bank, attestation(c, "leap", due=close_of(LEAP)))
    kind = DocumentKind.CUSTOMS_DECLARATION
    declaration = enter(c.customs, attestation(c, "leap declaration", kind))
    expiry = c.net.now() + 300 * DAY
    asked = c.exporter.request(
        c.line(rate_bps=3_600, expiry=expiry, **line), invoice, [declaration]
    )
    return asked.financing


def test_a_financing_due_on_29_february_is_late_on_1_march(leap_year: Consortium) -> None:
    c = leap_year
    financing = due_on_leap_day(c)
    c.bank.fund(financing)
    assert c.net.financing(financing).maturity_day == LEAP
    c.net.travel(close_of(LEAP))
    assert standing(c, financing) is FinancingStatus.FUNDED
    # 57 days at a tenth of a per cent a day.
    assert c.net.statement(financing).debt.interest == usd("45.60")
    c.net.travel(midnight(date(2028, 3, 1)))
    assert standing(c, financing) is FinancingStatus.OVERDUE
    debt = c.net.statement(financing).debt
    assert (debt.interest, debt.penalty) == (
        usd("45.60"),
        usd("1.20"),
    )  # a day at half as much more


def test_february_has_a_29th_in_the_30_360_year_too(leap_year: Consortium) -> None:
    c = leap_year
    financing = due_on_leap_day(c, day_count=DayCountConvention.E30360)
    c.bank.fund(financing)
    c.net.travel(close_of(LEAP))
    assert c.net.statement(financing).debt.interest == usd("44.80")  # 56 days
    c.net.travel(midnight(date(2028, 3, 1)))
    # As if it had 30 days: two more.
    assert c.net.statement(financing).debt.penalty == usd("2.40")


def test_instalments_from_the_31st_fall_on_29_february(leap_year: Consortium) -> None:
    c = leap_year
    c.net.travel(datetime(2028, 1, 31, 12, tzinfo=UTC))
    due = close_of(date(2028, 3, 31))
    invoice = enter(c.bank, attestation(c, "monthly", due=due))
    kind = DocumentKind.CUSTOMS_DECLARATION
    declaration = enter(c.customs, attestation(c, "monthly declaration", kind))
    line = c.line(expiry=c.net.now() + 300 * DAY)
    asked = c.exporter.request(
        line, invoice, [declaration], kind=AmortizationKind.EQUAL_PRINCIPAL, instalments=2
    )
    c.bank.fund(asked.financing)
    schedule = c.net.statement(asked.financing).schedule
    assert [row.due_day for row in schedule] == [LEAP, date(2028, 3, 31)]
    assert [row.principal for row in schedule] == [usd("400.00")] * 2


# Other exponents


@pytest.fixture(scope="module")
def _currencies() -> Iterator[Consortium]:
    with local(currencies=CURRENCIES, aliases=samples.PARTICIPANTS) as net:
        c = assemble(net)
        for currency in set(CURRENCIES) - {"USD"}:
            for party in (c.bank, c.exporter, c.buyer, c.guarantor):
                net.mint(net.organisation(party.org).account, Money.of("5000000", currency))
                party.approve(currency)
        yield c


@pytest.fixture
def currencies(_currencies: Consortium) -> Iterator[Consortium]:
    mark = _currencies.net.snapshot()
    yield _currencies
    _currencies.net.revert(mark)


@pytest.mark.parametrize("currency", CURRENCIES)
def test_a_trade_runs_from_end_to_end_in_any_exponent(
    currencies: Consortium, currency: str
) -> None:
    """JPY has no minor unit, KWD a thousandth: 288,000 are lent for 30 days at 5.25 %."""
    c = currencies

    def money(amount: str) -> Money:
        return Money.of(amount, currency)

    trade = samples.trade(c.net.now().date(), currency)
    papers = [documents.read(paper) for paper in (trade.invoice, trade.declaration)]
    invoice = c.bank.attest(papers[0]).document
    declaration = c.customs.attest(papers[1]).document
    expiry = c.net.now() + 300 * DAY
    line = c.bank.open_line(c.exporter.org, money("1000000"), rate_bps=525, expiry=expiry).line
    maturity = c.net.now().date() + 30 * DAY
    asked = c.exporter.request(line, invoice, [declaration], maturity=maturity)
    c.bank.fund(asked.financing)
    held = {party.org: c.net.balance(party.org, currency) for party in (c.exporter, c.bank)}
    assert held == {c.exporter.org: money("5288000"), c.bank.org: money("4712000")}

    c.net.travel(midnight(maturity))
    assert c.net.statement(asked.financing).debt.interest == money("1260")
    unit = Money(1, currency)
    c.buyer.collect(invoice, money("289260") - unit, "all but one unit")
    assert standing(c, asked.financing) is FinancingStatus.FUNDED
    assert c.net.statement(asked.financing).debt.total == unit
    c.buyer.collect(invoice, money("70740") + unit, "the rest")
    assert standing(c, asked.financing) is FinancingStatus.SETTLED
    assert c.net.balance(c.bank.org, currency) == money("5001260")
    assert c.net.balance(c.exporter.org, currency) == money("5358740")
    assert c.net.balance(c.buyer.org, currency) == money("4640000")
    assert c.net.document(invoice).open == c.net.document(declaration).used == money("0")
    assert c.net.line(line).used == money("0")


@pytest.mark.parametrize(
    ("currency", "principal", "interest"),
    [("JPY", "1000001", "146"), ("KWD", "1000.001", "0.146"), ("USD", "10000.01", "1.46")],
)
def test_a_day_of_interest_is_rounded_to_the_currencys_unit(
    currencies: Consortium, currency: str, principal: str, interest: str
) -> None:
    """1,000,001 units x 5.25 % / 360 is 145.83."""
    c = currencies
    whole = Money.of(principal, currency)
    trade = samples.trade(c.net.now().date(), currency)
    invoice = c.bank.attest(replace(documents.read(trade.invoice), total=whole)).document
    declared = replace(documents.read(trade.declaration), total=whole)
    declaration = c.customs.attest(declared).document
    expiry = c.net.now() + 300 * DAY
    line = c.bank.open_line(
        c.exporter.org, whole, rate_bps=525, expiry=expiry, advance_bps=10_000
    ).line
    financing = c.exporter.request(line, invoice, [declaration]).financing
    c.bank.fund(financing)
    c.net.travel(midnight(c.net.now().date() + DAY))
    assert c.net.statement(financing).debt.interest == Money.of(interest, currency)


# Loans of a day


def test_a_loan_asked_for_funded_and_repaid_on_its_day_of_maturity(consortium: Consortium) -> None:
    c = consortium
    papers, line, today = c.papers(), c.line(), c.net.now().date()
    asked = c.exporter.request(line, papers.invoice, [papers.declaration], maturity=today)
    c.bank.fund(asked.financing)
    assert standing(c, asked.financing) is FinancingStatus.FUNDED
    with at(c.net, close_of(today)):
        assert c.exporter.repay(asked.financing).amount == 28_800_000
    assert standing(c, asked.financing) is FinancingStatus.SETTLED
    assert c.net.document(papers.invoice).free == usd("360000.00")


def test_a_loan_of_a_day_that_is_repaid_a_second_late_bears_a_day(embedded: Consortium) -> None:
    c = embedded
    papers, line, today = c.papers(), c.line(), c.net.now().date()
    asked = c.exporter.request(line, papers.invoice, [papers.declaration], maturity=today)
    c.bank.fund(asked.financing)
    with at(c.net, close_of(today) + SECOND):
        # 42.00 of interest, at one and a half times the rate after maturity.
        assert c.exporter.repay(asked.financing).amount == 28_800_000 + 6_300
    late = c.exporter.request(
        line, papers.invoice, [papers.declaration], maturity=today + DAY
    ).financing
    with (
        at(c.net, close_of(today + DAY) + SECOND),
        refused(c.net, MaturityPassed(late, today + DAY, today + 2 * DAY)),
    ):
        c.bank.fund(late)


# The smallest unit, and too much


def test_a_thousand_part_payments_settle_to_the_last_unit(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers, None, usd("1000.00"))
    held, start = held_by_request(c, financing), c.net.balance(c.bank.org, "USD")
    nine = [(c.net.keys[1], "repay", (held, 100))] * 9
    for n in range(111):
        if n % 11 == 5:
            c.net.travel(c.net.now() + DAY)
        assert all(in_one_block(c.net, nine))
    assert standing(c, financing) is FinancingStatus.FUNDED
    owed = c.net.statement(financing).debt.total
    paid = 99_900 + c.exporter.repay(financing).amount
    assert standing(c, financing) is FinancingStatus.SETTLED
    assert paid == 99_900 + owed.minor
    assert c.net.balance(c.bank.org, "USD") == start + Money(paid, "USD")
    payments = c.net.statement(financing).payments
    assert len(payments) == 1_000
    assert sum(p.debt.principal.minor for p in payments) == 100_000
    # 5,095.00 dollar days at 5.25 % over 360: rounded once, not a thousand times.
    interest = sum(p.debt.interest.minor for p in payments)
    assert interest == paid - 100_000 == 74
    assert c.net.document(papers.invoice).used == usd("0.00")
    assert c.net.line(c.net.financing(financing).line).used == usd("0.00")


def test_an_overpayment_is_not_taken_and_no_second_one_either(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    before = c.net.balance(c.exporter.org, "USD")
    assert c.exporter.repay(financing, usd("999999.99")).amount == 28_800_000
    assert c.net.balance(c.exporter.org, "USD") == before - usd("288000.00")
    with refused(c.net, FinancingNotOwing(financing, FinancingStatus.SETTLED)):
        c.exporter.repay(financing, usd("0.01"))


# Papers that change under a financing


def test_an_amendment_between_application_and_funding_leaves_what_was_asked(
    embedded: Consortium,
) -> None:
    """More or less is attested, still enough: what was asked for is funded, on the new version."""
    c = embedded
    papers = c.papers()
    financing = ask(c, papers, amount=usd("288000.00"))
    enter(c.bank, next_version(c, papers.invoice, amount=usd("290000.00")))
    enter(c.customs, next_version(c, papers.declaration, amount=usd("288000.00")))
    assert c.bank.fund(financing).principal == 28_800_000
    found = c.net.document(papers.invoice)
    assert (found.version, found.used, found.free) == (2, usd("288000.00"), usd("2000.00"))
    assert c.net.document(papers.declaration).free == usd("0.00")


@pytest.mark.parametrize("way", ["repay", "collect"])
def test_a_declaration_cancelled_after_funding_ends_no_debt(embedded: Consortium, way: str) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    financing = drawn(c, papers, line, usd("100000.00"))
    c.customs.revoke(papers.declaration)
    found = c.net.document(papers.declaration)
    assert (found.status, found.used, found.short) == (
        DocumentStatus.REVOKED,
        usd("100000.00"),
        True,
    )
    assert c.net.financing(financing).short
    assert [n.what for n in c.bank.inbox()] == ["revoked"]
    with refused(c.net, DocumentIsRevoked(papers.declaration)):
        ask(c, papers, line, usd("1.00"))
    assert c.net.statement(financing).debt.total == usd("100000.00")
    if way == "repay":
        c.exporter.repay(financing)
    else:
        c.buyer.collect(papers.invoice, usd("360000.00"), "paid")
    assert standing(c, financing) is FinancingStatus.SETTLED
    assert c.net.document(papers.declaration).used == usd("0.00")
    assert c.net.line(line).used == usd("0.00")
