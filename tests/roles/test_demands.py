"""From presentation to a final answer: what waits, what is late, who decides, who asks for time."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    SECOND,
    another_guarantor,
    at,
    close_of,
    covered,
    default_of,
    drawn,
    midnight,
    refused,
    send,
)
from tests.roles.test_guarantees import COVER, defaulted, demanded, offered
from tests.roles.test_money_back import gained, monies
from tradefin import Money
from tradefin.enums import (
    AmortizationKind,
    DemandStatus,
    Discrepancy,
    GuaranteeKind,
    GuaranteeStatus,
    Role,
)
from tradefin.errors import (
    ArbiterRelated,
    CallerNotArbiter,
    CallerNotBeneficiary,
    CallerNotGuarantor,
    DemandExceedsAvailable,
    DemandIsSuspended,
    DemandNotInStatus,
    DemandOpen,
    DiscrepanciesInvalid,
    ExtensionInvalid,
    ExtensionNotRequested,
    GuaranteeNotInStatus,
    OrganisationIsFrozen,
    OrganisationUnknown,
    RefusalNotContestable,
    StatementMissing,
)
from tradefin.events import DemandDecided, GuaranteeExtended
from tradefin.ids import DemandId, GuaranteeId, OrgId

KIND = GuaranteeKind.DEMAND
DEMANDS = "GuaranteeDemands"
WRONG = [Discrepancy.AMOUNT_WRONG]


def on_demand(c: Consortium, cover: Money = COVER, **terms: object) -> GuaranteeId:
    """A guarantee payable on demand behind a loan of 288,000.00."""
    return covered(c, drawn(c, c.papers()), cover, kind=KIND, **terms)


def arbitrated(c: Consortium, **terms: object) -> tuple[GuaranteeId, DemandId]:
    """One with an arbiter, and a demand that was refused."""
    guarantee = on_demand(c, arbiter=c.regulator.org, **terms)
    demand = demanded(c, guarantee)
    c.guarantor.refuse(demand, WRONG)
    return guarantee, demand


# An incomplete presentation


def test_a_demand_without_its_statement_waits(consortium: Consortium) -> None:
    c = consortium
    guarantee = on_demand(c)
    announced = c.bank.announce_demand(guarantee, COVER)
    demand = announced.demand
    assert (announced.guarantee, announced.amount) == (guarantee, COVER.minor)
    assert c.net.demand_of(demand).status is DemandStatus.INCOMPLETE
    for verb in ("examine", "extend", "declineExtension"):
        expected = DemandNotInStatus(demand, DemandStatus.INCOMPLETE, DemandStatus.PRESENTED)
        with refused(c.net, expected):
            send(c.guarantor, DEMANDS, verb, demand)
    c.net.travel(c.net.now() + 60 * DAY)
    complying = DemandNotInStatus(demand, DemandStatus.INCOMPLETE, DemandStatus.COMPLYING)
    with refused(c.net, complying):
        c.bank.pay(demand)
    with refused(c.net, StatementMissing(demand)):
        send(c.bank, DEMANDS, "complete", demand, bytes(32))
    with refused(c.net, CallerNotBeneficiary(guarantee, c.bank.org, c.other_bank.org)):
        c.other_bank.complete(demand, b"not repaid")
    presented = c.bank.complete(demand, b"not repaid")
    # The five days begin now.
    assert presented.examine_by is not None
    assert presented.examine_by > c.net.now() + 5 * DAY
    c.guarantor.examine(demand)
    assert c.bank.pay(demand).amount == COVER.minor
    presented_once = DemandNotInStatus(demand, DemandStatus.PAID, DemandStatus.INCOMPLETE)
    with refused(c.net, presented_once):
        c.bank.complete(demand, b"not repaid")


def test_an_incomplete_demand_keeps_no_guarantee_alive(embedded: Consortium) -> None:
    c = embedded
    expiry = c.net.now() + 9 * DAY
    guarantee = on_demand(c, expiry=expiry)
    demand = c.bank.announce_demand(guarantee, COVER).demand
    expired = GuaranteeNotInStatus(guarantee, GuaranteeStatus.EXPIRED, GuaranteeStatus.LIVE)
    c.net.travel(expiry + SECOND)
    with refused(c.net, expired):
        c.bank.complete(demand, b"not repaid")
    with refused(c.net, expired):
        c.bank.announce_demand(guarantee, COVER)
    c.guarantor.release(guarantee)


def test_an_incomplete_demand_is_completed_in_the_last_second(consortium: Consortium) -> None:
    c = consortium
    expiry = c.net.now() + 9 * DAY
    guarantee = on_demand(c, expiry=expiry)
    demand = c.bank.announce_demand(guarantee, COVER).demand
    with at(c.net, expiry):
        c.bank.complete(demand, b"not repaid")
    c.net.travel(expiry + 2 * SECOND)
    assert c.net.guarantee(guarantee).status is GuaranteeStatus.LIVE


def test_an_incomplete_demand_leaves_room_for_another(embedded: Consortium) -> None:
    c = embedded
    guarantee = on_demand(c)
    first = c.bank.announce_demand(guarantee, usd("2.00")).demand
    second = demanded(c, guarantee, usd("1.00"))
    with refused(c.net, DemandOpen(guarantee, second)):
        c.bank.complete(first, b"not repaid")
    c.bank.withdraw_demand(first)
    withdrawn = DemandNotInStatus(first, DemandStatus.WITHDRAWN, DemandStatus.INCOMPLETE)
    with refused(c.net, withdrawn):
        c.bank.complete(first, b"not repaid")
    assert c.net.guarantee(guarantee).open_demand == second


def test_who_is_not_the_beneficiary_announces_nothing(embedded: Consortium) -> None:
    c = embedded
    guarantee = on_demand(c)
    with refused(c.net, CallerNotBeneficiary(guarantee, c.bank.org, c.other_bank.org)):
        c.other_bank.announce_demand(guarantee, usd("1.00"))


# Examination over days off


def test_a_demand_over_a_long_weekend(consortium: Consortium) -> None:
    """Presented in the last second of a Thursday before four days off."""
    c = consortium
    c.registrar.open_calendar(2, utc_offset=0, weekend={5, 6})
    c.registrar.publish_holidays(2, [date(2026, 4, 3), date(2026, 4, 6)])
    guarantee = on_demand(c, calendar=2)
    with at(c.net, close_of(date(2026, 4, 2))):
        demand = demanded(c, guarantee)
    assert c.net.demand_of(demand).by == close_of(date(2026, 4, 13))
    with at(c.net, close_of(date(2026, 4, 13))):
        c.guarantor.refuse(demand, WRONG)


def test_a_demand_presented_on_a_holiday(embedded: Consortium) -> None:
    c = embedded
    c.registrar.open_calendar(2, utc_offset=0, weekend={5, 6})
    c.registrar.publish_holidays(2, [date(2026, 4, 3)])
    guarantee = on_demand(c, calendar=2)
    with at(c.net, midnight(date(2026, 4, 3)) + timedelta(hours=9)):
        demand = demanded(c, guarantee)
    assert c.net.demand_of(demand).by == close_of(date(2026, 4, 10))


def test_holidays_published_later_move_no_examination(embedded: Consortium) -> None:
    c = embedded
    c.registrar.open_calendar(2, utc_offset=0, weekend={5, 6})
    guarantee = on_demand(c, calendar=2)
    demand = demanded(c, guarantee)
    by = c.net.demand_of(demand).by
    assert by is not None
    days = [c.net.now().date() + timedelta(days=n) for n in (1, 2, 3)]
    c.registrar.publish_holidays(2, days)
    c.net.travel(by + SECOND)
    assert c.net.demand_of(demand).status is DemandStatus.PRECLUDED


def test_expiry_does_not_shorten_the_examination(consortium: Consortium) -> None:
    c = consortium
    expiry = c.net.now() + DAY
    guarantee = on_demand(c, expiry=expiry)
    with at(c.net, expiry):
        demand = demanded(c, guarantee)
    by = c.net.demand_of(demand).by
    assert by is not None
    assert by > expiry + 5 * DAY
    with at(c.net, by):
        c.guarantor.refuse(demand, WRONG)
    c.net.travel(by + 2 * SECOND)
    assert c.net.guarantee(guarantee).status is GuaranteeStatus.EXPIRED


# Refusal


@pytest.mark.parametrize("bits", [0, 1 << len(Discrepancy), 2**255])
def test_a_refusal_lists_what_is_a_discrepancy(embedded: Consortium, bits: int) -> None:
    c = embedded
    demand = demanded(c, on_demand(c))
    with refused(c.net, DiscrepanciesInvalid(demand, bits)):
        send(c.guarantor, DEMANDS, "refuse", demand, bits)
    told = c.guarantor.refuse(demand, list(Discrepancy))
    assert told.discrepancies == (1 << len(Discrepancy)) - 1
    assert c.net.demand_of(demand).discrepancies == tuple(Discrepancy)


def test_a_demand_is_refused_once(consortium: Consortium) -> None:
    c = consortium
    demand = demanded(c, on_demand(c))
    c.guarantor.refuse(demand, WRONG)
    over = DemandNotInStatus(demand, DemandStatus.REFUSED, DemandStatus.PRESENTED)
    for again in (
        lambda: c.guarantor.refuse(demand, [Discrepancy.NOT_AS_REQUIRED]),
        lambda: c.guarantor.examine(demand),
    ):
        with refused(c.net, over):
            again()


def test_a_found_demand_is_refused_no_more(embedded: Consortium) -> None:
    c = embedded
    demand = demanded(c, on_demand(c))
    c.guarantor.examine(demand)
    with refused(c.net, DemandNotInStatus(demand, DemandStatus.COMPLYING, DemandStatus.PRESENTED)):
        c.guarantor.refuse(demand, WRONG)


def test_only_the_guarantor_refuses(embedded: Consortium) -> None:
    c = embedded
    guarantee = on_demand(c)
    demand = demanded(c, guarantee)
    second = another_guarantor(c, "second", usd("1.00"))
    with refused(c.net, CallerNotGuarantor(guarantee, c.guarantor.org, second.org)):
        second.refuse(demand, WRONG)


def test_a_refusal_without_an_arbiter_is_the_end_of_it(embedded: Consortium) -> None:
    c = embedded
    guarantee = on_demand(c)
    demand = demanded(c, guarantee)
    told = c.guarantor.refuse(demand, WRONG)
    assert told.contest_by is None
    with refused(c.net, RefusalNotContestable(demand, None)):
        c.bank.contest(demand, b"the amount is right")
    assert c.net.guarantee(guarantee).open_demand == 0


# The arbiter


def test_an_arbiter_is_somebody_else(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    for party in (c.guarantor.org, c.bank.org, c.exporter.org):
        with refused(c.net, ArbiterRelated(party, party)):
            offered(c, financing, arbiter=party)
    with refused(c.net, OrganisationUnknown(OrgId(99))):
        offered(c, financing, arbiter=OrgId(99))


def test_a_contested_refusal_keeps_the_lock(consortium: Consortium) -> None:
    c = consortium
    expiry = c.net.now() + 2 * DAY
    guarantee, demand = arbitrated(c, expiry=expiry)
    by = c.net.demand_of(demand).by
    assert by is not None
    c.net.travel(expiry + DAY)
    # Nobody frees it before the time to contest has passed, and it takes no other demand.
    assert c.net.guarantee(guarantee).status is GuaranteeStatus.LIVE
    with refused(c.net, DemandOpen(guarantee, demand)):
        send(c.guarantor, "GuaranteeEscrow", "release", guarantee)
    expired = GuaranteeNotInStatus(guarantee, GuaranteeStatus.EXPIRED, GuaranteeStatus.LIVE)
    with refused(c.net, expired):
        demanded(c, guarantee)
    with refused(c.net, CallerNotBeneficiary(guarantee, c.bank.org, c.other_bank.org)):
        c.other_bank.contest(demand, b"the amount is right")
    with at(c.net, by):
        contested = c.bank.contest(demand, b"the amount is right")
    assert contested.decide_by == by + 60 * DAY
    assert c.net.demand_of(demand).status is DemandStatus.CONTESTED
    c.net.travel(by + 30 * DAY)
    with refused(c.net, DemandOpen(guarantee, demand)):
        send(c.guarantor, "GuaranteeEscrow", "release", guarantee)
    with refused(c.net, CallerNotArbiter(guarantee, c.regulator.org, c.bank.org)):
        c.bank.arbitrate(demand, complies=True)
    decided = c.regulator.arbitrate(demand, complies=True)
    assert decided == DemandDecided(demand, guarantee, c.regulator.org, True)
    before = monies(c)
    c.bank.pay(demand)
    assert gained(c, before) == {"bank": 23_040_000, "GuarantorCapital": -23_040_000}
    assert c.net.guarantee(guarantee).status is GuaranteeStatus.EXHAUSTED


def test_an_arbiter_may_uphold_a_refusal(embedded: Consortium) -> None:
    c = embedded
    guarantee, demand = arbitrated(c)
    c.bank.contest(demand, b"the amount is right")
    c.regulator.arbitrate(demand, complies=False)
    assert c.net.demand_of(demand).status is DemandStatus.REFUSED
    with refused(c.net, RefusalNotContestable(demand, None)):
        c.bank.contest(demand, b"once more")
    over = DemandNotInStatus(demand, DemandStatus.REFUSED, DemandStatus.CONTESTED)
    with refused(c.net, over):
        c.regulator.arbitrate(demand, complies=True)
    assert demanded(c, guarantee) == demand + 1


def test_a_refusal_is_contested_until_the_close_of_the_fifth_business_day(
    consortium: Consortium,
) -> None:
    c = consortium
    _, demand = arbitrated(c)
    by = c.net.demand_of(demand).by
    assert by == close_of(date(2026, 3, 9))  # refused on Monday, 2 March
    with at(c.net, by + SECOND), refused(c.net, RefusalNotContestable(demand, by)):
        c.bank.contest(demand, b"the amount is right")


def test_a_silent_arbiter_leaves_the_refusal(consortium: Consortium) -> None:
    c = consortium
    expiry = c.net.now() + 2 * DAY
    guarantee, demand = arbitrated(c, expiry=expiry)
    decide_by = c.bank.contest(demand, b"the amount is right").decide_by
    assert decide_by is not None
    contested = DemandNotInStatus(demand, DemandStatus.CONTESTED, DemandStatus.COMPLYING)
    with at(c.net, decide_by), refused(c.net, contested):
        c.bank.pay(demand)
    late = DemandNotInStatus(demand, DemandStatus.REFUSED, DemandStatus.CONTESTED)
    with at(c.net, decide_by + SECOND), refused(c.net, late):
        c.regulator.arbitrate(demand, complies=True)
    c.net.travel(decide_by + 2 * SECOND)
    assert c.net.guarantee(guarantee).status is GuaranteeStatus.EXPIRED
    c.guarantor.release(guarantee)
    c.guarantor.withdraw(COVER)


def test_a_beneficiary_may_demand_anew_instead_of_contesting(embedded: Consortium) -> None:
    c = embedded
    guarantee, demand = arbitrated(c)
    by = c.net.demand_of(demand).by
    again = demanded(c, guarantee)
    assert c.net.guarantee(guarantee).open_demand == again
    with refused(c.net, RefusalNotContestable(demand, by)):
        c.bank.contest(demand, b"the amount is right")
    c.guarantor.refuse(again, WRONG)
    c.bank.release(guarantee)


def test_a_refusal_ends_with_the_guarantee_that_its_beneficiary_releases(
    embedded: Consortium,
) -> None:
    """Else an arbiter would have it paid out of what others have locked."""
    c = embedded
    guarantee, demand = arbitrated(c)
    by = c.net.demand_of(demand).by
    c.bank.release(guarantee)
    with refused(c.net, RefusalNotContestable(demand, by)):
        c.bank.contest(demand, b"the amount is right")
    assert c.net.guarantee(guarantee).open_demand == 0
    c.guarantor.withdraw(COVER)


def test_a_contested_demand_may_be_withdrawn(embedded: Consortium) -> None:
    c = embedded
    guarantee, demand = arbitrated(c)
    c.bank.contest(demand, b"the amount is right")
    with refused(c.net, DemandOpen(guarantee, demand)):
        c.bank.release(guarantee)
    c.bank.withdraw_demand(demand)
    c.bank.release(guarantee)


# Extend or pay


def test_payment_waits_thirty_days_for_an_extension(consortium: Consortium) -> None:
    c = consortium
    guarantee = on_demand(c)
    later = c.net.guarantee(guarantee).expiry + 90 * DAY
    demand = demanded(c, guarantee)
    asked = c.bank.extend_or_pay(demand, later)
    until = asked.suspended_until
    assert until == c.net.now() + 30 * DAY
    # The examination goes on all the same.
    c.guarantor.examine(demand)
    with at(c.net, until), refused(c.net, DemandIsSuspended(demand, until)):
        c.bank.pay(demand)
    before = monies(c)
    with at(c.net, until + SECOND):
        c.bank.pay(demand)
    assert gained(c, before) == {"bank": 23_040_000, "GuarantorCapital": -23_040_000}


def test_an_extension_that_is_ignored_for_31_days_is_paid(embedded: Consortium) -> None:
    c = embedded
    guarantee = on_demand(c)
    demand = demanded(c, guarantee)
    c.bank.extend_or_pay(demand, c.net.guarantee(guarantee).expiry + DAY)
    c.net.travel(c.net.now() + 31 * DAY)
    assert c.net.demand_of(demand).status is DemandStatus.PRECLUDED
    assert c.exporter.pay(demand).amount == COVER.minor


def test_nothing_is_extended_after_the_thirty_days(consortium: Consortium) -> None:
    c = consortium
    guarantee = on_demand(c)
    demand = demanded(c, guarantee)
    until = c.bank.extend_or_pay(demand, c.net.guarantee(guarantee).expiry + DAY).suspended_until
    assert until is not None
    c.net.travel(until + SECOND)
    with refused(c.net, ExtensionNotRequested(demand)):
        c.guarantor.extend(demand)
    assert c.bank.pay(demand).missing == 0


def test_payment_waits_no_longer_than_the_time_asked_for(embedded: Consortium) -> None:
    """Nor is anything extended to a time that is over."""
    c = embedded
    expiry = c.net.now() + DAY
    guarantee = on_demand(c, expiry=expiry)
    demand = demanded(c, guarantee)
    asked = c.bank.extend_or_pay(demand, expiry + 9 * DAY)
    assert asked.suspended_until == expiry + 9 * DAY
    c.net.travel(expiry + 9 * DAY + SECOND)
    with refused(c.net, ExtensionNotRequested(demand)):
        c.guarantor.extend(demand)
    assert c.bank.pay(demand).missing == 0


def test_what_a_frozen_beneficiary_asked_before_is_not_extended(embedded: Consortium) -> None:
    c = embedded
    guarantee = on_demand(c)
    demand = demanded(c, guarantee)
    c.bank.extend_or_pay(demand, c.net.guarantee(guarantee).expiry + DAY)
    until = c.net.now() + 90 * DAY
    c.regulator.freeze_organisation(c.bank.org, case_number="1", until=until)
    with refused(c.net, OrganisationIsFrozen(c.bank.org, until)):
        c.guarantor.extend(demand)
    c.guarantor.decline_extension(demand)


def test_an_extension_withdraws_the_demand(consortium: Consortium) -> None:
    c = consortium
    expiry = c.net.now() + 2 * DAY
    guarantee = on_demand(c, expiry=expiry)
    demand = demanded(c, guarantee)
    later = expiry + 90 * DAY
    c.bank.extend_or_pay(demand, later)
    c.net.travel(expiry + DAY)
    with refused(c.net, CallerNotGuarantor(guarantee, c.guarantor.org, c.bank.org)):
        send(c.bank, DEMANDS, "extend", demand)
    extended = c.guarantor.extend(demand)
    assert extended == GuaranteeExtended(guarantee, demand, later)
    assert c.net.demand_of(demand).status is DemandStatus.WITHDRAWN
    assert c.net.guarantee(guarantee).expiry == later
    assert demanded(c, guarantee) == demand + 1
    over = DemandNotInStatus(demand, DemandStatus.WITHDRAWN, DemandStatus.PRESENTED)
    with refused(c.net, over):
        c.guarantor.extend(demand)


def test_a_guarantor_may_decline_to_extend(embedded: Consortium) -> None:
    c = embedded
    guarantee = on_demand(c)
    demand = demanded(c, guarantee)
    with refused(c.net, ExtensionNotRequested(demand)):
        c.guarantor.extend(demand)
    expiry = c.net.guarantee(guarantee).expiry
    c.bank.extend_or_pay(demand, expiry + DAY)
    with refused(c.net, CallerNotGuarantor(guarantee, c.guarantor.org, c.bank.org)):
        send(c.bank, DEMANDS, "declineExtension", demand)
    c.guarantor.decline_extension(demand)
    with refused(c.net, ExtensionNotRequested(demand)):
        c.guarantor.extend(demand)
    assert c.net.demand_of(demand).suspended_until is None
    with refused(c.net, ExtensionInvalid(demand, expiry + 2 * DAY, expiry)):
        c.bank.extend_or_pay(demand, expiry + 2 * DAY)
    c.guarantor.examine(demand)
    assert c.bank.pay(demand).amount == COVER.minor


def test_an_extension_is_to_a_later_time_and_asked_once(embedded: Consortium) -> None:
    c = embedded
    guarantee = on_demand(c)
    demand = demanded(c, guarantee)
    expiry = c.net.guarantee(guarantee).expiry
    with refused(c.net, ExtensionInvalid(demand, expiry, expiry)):
        c.bank.extend_or_pay(demand, expiry)
    with refused(c.net, CallerNotBeneficiary(guarantee, c.bank.org, c.other_bank.org)):
        c.other_bank.extend_or_pay(demand, expiry + DAY)
    c.bank.extend_or_pay(demand, expiry + DAY)
    with refused(c.net, ExtensionInvalid(demand, expiry + 2 * DAY, expiry)):
        c.bank.extend_or_pay(demand, expiry + 2 * DAY)


def test_a_refused_demand_asks_for_no_extension(embedded: Consortium) -> None:
    c = embedded
    guarantee = on_demand(c)
    demand = demanded(c, guarantee)
    c.guarantor.refuse(demand, WRONG)
    refusal = DemandNotInStatus(demand, DemandStatus.REFUSED, DemandStatus.PRESENTED)
    with refused(c.net, refusal):
        c.bank.extend_or_pay(demand, c.net.guarantee(guarantee).expiry + DAY)


# What an accessory guarantee pays


def in_two_instalments(c: Consortium) -> int:
    """A funded financing of 1,000.00 whose principal falls due in two equal parts."""
    papers = c.papers()
    asked = c.exporter.request(
        c.line(),
        papers.invoice,
        [papers.declaration],
        usd("1000.00"),
        kind=AmortizationKind.EQUAL_PRINCIPAL,
        instalments=2,
    )
    c.bank.fund(asked.financing)
    return asked.financing


def test_an_accessory_guarantee_pays_what_is_due(consortium: Consortium) -> None:
    """Of two instalments one was missed: the other one's principal is not due."""
    c = consortium
    financing = in_two_instalments(c)
    guarantee = covered(c, financing, usd("1000.00"))
    late = c.net.statement(financing).schedule[0].due_day
    c.net.travel(midnight(late) + 20 * DAY)
    owed = c.net.statement(financing)
    assert owed.arrears.principal == usd("500.00")
    due = owed.debt.interest + owed.arrears.principal
    exceeds = DemandExceedsAvailable(guarantee, due.minor + 1, due.minor)
    with refused(c.net, exceeds):
        demanded(c, guarantee, Money(due.minor + 1, "USD"))
    demand = demanded(c, guarantee, due)
    c.guarantor.examine(demand)
    assert c.bank.pay(demand).amount == due.minor
    c.net.travel(midnight(c.net.financing(financing).maturity_day) + 20 * DAY)
    rest = min(usd("1000.00") - due, c.net.statement(financing).holdings[0].amount)
    assert demanded(c, guarantee, rest) == demand + 1


