"""Repayment and collection: to the last unit, to the day, by rank, and nothing left behind."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pytest
from eth_account.signers.local import LocalAccount
from eth_utils.crypto import keccak

from tests.conftest import Consortium, Papers, usd
from tests.roles.acts import (
    DAY,
    GAS_LIMIT,
    SECOND,
    address_of,
    ask,
    at,
    attestation,
    by_key,
    close_of,
    connection_of,
    default_of,
    drawn,
    enter,
    held_by_request,
    midnight,
    ranks,
    refused,
    send,
)
from tradefin import LocalNetwork, Money
from tradefin.enums import DayCountConvention, FinancingStatus
from tradefin.errors import (
    AmountIsZero,
    BankReferenceUsed,
    CallerNotPayer,
    ERC20InsufficientAllowance,
    ERC20InsufficientBalance,
    FinancingNotOnAsset,
    FinancingNotOwing,
    NothingToFinance,
    RanksIncomplete,
    RanksOutOfOrder,
    UseNotCommitted,
    UseNotFound,
    UsesTooMany,
)
from tradefin.ids import FinancingId, OrgId

PLEDGE = "ReceivablePledge"
REFERENCE = keccak(text="MT103 1")
MATURITY = date(2026, 5, 28)


def monies(c: Consortium) -> dict[str, Money]:
    """What every party and every contract that may hold money has."""
    parties = {
        "exporter": c.exporter,
        "bank": c.bank,
        "other bank": c.other_bank,
        "guarantor": c.guarantor,
        "buyer": c.buyer,
    }
    held = {name: c.net.balance(party.org, "USD") for name, party in parties.items()}
    contracts = (PLEDGE, "ClaimLedger", "GuarantorCapital", "GuaranteeEscrow")
    return held | {name: c.net.held_by(name, "USD") for name in contracts}


def total(held: dict[str, Money]) -> int:
    return sum(money.minor for money in held.values())


def gained(c: Consortium, before: dict[str, Money]) -> dict[str, int]:
    """Who has more or less than before, minor units; nothing is made and nothing lost."""
    after = monies(c)
    assert total(after) == total(before)
    return {
        name: after[name].minor - money.minor
        for name, money in before.items()
        if after[name] != money
    }


def two_ranks(c: Consortium) -> tuple[Papers, FinancingId, FinancingId]:
    """USD 100,000.00 of one bank, then 188,000.00 of another on the same invoice."""
    papers = c.papers()
    first = drawn(c, papers, None, usd("100000.00"))
    return papers, first, drawn(c, papers, c.line(c.other_bank))


def reference_of(financing: FinancingId) -> bytes:
    """Under which the papers' registry knows the use of a financing."""
    return financing.to_bytes(32, "big")


def nothing_left(c: Consortium, papers: Papers, financing: FinancingId) -> None:
    f = c.net.financing(financing)
    assert (f.status, f.principal.minor) == (FinancingStatus.SETTLED, 0)
    assert c.net.statement(financing).debt.total.minor == 0
    assert c.net.line(f.line).used.minor == 0
    for document in (papers.invoice, papers.declaration):
        raw = connection_of(c.net).read("DocumentRegistry", "document", document)
        assert (raw["used"], raw["commits"]) == (0, 0)
    use = connection_of(c.net).read(
        "DocumentRegistry",
        "useOf",
        address_of(c.net, PLEDGE),
        financing.to_bytes(32, "big"),
        held_by_request(c, financing)[1],
    )
    assert use == {"amount": 0, "until": None, "org": 0, "counterparty": 0}


# Repayment


