"""Warehouse receipts and bills of lading as assets: financed alone, without a debtor."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    EUR,
    SECOND,
    USD,
    at,
    enter,
    next_version,
    ranks,
    refused,
    send,
)
from tests.roles.cargo import BILL, RECEIPT, attestor_of, cargo, drawn_on, lending
from tests.roles.test_money_back import gained, monies
from tradefin import Money
from tradefin.enums import DocumentKind, FinancingStatus, LineTerm
from tradefin.errors import (
    AmountExceedsAdvance,
    CallerNotDebtor,
    CallerNotPayer,
    CurrencyMismatch,
    DeclarationsOutOfBounds,
    DocumentInUse,
    DocumentIsHeld,
    DocumentIsShort,
    HolderMismatch,
    KindNotOfDocument,
    LineLendsNoCargo,
    LineTermsInvalid,
    MaturityOutOfBounds,
    NothingToFinance,
    RanksIncomplete,
    UseExceedsLine,
    ValuationInFuture,
    ValuationStale,
)
from tradefin.events import Collected, FinancingRequested
from tradefin.ids import OrgId

# What is asked for


@pytest.mark.parametrize("kind", [RECEIPT, BILL])
def test_cargo_is_financed_alone(consortium: Consortium, kind: DocumentKind) -> None:
    c = consortium
    paper = cargo(c, attestor_of(c, kind), kind=kind)
    line = lending(c, concentration_bps=1)
    quote = c.exporter.quote(line, paper)
    whole, most = usd("500000.00"), usd("350000.00")
    assert (quote.amount, quote.advance_free, quote.asset_open) == (most, most, whole)
    assert (quote.asset_free, quote.declarations_free) == (whole, whole)
    # No debtor: the cap on one debtor's receivables counts for nothing.
    assert (quote.debtor, quote.debtor_free) == (OrgId(0), usd("1000000.00"))
    asked = c.exporter.request(line, paper, line_version=quote.line_version)
    assert asked == FinancingRequested(asked.financing, paper, line, 35_000_000, ())
    assert c.net.document(paper).used == most
    f = c.net.financing(asked.financing)
    assert (f.basis.whole, f.basis.parts) == (paper, ())
    before = monies(c)
    c.bank.fund(asked.financing)
    assert gained(c, before) == {"bank": -35_000_000, "exporter": 35_000_000}
    c.net.travel(c.net.now() + 30 * DAY)
    assert c.net.statement(asked.financing).schedule[-1].principal == most
    assert c.net.asset(paper).debtor == 0
    c.exporter.repay(asked.financing)
    assert c.net.financing(asked.financing).status is FinancingStatus.SETTLED
    assert (c.net.document(paper).used, c.net.line(line).used) == (usd("0.00"), usd("0.00"))
    assert c.net.document(paper).free == whole


def test_a_line_lends_on_cargo_where_its_terms_say_so(embedded: Consortium) -> None:
    c = embedded
    paper, line = cargo(c, attestor_of(c, RECEIPT)), c.line()
    with refused(c.net, LineLendsNoCargo(line)):
        c.exporter.request(line, paper)
    c.bank.change_line(line, cargo_advance_bps=1)
    assert c.exporter.request(line, paper).amount == 5_000


def test_a_line_that_lends_on_cargo_has_an_oldest_valuation(embedded: Consortium) -> None:
    c = embedded
    with refused(c.net, LineTermsInvalid(LineTerm.VALUATION, 0, 1, 255)):
        lending(c, valuation_days=0)
    assert c.net.line(c.line(valuation_days=0)).valuation_days == 0


def test_a_waybill_is_no_asset(embedded: Consortium) -> None:
    c = embedded
    waybill = cargo(c, attestor_of(c, DocumentKind.WAYBILL), kind=DocumentKind.WAYBILL)
    line, declaration = lending(c), c.papers().declaration
    with refused(c.net, DeclarationsOutOfBounds(0, 16)):
        c.exporter.request(line, waybill)
    with refused(c.net, KindNotOfDocument(waybill, DocumentKind.INVOICE)):
        c.exporter.request(line, waybill, [declaration])


def test_declarations_go_with_invoices_alone(embedded: Consortium) -> None:
    c = embedded
    paper, papers, line = cargo(c, attestor_of(c, RECEIPT)), c.papers(), lending(c)
    with refused(c.net, DeclarationsOutOfBounds(1, 0)):
        c.exporter.request(line, paper, [papers.declaration])
    with refused(c.net, DeclarationsOutOfBounds(0, 16)):
        c.exporter.request(line, papers.invoice)


def test_a_valuation_counts_until_it_is_too_old(embedded: Consortium) -> None:
    c = embedded
    line, valued = lending(c, valuation_days=9), c.net.now()
    paper = cargo(c, attestor_of(c, RECEIPT), due=valued)
    end, oldest = valued + 9 * DAY, valued + SECOND
    with at(c.net, end + SECOND), refused(c.net, ValuationStale(paper, valued, oldest)):
        c.exporter.request(line, paper)


def test_a_valuation_counts_in_its_last_second(embedded: Consortium) -> None:
    c = embedded
    line, valued = lending(c, valuation_days=9), c.net.now()
    paper = cargo(c, attestor_of(c, RECEIPT), due=valued)
    with at(c.net, valued + 9 * DAY):
        assert c.exporter.request(line, paper).amount == 35_000_000


def test_a_valuation_of_a_time_to_come_is_none(embedded: Consortium) -> None:
    c = embedded
    line, valued = lending(c), c.net.now() + DAY
    paper = cargo(c, attestor_of(c, RECEIPT), due=valued)
    with refused(c.net, ValuationInFuture(paper, valued)):
        c.exporter.request(line, paper)


def test_what_was_never_valued_is_stale(embedded: Consortium) -> None:
    c = embedded
    paper, line = cargo(c, attestor_of(c, RECEIPT), due=None), lending(c)
    then = c.net.now() + DAY
    with at(c.net, then), refused(c.net, ValuationStale(paper, None, then - 30 * DAY)):
        c.exporter.request(line, paper)


def test_bounds_of_the_amount(embedded: Consortium) -> None:
    c = embedded
    paper, line = cargo(c, attestor_of(c, RECEIPT)), lending(c, limit="300000.00")
    with refused(c.net, AmountExceedsAdvance(paper, 35_000_001, 35_000_000)):
        c.exporter.request(line, paper, amount=usd("350000.01"))
    with refused(c.net, UseExceedsLine(line, 30_000_001, 30_000_000)):
        c.exporter.request(line, paper, amount=usd("300000.01"))
    assert c.exporter.request(line, paper).amount == 30_000_000
    other = lending(c)
    assert c.exporter.request(other, paper).amount == 5_000_000
    with refused(c.net, NothingToFinance(paper, 0, 15_000_000, 95_000_000, 95_000_000)):
        c.exporter.request(other, paper)


def test_only_its_holder_asks_on_it_in_its_currency(embedded: Consortium) -> None:
    c = embedded
    keeper, line = attestor_of(c, RECEIPT), lending(c)
    foreign = cargo(c, keeper, "of the buyer", holder=c.buyer.org)
    with refused(c.net, HolderMismatch(foreign, c.buyer.org, c.exporter.org)):
        c.exporter.request(line, foreign)
    euros = cargo(c, keeper, "in euros", amount=Money.of("500000.00", "EUR"))
    with refused(c.net, CurrencyMismatch(USD, EUR)):
        c.exporter.request(line, euros)


def test_a_stop_keeps_new_money_off_cargo(embedded: Consortium) -> None:
    c = embedded
    keeper = attestor_of(c, RECEIPT)
    paper, other = cargo(c, keeper), cargo(c, keeper, "lot 2")
    held, line = c.bank.hold(paper, other), lending(c)
    with refused(c.net, DocumentIsHeld(paper, held.until)):
        c.exporter.request(line, paper)


# When it ends


@pytest.mark.parametrize(
    ("tenor", "expected"),
    [
        (180, date(2026, 8, 28)),  # the 29th is a Saturday: the Monday after is too late
        (90, date(2026, 5, 29)),  # the 31st is a Sunday, and the month's last day
        (60, date(2026, 5, 1)),
    ],
)
def test_it_ends_on_the_last_business_day_within_the_tenor(
    embedded: Consortium, tenor: int, expected: date
) -> None:
    c = embedded
    paper, line = cargo(c, attestor_of(c, RECEIPT)), lending(c, tenor_days=tenor)
    assert c.exporter.quote(line, paper).maturity_day == expected
    asked = c.exporter.request(line, paper)
    assert c.net.financing(asked.financing).maturity_day == expected


def test_a_maturity_is_given_within_the_tenor(embedded: Consortium) -> None:
    c = embedded
    paper, line = cargo(c, attestor_of(c, RECEIPT)), lending(c, tenor_days=90, grace_days=0)
    today, end = c.net.now().date(), date(2026, 5, 31)
    for given in (today - DAY, end + DAY):
        with refused(c.net, MaturityOutOfBounds(given, today, end)):
            c.exporter.request(line, paper, maturity=given)
    asked = c.exporter.request(line, paper, maturity=end)
    assert c.net.financing(asked.financing).maturity_day == end


# Before it is funded


def test_what_waits_is_taken_back_declined_and_reclaimed(embedded: Consortium) -> None:
    c = embedded
    paper, line = cargo(c, attestor_of(c, RECEIPT)), lending(c)
    c.exporter.withdraw(c.exporter.request(line, paper).financing)
    c.bank.decline(c.exporter.request(line, paper).financing)
    lapsing = c.exporter.request(line, paper).financing
    assert c.net.document(paper).used == usd("350000.00")
    c.net.travel(c.net.now() + 4 * DAY)
    again = c.exporter.request(line, paper)  # reclaims it
    assert c.net.financing(lapsing).status is FinancingStatus.CLOSED
    assert (again.amount, c.net.line(line).used) == (35_000_000, usd("350000.00"))


def test_a_verdict_tells_every_rule_that_fails(embedded: Consortium) -> None:
    c = embedded
    keeper, line = attestor_of(c, RECEIPT), lending(c, concentration_bps=1, limit="100000.00")
    paper = cargo(c, keeper)
    assert c.exporter.preview_request(line, paper, amount=usd("1.00")).allowed
    verdict = c.exporter.preview_request(line, paper, amount=usd("500000.01"))
    assert {type(f.refusal).__name__ for f in verdict.failures} == {
        "UseExceedsCapacity", "AmountExceedsAdvance", "UseExceedsLine",
    }  # fmt: skip
    asked = c.exporter.request(line, paper)
    other = cargo(c, keeper, "lot 2")
    c.bank.hold(paper, other)  # which stops what is new alone
    assert c.bank.preview_fund(asked.financing).allowed
    c.net.travel(c.net.now() + 31 * DAY)
    (failure,) = c.exporter.preview_request(line, paper).failures[:1]
    assert isinstance(failure.refusal, ValuationStale)
    assert failure.cure.by == "attestor"


# Money back


def test_proceeds_go_by_rank_and_the_rest_to_the_holder(consortium: Consortium) -> None:
    c = consortium
    keeper = attestor_of(c, RECEIPT)
    paper = cargo(c, keeper)
    first = drawn_on(c, paper, "200000.00")
    second = drawn_on(c, paper, "150000.00", c.other_bank)
    assert c.net.financings_on(paper) == [first, second]
    c.net.travel(c.net.now() + 30 * DAY)
    with refused(c.net, RanksIncomplete(paper, 1, 2)):
        send(
            *(c.bank, "ReceivablePledge", "collect"),
            *(paper, 100, bytes(32), ranks(c, first)),
        )
    before = monies(c)
    sold = c.other_bank.collect(paper, usd("400000.00"), "sold 1")
    own, others = 20_087_500, 15_065_625  # 5.25 % for 30 of 360 days
    rest = 40_000_000 - own - others
    assert sold == Collected(paper, c.other_bank.org, sold.bank_reference, 40_000_000, rest)
    assert gained(c, before) == {
        "bank": own,
        "exporter": rest,
        "other bank": others - 40_000_000,
    }
    d = c.net.document(paper)
    assert (d.used, d.consumed, d.free) == (usd("0.00"), usd("400000.00"), usd("100000.00"))
    for financing in (first, second):
        assert c.net.financing(financing).status is FinancingStatus.SETTLED


def test_who_is_named_as_receiving_the_goods_owes_nothing(embedded: Consortium) -> None:
    """The consignee pays nobody as a debtor, and uses up no bill by paying its holder."""
    c = embedded
    bill = cargo(c, attestor_of(c, BILL), kind=BILL, counterparty=c.buyer.org)
    with refused(c.net, CallerNotPayer(bill, c.buyer.org)):
        c.buyer.collect(bill, usd("1.00"), "no debtor")
    financing = drawn_on(c, bill, "1000.00")
    with refused(c.net, CallerNotPayer(bill, c.buyer.org)):
        c.buyer.collect(bill, usd("1.00"), "no debtor")
    with refused(c.net, CallerNotDebtor(bill, OrgId(0), c.buyer.org)):
        c.buyer.dispute(bill, b"not ours")
    c.bank.collect(bill, usd("1.00"), "a bank of a rank")
    assert c.net.financing(financing).principal == usd("999.00")


def test_a_consignee_of_the_borrowers_group_is_no_debtor(embedded: Consortium) -> None:
    c = embedded
    bill = cargo(c, attestor_of(c, BILL), kind=BILL, counterparty=c.exporter.org)
    assert c.exporter.request(lending(c), bill).amount == 35_000_000


# Valued anew


def test_cargo_is_valued_anew_while_it_is_in_use(consortium: Consortium) -> None:
    c = consortium
    keeper = attestor_of(c, RECEIPT)
    paper = cargo(c, keeper)
    drawn_on(c, paper, "300000.00")
    c.net.travel(c.net.now() + 31 * DAY)
    other = lending(c)
    anew = c.net.now()
    higher = next_version(c, paper, amount=usd("600000.00"), due=anew)
    with refused(c.net, DocumentInUse(paper, 30_000_000)):
        enter(keeper, replace(higher, holder=c.buyer.org))
    with refused(c.net, DocumentInUse(paper, 30_000_000)):
        enter(keeper, replace(higher, counterparty=c.buyer.org))
    enter(keeper, higher)
    assert (c.net.document(paper).due, c.net.document(paper).version) == (anew, 2)
    assert c.exporter.request(other, paper).amount == 12_000_000  # 70 % of 600,000.00, less 300,000


def test_a_fall_in_value_leaves_cargo_short(embedded: Consortium) -> None:
    c = embedded
    keeper = attestor_of(c, RECEIPT)
    paper = cargo(c, keeper)
    financing = drawn_on(c, paper, "200000.00")
    waiting = c.exporter.request(lending(c), paper).financing
    enter(keeper, next_version(c, paper, amount=usd("340000.00"), due=c.net.now()))
    assert c.net.document(paper).short
    with refused(c.net, DocumentIsShort(paper, 35_000_000, 34_000_000)):
        c.bank.fund(waiting)
    c.exporter.repay(financing, usd("10000.00"))
    c.bank.fund(waiting)
    assert not c.net.document(paper).short


def test_an_invoices_due_date_stays_while_it_is_in_use(embedded: Consortium) -> None:
    """What is free for cargo alone."""
    c = embedded
    papers = c.papers()
    c.exporter.request(c.line(), papers.invoice, [papers.declaration])
    later = next_version(c, papers.invoice, due=c.net.now() + 200 * DAY)
    with refused(c.net, DocumentInUse(papers.invoice, 28_800_000)):
        enter(c.bank, later)