def test_what_was_paid_is_not_due_again(embedded: Consortium) -> None:
    """By one accessory guarantee, nor by another one behind the same instalment."""
    c = embedded
    financing = in_two_instalments(c)
    one = covered(c, financing, usd("500.00"))
    second = another_guarantor(c, "second", usd("500.00"))
    two = covered(c, financing, usd("500.00"), guarantor=second)
    late = c.net.statement(financing).schedule[0].due_day
    c.net.travel(midnight(late) + 20 * DAY)
    owed = c.net.statement(financing)
    due = min(usd("500.00"), owed.debt.interest + owed.arrears.principal)
    demand = demanded(c, one, due)
    c.guarantor.examine(demand)
    c.bank.pay(demand)
    left = owed.debt.interest + owed.arrears.principal - due
    for guarantee in (one, two):
        if c.net.guarantee(guarantee).status is not GuaranteeStatus.LIVE:
            continue
        more = DemandExceedsAvailable(guarantee, left.minor + 1, left.minor)
        with refused(c.net, more):
            demanded(c, guarantee, Money(left.minor + 1, "USD"))


def test_a_guarantor_by_share_does_not_buy_itself_free(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    guarantee = covered(c, financing, usd("300.00"), kind=KIND, share_bps=3_000)
    c.guarantor.approve_purchases("USD")
    until = c.net.now() + DAY
    terms = {"price": usd("0.01"), "until": until}
    share = c.bank.offer_share(financing, c.guarantor.org, usd("300.00"), **terms).share
    demand = demanded(c, guarantee, usd("300.00"))
    c.guarantor.buy_share(share)
    c.guarantor.examine(demand)
    assert c.bank.pay(demand).amount == 30_000


def test_a_guarantee_by_share_bears_no_more_than_its_share(consortium: Consortium) -> None:
    """Of 1,000.00 and what accrued, 60 %, over all demands together."""
    c = consortium
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    guarantee = covered(c, financing, usd("900.00"), kind=KIND, share_bps=6_000)
    c.net.travel(default_of(c, financing))
    owed = c.net.statement(financing).debt.total
    most = owed.minor * 6_000 // 10_000
    with refused(c.net, DemandExceedsAvailable(guarantee, most + 1, most)):
        demanded(c, guarantee, Money(most + 1, "USD"))
    first = demanded(c, guarantee, usd("100.00"))
    c.guarantor.examine(first)
    c.bank.pay(first)
    left = most - 10_000
    with refused(c.net, DemandExceedsAvailable(guarantee, left + 1, left)):
        demanded(c, guarantee, Money(left + 1, "USD"))
    second = demanded(c, guarantee, Money(left, "USD"))
    c.guarantor.examine(second)
    c.bank.pay(second)
    lead, holder = c.net.statement(financing).holdings
    assert (lead.amount.minor, holder.amount.minor) == (owed.minor - most, most)


def test_a_repayment_lowers_what_a_share_is_of(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    guarantee = covered(c, financing, usd("900.00"), kind=KIND, share_bps=6_000)
    demand = demanded(c, guarantee, usd("600.00"))
    c.guarantor.examine(demand)
    c.exporter.repay(financing, usd("500.00"))
    assert c.bank.pay(demand).amount == 30_000


# A beneficiary always gets an answer


def test_an_honest_beneficiary_reaches_an_answer_in_bounded_time(embedded: Consortium) -> None:
    """Everybody else says nothing: 5 business days, or 30 days where it asked to extend."""
    c = embedded
    guarantee = on_demand(c, arbiter=c.regulator.org)
    demand = demanded(c, guarantee)
    c.bank.extend_or_pay(demand, c.net.guarantee(guarantee).expiry + DAY)
    c.net.travel(c.net.now() + 30 * DAY + SECOND)
    assert c.bank.pay(demand).missing == 0


def test_a_freeze_stops_no_demand(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = defaulted(c)
    until = c.net.now() + 90 * DAY
    c.regulator.freeze_organisation(c.guarantor.org, case_number="1", until=until)
    demand = demanded(c, guarantee)
    c.regulator.freeze_organisation(c.bank.org, case_number="2", until=until)
    c.guarantor.examine(demand)
    before = monies(c)
    c.exporter.pay(demand)
    assert gained(c, before) == {"ClaimLedger": 23_040_000, "GuarantorCapital": -23_040_000}
    assert c.net.credit(c.bank.org, "USD") == COVER


def test_an_arbiter_is_of_no_sides_group(embedded: Consortium) -> None:
    """Any organisation that is no side, and of no side's group."""
    c = embedded
    financing, until = drawn(c, c.papers()), c.net.now() + 300 * DAY
    c.registrar.renew(c.customs.org, roles={Role.ATTESTOR}, group=7, valid_until=until)
    c.registrar.renew(c.guarantor.org, roles={Role.GUARANTOR}, group=7, valid_until=until)
    with refused(c.net, ArbiterRelated(c.customs.org, c.guarantor.org)):
        offered(c, financing, arbiter=c.customs.org)
