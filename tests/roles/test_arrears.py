"""A missed instalment is overdue, then a default, and can make all of a financing due."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    SECOND,
    at,
    close_of,
    covered,
    default_of,
    drawn,
    midnight,
    refused,
    send,
)
from tests.roles.test_money_back import gained, monies
from tradefin import Money
from tradefin.enums import AmortizationKind, FinancingStatus
from tradefin.errors import (
    CallerNotLead,
    FinancingNotInStatus,
    MaturityPassed,
    ObligationNotDefaulted,
    ProposalHashMismatch,
    ShareHashMismatch,
)
from tradefin.ids import FinancingId, ShareId
from tradefin.models import Arrears

BULLET: dict[str, Any] = {"kind": AmortizationKind.BULLET, "instalments": 1}
FUNDED, OVERDUE, DEFAULTED = (
    FinancingStatus.FUNDED,
    FinancingStatus.OVERDUE,
    FinancingStatus.DEFAULTED,
)


def in_instalments(
    c: Consortium,
    kind: AmortizationKind = AmortizationKind.EQUAL_PRINCIPAL,
    instalments: int = 2,
    amount: Money | None = None,
) -> FinancingId:
    """At 5.25 % in monthly payments, the last at maturity; 288,000.00 if None."""
    papers = c.papers()
    asked = c.exporter.request(
        c.line(), papers.invoice, [papers.declaration], amount, kind=kind, instalments=instalments
    )
    c.bank.fund(asked.financing)
    return FinancingId(asked.financing)


def status(c: Consortium, financing: FinancingId) -> FinancingStatus:
    return c.net.financing(financing).status


def days_after(day: date, count: int) -> datetime:
    """Noon, so that what is sent then is on that day too."""
    return midnight(day + count * DAY) + DAY / 2


def first_due(c: Consortium, financing: FinancingId) -> date:
    return c.net.statement(financing).schedule[0].due_day


def test_an_instalment_may_be_paid_until_the_end_of_its_day(embedded: Consortium) -> None:
    c = embedded
    financing = in_instalments(c)
    none = Arrears(usd("0.00"), None, usd("0.00"))
    due = first_due(c, financing)
    c.net.travel(close_of(due))
    assert (status(c, financing), c.net.statement(financing).arrears) == (FUNDED, none)
    c.net.travel(close_of(due) + SECOND)
    assert status(c, financing) is OVERDUE
    statement = c.net.statement(financing)
    assert (statement.arrears.principal, statement.arrears.since) == (usd("144000.00"), due)
    assert statement.arrears.to_cure == statement.debt.interest + usd("144000.00")


def test_what_was_missed_defaults_after_the_grace(embedded: Consortium) -> None:
    c = embedded
    financing = in_instalments(c)
    due = first_due(c, financing)
    grace = c.net.financing(financing).grace_days
    c.net.travel(close_of(due) + grace * DAY)
    assert status(c, financing) is OVERDUE
    c.net.travel(close_of(due) + grace * DAY + SECOND)
    assert status(c, financing) is DEFAULTED
    assert c.net.financing(financing).maturity_day > due


def test_paying_what_is_overdue_cures_and_one_unit_less_does_not(embedded: Consortium) -> None:
    c = embedded
    financing = in_instalments(c)
    due = first_due(c, financing)
    c.net.travel(days_after(due, 3))
    to_cure = c.net.statement(financing).arrears.to_cure
    c.exporter.repay(financing, to_cure - usd("0.01"))
    assert status(c, financing) is OVERDUE
    assert c.net.statement(financing).arrears == Arrears(usd("0.01"), due, usd("0.01"))
    c.exporter.repay(financing, usd("0.01"))
    assert status(c, financing) is FUNDED


@pytest.mark.parametrize("kind", [AmortizationKind.EQUAL_PRINCIPAL, AmortizationKind.ANNUITY])
def test_who_pays_every_instalment_on_its_day_is_never_late(
    embedded: Consortium, kind: AmortizationKind
) -> None:
    c = embedded
    financing = in_instalments(c, kind, 3)
    rows = c.net.statement(financing).schedule
    for row in rows[:-1]:
        c.net.travel(days_after(row.due_day, 0))
        c.exporter.repay(financing, row.principal + row.interest)
        c.net.travel(close_of(row.due_day) + DAY)
        assert status(c, financing) is FUNDED
    c.net.travel(days_after(rows[-1].due_day, 0))
    c.exporter.repay(financing)
    assert status(c, financing) is FinancingStatus.SETTLED


def test_a_unit_that_an_annuity_rounds_away_is_nobodys_arrears(embedded: Consortium) -> None:
    c = embedded
    financing = in_instalments(c, AmortizationKind.ANNUITY, 3, usd("1000.74"))
    rows = c.net.statement(financing).schedule
    for row in rows[:2]:
        c.net.travel(days_after(row.due_day, 0))
        c.exporter.repay(financing, row.principal + row.interest)
    # 3.12 and 4.52 of interest, rounded together a unit more than each by itself
    assert c.net.financing(financing).principal == rows[1].balance + usd("0.01")
    c.net.travel(days_after(rows[1].due_day, 1))
    assert status(c, financing) is FUNDED
    assert c.net.statement(financing).arrears.since is None


def test_paid_ahead_is_not_missed_later(embedded: Consortium) -> None:
    c = embedded
    financing = in_instalments(c)
    c.exporter.repay(financing, usd("150000.00"))
    c.net.travel(close_of(first_due(c, financing)) + 30 * DAY)
    assert status(c, financing) is FUNDED


def test_after_maturity_the_oldest_missed_payment_counts(embedded: Consortium) -> None:
    c = embedded
    financing = in_instalments(c)
    f = c.net.financing(financing)
    c.net.travel(close_of(f.maturity_day) + SECOND)
    # By maturity alone it would be overdue since today.
    assert status(c, financing) is DEFAULTED
    arrears = c.net.statement(financing).arrears
    assert (arrears.principal, arrears.since) == (f.principal, first_due(c, financing))


def test_a_guarantee_is_demanded_on_for_a_missed_instalment(embedded: Consortium) -> None:
    c = embedded
    financing = in_instalments(c)
    guarantee = covered(c, financing, usd("100000.00"))
    due = first_due(c, financing)
    grace = c.net.financing(financing).grace_days
    c.net.travel(days_after(due, 1))
    with refused(c.net, ObligationNotDefaulted(financing, OVERDUE)):
        c.bank.demand(guarantee, usd("1000.00"), b"missed")
    c.net.travel(days_after(due, grace + 1))
    assert c.bank.demand(guarantee, usd("1000.00"), b"missed").amount == 100_000


# Acceleration


@pytest.mark.parametrize("who", ["other_bank", "exporter", "guarantor", "customs"])
def test_only_the_lead_bank_accelerates(embedded: Consortium, who: str) -> None:
    c = embedded
    financing = in_instalments(c)
    c.net.travel(days_after(first_due(c, financing), 16))
    caller = getattr(c, who)
    with refused(c.net, CallerNotLead(financing, c.bank.org, caller.org)):
        send(caller, "TermChanges", "accelerate", financing)


def test_only_a_default_accelerates_and_only_before_maturity(embedded: Consortium) -> None:
    c = embedded
    financing = in_instalments(c)
    with refused(c.net, FinancingNotInStatus(financing, FUNDED, DEFAULTED)):
        c.bank.accelerate(financing)
    default = close_of(first_due(c, financing)) + 15 * DAY
    with at(c.net, default), refused(c.net, FinancingNotInStatus(financing, OVERDUE, DEFAULTED)):
        c.bank.accelerate(financing)
    f = c.net.financing(financing)
    c.net.travel(days_after(f.maturity_day, 1))
    today = c.net.now().date()
    with refused(c.net, MaturityPassed(financing, f.maturity_day, today)):
        c.bank.accelerate(financing)


def test_what_is_accelerated_is_all_due_at_penalty_from_today(consortium: Consortium) -> None:
    c = consortium
    financing = in_instalments(c)
    guarantee = covered(c, financing, usd("100000.00"))
    basis = c.net.financing(financing).basis
    c.net.travel(days_after(first_due(c, financing), 16))
    before = c.net.statement(financing)
    told = c.bank.accelerate(financing)
    after = c.net.statement(financing)
    today = c.net.now().date()
    assert told.maturity_day == today.fromordinal(today.toordinal() - 1)
    assert told.claim == before.debt.total.minor
    assert (after.debt, after.schedule) == (before.debt, ())
    assert after.financing.status is DEFAULTED
    assert after.financing.terms_version == before.financing.terms_version
    c.net.travel(days_after(today, 10))
    later = c.net.statement(financing)
    assert later.debt.interest == before.debt.interest
    # 288,000.00 at one and a half times 5.25 %, ten days of 360
    assert later.debt.penalty == usd("630.00")
    assert later.arrears.principal == usd("288000.00")
    assert c.bank.demand(guarantee, usd("1000.00"), b"all of it").amount == 100_000
    c.exporter.repay(financing)
    assert status(c, financing) is FinancingStatus.SETTLED
    assert c.net.document(basis.whole).used.minor == 0


def test_a_bullet_is_not_accelerated(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    c.net.travel(default_of(c, financing))
    f = c.net.financing(financing)
    with refused(c.net, MaturityPassed(financing, f.maturity_day, c.net.now().date())):
        c.bank.accelerate(financing)


def test_the_bank_is_told_since_when(embedded: Consortium) -> None:
    c = embedded
    financing = in_instalments(c)
    due = first_due(c, financing)
    c.net.travel(close_of(due) + DAY)
    (notice,) = [n for n in c.bank.inbox() if n.what == "overdue"]
    assert notice.text == f"{Money(14_400_000, 'USD')} due {due}, overdue"


def test_a_proposal_and_an_offer_from_before_an_acceleration_are_void(embedded: Consortium) -> None:
    c = embedded
    financing = in_instalments(c)
    end = c.net.now() + 99 * DAY
    later = c.net.financing(financing).maturity_day + 99 * DAY
    old = c.bank.propose_terms(financing, until=end, maturity=later, **BULLET).terms_hash
    terms = (financing, c.other_bank.org, usd("1000.00"))
    share = ShareId(c.bank.offer_share(*terms, price=usd("1.00"), until=end).share)
    known = c.net.share(share).terms_hash
    c.net.travel(days_after(first_due(c, financing), 16))
    c.bank.accelerate(financing)
    proposal = c.net.proposal(financing)
    assert proposal is not None
    with refused(c.net, ProposalHashMismatch(financing, proposal.terms_hash, old)):
        c.exporter.accept_terms(financing, old)
    with refused(c.net, ShareHashMismatch(share, c.net.share(share).terms_hash, known)):
        c.other_bank.buy_share(share, known)


@pytest.mark.parametrize("kind", [AmortizationKind.EQUAL_PRINCIPAL, AmortizationKind.ANNUITY])
@pytest.mark.parametrize(("days", "pays"), [(2, True), (40, False), (41, True)])
def test_interest_from_before_a_change_is_in_the_first_payment(
    embedded: Consortium, kind: AmortizationKind, days: int, pays: bool
) -> None:
    c = embedded
    papers = c.papers()
    asked = (c.line(), papers.invoice, [papers.declaration], usd("1000.01"))
    financing = FinancingId(c.exporter.request(*asked).financing)
    c.bank.fund(financing)
    c.net.travel(c.net.now() + days * DAY)
    if pays:
        c.exporter.repay(financing, c.net.statement(financing).debt.interest)
    owed = c.net.statement(financing).debt.interest
    later = c.net.financing(financing).maturity_day + 60 * DAY
    terms: dict[str, Any] = {"kind": kind, "instalments": 3, "maturity": later}
    c.bank.propose_terms(financing, until=c.net.now() + DAY, **terms)
    c.exporter.accept_terms(financing)
    rows = c.net.statement(financing).schedule
    assert rows[0].interest >= owed
    for row in rows:
        c.net.travel(days_after(row.due_day, 0))
        assert status(c, financing) is FUNDED
        c.exporter.repay(financing, row.principal + row.interest)
    left = c.net.statement(financing).debt.total
    assert left.minor <= (len(rows) if kind is AmortizationKind.ANNUITY else 0)


def test_an_accessory_guarantee_pays_nothing_once_the_default_is_cured(
    consortium: Consortium,
) -> None:
    c = consortium
    financing = in_instalments(c)
    guarantee = covered(c, financing, usd("200000.00"))
    c.net.travel(days_after(first_due(c, financing), 16))
    demand = c.bank.demand(guarantee, usd("144000.00"), b"missed").demand
    c.exporter.repay(financing, c.net.statement(financing).arrears.to_cure)
    c.guarantor.examine(demand)
    before = monies(c)
    paid = c.guarantor.pay(demand)
    assert (paid.amount, paid.left, gained(c, before)) == (0, 20_000_000, {})
    assert status(c, financing) is FUNDED
