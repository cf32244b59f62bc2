"""What a guarantee costs, how it falls, and how it is amended."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    SECOND,
    another_guarantor,
    ask,
    at,
    covered,
    drawn,
    midnight,
    refused,
    send,
)
from tests.roles.test_guarantees import demanded, offered, paid, refused_issue
from tests.roles.test_money_back import gained, monies
from tradefin import Money
from tradefin.enums import GuaranteeKind, GuaranteeStatus, Role
from tradefin.errors import (
    AmendmentInvalid,
    AmendmentMismatch,
    CallerNotBeneficiary,
    CallerNotGuarantor,
    CapitalInsufficient,
    ClientExceedsLimit,
    CoverBelowPaid,
    CoverExceedsObligation,
    DemandExceedsAvailable,
    DemandOpen,
    ERC20InsufficientBalance,
    GuaranteeNotInStatus,
    GuaranteeTermsInvalid,
    GuarantorRelated,
    InvalidInput,
    OrganisationIsFrozen,
    OrganisationIsSuspended,
    PremiumExceedsLock,
    PremiumNotDue,
    ReductionNotDue,
    ReductionsNotFalling,
    ReductionsTooMany,
)
from tradefin.events import GuaranteeAmended, GuaranteeReduced
from tradefin.ids import GuaranteeId
from tradefin.models import Amendment, Reduction

KIND = GuaranteeKind.DEMAND


def priced(c: Consortium, premium: str, **terms: Any) -> tuple[GuaranteeId, datetime]:
    """Cover of 1,000.00 for the 100 days from a second on, in which the exporter may accept."""
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    start = c.net.now() + timedelta(hours=1)
    chosen = {"premium": usd(premium), "kind": KIND, "expiry": start + 100 * DAY, **terms}
    c.guarantor.deposit(usd("1000.00"))
    guarantee = offered(c, financing, usd("1000.00"), **chosen)
    c.bank.accept(guarantee)
    return guarantee, start


def begun(c: Consortium, premium: str, **terms: Any) -> tuple[GuaranteeId, datetime]:
    guarantee, start = priced(c, premium, **terms)
    with at(c.net, start):
        c.exporter.accept(guarantee)
    assert c.net.guarantee(guarantee).issued == start
    return guarantee, start


# Terms


@pytest.mark.parametrize("share", [0, 10_001])
def test_a_share_is_some_of_the_whole(embedded: Consortium, share: int) -> None:
    c = embedded
    financing = ask(c, c.papers())
    end = c.net.now() + DAY
    with refused(c.net, GuaranteeTermsInvalid(100, share, end, end)):
        offered(c, financing, usd("1.00"), share_bps=share, expiry=end, offer_until=end)


# Premium in advance


def test_a_premium_in_advance_is_paid_at_the_last_acceptance(consortium: Consortium) -> None:
    c = consortium
    guarantee, _ = priced(c, "10.00")
    before = monies(c)
    c.exporter.accept(guarantee)
    assert gained(c, before) == {"exporter": -1_000, "guarantor": 1_000}
    told = c.net.guarantee(guarantee)
    assert (told.premium, told.premium_paid) == (usd("10.00"), usd("10.00"))
    with refused(c.net, PremiumNotDue(guarantee, 1, 1_000)):
        c.bank.settle_premium(guarantee)


def test_what_was_not_earned_is_given_back_on_an_early_release(consortium: Consortium) -> None:
    c = consortium
    guarantee, issued = begun(c, "10.00")
    with at(c.net, issued + 40 * DAY):
        c.bank.release(guarantee)
    # 400 earned of 1,000; 600 stay locked until they are given back.
    capital = c.net.capital(c.guarantor.org, "USD")
    assert (capital.locked, capital.free) == (usd("6.00"), usd("994.00"))
    assert c.net.guarantee(guarantee).premium == usd("4.00")
    with refused(c.net, CapitalInsufficient(c.guarantor.org, 99_401, 99_400)):
        c.guarantor.withdraw(usd("994.01"))
    before = monies(c)
    settled = c.buyer.settle_premium(guarantee)
    assert (settled.amount, settled.refunded, settled.paid) == (600, True, 400)
    assert gained(c, before) == {"exporter": 600, "GuarantorCapital": -600}
    with refused(c.net, PremiumNotDue(guarantee, 400, 400)):
        c.buyer.settle_premium(guarantee)
    c.guarantor.withdraw(usd("994.00"))
    assert c.net.held_by("GuarantorCapital", "USD").minor == 0


@pytest.mark.parametrize(("seconds", "earned"), [(1, 1), (8_640, 1), (8_641, 2), (17_281, 3)])
def test_what_is_earned_is_rounded_up(embedded: Consortium, seconds: int, earned: int) -> None:
    """1,000 over 100 days: one unit in 8,640 seconds."""
    c = embedded
    guarantee, issued = begun(c, "10.00")
    with at(c.net, issued + seconds * SECOND):
        c.bank.release(guarantee)
    assert c.net.guarantee(guarantee).premium.minor == earned


def test_nothing_is_given_back_once_it_expired(embedded: Consortium) -> None:
    c = embedded
    guarantee, issued = begun(c, "10.00")
    c.net.travel(issued + 100 * DAY + SECOND)
    c.bank.release(guarantee)
    with refused(c.net, PremiumNotDue(guarantee, 1_000, 1_000)):
        c.bank.settle_premium(guarantee)
    assert c.net.capital(c.guarantor.org, "USD").free == usd("1000.00")


def test_nothing_is_given_back_once_it_paid(embedded: Consortium) -> None:
    c = embedded
    guarantee, _ = begun(c, "10.00")
    paid(c, guarantee, usd("1.00"))
    c.bank.release(guarantee)
    assert c.net.guarantee(guarantee).premium == usd("10.00")
    assert c.net.capital(c.guarantor.org, "USD").free == usd("999.00")


def test_a_premium_in_advance_is_no_more_than_the_lock(embedded: Consortium) -> None:
    """Out of which it would be given back."""
    c = embedded
    c.registrar.classify(c.guarantor.org, "USD", margin_bps=100)
    guarantee, _ = priced(c, "10.01")
    with refused(c.net, PremiumExceedsLock(guarantee, 1_001, 1_000)):
        c.exporter.accept(guarantee)


def test_a_frozen_payer_gets_its_premium_back_later(embedded: Consortium) -> None:
    c = embedded
    guarantee, _ = begun(c, "10.00")
    c.bank.release(guarantee)
    until = c.net.now() + 30 * DAY
    c.regulator.freeze_organisation(c.exporter.org, case_number="1", until=until)
    with refused(c.net, OrganisationIsFrozen(c.exporter.org, until)):
        c.bank.settle_premium(guarantee)
    c.regulator.freeze_organisation(c.exporter.org, case_number="1", until=None)
    assert c.bank.settle_premium(guarantee).refunded


# Premium in arrear


def test_a_premium_in_arrear_is_paid_as_it_is_earned(consortium: Consortium) -> None:
    c = consortium
    guarantee, issued = priced(c, "10.00", in_arrear=True)
    before = monies(c)
    with at(c.net, issued):
        c.exporter.accept(guarantee)
    assert gained(c, before) == {}
    with at(c.net, issued + 25 * DAY):
        settled = c.guarantor.settle_premium(guarantee)
    assert (settled.amount, settled.refunded, settled.paid) == (250, False, 250)
    assert gained(c, before) == {"exporter": -250, "guarantor": 250}
    with at(c.net, issued + 40 * DAY):
        c.bank.release(guarantee)
    assert c.net.guarantee(guarantee).premium == usd("4.00")
    c.guarantor.settle_premium(guarantee)
    assert gained(c, before) == {"exporter": -400, "guarantor": 400}
    with refused(c.net, PremiumNotDue(guarantee, 400, 400)):
        c.guarantor.settle_premium(guarantee)
    assert c.net.capital(c.guarantor.org, "USD").free == usd("1000.00")


def test_a_premium_in_arrear_stays_due_where_the_payer_has_no_money(embedded: Consortium) -> None:
    c = embedded
    guarantee, issued = begun(c, "10.00", in_arrear=True)
    stash = c.net.keys[11].address
    have = c.net.balance(c.exporter.org, "USD").minor
    send(c.exporter, "TokenUSD", "transfer", stash, have)
    c.net.travel(issued + 101 * DAY)
    c.guarantor.release(guarantee)
    address = c.net.keys[1].address
    with refused(c.net, ERC20InsufficientBalance(address, 0, 1_000)):
        c.guarantor.settle_premium(guarantee)
    c.net.mint(address, usd("10.00"))
    assert c.guarantor.settle_premium(guarantee).paid == 1_000


def test_a_premium_in_arrear_is_whole_once_it_paid(embedded: Consortium) -> None:
    c = embedded
    guarantee, _ = begun(c, "10.00", in_arrear=True)
    paid(c, guarantee, usd("1000.00"))
    assert c.net.guarantee(guarantee).status is GuaranteeStatus.EXHAUSTED
    assert c.guarantor.settle_premium(guarantee).amount == 1_000


def test_a_premium_of_a_small_margin_is_paid_in_arrear(embedded: Consortium) -> None:
    c = embedded
    c.registrar.classify(c.guarantor.org, "USD", margin_bps=100)
    begun(c, "10.01", in_arrear=True)


def test_nobody_settles_the_premium_of_an_offer(embedded: Consortium) -> None:
    c = embedded
    guarantee, _ = priced(c, "10.00")
    offer = GuaranteeNotInStatus(guarantee, GuaranteeStatus.OFFERED, GuaranteeStatus.LIVE)
    with refused(c.net, offer):
        c.bank.settle_premium(guarantee)


def test_what_was_earned_before_an_extension_stays_so(embedded: Consortium) -> None:
    c = embedded
    guarantee, issued = begun(c, "10.00", in_arrear=True)
    with at(c.net, issued + 50 * DAY):
        c.guarantor.settle_premium(guarantee)
    demand = demanded(c, guarantee, usd("1.00"))
    c.bank.extend_or_pay(demand, issued + 1_000 * DAY)
    c.guarantor.extend(demand)
    with at(c.net, issued + 60 * DAY):
        c.bank.release(guarantee)
    assert c.net.guarantee(guarantee).premium == usd("5.00")


# Reductions


def falling(c: Consortium, *steps: tuple[int, int]) -> tuple[GuaranteeId, date]:
    """Cover of 1,000.00 that falls to so many basis points after so many days."""
    today = c.net.now().date()
    reductions = [Reduction(today + timedelta(days=days), bps) for days, bps in steps]
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    cover = usd("1000.00")
    return covered(c, financing, cover, kind=KIND, reductions=reductions), today


def test_reductions_rise_by_day_and_fall_by_share(embedded: Consortium) -> None:
    c = embedded
    financing, today = drawn(c, c.papers(), None, usd("1000.00")), c.net.now().date()

    def offer(*steps: tuple[int, int]) -> None:
        falls = [Reduction(today + timedelta(days=days), bps) for days, bps in steps]
        offered(c, financing, usd("1000.00"), reductions=falls)

    for steps, index in (
        ([(5, 10_000)], 0),
        ([(5, 5_000), (5, 4_000)], 1),
        ([(5, 5_000), (6, 5_000)], 1),
    ):
        with refused(c.net, ReductionsNotFalling(index)):
            offer(*steps)
    with refused(c.net, ReductionsTooMany(6, 5)):
        offer(*((n, 9_000 - n) for n in range(1, 7)))


def test_a_cover_falls_on_its_day(consortium: Consortium) -> None:
    c = consortium
    guarantee, today = falling(c, (10, 6_000), (20, 3_333))
    assert [(r.day, r.bps) for r in c.net.guarantee(guarantee).reductions] == [
        (today + timedelta(days=10), 6_000),
        (today + timedelta(days=20), 3_333),
    ]
    day = midnight(today + timedelta(days=10))
    with at(c.net, day - SECOND), refused(c.net, ReductionNotDue(guarantee)):
        c.bank.reduce(guarantee)
    c.net.travel(day)
    # Less is paid at once, whether anybody booked it or not.
    assert c.net.guarantee(guarantee).available == usd("600.00")
    exceeds = DemandExceedsAvailable(guarantee, 60_001, 60_000)
    with refused(c.net, exceeds):
        demanded(c, guarantee, usd("600.01"))
    assert c.net.capital(c.guarantor.org, "USD").locked == usd("1000.00")
    reduced = c.buyer.reduce(guarantee)
    assert reduced == GuaranteeReduced(guarantee, 60_000, 40_000)
    assert c.net.capital(c.guarantor.org, "USD").locked == usd("600.00")
    assert c.net.standing(c.guarantor.org, "USD").liability == usd("600.00")
    with refused(c.net, ReductionNotDue(guarantee)):
        c.buyer.reduce(guarantee)
    c.net.travel(midnight(today + timedelta(days=20)))
    assert c.buyer.reduce(guarantee).cover == 33_330
    paid(c, guarantee, usd("333.30"))
    assert c.net.guarantee(guarantee).status is GuaranteeStatus.EXHAUSTED
    capital = c.net.capital(c.guarantor.org, "USD")
    assert (capital.locked, capital.free) == (usd("0.00"), usd("666.70"))
    assert c.net.exposure(c.guarantor.org, c.exporter.org, "USD")[0].minor == 0


def test_a_demand_before_the_day_is_paid_whole_after_it(embedded: Consortium) -> None:
    c = embedded
    guarantee, today = falling(c, (3, 5_000))
    with at(c.net, midnight(today + timedelta(days=3)) - SECOND):
        demand = demanded(c, guarantee, usd("900.00"))
    c.net.travel(midnight(today + timedelta(days=4)))
    with refused(c.net, DemandOpen(guarantee, demand)):
        c.bank.reduce(guarantee)
    c.guarantor.examine(demand)
    assert c.bank.pay(demand).amount == 90_000
    # Of the 500.00 that are covered since, more was paid: nothing is left.
    assert c.net.guarantee(guarantee).available == usd("0.00")
    reduced = c.bank.reduce(guarantee)
    assert (reduced.cover, reduced.unlocked) == (50_000, 10_000)
    assert c.net.standing(c.guarantor.org, "USD").liability.minor == 0


def test_what_falls_makes_room_for_others(embedded: Consortium) -> None:
    c = embedded
    guarantee, today = falling(c, (3, 5_000))
    financing = c.net.guarantee(guarantee).financing
    second = another_guarantor(c, "second", usd("500.00"))
    with refused_issue(c, CoverExceedsObligation(financing, 50_000, 0)):
        covered(c, financing, usd("500.00"), guarantor=second)
    c.net.travel(midnight(today + timedelta(days=3)))
    covered(c, financing, usd("500.00"), guarantor=second)


def test_an_unbooked_reduction_is_released_whole(embedded: Consortium) -> None:
    c = embedded
    guarantee, today = falling(c, (3, 5_000))
    c.net.travel(midnight(today + timedelta(days=3)))
    assert c.bank.release(guarantee).unlocked == 100_000
    assert c.net.standing(c.guarantor.org, "USD").liability.minor == 0


# Amendments


def amended(c: Consortium, guarantee: GuaranteeId, **terms: Any) -> None:
    c.guarantor.amend(guarantee, until=c.net.now() + DAY, **terms)
    c.bank.accept_amendment(guarantee)


def of_500(c: Consortium) -> GuaranteeId:
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    return covered(c, financing, usd("500.00"), kind=KIND)


def test_an_amendment_covers_something_for_some_time(embedded: Consortium) -> None:
    c = embedded
    guarantee = of_500(c)
    g, now = c.net.guarantee(guarantee), c.net.now()
    ahead = now + DAY
    for cover, expiry, until in ((0, ahead, ahead), (1, now - DAY, ahead), (1, ahead, now - DAY)):
        with refused(c.net, AmendmentInvalid(guarantee, cover, expiry, until)):
            c.guarantor.amend(guarantee, cover=Money(cover, "USD"), expiry=expiry, until=until)
    with pytest.raises(InvalidInput):
        c.guarantor.amend(guarantee, cover=Money(1, "EUR"), until=ahead)
    with pytest.raises(InvalidInput):
        c.bank.accept_amendment(guarantee)
    assert c.net.amendment(guarantee) is None
    assert g.cover == usd("500.00")


def test_who_amends_and_who_consents(embedded: Consortium) -> None:
    c = embedded
    guarantee = of_500(c)
    second = another_guarantor(c, "second", usd("1.00"))
    until = c.net.now() + DAY
    with refused(c.net, CallerNotGuarantor(guarantee, c.guarantor.org, second.org)):
        second.amend(guarantee, cover=usd("1.00"), until=until)
    c.guarantor.amend(guarantee, cover=usd("1.00"), until=until)
    with refused(c.net, CallerNotBeneficiary(guarantee, c.bank.org, c.other_bank.org)):
        c.other_bank.accept_amendment(guarantee)


def test_an_amendment_is_taken_as_it_stands_and_until_its_last_second(
    consortium: Consortium,
) -> None:
    c = consortium
    guarantee = of_500(c)
    until, expiry = c.net.now() + DAY, c.net.guarantee(guarantee).expiry
    c.guarantor.amend(guarantee, cover=usd("400.00"), until=until)
    assert c.net.amendment(guarantee) == Amendment(guarantee, usd("400.00"), expiry, until)
    other = (guarantee, 40_001, int(expiry.timestamp()), [])
    with refused(c.net, AmendmentMismatch(guarantee, 40_000, expiry, until)):
        send(c.bank, "GuaranteeAmendments", "acceptAmendment", *other)
    second = covered(c, c.net.guarantee(guarantee).financing, usd("500.00"), kind=KIND)
    c.guarantor.amend(second, cover=usd("400.00"), until=until)
    with at(c.net, until):
        told = c.bank.accept_amendment(guarantee)
    expires = c.net.guarantee(second).expiry
    late = AmendmentMismatch(second, 40_000, expires, until)
    with at(c.net, until + SECOND), refused(c.net, late):
        c.bank.accept_amendment(second)
    assert told == GuaranteeAmended(guarantee, 40_000, expiry, 40_000, 90_000)
    assert c.net.capital(c.guarantor.org, "USD").locked == usd("900.00")
    assert c.net.amendment(guarantee) is None


def test_more_cover_counts_as_if_it_were_new(consortium: Consortium) -> None:
    c = consortium
    guarantee = of_500(c)
    financing = c.net.guarantee(guarantee).financing
    until = c.net.now() + DAY
    c.guarantor.amend(guarantee, cover=usd("1000.01"), until=until)
    with refused(c.net, CoverExceedsObligation(financing, 50_001, 50_000)):
        c.bank.accept_amendment(guarantee)
    c.guarantor.amend(guarantee, cover=usd("900.00"), until=until)
    with refused(c.net, CapitalInsufficient(c.guarantor.org, 40_000, 0)):
        c.bank.accept_amendment(guarantee)
    c.guarantor.deposit(usd("400.00"))
    c.regulator.attest_net_assets(c.guarantor.org, usd("8999.99"))
    limit = ClientExceedsLimit(c.guarantor.org, c.exporter.org, 90_000, 89_999)
    with refused(c.net, limit):
        c.bank.accept_amendment(guarantee)
    c.regulator.attest_net_assets(c.guarantor.org, usd("9000.00"))
    c.bank.accept_amendment(guarantee)
    assert c.net.guarantee(guarantee).locked == usd("900.00")
    before = monies(c)
    paid(c, guarantee, usd("900.00"))
    assert gained(c, before) == {"bank": 90_000, "GuarantorCapital": -90_000}


def test_less_cover_is_not_below_what_was_paid(embedded: Consortium) -> None:
    c = embedded
    guarantee = of_500(c)
    paid(c, guarantee, usd("200.00"))
    c.guarantor.amend(guarantee, cover=usd("199.99"), until=c.net.now() + DAY)
    with refused(c.net, CoverBelowPaid(guarantee, 19_999, 20_000)):
        c.bank.accept_amendment(guarantee)
    amended(c, guarantee, cover=usd("300.00"))
    assert c.net.guarantee(guarantee).available == usd("100.00")
    assert c.net.capital(c.guarantor.org, "USD").locked == usd("100.00")


def test_an_expiry_is_amended_both_ways(embedded: Consortium) -> None:
    c = embedded
    guarantee = of_500(c)
    sooner = c.net.now() + 9 * DAY
    amended(c, guarantee, expiry=sooner)
    assert c.net.guarantee(guarantee).expiry == sooner
    later = sooner + 400 * DAY
    amended(c, guarantee, expiry=later)
    c.net.travel(sooner + DAY)
    assert c.net.guarantee(guarantee).status is GuaranteeStatus.LIVE


def test_nothing_is_amended_under_an_open_demand(embedded: Consortium) -> None:
    c = embedded
    guarantee = of_500(c)
    c.guarantor.amend(guarantee, cover=usd("1.00"), until=c.net.now() + DAY)
    demand = demanded(c, guarantee, usd("500.00"))
    with refused(c.net, DemandOpen(guarantee, demand)):
        c.bank.accept_amendment(guarantee)


def test_a_guarantor_suspended_since_amends_nothing(embedded: Consortium) -> None:
    c = embedded
    guarantee = of_500(c)
    c.guarantor.amend(guarantee, cover=usd("1.00"), until=c.net.now() + DAY)
    c.registrar.suspend(c.guarantor.org)
    with refused(c.net, OrganisationIsSuspended(c.guarantor.org)):
        c.bank.accept_amendment(guarantee)


def test_what_is_over_is_not_amended(embedded: Consortium) -> None:
    c = embedded
    guarantee = of_500(c)
    c.bank.release(guarantee)
    over = GuaranteeNotInStatus(guarantee, GuaranteeStatus.RELEASED, GuaranteeStatus.LIVE)
    with refused(c.net, over):
        c.guarantor.amend(guarantee, cover=usd("1.00"), until=c.net.now() + DAY)


def test_a_reduction_is_of_the_amended_cover(embedded: Consortium) -> None:
    c = embedded
    guarantee, today = falling(c, (3, 5_000))
    amended(c, guarantee, cover=usd("800.00"))
    c.net.travel(midnight(today + timedelta(days=3)))
    assert c.bank.reduce(guarantee).cover == 40_000
    c.guarantor.amend(guarantee, cover=usd("900.00"), until=c.net.now() + DAY)
    c.guarantor.deposit(usd("50.00"))
    c.bank.accept_amendment(guarantee)
    assert c.net.capital(c.guarantor.org, "USD").locked == usd("450.00")
    assert c.net.guarantee(guarantee).available == usd("450.00")


def test_a_related_guarantor_covers_no_more(embedded: Consortium) -> None:
    c = embedded
    guarantee = of_500(c)
    c.guarantor.deposit(usd("100.00"))
    c.guarantor.amend(guarantee, cover=usd("600.00"), until=c.net.now() + DAY)
    until = c.net.now() + 300 * DAY
    c.registrar.renew(c.guarantor.org, roles={Role.GUARANTOR}, group=7, valid_until=until)
    c.registrar.renew(c.exporter.org, roles={Role.ENTERPRISE}, group=7, valid_until=until)
    with refused(c.net, GuarantorRelated(c.guarantor.org, c.exporter.org)):
        c.bank.accept_amendment(guarantee)


def test_a_cover_amended_after_a_payout_locks_and_frees_what_it_should(
    embedded: Consortium,
) -> None:
    """Of 500.00 with a lock of 50.00, 150.00 were paid: more of the cover is locked than its margin
    on the whole less that. Nothing stays locked, promised or allowed when it ends."""
    c = embedded
    c.registrar.classify(c.guarantor.org, "USD", margin_bps=1_000)
    guarantee = of_500(c)
    paid(c, guarantee, usd("150.00"))
    assert c.net.capital(c.guarantor.org, "USD").locked == usd("0.00")
    amended(c, guarantee, cover=usd("1000.00"))
    assert c.net.capital(c.guarantor.org, "USD").locked == usd("0.00")
    assert c.net.standing(c.guarantor.org, "USD").liability == usd("850.00")
    amended(c, guarantee, cover=usd("900.00"))
    ends_clean(c, guarantee)


def test_a_cover_amended_after_it_fell_below_what_was_paid(embedded: Consortium) -> None:
    c = embedded
    guarantee, today = falling(c, (3, 5_000))
    paid(c, guarantee, usd("900.00"))
    c.net.travel(midnight(today + timedelta(days=3)))
    c.bank.reduce(guarantee)
    assert c.net.standing(c.guarantor.org, "USD").liability == usd("0.00")
    ends_clean(c, guarantee)


def ends_clean(c: Consortium, guarantee: GuaranteeId) -> None:
    c.bank.release(guarantee)
    financing = c.net.guarantee(guarantee).financing
    standing = c.net.standing(c.guarantor.org, "USD")
    assert c.net.capital(c.guarantor.org, "USD").locked == usd("0.00")
    assert standing.liability == usd("0.00")
    assert c.net.exposure(c.guarantor.org, c.exporter.org, "USD")[0] == usd("0.00")
    assert c.net._connection.read("ClaimLedger", "ceilingOf", financing) == 0