def test_a_repayment_in_full_leaves_nothing_behind(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    c.net.travel(c.net.now() + 30 * DAY)
    before = monies(c)
    paid = c.exporter.repay(financing)
    assert paid.amount == 28_926_000  # 288,000.00 and 30 days at 5.25 %
    assert gained(c, before) == {"exporter": -28_926_000, "bank": 28_926_000}
    nothing_left(c, papers, financing)


def test_a_repayment_reaches_interest_before_principal(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    c.net.travel(c.net.now() + 10 * DAY)
    before = monies(c)
    c.exporter.repay(financing, usd("1000.00"))
    assert gained(c, before) == {"exporter": -100_000, "bank": 100_000}
    (payment,) = c.net.statement(financing).payments
    assert (payment.debt.interest, payment.debt.principal) == (usd("420.00"), usd("580.00"))
    assert c.net.financing(financing).principal == usd("287420.00")
    assert c.net.document(papers.invoice).used == usd("287420.00")
    assert c.net.document(papers.declaration).used == usd("287420.00")
    assert c.net.line(c.net.financing(financing).line).used == usd("287420.00")


def test_a_repayment_below_the_interest_frees_nothing(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    c.net.travel(c.net.now() + 10 * DAY)
    c.exporter.repay(financing, usd("419.99"))
    assert c.net.document(papers.invoice).used == usd("288000.00")
    assert c.net.statement(financing).debt.total == usd("288000.01")


def test_one_unit_short_is_not_settled(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    c.net.travel(c.net.now() + 30 * DAY)
    c.exporter.repay(financing, usd("289259.99"))
    f = c.net.financing(financing)
    assert (f.status, f.principal.minor) == (FinancingStatus.FUNDED, 1)
    assert c.net.document(papers.invoice).used.minor == 1
    c.exporter.repay(financing, usd("0.01"))
    nothing_left(c, papers, financing)


def test_no_more_is_taken_than_is_owed(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    before = monies(c)
    assert c.exporter.repay(financing, usd("1000000.00")).amount == 28_800_000
    assert gained(c, before) == {"exporter": -28_800_000, "bank": 28_800_000}


def test_a_repayment_is_of_something(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    with refused(c.net, AmountIsZero()):
        c.exporter.repay(financing, usd("0.00"))


def test_anybody_may_repay_from_its_own_address(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    stranger = c.net.keys[11]
    c.net.mint(stranger.address, usd("300000.00"))
    ledger = address_of(c.net, "ClaimLedger")
    by_key(c.net, stranger, "TokenUSD", "approve", ledger, 2**256 - 1)
    before = c.net.balance(c.bank.org, "USD")
    whole = held_by_request(c, financing)
    by_key(c.net, stranger, PLEDGE, "repay", whole, 2**96 - 1)
    assert c.net.balance(c.bank.org, "USD") == before + usd("288000.00")
    left = connection_of(c.net).read("TokenUSD", "balanceOf", stranger.address)
    assert left == usd("12000.00").minor
    nothing_left(c, papers, financing)


def test_a_stranger_without_money_repays_nothing(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    stranger, ledger = c.net.keys[11], address_of(c.net, "ClaimLedger")
    whole = held_by_request(c, financing)
    with refused(c.net, ERC20InsufficientAllowance(ledger, 0, 100)):
        by_key(c.net, stranger, PLEDGE, "repay", whole, 100)
    by_key(c.net, stranger, "TokenUSD", "approve", ledger, 2**256 - 1)
    with refused(c.net, ERC20InsufficientBalance(stranger.address, 0, 100)):
        by_key(c.net, stranger, PLEDGE, "repay", whole, 100)


def test_another_organisation_repays_from_its_own_account(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    before = monies(c)
    c.buyer.repay(financing, usd("1000.00"))
    assert gained(c, before) == {"buyer": -100_000, "bank": 100_000}


@pytest.mark.parametrize(
    "status", [FinancingStatus.NONE, FinancingStatus.REQUESTED, FinancingStatus.CLOSED]
)
def test_nothing_is_repaid_where_nothing_is_owed(
    embedded: Consortium, status: FinancingStatus
) -> None:
    c = embedded
    financing = ask(c, c.papers())
    number, basis = held_by_request(c, financing)
    if status is FinancingStatus.CLOSED:
        c.exporter.withdraw(financing)
    if status is FinancingStatus.NONE:
        number = FinancingId(99)
    with refused(c.net, FinancingNotOwing(number, status)):
        send(c.exporter, PLEDGE, "repay", (number, basis), 1)


def test_a_settled_financing_takes_no_more_money(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    c.exporter.repay(financing)
    with refused(c.net, FinancingNotOwing(financing, FinancingStatus.SETTLED)):
        c.exporter.repay(financing, usd("0.01"))


def test_a_repayment_names_the_papers_it_frees(embedded: Consortium) -> None:
    c = embedded
    papers, other = c.papers(1), c.papers(2)
    financing = drawn(c, papers)
    missing = UseNotFound(address_of(c.net, PLEDGE), financing.to_bytes(32, "big"))
    for basis in ((other.invoice, []), (papers.invoice, [(other.declaration, 28_800_000)])):
        with refused(c.net, missing):
            send(c.exporter, PLEDGE, "repay", (financing, basis), 100)


def test_what_was_repaid_from_own_funds_can_be_financed_again(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    c.exporter.repay(financing)
    assert c.net.document(papers.invoice).free == usd("360000.00")
    again = ask(c, papers, c.line(c.other_bank))
    assert c.net.financing(again).requested == usd("288000.00")


# Interest and penalty, to the day


def test_interest_runs_from_midnight_to_midnight(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    today = c.net.now().date()
    c.net.travel(close_of(today))
    assert c.net.statement(financing).debt.interest.minor == 0
    c.net.travel(midnight(today + DAY))
    assert c.net.statement(financing).debt.interest == usd("42.00")


def test_a_loan_of_the_same_day_bears_no_interest(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    with at(c.net, close_of(c.net.now().date())):
        assert c.exporter.repay(financing).amount == 28_800_000
    nothing_left(c, papers, financing)


@pytest.mark.parametrize(
    ("convention", "interest"),
    [
        (DayCountConvention.ACT360, "1260.00"),  # 30 days
        (DayCountConvention.ACT365F, "1242.74"),  # 1,242.739726...
        (DayCountConvention.E30360, "1218.00"),  # 29 days, 2 March to 1 April
    ],
)
def test_days_are_counted_as_the_line_says(
    embedded: Consortium, convention: DayCountConvention, interest: str
) -> None:
    c = embedded
    financing = drawn(c, c.papers(), c.line(day_count=convention))
    c.net.travel(midnight(date(2026, 4, 1)))
    assert c.net.statement(financing).debt.interest == usd(interest)


def test_a_financing_is_late_the_second_after_its_maturity_day(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    c.net.travel(close_of(MATURITY))
    assert c.net.financing(financing).status is FinancingStatus.FUNDED
    assert c.net.statement(financing).debt.penalty.minor == 0
    c.net.travel(midnight(MATURITY + DAY))
    assert c.net.financing(financing).status is FinancingStatus.OVERDUE
    debt = c.net.statement(financing).debt
    assert (debt.interest, debt.penalty) == (usd("3654.00"), usd("63.00"))  # 87 days, 1 day


def test_a_financing_is_defaulted_the_second_after_its_grace(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    default = default_of(c, financing)
    assert default == midnight(date(2026, 6, 13))
    c.net.travel(default - SECOND)
    assert c.net.financing(financing).status is FinancingStatus.OVERDUE
    c.net.travel(default)
    assert c.net.financing(financing).status is FinancingStatus.DEFAULTED


def test_penalty_is_paid_before_interest_and_principal(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    c.net.travel(midnight(MATURITY + 2 * DAY))
    c.exporter.repay(financing, usd("126.01"))
    debt = c.net.statement(financing).debt
    assert (debt.penalty.minor, debt.interest) == (0, usd("3653.99"))
    c.net.travel(midnight(MATURITY + 3 * DAY))
    c.exporter.repay(financing, usd("63.00"))
    c.exporter.repay(financing)
    nothing_left(c, papers, financing)
    assert sum(p.debt.total.minor for p in c.net.statement(financing).payments) == 29_184_300


def test_part_payments_cost_no_more_interest_than_one(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), c.line(rate_bps=333), usd("1.01"))
    start = c.net.now().date()
    for day in range(1, 30):
        c.net.travel(midnight(start + day * DAY))
        if c.net.statement(financing).debt.interest.minor:
            c.exporter.repay(financing, c.net.statement(financing).debt.interest)
    c.net.travel(midnight(start + 30 * DAY))
    paid = sum(p.debt.interest.minor for p in c.net.statement(financing).payments)
    # 1.01 x 3.33 % x 30 / 360 is 0.0028: no payment of interest ever rounds up to a cent.
    assert paid + c.net.statement(financing).debt.interest.minor == 0


# Collection


def test_a_bank_collects_out_of_its_own_account(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    before = monies(c)
    collected = c.bank.collect(papers.invoice, usd("360000.00"), "MT103 1")
    assert gained(c, before) == {"bank": -7_200_000, "exporter": 7_200_000}
    assert collected.surplus == 7_200_000
    nothing_left(c, papers, financing)


def test_money_goes_by_rank_and_the_rest_to_the_exporter(consortium: Consortium) -> None:
    c = consortium
    papers, first, second = two_ranks(c)
    before = monies(c)
    c.buyer.collect(papers.invoice, usd("150000.00"), "MT103 1")
    assert gained(c, before) == {
        "buyer": -15_000_000,
        "bank": 10_000_000,
        "other bank": 5_000_000,
    }
    assert c.net.financing(first).status is FinancingStatus.SETTLED
    assert c.net.financing(second).principal == usd("138000.00")
    invoice = c.net.document(papers.invoice)
    assert (invoice.consumed, invoice.used) == (usd("150000.00"), usd("138000.00"))
    before = monies(c)
    c.buyer.collect(papers.invoice, usd("210000.00"), "MT103 2")
    assert gained(c, before) == {
        "buyer": -21_000_000,
        "other bank": 13_800_000,
        "exporter": 7_200_000,
    }
    nothing_left(c, papers, second)
    assert c.net.document(papers.invoice).open.minor == 0


def test_the_second_rank_waits_for_the_first(embedded: Consortium) -> None:
    c = embedded
    papers, first, second = two_ranks(c)
    before = monies(c)
    c.buyer.collect(papers.invoice, usd("99999.99"), "MT103 1")
    assert gained(c, before) == {"buyer": -9_999_999, "bank": 9_999_999}
    assert c.net.financing(first).principal.minor == 1
    assert c.net.financing(second).principal == usd("188000.00")


@pytest.mark.parametrize("who", ["other_bank", "exporter", "guarantor", "customs"])
def test_only_the_debtor_or_a_bank_in_the_ranks_collects(embedded: Consortium, who: str) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    caller = getattr(c, who)
    with refused(c.net, CallerNotPayer(papers.invoice, caller.org)):
        send(caller, PLEDGE, "collect", papers.invoice, 100, REFERENCE, ranks(c, financing))


def test_a_stranger_does_not_collect(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    arguments = (papers.invoice, 100, REFERENCE, ranks(c, financing))
    with refused(c.net, CallerNotPayer(papers.invoice, OrgId(0))):
        by_key(c.net, c.net.keys[11], PLEDGE, "collect", *arguments)


def test_a_bank_does_not_become_payer_by_a_financing_of_another_invoice(
    embedded: Consortium,
) -> None:
    c = embedded
    papers, other = c.papers(1), c.papers(2)
    financing = drawn(c, papers)
    foreign = ask(c, other, c.line(c.other_bank))
    listed = [*ranks(c, financing), (foreign, (papers.invoice, []))]
    with refused(c.net, RanksIncomplete(papers.invoice, 2, 1)):
        send(c.other_bank, PLEDGE, "collect", papers.invoice, 100, REFERENCE, listed)


def test_nobody_draws_the_surplus_to_another_enterprise(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    statement = attestation(c, "the buyer's", holder=c.buyer.org, counterparty=OrgId(0))
    own = enter(c.bank, statement)
    line = c.bank.open_line(
        c.buyer.org, usd("1.00"), rate_bps=1, expiry=c.net.now() + 99 * DAY
    ).line
    kind, holder = c.net.document(papers.declaration).kind, c.buyer.org
    declared = enter(c.customs, attestation(c, "declared", kind, holder=holder))
    fake = c.buyer.request(line, own, [declared]).financing
    financing = drawn(c, papers)
    listed = [(fake, (papers.invoice, [])), *ranks(c, financing)]
    with refused(c.net, RanksIncomplete(papers.invoice, 2, 1)):
        send(c.buyer, PLEDGE, "collect", papers.invoice, 36_000_000, REFERENCE, listed)


def test_a_collection_is_of_something(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    with refused(c.net, AmountIsZero()):
        c.buyer.collect(papers.invoice, usd("0.00"), "MT103 1")


def test_a_payment_is_reported_once(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    drawn(c, papers)
    c.buyer.collect(papers.invoice, usd("1.00"), "MT103 1")
    with refused(c.net, BankReferenceUsed(REFERENCE)):
        c.buyer.collect(papers.invoice, usd("1.00"), "MT103 1")


def test_another_payer_may_use_the_same_reference(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    c.buyer.collect(papers.invoice, usd("1.00"), "MT103 1")
    c.bank.collect(papers.invoice, usd("1.00"), "MT103 1")
    assert c.net.document(papers.invoice).consumed == usd("2.00")


def test_a_refused_collection_leaves_its_reference_free(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    c.buyer.approve("USD", usd("0.00"))
    ledger = address_of(c.net, "ClaimLedger")
    with refused(c.net, ERC20InsufficientAllowance(ledger, 0, 100)):
        c.buyer.collect(papers.invoice, usd("1.00"), "MT103 1")
    c.buyer.approve("USD")
    c.buyer.collect(papers.invoice, usd("1.00"), "MT103 1")


def test_ranks_are_listed_oldest_first_and_once(embedded: Consortium) -> None:
    c = embedded
    papers, first, second = two_ranks(c)
    for listed in ((second, first), (first, first)):
        with refused(c.net, RanksOutOfOrder(*listed)):
            send(c.buyer, PLEDGE, "collect", papers.invoice, 100, REFERENCE, ranks(c, *listed))


def test_nobodys_rank_is_left_out(embedded: Consortium) -> None:
    c = embedded
    papers, first, second = two_ranks(c)
    short: tuple[tuple[FinancingId, ...], ...] = ((), (first,), (second,))
    for listed in short:
        with refused(c.net, RanksIncomplete(papers.invoice, len(listed), 2)):
            send(c.buyer, PLEDGE, "collect", papers.invoice, 100, REFERENCE, ranks(c, *listed))


def test_ranks_rest_on_the_invoice(embedded: Consortium) -> None:
    c = embedded
    papers, other = c.papers(1), c.papers(2)
    mine, foreign = drawn(c, papers), drawn(c, other)
    number, basis = held_by_request(c, mine)
    with refused(c.net, FinancingNotOnAsset(foreign, papers.invoice)):
        listed = ranks(c, foreign)
        send(c.buyer, PLEDGE, "collect", papers.invoice, 100, REFERENCE, listed)
    wrong: list[Any] = [
        (foreign, basis),
        (number, (papers.invoice, [])),
        (number, (papers.invoice, [(papers.declaration, 1)])),
    ]
    for one in wrong:
        with refused(c.net, UseNotFound(address_of(c.net, PLEDGE), reference_of(one[0]))):
            send(c.buyer, PLEDGE, "collect", papers.invoice, 100, REFERENCE, [one])


def test_a_request_is_no_rank(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    waiting = ask(c, papers)
    with refused(c.net, RanksIncomplete(papers.invoice, 1, 0)):
        listed = ranks(c, waiting)
        send(c.buyer, PLEDGE, "collect", papers.invoice, 100, REFERENCE, listed)


def test_a_request_takes_the_place_of_no_rank(embedded: Consortium) -> None:
    c = embedded
    papers, first, second = two_ranks(c)
    line = c.line(c.other_bank, advance_bps=9_000)
    waiting = ask(c, papers, line, usd("1000.00"))
    listed = ranks(c, first, waiting)
    # What doesn't reach the second rank shows nothing of it.
    with refused(c.net, UseNotCommitted(reference_of(waiting))):
        send(c.buyer, PLEDGE, "collect", papers.invoice, 100, REFERENCE, listed)
    with refused(c.net, FinancingNotOwing(waiting, FinancingStatus.REQUESTED)):
        send(c.buyer, PLEDGE, "collect", papers.invoice, 36_000_000, REFERENCE, listed)
    assert c.net.financing(second).status is FinancingStatus.FUNDED


def test_sixteen_financings_rest_on_an_invoice_at_most(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    for _ in range(16):
        drawn(c, papers, line, usd("0.01"))
    late = ask(c, papers, line, usd("0.01"))
    with refused(c.net, UsesTooMany(papers.invoice, 16)):
        c.bank.fund(late)
    before = monies(c)
    c.buyer.collect(papers.invoice, usd("1.00"), "MT103 1")
    assert gained(c, before) == {"buyer": -100, "bank": 16, "exporter": 84}
    c.bank.fund(late)


def test_what_was_collected_is_not_financed_again(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers)
    c.buyer.collect(papers.invoice, usd("360000.00"), "MT103 1")
    line = c.line(c.other_bank)
    with refused(c.net, NothingToFinance(papers.invoice, 0, 14_000_000, 100_000_000, 100_000_000)):
        ask(c, papers, line)


def test_a_debtor_pays_an_invoice_on_which_nothing_rests(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    line = c.line()
    before = monies(c)
    c.buyer.collect(papers.invoice, usd("360000.00"), "MT103 1")
    assert gained(c, before) == {"buyer": -36_000_000, "exporter": 36_000_000}
    with refused(c.net, NothingToFinance(papers.invoice, 0, 50_000_000, 100_000_000, 100_000_000)):
        ask(c, papers, line)


def test_a_bank_pays_nothing_on_an_invoice_on_which_nothing_rests(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    with refused(c.net, CallerNotPayer(papers.invoice, c.bank.org)):
        c.bank.collect(papers.invoice, usd("1.00"), "MT103 1")


def test_a_request_that_waits_gets_nothing_of_a_collection(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    first = drawn(c, papers, None, usd("100000.00"))
    waiting = ask(c, papers, c.line(c.other_bank))
    before = monies(c)
    c.buyer.collect(papers.invoice, usd("150000.00"), "MT103 1")
    assert gained(c, before) == {
        "buyer": -15_000_000,
        "bank": 10_000_000,
        "exporter": 5_000_000,
    }
    assert c.net.financing(first).status is FinancingStatus.SETTLED
    c.other_bank.fund(waiting)  # 188,000.00 of the 210,000.00 that are open still
    assert not c.net.financing(waiting).short


def test_a_collection_above_the_invoice_goes_to_the_exporter(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    before = monies(c)
    c.buyer.collect(papers.invoice, usd("400000.00"), "MT103 1")
    assert gained(c, before) == {
        "buyer": -40_000_000,
        "bank": 28_800_000,
        "exporter": 11_200_000,
    }
    nothing_left(c, papers, financing)
    assert c.net.document(papers.invoice).consumed == usd("360000.00")


def test_what_is_collected_leaves_what_others_rest_on(embedded: Consortium) -> None:
    """Interest and surplus come off what is free of a declaration, never off another's share."""
    c = embedded
    kind = c.net.document(c.papers().declaration).kind
    declared = enter(c.customs, attestation(c, "shared", kind, amount=usd("1600.00")))
    first = enter(c.bank, attestation(c, "first"))
    second = enter(c.bank, attestation(c, "second"))
    line = c.line()
    one = c.exporter.request(line, first, [declared]).financing
    two = c.exporter.request(line, second, [declared]).financing
    c.bank.fund(one)
    c.bank.fund(two)
    c.buyer.collect(first, usd("1000.00"), "MT103 1")
    document = c.net.document(declared)
    assert (document.used, document.short) == (usd("800.00"), False)
    assert not c.net.financing(two).short


def test_a_revoked_invoice_is_still_collected(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    c.bank.revoke(papers.invoice)
    c.buyer.collect(papers.invoice, usd("360000.00"), "MT103 1")
    nothing_left(c, papers, financing)


# In one block


def in_one_block(
    net: LocalNetwork, calls: Sequence[tuple[LocalAccount, str, tuple[Any, ...]]]
) -> list[bool]:
    """Mines calls of the pledge in one block, in this order; tells which took effect."""
    connection = connection_of(net)
    eth, backend = connection.web3.eth, getattr(net._chain, "_backend", None)
    limit, connection._gas_limit = connection._gas_limit, GAS_LIMIT
    nonces = {key.address: eth.get_transaction_count(key.address) for key, _, _ in calls}
    signed = []
    for key, function, arguments in calls:
        data = connection.encode(PLEDGE, function, *arguments)
        transaction: dict[str, Any] = {
            **connection._transaction(key, address_of(net, PLEDGE), data),
            "nonce": nonces[key.address],
            "gas": 2_000_000,
            "maxPriorityFeePerGas": 10**9 + len(calls) - len(signed),
        }
        nonces[key.address] += 1
        signed.append(key.sign_transaction(transaction).raw_transaction)
    connection._gas_limit = limit
    if backend is None:
        net._chain._rpc("evm_setAutomine", False)  # type: ignore[attr-defined]
        sent = [eth.send_raw_transaction(raw) for raw in signed]
        net._chain._rpc("evm_mine")  # type: ignore[attr-defined]
        net._chain._rpc("evm_setAutomine", True)  # type: ignore[attr-defined]
    else:
        sent = [backend.send_raw_transaction(raw) for raw in signed]
        backend.mine_blocks()
    receipts = [eth.wait_for_transaction_receipt(one, 10, 0.02) for one in sent]
    assert len({receipt["blockNumber"] for receipt in receipts}) == 1
    return [receipt["status"] == 1 for receipt in receipts]


def test_of_two_requests_in_one_block_the_first_gets_the_paper(consortium: Consortium) -> None:
    c = consortium
    papers, one, two = c.papers(), c.line(), c.line(c.other_bank)
    key = c.net.keys[1]
    calls = [
        (
            key,
            "request",
            ((line, 1, papers.invoice, [papers.declaration], 28_800_000, 0, 0, 1), [], [], []),
        )
        for line in (one, two)
    ]
    assert in_one_block(c.net, calls) == [True, False]
    assert c.net.document(papers.invoice).used == usd("288000.00")
    assert (c.net.line(one).used, c.net.line(two).used) == (usd("288000.00"), usd("0.00"))


@pytest.mark.parametrize("first", ["fund", "withdraw"])
def test_of_funding_and_withdrawal_in_one_block_one_takes_effect(
    consortium: Consortium, first: str
) -> None:
    c = consortium
    papers = c.papers()
    financing = ask(c, papers)
    whole = (held_by_request(c, financing),)
    calls = [(c.net.keys[2], "fund", whole), (c.net.keys[1], "withdraw", whole)]
    if first == "withdraw":
        calls.reverse()
    before = monies(c)
    assert in_one_block(c.net, calls) == [True, False]
    status, moved = c.net.financing(financing).status, gained(c, before)
    if first == "fund":
        assert (status, moved["bank"]) == (FinancingStatus.FUNDED, -28_800_000)
    else:
        assert (status, moved) == (FinancingStatus.CLOSED, {})


def test_repayment_and_collection_in_one_block_pay_the_debt_once(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    whole = held_by_request(c, financing)
    calls = [
        (c.net.keys[1], "repay", (whole, 28_000_000)),
        (c.net.keys[6], "collect", (papers.invoice, 36_000_000, REFERENCE, [whole])),
    ]
    before = monies(c)
    assert in_one_block(c.net, calls) == [True, True]
    assert gained(c, before) == {
        "exporter": 35_200_000 - 28_000_000,
        "bank": 28_800_000,
        "buyer": -36_000_000,
    }
    nothing_left(c, papers, financing)


def test_a_collection_after_a_full_repayment_in_one_block_is_refused_whole(
    embedded: Consortium,
) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers)
    whole = held_by_request(c, financing)
    calls = [
        (c.net.keys[1], "repay", (whole, 28_800_000)),
        (c.net.keys[6], "collect", (papers.invoice, 36_000_000, REFERENCE, [whole])),
    ]
    before = monies(c)
    assert in_one_block(c.net, calls) == [True, False]
    assert gained(c, before) == {"exporter": -28_800_000, "bank": 28_800_000}
