"""A write-off changes what its bank expects, and nothing of what is owed, shared and covered."""

from __future__ import annotations

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import DAY, SECOND, at, by_key, covered, default_of, drawn, refused, send
from tests.roles.test_guarantees import COVER, defaulted, paid
from tests.roles.test_money_back import gained, monies, nothing_left
from tradefin.enums import FinancingStatus
from tradefin.errors import (
    CallerNotLead,
    FinancingNotGuaranteeable,
    FinancingNotInStatus,
    ReleaseNotDue,
)
from tradefin.ids import FinancingId, OrgId

LEDGER = "ClaimLedger"


def written_off(c: Consortium) -> FinancingId:
    financing = drawn(c, c.papers())
    c.net.travel(default_of(c, financing))
    c.bank.write_off(financing)
    return financing


@pytest.mark.parametrize("who", ["other_bank", "exporter", "guarantor", "customs"])
def test_only_the_lead_bank_writes_off(embedded: Consortium, who: str) -> None:
    c = embedded
    financing, _ = defaulted(c)
    caller = getattr(c, who)
    with refused(c.net, CallerNotLead(financing, c.bank.org, caller.org)):
        send(caller, LEDGER, "writeOff", financing)


def test_a_stranger_writes_nothing_off(embedded: Consortium) -> None:
    c = embedded
    for financing, lead in ((drawn(c, c.papers()), c.bank.org), (FinancingId(99), OrgId(0))):
        if lead:
            with refused(c.net, CallerNotLead(financing, lead, OrgId(0))):
                by_key(c.net, c.net.keys[11], LEDGER, "writeOff", financing)
    none = FinancingNotInStatus(FinancingId(99), FinancingStatus.NONE, FinancingStatus.DEFAULTED)
    with refused(c.net, none):
        by_key(c.net, c.net.keys[11], LEDGER, "writeOff", 99)


def test_what_is_not_defaulted_is_not_written_off(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    early = FinancingNotInStatus(financing, FinancingStatus.FUNDED, FinancingStatus.DEFAULTED)
    with refused(c.net, early):
        c.bank.write_off(financing)
    default = default_of(c, financing)
    late = FinancingNotInStatus(financing, FinancingStatus.OVERDUE, FinancingStatus.DEFAULTED)
    with at(c.net, default - SECOND), refused(c.net, late):
        c.bank.write_off(financing)
    with at(c.net, default):
        told = c.bank.write_off(financing)
    # 288,000.00, 87 days at 5.25 %, 16 days at 1.5 times that
    assert (told.principal, told.claim) == (28_800_000, 28_800_000 + 365_400 + 100_800)
    assert c.net.financing(financing).status is FinancingStatus.WRITTEN_OFF
    again = FinancingNotInStatus(financing, FinancingStatus.WRITTEN_OFF, FinancingStatus.DEFAULTED)
    with refused(c.net, again):
        c.bank.write_off(financing)


def test_what_is_settled_is_not_written_off(embedded: Consortium) -> None:
    c = embedded
    financing, _ = defaulted(c)
    c.exporter.repay(financing)
    over = FinancingNotInStatus(financing, FinancingStatus.SETTLED, FinancingStatus.DEFAULTED)
    with refused(c.net, over):
        c.bank.write_off(financing)


def test_a_suspended_bank_writes_off(embedded: Consortium) -> None:
    c = embedded
    financing, _ = defaulted(c)
    c.registrar.suspend(c.bank.org)
    c.bank.write_off(financing)
    assert c.net.financing(financing).status is FinancingStatus.WRITTEN_OFF


def test_what_is_written_off_is_owed_and_accrues_as_before(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    c.net.travel(default_of(c, financing))
    before = c.net.statement(financing)
    c.bank.write_off(financing)
    after = c.net.statement(financing)
    assert (after.debt, after.holdings) == (before.debt, before.holdings)
    assert after.schedule == before.schedule
    assert after.financing.principal == before.financing.principal
    assert after.financing.drawn == before.financing.drawn
    c.net.travel(c.net.now() + 30 * DAY)
    grown = c.net.statement(financing).debt
    assert grown.penalty == before.debt.penalty + usd("1890.00")  # 63.00 a day
    assert c.net.line(before.financing.line).used == before.financing.principal


def test_recovery_after_a_write_off_settles(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    c.net.travel(default_of(c, financing))
    c.bank.write_off(financing)
    before = monies(c)
    c.exporter.repay(financing, usd("10000.00"))
    assert gained(c, before) == {"exporter": -1_000_000, "bank": 1_000_000}
    assert c.net.financing(financing).status is FinancingStatus.WRITTEN_OFF
    owed = c.net.statement(financing).debt.total.minor
    before = monies(c)
    c.buyer.collect(papers.invoice, usd("360000.00"), "MT103 1")
    assert gained(c, before) == {
        "buyer": -36_000_000,
        "bank": owed,
        "exporter": 36_000_000 - owed,
    }
    nothing_left(c, papers, financing)


def test_guarantees_pay_after_a_write_off_and_share_what_comes_in(consortium: Consortium) -> None:
    c = consortium
    financing, guarantee = defaulted(c)
    c.bank.write_off(financing)
    before = monies(c)
    paid(c, guarantee)
    assert gained(c, before) == {"bank": COVER.minor, "GuarantorCapital": -COVER.minor}
    owed = c.net.statement(financing).debt.total.minor
    c.exporter.repay(financing)
    assert c.net.credit(c.guarantor.org, "USD") == COVER
    assert gained(c, before)["bank"] == owed
    assert c.net.financing(financing).status is FinancingStatus.SETTLED


def test_no_cover_is_given_for_what_is_written_off(embedded: Consortium) -> None:
    c = embedded
    financing = written_off(c)
    with refused(c.net, FinancingNotGuaranteeable(financing, FinancingStatus.WRITTEN_OFF)):
        covered(c, financing, usd("1.00"), guarantor=c.guarantor)


def test_a_guarantee_is_not_released_because_of_a_write_off(embedded: Consortium) -> None:
    c = embedded
    financing, guarantee = defaulted(c)
    c.bank.write_off(financing)
    with refused(c.net, ReleaseNotDue(guarantee, FinancingStatus.WRITTEN_OFF)):
        send(c.guarantor, "GuaranteeEscrow", "release", guarantee)


def test_what_is_written_off_waits_for_its_borrower_alone(embedded: Consortium) -> None:
    c = embedded
    financing = written_off(c)
    assert c.bank.inbox() == []
    (notice,) = c.exporter.inbox()
    assert (notice.what, notice.id) == ("overdue", financing)
    assert notice.text == "USD 288,000.00 due 2026-05-28, written off"
