"""Lines, requests and fundings: what is refused, by its values, and what is free again after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    EUR,
    SECOND,
    USD,
    address_of,
    admit,
    ask,
    at,
    attestation,
    by_key,
    close_of,
    covered,
    drawn,
    enter,
    fresh_key,
    held_by_request,
    invoice_and_declaration,
    next_version,
    refused,
    send,
)
from tradefin import Money
from tradefin.enums import AmortizationKind, DocumentKind, FinancingStatus, Role
from tradefin.errors import (
    AmountExceedsAdvance,
    AmountExceedsDeclarations,
    AssetPapersFixed,
    CalendarNotOpen,
    CallerNotBankOfFinancing,
    CallerNotBorrower,
    CallerNotPledge,
    ConditionNotMet,
    CurrencyMismatch,
    DeclarationsOutOfBounds,
    DocumentExpired,
    DocumentIsFrozen,
    DocumentIsRevoked,
    DocumentIsShort,
    ERC20InsufficientAllowance,
    ERC20InsufficientBalance,
    FinancingNotInStatus,
    InstalmentsInvalid,
    InvoiceOverdue,
    KindNotOfDocument,
    LineExpired,
    LineIsClosed,
    LineNotOfBank,
    LineNotOfEnterprise,
    LineToItself,
    LineUnknown,
    MaturityOutOfBounds,
    MaturityPassed,
    NothingToFinance,
    RequestLapsed,
    RequestNotLapsed,
    UseExceedsCapacity,
    UseExceedsLine,
    UseNotFound,
)
from tradefin.ids import DocumentId, FinancingId, LineId

TTL = timedelta(seconds=259_200)
DECLARATION = DocumentKind.CUSTOMS_DECLARATION


def declarations(c: Consortium, *amounts: str) -> list[DocumentId]:
    """Made-up declarations of these amounts, attested."""
    return [
        enter(c.customs, attestation(c, f"declaration {i}", DECLARATION, amount=usd(amount)))
        for i, amount in enumerate(amounts)
    ]


# Lines


def test_a_bank_lends_nothing_to_itself(embedded: Consortium) -> None:
    c = embedded
    roles = {Role.BANK, Role.ENTERPRISE}
    c.registrar.renew(c.bank.org, roles=roles, valid_until=c.net.now() + 99 * DAY)
    with refused(c.net, LineToItself(c.bank.org)):
        c.bank.open_line(c.bank.org, usd("1.00"), rate_bps=1, expiry=c.net.now() + DAY)


def test_only_its_bank_closes_a_line(embedded: Consortium) -> None:
    c = embedded
    line = c.line()
    with refused(c.net, LineNotOfBank(line, c.bank.org, c.other_bank.org)):
        c.other_bank.close_line(line)


def test_a_line_is_closed_once(embedded: Consortium) -> None:
    c = embedded
    line = c.line()
    c.bank.close_line(line)
    with refused(c.net, LineIsClosed(line)):
        c.bank.close_line(line)


def test_a_closed_line_ends_new_drawings_and_nothing_else(embedded: Consortium) -> None:
    c = embedded
    first, second, line = c.papers(1), c.papers(2), c.line()
    financing = ask(c, first, line, usd("1.00"))
    c.bank.close_line(line)
    with refused(c.net, LineIsClosed(line)):
        ask(c, second, line, usd("1.00"))
    c.bank.fund(financing)
    c.exporter.repay(financing)
    assert c.net.line(line).used.minor == 0


def test_an_unknown_line_lends_nothing(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    with refused(c.net, LineUnknown(LineId(99))):
        ask(c, papers, LineId(99))
    with refused(c.net, LineUnknown(LineId(99))):
        c.bank.close_line(LineId(99))


def test_a_line_is_drawn_by_its_enterprise(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    with refused(c.net, LineNotOfEnterprise(line, c.exporter.org, c.buyer.org)):
        c.buyer.request(line, papers.invoice, [papers.declaration])


def test_a_line_is_drawn_until_its_last_second(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    end = c.net.now() + DAY
    line = c.line(expiry=end)
    with at(c.net, end):
        ask(c, papers, line, usd("1.00"))
    with at(c.net, end + SECOND), refused(c.net, LineExpired(line, end)):
        ask(c, papers, line, usd("1.00"))


def test_a_line_is_drawn_and_freed_by_the_pledge(embedded: Consortium) -> None:
    c = embedded
    line = c.line()
    for key in (c.net.keys[0], c.net.keys[1], c.net.keys[2], c.net.keys[11]):
        for verb in ("draw", "free"):
            with refused(c.net, CallerNotPledge(key.address)):
                by_key(c.net, key, "CreditLines", verb, line, c.buyer.org, False, 0)


def test_a_line_with_a_calendar_that_nobody_opened_is_not_drawn(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line(calendar=9)
    with refused(c.net, CalendarNotOpen(9)):
        ask(c, papers, line)


# The amount


def test_nothing_asked_is_the_most_there_is(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    assert c.net.financing(ask(c, papers)).requested == usd("288000.00")


def test_the_line_bounds_the_amount(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line(limit="100000.00")
    with refused(c.net, UseExceedsLine(line, 10_000_001, 10_000_000)):
        ask(c, papers, line, usd("100000.01"))
    assert c.net.financing(ask(c, papers, line)).requested == usd("100000.00")


def test_a_used_line_bounds_the_amount(embedded: Consortium) -> None:
    c = embedded
    first, second, line = c.papers(1), c.papers(2), c.line(limit="300000.00")
    ask(c, first, line)
    with refused(c.net, UseExceedsLine(line, 1_200_001, 1_200_000)):
        ask(c, second, line, usd("12000.01"))
    assert c.net.financing(ask(c, second, line)).requested == usd("12000.00")


def test_the_advance_bounds_the_amount(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    with refused(c.net, AmountExceedsAdvance(papers.invoice, 28_800_001, 28_800_000)):
        ask(c, papers, line, usd("288000.01"))
    assert ask(c, papers, line, usd("288000.00"))


def test_an_advance_is_rounded_down(embedded: Consortium) -> None:
    c = embedded
    invoice, declaration = invoice_and_declaration(c, "odd", usd("0.99"), usd("9.00"))
    line = c.line(advance_bps=3_333)  # 32.9967 cents
    assert c.exporter.request(line, invoice, [declaration]).amount == 32


def test_a_declaration_bounds_the_amount(embedded: Consortium) -> None:
    c = embedded
    invoice, declaration = invoice_and_declaration(c, "x", usd("1000.00"), usd("700.00"))
    line = c.line()
    with refused(c.net, UseExceedsCapacity(declaration, 70_001, 70_000)):
        c.exporter.request(line, invoice, [declaration], usd("700.01"))
    assert c.exporter.request(line, invoice, [declaration]).amount == 70_000


def test_declarations_are_filled_in_order(embedded: Consortium) -> None:
    c = embedded
    invoice = enter(c.bank, attestation(c, "x"))
    three = declarations(c, "300.00", "200.00", "250.00")
    line = c.line()
    financing = c.exporter.request(line, invoice, three, usd("600.00")).financing
    shares = [part.share for part in c.net.basis(financing).parts]
    assert shares == [30_000, 20_000, 10_000]
    used = [c.net.document(document).used.minor for document in three]
    assert used == [30_000, 20_000, 10_000]


def test_declarations_are_freed_from_the_last(embedded: Consortium) -> None:
    c = embedded
    invoice = enter(c.bank, attestation(c, "x"))
    three = declarations(c, "300.00", "200.00", "250.00")
    financing = c.exporter.request(c.line(), invoice, three, usd("600.00")).financing
    c.bank.fund(financing)
    c.exporter.repay(financing, usd("150.00"))
    assert [c.net.document(d).used.minor for d in three] == [30_000, 15_000, 0]
    c.exporter.repay(financing)
    assert [c.net.document(d).used.minor for d in three] == [0, 0, 0]


def test_declarations_together_bound_the_amount(embedded: Consortium) -> None:
    c = embedded
    invoice = enter(c.bank, attestation(c, "x"))
    two = declarations(c, "300.00", "200.00")
    line = c.line()
    with refused(c.net, AmountExceedsDeclarations(invoice, 50_001, 50_000)):
        c.exporter.request(line, invoice, two, usd("500.01"))
    assert c.exporter.request(line, invoice, two).amount == 50_000


def test_a_declaration_named_twice_counts_once(embedded: Consortium) -> None:
    c = embedded
    invoice, declaration = invoice_and_declaration(c, "x", usd("1000.00"), usd("300.00"))
    line = c.line()
    with refused(c.net, UseExceedsCapacity(declaration, 20_000, 0)):
        c.exporter.request(line, invoice, [declaration, declaration], usd("500.00"))


@pytest.mark.parametrize("count", [0, 17])
def test_an_application_names_one_to_sixteen_declarations(embedded: Consortium, count: int) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    with refused(c.net, DeclarationsOutOfBounds(count, 16)):
        c.exporter.request(line, papers.invoice, [papers.declaration] * count)


def test_sixteen_declarations_are_borne(embedded: Consortium) -> None:
    c = embedded
    invoice = enter(c.bank, attestation(c, "x"))
    sixteen = declarations(c, *["10.00"] * 16)
    assert c.exporter.request(c.line(), invoice, sixteen).amount == 16_000


def test_a_paper_stands_where_its_kind_belongs(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    invoice, declaration = DocumentKind.INVOICE, DECLARATION
    with refused(c.net, KindNotOfDocument(papers.declaration, invoice)):
        c.exporter.request(line, papers.declaration, [papers.declaration])
    with refused(c.net, KindNotOfDocument(papers.invoice, declaration)):
        c.exporter.request(line, papers.invoice, [papers.invoice])


def test_papers_and_line_share_a_currency(embedded: Consortium) -> None:
    c = embedded
    line = c.line()
    euros = Money(100_000, "EUR")
    invoice = enter(c.bank, attestation(c, "euros", amount=euros))
    declaration = enter(c.customs, attestation(c, "declared", DECLARATION, amount=euros))
    with refused(c.net, CurrencyMismatch(USD, EUR)):
        c.exporter.request(line, invoice, [declaration])


def test_invoice_and_declaration_share_a_currency(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    euros = attestation(c, "declared", DECLARATION, amount=Money(100_000, "EUR"))
    declaration = enter(c.customs, euros)
    with refused(c.net, CurrencyMismatch(USD, EUR)):
        c.exporter.request(line, papers.invoice, [declaration])


def test_a_financed_paper_has_nothing_left_for_another_bank(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    ask(c, papers)
    line = c.line(c.other_bank)
    with refused(c.net, UseExceedsCapacity(papers.invoice, 28_800_000, 7_200_000)):
        ask(c, papers, line, usd("288000.00"))
    nothing = NothingToFinance(papers.invoice, 0, 21_200_000, 100_000_000, 100_000_000)
    with refused(c.net, nothing):
        ask(c, papers, line)
    with refused(c.net, AmountExceedsAdvance(papers.invoice, 1, 0)):
        ask(c, papers, line, usd("0.01"))


def test_the_rest_of_a_paper_is_for_another_bank(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    ask(c, papers, None, usd("100000.00"))
    second = ask(c, papers, c.line(c.other_bank))
    assert c.net.financing(second).requested == usd("188000.00")
    assert c.net.document(papers.invoice).used == usd("288000.00")


# Dates


def test_an_invoice_is_financed_until_the_second_it_is_due(consortium: Consortium) -> None:
    c = consortium
    line = c.line()
    papers = c.papers()
    due = c.net.document(papers.invoice).due
    assert due is not None
    with at(c.net, due):
        ask(c, papers, line, usd("1.00"))
    with at(c.net, due + SECOND), refused(c.net, InvoiceOverdue(papers.invoice, due)):
        ask(c, papers, line, usd("1.00"))


def test_an_invoice_without_due_date_is_not_financed(embedded: Consortium) -> None:
    c = embedded
    invoice = enter(c.bank, attestation(c, "x", due=None))
    _, declaration = invoice_and_declaration(c, "y", usd("1.00"), usd("900.00"))
    line = c.line()
    with refused(c.net, InvoiceOverdue(invoice, None)):
        c.exporter.request(line, invoice, [declaration])


def test_maturity_is_today_at_the_earliest(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    today = c.net.now().date()
    due = date(2026, 5, 28)
    with refused(c.net, MaturityOutOfBounds(today - DAY, today, due + 15 * DAY)):
        c.exporter.request(
            line, papers.invoice, [papers.declaration], usd("1.00"), maturity=today - DAY
        )
    asked = c.exporter.request(
        line, papers.invoice, [papers.declaration], usd("1.00"), maturity=today
    )
    assert c.net.financing(asked.financing).maturity_day == today


def test_maturity_is_due_date_and_grace_at_the_latest(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line(grace_days=4)
    today, latest = c.net.now().date(), date(2026, 6, 1)
    with refused(c.net, MaturityOutOfBounds(latest + DAY, today, latest)):
        c.exporter.request(
            line, papers.invoice, [papers.declaration], usd("1.00"), maturity=latest + DAY
        )
    c.exporter.request(line, papers.invoice, [papers.declaration], usd("1.00"), maturity=latest)


def test_maturity_is_within_the_lines_tenor(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line(tenor_days=30)
    today = c.net.now().date()
    with refused(c.net, MaturityOutOfBounds(date(2026, 5, 28), today, today + 30 * DAY)):
        ask(c, papers, line)


def test_maturity_is_a_business_day(embedded: Consortium) -> None:
    c = embedded
    line = c.line()
    saturday = date(2026, 4, 25)
    invoice = enter(c.bank, attestation(c, "x", due=close_of(saturday)))
    _, declaration = invoice_and_declaration(c, "y", usd("1.00"), usd("900.00"))
    asked = c.exporter.request(line, invoice, [declaration])
    assert c.net.financing(asked.financing).maturity_day == date(2026, 4, 27)


@pytest.mark.parametrize(
    ("kind", "instalments"),
    [
        (AmortizationKind.BULLET, 0),
        (AmortizationKind.BULLET, 2),
        (AmortizationKind.EQUAL_PRINCIPAL, 0),
        (AmortizationKind.ANNUITY, 0),
    ],
)
def test_instalments_go_with_their_kind(
    embedded: Consortium, kind: AmortizationKind, instalments: int
) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    with refused(c.net, InstalmentsInvalid(kind, instalments)):
        c.exporter.request(
            line, papers.invoice, [papers.declaration], kind=kind, instalments=instalments
        )


@pytest.mark.parametrize("instalments", [4, 12, 121, 255])
def test_a_schedule_that_does_not_fit_before_maturity_is_refused(
    embedded: Consortium, instalments: int
) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    kind = AmortizationKind.EQUAL_PRINCIPAL
    with refused(c.net, InstalmentsInvalid(kind, instalments)):
        c.exporter.request(
            line, papers.invoice, [papers.declaration], kind=kind, instalments=instalments
        )


@pytest.mark.parametrize("kind", [AmortizationKind.EQUAL_PRINCIPAL, AmortizationKind.ANNUITY])
def test_an_accepted_schedule_can_be_read_to_its_end(
    embedded: Consortium, kind: AmortizationKind
) -> None:
    c = embedded
    papers = c.papers()
    asked = c.exporter.request(
        c.line(), papers.invoice, [papers.declaration], kind=kind, instalments=2
    )
    c.net.travel(c.net.now() + TTL - 9 * SECOND)
    c.bank.fund(asked.financing)
    rows = c.net.statement(asked.financing).schedule
    assert [row.balance.minor for row in rows][-1] == 0
    assert sum(row.principal.minor for row in rows) == 28_800_000


# The life of a request


def test_a_request_is_funded_in_its_last_second(consortium: Consortium) -> None:
    c = consortium
    first, second = c.papers(1), c.papers(2)
    line = c.line()
    in_time, late = ask(c, first, line), ask(c, second, line)
    until, then = c.net.financing(in_time).until, c.net.financing(late).until
    assert until is not None and then is not None
    with at(c.net, until):
        c.bank.fund(in_time)
    with at(c.net, then + SECOND), refused(c.net, RequestLapsed(late, then)):
        c.bank.fund(late)
    assert c.net.financing(late).status is FinancingStatus.LAPSED


def test_a_request_runs_three_days(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers())
    assert c.net.financing(financing).until == c.net.now() + TTL


def test_a_request_is_reclaimed_after_its_last_second(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = ask(c, papers)
    until = c.net.financing(financing).until
    assert until is not None
    whole, stranger = held_by_request(c, financing), c.net.keys[11]
    waiting = RequestNotLapsed(financing, FinancingStatus.REQUESTED)
    with at(c.net, until), refused(c.net, waiting):
        by_key(c.net, stranger, "ReceivablePledge", "reclaim", whole)
    with at(c.net, until + SECOND):
        by_key(c.net, stranger, "ReceivablePledge", "reclaim", whole)
    assert c.net.document(papers.invoice).free == usd("360000.00")
    assert c.net.document(papers.declaration).free == usd("500000.00")
    assert c.net.line(c.net.financing(financing).line).used.minor == 0


def test_a_request_is_reclaimed_once(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers())
    whole = held_by_request(c, financing)
    c.net.travel(c.net.now() + TTL + DAY)
    send(c.bank, "ReceivablePledge", "reclaim", whole)
    with refused(c.net, RequestNotLapsed(financing, FinancingStatus.CLOSED)):
        send(c.bank, "ReceivablePledge", "reclaim", whole)


def test_a_lapsed_request_refuses_nothing_to_another_bank(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    lapsed = ask(c, papers)
    other = c.line(c.other_bank)
    until = c.net.financing(lapsed).until
    assert until is not None
    with (
        at(c.net, until),
        refused(c.net, NothingToFinance(papers.invoice, 0, 21_200_000, 100_000_000, 100_000_000)),
    ):
        ask(c, papers, other)
    c.net.travel(until + SECOND)
    financing = ask(c, papers, other)
    assert c.net.financing(financing).requested == usd("288000.00")
    assert c.net.financing(lapsed).status is FinancingStatus.CLOSED
    assert c.net.line(c.net.financing(lapsed).line).used.minor == 0


def test_a_lapsed_request_refuses_nothing_on_its_line(embedded: Consortium) -> None:
    c = embedded
    first, second, line = c.papers(1), c.papers(2), c.line(limit="288000.00")
    ask(c, first, line)
    c.net.travel(c.net.now() + TTL + DAY)
    assert c.net.financing(ask(c, second, line)).requested == usd("288000.00")


def test_a_lapsed_request_refuses_nothing_on_a_shared_declaration(embedded: Consortium) -> None:
    c = embedded
    first, declaration = invoice_and_declaration(c, "1", usd("1000.00"), usd("800.00"))
    second = enter(c.bank, attestation(c, "2"))
    line = c.line()
    c.exporter.request(line, first, [declaration])
    c.net.travel(c.net.now() + TTL + DAY)
    assert c.exporter.request(line, second, [declaration]).amount == 80_000


def test_a_quote_is_what_a_request_gets(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    quoted = c.exporter.quote(line, papers.invoice, [papers.declaration])
    financing = ask(c, papers, line)
    assert quoted.amount == c.net.financing(financing).requested


def test_a_declined_request_frees_everything(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = ask(c, papers)
    c.bank.decline(financing)
    assert c.net.financing(financing).status is FinancingStatus.CLOSED
    assert c.net.document(papers.invoice).free == usd("360000.00")
    assert c.net.document(papers.declaration).free == usd("500000.00")
    assert c.net.line(c.net.financing(financing).line).used.minor == 0


def test_a_withdrawn_request_frees_everything(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = ask(c, papers)
    c.exporter.withdraw(financing)
    assert c.net.document(papers.invoice).free == usd("360000.00")
    assert c.net.line(c.net.financing(financing).line).used.minor == 0


def test_a_request_is_its_banks_to_fund_or_decline(consortium: Consortium) -> None:
    c = consortium
    financing = ask(c, c.papers())
    foreign = CallerNotBankOfFinancing(financing, c.bank.org, c.other_bank.org)
    with refused(c.net, foreign):
        c.other_bank.fund(financing)
    with refused(c.net, foreign):
        c.other_bank.decline(financing)


def test_a_request_is_its_enterprises_to_withdraw(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers())
    with refused(c.net, CallerNotBorrower(financing, c.exporter.org, c.buyer.org)):
        c.buyer.withdraw(financing)


@pytest.mark.parametrize("verb", ["fund", "decline", "withdraw"])
@pytest.mark.parametrize("status", [FinancingStatus.FUNDED, FinancingStatus.CLOSED])
def test_a_request_is_answered_once(
    embedded: Consortium, verb: str, status: FinancingStatus
) -> None:
    c = embedded
    financing = ask(c, c.papers())
    if status is FinancingStatus.FUNDED:
        c.bank.fund(financing)
    else:
        c.bank.decline(financing)
    party = c.exporter if verb == "withdraw" else c.bank
    expected = FinancingNotInStatus(financing, status, FinancingStatus.REQUESTED)
    with refused(c.net, expected):
        getattr(party, verb)(financing)


def test_a_settled_financing_is_over(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    c.exporter.repay(financing)
    over = FinancingNotInStatus(financing, FinancingStatus.SETTLED, FinancingStatus.REQUESTED)
    with refused(c.net, over):
        c.bank.fund(financing)


def test_what_was_never_requested_is_not_funded(embedded: Consortium) -> None:
    c = embedded
    whole = (FinancingId(99), (c.papers().invoice, []))
    none = FinancingNotInStatus(FinancingId(99), FinancingStatus.NONE, FinancingStatus.REQUESTED)
    with refused(c.net, none):
        send(c.bank, "ReceivablePledge", "fund", whole)


def test_a_request_is_not_funded_after_its_maturity(embedded: Consortium) -> None:
    c = embedded
    papers, today = c.papers(), c.net.now().date()
    line = c.line()
    asked = c.exporter.request(line, papers.invoice, [papers.declaration], maturity=today)
    last = close_of(today)
    with (
        at(c.net, last + SECOND),
        refused(c.net, MaturityPassed(asked.financing, today, today + DAY)),
    ):
        c.bank.fund(asked.financing)


def test_a_request_is_funded_on_the_last_second_of_its_maturity(embedded: Consortium) -> None:
    c = embedded
    papers, today = c.papers(), c.net.now().date()
    asked = c.exporter.request(c.line(), papers.invoice, [papers.declaration], maturity=today)
    with at(c.net, close_of(today)):
        c.bank.fund(asked.financing)
    assert c.net.statement(asked.financing).debt.total == usd("288000.00")


def test_papers_are_given_as_they_were_requested(embedded: Consortium) -> None:
    c = embedded
    papers, other = c.papers(1), c.papers(2)
    financing = ask(c, papers)
    ref = financing.to_bytes(32, "big")
    missing = UseNotFound(address_of(c.net, "ReceivablePledge"), ref)
    wrong: list[Any] = [
        (other.invoice, [(papers.declaration, 28_800_000)]),
        (papers.invoice, [(papers.declaration, 28_799_999)]),
        (papers.invoice, []),
    ]
    for basis in wrong:
        with refused(c.net, missing):
            send(c.bank, "ReceivablePledge", "fund", (financing, basis))
        with refused(c.net, missing):
            send(c.exporter, "ReceivablePledge", "withdraw", (financing, basis))


# Papers of an asset


def test_declarations_stay_while_an_invoice_is_used(embedded: Consortium) -> None:
    c = embedded
    papers, other, line = c.papers(1), c.papers(2), c.line()
    financing = ask(c, papers, line, usd("100000.00"))
    with refused(c.net, AssetPapersFixed(papers.invoice, 10_000_000)):
        c.exporter.request(line, papers.invoice, [other.declaration], usd("1.00"))
    with refused(c.net, AssetPapersFixed(papers.invoice, 10_000_000)):
        c.exporter.request(
            line, papers.invoice, [papers.declaration, other.declaration], usd("1.00")
        )
    c.exporter.withdraw(financing)
    c.exporter.request(line, papers.invoice, [other.declaration], usd("1.00"))
    assert c.net.asset(papers.invoice).declarations == (other.declaration,)


# Between request and funding


def test_a_paper_amended_below_its_uses_is_not_funded(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = ask(c, papers)
    enter(c.bank, next_version(c, papers.invoice, amount=usd("287999.99")))
    short = DocumentIsShort(papers.invoice, 28_800_000, 28_799_999)
    with refused(c.net, short):
        c.bank.fund(financing)


def test_a_paper_amended_above_its_uses_is_funded(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = ask(c, papers)
    enter(c.bank, next_version(c, papers.invoice, amount=usd("288000.00")))
    assert c.bank.fund(financing).principal == 28_800_000


@pytest.mark.parametrize("which", ["invoice", "declaration"])
def test_a_paper_revoked_meanwhile_is_not_funded(embedded: Consortium, which: str) -> None:
    c = embedded
    papers = c.papers()
    financing = ask(c, papers)
    document = getattr(papers, which)
    (c.bank if which == "invoice" else c.customs).revoke(document)
    with refused(c.net, DocumentIsRevoked(document)):
        c.bank.fund(financing)
    c.exporter.withdraw(financing)
    assert c.net.document(document).used.minor == 0


@pytest.mark.parametrize("which", ["invoice", "declaration"])
def test_a_paper_frozen_meanwhile_is_not_funded(embedded: Consortium, which: str) -> None:
    c = embedded
    papers = c.papers()
    financing = ask(c, papers)
    document, end = getattr(papers, which), c.net.now() + DAY
    c.regulator.freeze(document, case_number="1", until=end)
    with at(c.net, end), refused(c.net, DocumentIsFrozen(document, end)):
        c.bank.fund(financing)
    with at(c.net, end + SECOND):
        c.bank.fund(financing)


def test_a_paper_expired_meanwhile_is_not_funded(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = ask(c, papers)
    end = c.net.now() + DAY
    enter(c.bank, next_version(c, papers.invoice, valid_until=end))
    with at(c.net, end + SECOND), refused(c.net, DocumentExpired(papers.invoice, end)):
        c.bank.fund(financing)


def test_a_bank_without_money_funds_nothing(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    poor = fresh_key(c.net, "poor")
    admit(c, poor.address, roles=[Role.BANK])
    bank = c.net.bank(poor)
    bank.approve("USD")
    financing = ask(c, papers, c.line(bank))
    with refused(c.net, ERC20InsufficientBalance(poor.address, 0, 28_800_000)):
        bank.fund(financing)
    assert c.net.financing(financing).status is FinancingStatus.REQUESTED


def test_a_bank_that_allows_too_little_funds_nothing(consortium: Consortium) -> None:
    c = consortium
    financing = ask(c, c.papers())
    c.bank.approve("USD", usd("287999.99"))
    ledger = address_of(c.net, "ClaimLedger")
    with refused(c.net, ERC20InsufficientAllowance(ledger, 28_799_999, 28_800_000)):
        c.bank.fund(financing)
    assert c.net.financing(financing).status is FinancingStatus.REQUESTED
    c.bank.approve("USD")
    c.bank.fund(financing)


# A condition precedent


def test_a_condition_is_met_by_cover(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    line = c.line(condition=address_of(c.net, "GuaranteeEscrow"))
    financing = ask(c, papers, line, usd("1000.00"))
    with refused(c.net, ConditionNotMet(financing, 100_000, 0)):
        c.bank.fund(financing)
    covered(c, financing, usd("999.99"))
    with refused(c.net, ConditionNotMet(financing, 100_000, 99_999)):
        c.bank.fund(financing)
    covered(c, financing, usd("0.01"))
    c.bank.fund(financing)


def test_an_expired_guarantee_meets_no_condition(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    line = c.line(condition=address_of(c.net, "GuaranteeEscrow"))
    financing = ask(c, papers, line, usd("1000.00"))
    expiry = c.net.now() + DAY
    covered(c, financing, usd("1000.00"), expiry=expiry)
    with at(c.net, expiry + SECOND), refused(c.net, ConditionNotMet(financing, 100_000, 0)):
        c.bank.fund(financing)
