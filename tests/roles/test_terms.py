"""Other terms for what runs: agreed by both sides, to the day, to the last unit, covers aside."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    SECOND,
    address_of,
    ask,
    at,
    close_of,
    covered,
    default_of,
    drawn,
    held_by_request,
    midnight,
    refused,
    send,
)
from tests.roles.test_guarantees import paid
from tests.roles.test_money_back import MATURITY, nothing_left, reference_of, two_ranks
from tradefin.enums import AmortizationKind, DayCountConvention, FinancingStatus, GuaranteeKind
from tradefin.errors import (
    CallerNotLeadOrBorrower,
    CallerNotProposer,
    ClaimIsShared,
    FinancingNotInStatus,
    InstalmentsInvalid,
    InvalidInput,
    MaturityPassed,
    OrganisationIsFrozen,
    OrganisationIsSuspended,
    ProposalHashMismatch,
    ProposalIsOwn,
    ProposalLapsed,
    ProposalNotFound,
    RanksBeside,
    UseNotFound,
)
from tradefin.ids import FinancingId

LEDGER, CHANGES = "ClaimLedger", "TermChanges"
LATER = date(2026, 7, 31)


def proposed(c: Consortium, financing: FinancingId, **terms: Any) -> bytes:
    """What the bank proposes, open for two days."""
    chosen = {"until": c.net.now() + 2 * DAY, "maturity": LATER, **terms}
    return c.bank.propose_terms(financing, **chosen).terms_hash


def changed(c: Consortium, financing: FinancingId, **terms: Any) -> None:
    proposed(c, financing, **terms)
    c.exporter.accept_terms(financing)


# Who


@pytest.mark.parametrize("who", ["other_bank", "guarantor", "buyer", "customs"])
def test_only_lead_and_borrower_deal_in_terms(embedded: Consortium, who: str) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    known = proposed(c, financing)
    caller = getattr(c, who)
    foreign = CallerNotLeadOrBorrower(financing, caller.org)
    change = (99_999, 1, 1, 1, 0, 1, c.net.now() + DAY)
    with refused(c.net, foreign):
        send(caller, CHANGES, "propose", financing, change)
    with refused(c.net, foreign):
        send(caller, CHANGES, "accept", *held_by_request(c, financing), known)
    with refused(c.net, CallerNotProposer(financing, c.bank.org, caller.org)):
        send(caller, CHANGES, "withdrawProposal", financing)


@pytest.mark.parametrize("side", ["bank", "exporter"])
def test_a_suspended_side_makes_no_new_terms(embedded: Consortium, side: str) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    mine, other = (c.bank, c.exporter) if side == "bank" else (c.exporter, c.bank)
    other.propose_terms(financing, until=c.net.now() + DAY)
    c.registrar.suspend(mine.org)
    with refused(c.net, OrganisationIsSuspended(mine.org)):
        mine.propose_terms(financing, until=c.net.now() + DAY)
    with refused(c.net, OrganisationIsSuspended(mine.org)):
        mine.accept_terms(financing)


def test_nobody_accepts_its_own_proposal(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    proposed(c, financing)
    with refused(c.net, ProposalIsOwn(financing, c.bank.org)):
        c.bank.accept_terms(financing)
    c.exporter.propose_terms(financing, until=c.net.now() + DAY, rate_bps=500)
    with refused(c.net, ProposalIsOwn(financing, c.exporter.org)):
        c.exporter.accept_terms(financing)
    assert c.bank.accept_terms(financing).rate_bps == 500


# What


@pytest.mark.parametrize("status", ["none", "requested", "lapsed", "closed", "settled"])
def test_only_what_runs_has_its_terms_changed(embedded: Consortium, status: str) -> None:
    c = embedded
    financing = ask(c, c.papers())
    if status == "closed":
        c.exporter.withdraw(financing)
    elif status == "lapsed":
        c.net.travel(c.net.now() + 4 * DAY)
    elif status == "settled":
        c.bank.fund(financing)
        proposed(c, financing)
        c.exporter.repay(financing)
    wrong: Any = FinancingNotInStatus(
        financing, FinancingStatus[status.upper()], FinancingStatus.FUNDED
    )
    if status == "none":
        financing = FinancingId(99)
        wrong = CallerNotLeadOrBorrower(financing, c.bank.org)
    change = (LATER, 1, 1, 1, 0, 1, c.net.now() + DAY)
    with refused(c.net, wrong):
        send(c.bank, CHANGES, "propose", financing, change)
    if status == "settled":
        with refused(c.net, wrong):
            c.exporter.accept_terms(financing)


def test_what_is_written_off_keeps_its_terms(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    c.net.travel(default_of(c, financing))
    proposed(c, financing)
    c.bank.write_off(financing)
    kept = FinancingNotInStatus(financing, FinancingStatus.WRITTEN_OFF, FinancingStatus.FUNDED)
    with refused(c.net, kept):
        c.exporter.accept_terms(financing)
    with refused(c.net, kept):
        proposed(c, financing)


def test_terms_do_not_change_under_those_who_hold_parts_of_the_claim(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    guarantee = covered(c, financing, usd("1000.00"), kind=GuaranteeKind.DEMAND)
    proposed(c, financing)
    paid(c, guarantee, usd("1000.00"))
    with refused(c.net, ClaimIsShared(financing, 1)):
        c.exporter.accept_terms(financing)
    with refused(c.net, ClaimIsShared(financing, 1)):
        proposed(c, financing)


def test_nothing_is_accepted_or_withdrawn_that_was_not_proposed(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    with pytest.raises(InvalidInput):
        c.exporter.accept_terms(financing)
    assert c.net.proposal(financing) is None and c.net.cover_at_stake(financing) == ()
    with refused(c.net, ProposalNotFound(financing)):
        c.exporter.accept_terms(financing, bytes(32))
    with refused(c.net, ProposalNotFound(financing)):
        c.bank.withdraw_proposal(financing)
    proposed(c, financing)
    c.registrar.suspend(c.bank.org)
    c.bank.withdraw_proposal(financing)
    with refused(c.net, ProposalNotFound(financing)):
        c.exporter.accept_terms(financing, bytes(32))


def test_terms_are_accepted_by_their_hash_and_a_second_proposal_replaces_the_first(
    embedded: Consortium,
) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    first = proposed(c, financing)
    second = proposed(c, financing, rate_bps=600)
    with refused(c.net, ProposalHashMismatch(financing, second, first)):
        c.exporter.accept_terms(financing, first)
    c.exporter.accept_terms(financing, second)
    with refused(c.net, ProposalNotFound(financing)):
        c.exporter.accept_terms(financing, second)


def test_the_same_change_has_another_hash_as_another_version_and_of_another_financing(
    embedded: Consortium,
) -> None:
    c = embedded
    line = c.line()
    one, two = (drawn(c, c.papers(n), line) for n in (1, 2))
    until = c.net.now() + 9 * DAY
    hashes = [c.bank.propose_terms(f, until=until).terms_hash for f in (one, two)]
    c.exporter.accept_terms(one)
    hashes.append(c.bank.propose_terms(one, until=until).terms_hash)
    assert len(set(hashes)) == 3
    with refused(c.net, ProposalHashMismatch(one, hashes[2], hashes[0])):
        c.exporter.accept_terms(one, hashes[0])


def test_a_proposal_is_accepted_in_its_last_second(consortium: Consortium) -> None:
    c = consortium
    line = c.line()
    one, two = (drawn(c, c.papers(n), line) for n in (1, 2))
    end = c.net.now() + 3 * DAY
    for financing in (one, two):
        c.bank.propose_terms(financing, until=end, maturity=LATER)
    with at(c.net, end):
        c.exporter.accept_terms(one)
    with at(c.net, end + SECOND), refused(c.net, ProposalLapsed(two, end)):
        c.exporter.accept_terms(two)
    with refused(c.net, ProposalLapsed(two, end)):
        c.bank.propose_terms(two, until=end)


def test_a_maturity_is_not_moved_into_the_past(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    today = c.net.now().date()
    with refused(c.net, MaturityPassed(financing, today - DAY, today)):
        proposed(c, financing, maturity=today - DAY)
    proposed(c, financing, maturity=today, until=c.net.now() + 9 * DAY)
    c.net.travel(midnight(today + DAY))
    with refused(c.net, MaturityPassed(financing, today, today + DAY)):
        c.exporter.accept_terms(financing)
    changed(c, financing, maturity=today + DAY)
    c.net.travel(midnight(today + 2 * DAY))
    assert c.net.financing(financing).status is FinancingStatus.OVERDUE


@pytest.mark.parametrize(
    ("kind", "instalments"),
    [
        (AmortizationKind.BULLET, 0),
        (AmortizationKind.BULLET, 2),
        (AmortizationKind.EQUAL_PRINCIPAL, 6),
        (AmortizationKind.ANNUITY, 121),
    ],
)
def test_a_schedule_must_fit_before_the_new_maturity(
    embedded: Consortium, kind: AmortizationKind, instalments: int
) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    with refused(c.net, InstalmentsInvalid(kind, instalments)):
        proposed(c, financing, kind=kind, instalments=instalments)


def test_a_schedule_must_still_fit_when_it_is_accepted(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    kind, last = AmortizationKind.EQUAL_PRINCIPAL, date(2026, 4, 10)
    # A month from 2 March, and a week: the 9th of April is the last day before maturity.
    terms = {"kind": kind, "instalments": 2, "maturity": last}
    with refused(c.net, InstalmentsInvalid(kind, 2)):
        proposed(c, financing, **terms | {"maturity": date(2026, 4, 9)})
    proposed(c, financing, **terms, until=c.net.now() + 9 * DAY)
    c.net.travel(c.net.now() + DAY)
    with refused(c.net, InstalmentsInvalid(kind, 2)):
        c.exporter.accept_terms(financing)


# What comes of it


def test_an_extension_tells_every_term_and_raises_the_version(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    known = proposed(c, financing, rate_bps=480, penalty_bps=13_000, grace_days=20)
    p = c.net.proposal(financing)
    assert p is not None
    assert (p.by, p.maturity_day, p.rate_bps, p.penalty_bps) == (c.bank.org, LATER, 480, 13_000)
    told = c.exporter.accept_terms(financing)
    assert told.emitter == address_of(c.net, LEDGER)
    assert (told.terms_version, told.maturity_day, told.terms_hash) == (2, LATER, known)
    assert (told.rate_bps, told.penalty_bps, told.grace_days) == (480, 13_000, 20)
    assert (told.kind, told.instalments) == (AmortizationKind.BULLET, 1)
    f = c.net.financing(financing)
    assert (f.terms_version, f.maturity_day, f.grace_days) == (2, LATER, 20)
    assert c.net.proposal(financing) is None
    c.net.travel(close_of(LATER))
    assert c.net.financing(financing).status is FinancingStatus.FUNDED
    c.exporter.repay(financing)
    nothing_left(c, papers, financing)


def test_a_new_rate_counts_from_the_day_of_acceptance(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    c.net.travel(c.net.now() + 30 * DAY)
    changed(c, financing, rate_bps=1_050)
    assert c.net.statement(financing).debt.interest == usd("1260.00")  # 42.00 a day
    c.net.travel(c.net.now() + 10 * DAY)
    assert c.net.statement(financing).debt.interest == usd("2100.00")  # and 84.00


def test_an_overdue_financing_is_extended_and_keeps_its_penalty(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    c.net.travel(midnight(MATURITY + 10 * DAY))
    changed(c, financing)
    assert c.net.financing(financing).status is FinancingStatus.FUNDED
    debt = c.net.statement(financing).debt
    assert (debt.interest, debt.penalty) == (usd("3654.00"), usd("630.00"))  # 87 days; 10 of 63.00
    c.net.travel(midnight(MATURITY + 20 * DAY))
    debt = c.net.statement(financing).debt
    assert (debt.interest, debt.penalty) == (usd("4074.00"), usd("630.00"))
    c.exporter.repay(financing, usd("630.00"))
    assert c.net.statement(financing).debt.penalty.minor == 0
    c.net.travel(midnight(LATER + 3 * DAY))
    debt = c.net.statement(financing).debt
    # to 31 July: 151 days from drawing, 10 of them paid for as penalty
    assert (debt.interest, debt.penalty) == (usd("5922.00"), usd("189.00"))
    c.exporter.repay(financing)
    nothing_left(c, papers, financing)


def test_a_defaulted_financing_is_restructured_and_may_default_again(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    c.net.travel(default_of(c, financing))
    today = c.net.now().date()
    changed(c, financing, maturity=today + 5 * DAY, grace_days=0)
    assert c.net.financing(financing).status is FinancingStatus.FUNDED
    c.net.travel(midnight(today + 6 * DAY))
    assert c.net.financing(financing).status is FinancingStatus.DEFAULTED


def test_a_longer_grace_alone_ends_a_default(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    c.net.travel(default_of(c, financing))
    today = c.net.now().date()
    late = MaturityPassed(financing, MATURITY, today)
    with refused(c.net, late):
        c.bank.propose_terms(financing, until=c.net.now() + DAY, grace_days=90)


@pytest.mark.parametrize("convention", list(DayCountConvention))
def test_no_unit_is_lost_between_versions(
    embedded: Consortium, convention: DayCountConvention
) -> None:
    """Changes on odd days, part payments between them: the exact sum to date, rounded once."""
    c = embedded
    financing = drawn(c, c.papers(), c.line(rate_bps=333, day_count=convention), usd("100001.01"))
    start, exact, principal = c.net.now().date(), Fraction(0), 10_000_101
    basis = 365 if convention is DayCountConvention.ACT365F else 360
    rate, day, interest = 333, start, 0
    for step, new_rate in enumerate((777, 1, 65_535, 414), 1):
        now = start + (7 * step + step * step) * DAY
        exact += Fraction(principal * rate * days(convention, day, now), basis * 10_000)
        c.net.travel(midnight(now))
        changed(c, financing, rate_bps=new_rate, maturity=date(2027, 3, 1))
        owed = c.net.statement(financing).debt.interest.minor
        assert owed == int(exact + Fraction(1, 2)) - interest
        if step % 2:
            c.exporter.repay(financing, usd("0.01"))
            interest += 1
        rate, day = new_rate, now


def days(convention: DayCountConvention, first: date, last: date) -> int:
    if convention is not DayCountConvention.E30360:
        return (last - first).days
    one, two = (360 * d.year + 30 * d.month + min(30, d.day) for d in (first, last))
    return two - one


def test_the_schedule_runs_anew_on_what_is_outstanding(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    c.net.travel(c.net.now() + 30 * DAY)
    c.exporter.repay(financing, usd("104.38"))
    assert c.net.financing(financing).principal == usd("900.00")
    today = c.net.now().date()
    kind = AmortizationKind.EQUAL_PRINCIPAL
    changed(c, financing, kind=kind, instalments=3, rate_bps=600, maturity=date(2026, 7, 3))
    rows = c.net.statement(financing).schedule
    assert today == date(2026, 4, 1)
    assert [r.principal for r in rows] == [usd("300.00")] * 3
    assert [r.due_day for r in rows] == [date(2026, 5, 1), date(2026, 6, 1), date(2026, 7, 3)]
    assert rows[0].interest == usd("4.50")  # 30 days at 6 %


def test_a_rate_does_not_rise_beside_other_ranks(embedded: Consortium) -> None:
    c = embedded
    _, first, second = two_ranks(c)
    invoice = c.net.basis(first).whole
    for financing, bank in ((first, c.bank), (second, c.other_bank)):
        beside = RanksBeside(financing, invoice, 1)
        for dearer in ({"rate_bps": 526}, {"penalty_bps": 15_001}):
            bank.propose_terms(financing, until=c.net.now() + DAY, **dearer)
            with refused(c.net, beside):
                c.exporter.accept_terms(financing)
        # Dearer in one, cheaper in all
        bank.propose_terms(financing, until=c.net.now() + DAY, rate_bps=500, penalty_bps=15_750)
        assert c.exporter.accept_terms(financing).rate_bps == 500
    c.exporter.repay(first)
    c.other_bank.propose_terms(second, until=c.net.now() + DAY, rate_bps=900)
    assert c.exporter.accept_terms(second).rate_bps == 900


def test_a_rate_does_not_rise_on_the_word_of_other_papers(embedded: Consortium) -> None:
    c = embedded
    _, first, _ = two_ranks(c)
    alone = drawn(c, c.papers(2))
    c.bank.propose_terms(first, until=c.net.now() + DAY, rate_bps=900)
    proposal = c.net.proposal(first)
    assert proposal is not None
    other = held_by_request(c, alone)[1]
    foreign = UseNotFound(address_of(c.net, "ReceivablePledge"), reference_of(first))
    with refused(c.net, foreign):
        send(c.exporter, CHANGES, "accept", first, other, proposal.terms_hash)


def test_a_proposal_waits_for_the_other_side(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    proposed(c, financing)
    assert c.bank.inbox() == [] and c.buyer.inbox() == []
    (notice,) = c.exporter.inbox()
    assert (notice.what, notice.id) == ("proposal", financing)
    assert notice.by == c.net.proposal(financing).until  # type: ignore[union-attr]
    assert notice.text == f"due 2026-07-31 at 525 bps proposed by organisation {c.bank.org}"
    c.net.travel(c.net.now() + 3 * DAY)
    assert c.exporter.inbox() == []
    c.exporter.propose_terms(financing, until=c.net.now() + DAY)
    assert [n.what for n in c.bank.inbox()] == ["proposal"]
    c.bank.accept_terms(financing)
    assert c.bank.inbox() == []


@pytest.mark.parametrize("side", ["bank", "exporter"])
def test_nothing_is_accepted_of_who_may_not_propose_any_more(
    embedded: Consortium, side: str
) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    mine, other = (c.bank, c.exporter) if side == "bank" else (c.exporter, c.bank)
    mine.propose_terms(financing, until=c.net.now() + 9 * DAY, rate_bps=0)
    until = c.net.now() + 30 * DAY
    c.regulator.freeze_organisation(mine.org, case_number="1", until=until)
    with refused(c.net, OrganisationIsFrozen(mine.org, until)):
        other.accept_terms(financing)
    c.regulator.freeze_organisation(mine.org, case_number="1", until=None)
    c.registrar.suspend(mine.org)
    with refused(c.net, OrganisationIsSuspended(mine.org)):
        other.accept_terms(financing)
    c.registrar.reinstate(mine.org)
    assert other.accept_terms(financing).rate_bps == 0


def test_an_earlier_maturity_brings_no_penalty_forward_beside_other_ranks(
    embedded: Consortium,
) -> None:
    c = embedded
    _, first, _ = two_ranks(c)
    today = c.net.now().date()
    c.bank.propose_terms(first, until=c.net.now() + DAY, maturity=today)
    with refused(c.net, RanksBeside(first, c.net.basis(first).whole, 1)):
        c.exporter.accept_terms(first)
    c.bank.propose_terms(first, until=c.net.now() + DAY, maturity=today, penalty_bps=10_000)
    assert c.exporter.accept_terms(first).maturity_day == today
