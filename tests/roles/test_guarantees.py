"""Capital, cover, demand and payout: each refusal by its values, each amount to the last unit."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    SECOND,
    USD,
    ZERO,
    address_of,
    another_guarantor,
    ask,
    at,
    by_key,
    close_of,
    connection_of,
    covered,
    default_of,
    drawn,
    midnight,
    refused,
    send,
)
from tests.roles.conftest import Rooms
from tests.roles.test_money_back import gained, monies
from tradefin import Money
from tradefin.enums import (
    DemandStatus,
    Discrepancy,
    FinancingStatus,
    GuaranteeKind,
    GuaranteeStatus,
    Role,
)
from tradefin.errors import (
    CalendarNotOpen,
    CallerNotBeneficiary,
    CallerNotEscrow,
    CallerNotGuarantor,
    CallerNotParty,
    CallerNotTrusted,
    CapitalInsufficient,
    CoverExceedsObligation,
    CoversTooMany,
    DemandExceedsAvailable,
    DemandIsZero,
    DemandNotInStatus,
    DemandOpen,
    DepositIsZero,
    ERC20InsufficientBalance,
    FinancingNotGuaranteeable,
    FinancingNotOwing,
    GuaranteeNotInStatus,
    GuaranteeTermsInvalid,
    GuarantorRelated,
    HoldersTooMany,
    InvalidInput,
    NothingCredited,
    ObligationNotDefaulted,
    OrganisationIsSuspended,
    PurchaseExceedsCeiling,
    PurchaseExceedsClaim,
    ReleaseNotDue,
    Reverted,
    RoleMissing,
    TermsHashMismatch,
    TokenNotListed,
)
from tradefin.ids import DemandId, FinancingId, GuaranteeId, OrgId

ESCROW = "GuaranteeEscrow"
DEMANDS = "GuaranteeDemands"
STATEMENT = b"\1" * 32
LISTED = (Discrepancy.STATEMENT_OF_BREACH_MISSING, Discrepancy.STATEMENT_UNSIGNED)
COVER = usd("230400.00")


def defaulted(c: Consortium, cover: Money = COVER, **terms: Any) -> tuple[FinancingId, GuaranteeId]:
    """A financing of 288,000.00 with cover, past its grace."""
    financing = drawn(c, c.papers())
    guarantee = covered(c, financing, cover, **terms)
    c.net.travel(default_of(c, financing))
    return financing, guarantee


def demanded(c: Consortium, guarantee: GuaranteeId, amount: Money = COVER) -> DemandId:
    return c.bank.demand(guarantee, amount, b"not repaid at maturity").demand


def paid(c: Consortium, guarantee: GuaranteeId, amount: Money = COVER) -> DemandId:
    demand = demanded(c, guarantee, amount)
    c.guarantor.examine(demand)
    c.guarantor.pay(demand)
    return demand


# Capital


def test_a_deposit_is_of_something(embedded: Consortium) -> None:
    with refused(embedded.net, DepositIsZero()):
        embedded.guarantor.deposit(usd("0.00"))


def test_a_deposit_needs_a_listed_currency(embedded: Consortium) -> None:
    with refused(embedded.net, TokenNotListed("EUR")):
        embedded.guarantor.deposit(Money(100, "EUR"))


def test_a_deposit_needs_the_money(consortium: Consortium) -> None:
    c = consortium
    poor = another_guarantor(c, "poor", usd("1.00"))
    address = str(poor._account.address)
    with refused(c.net, ERC20InsufficientBalance(address, 0, 1)):
        poor.deposit(usd("0.01"))


def test_a_bank_deposits_no_capital(embedded: Consortium) -> None:
    c = embedded
    with refused(c.net, RoleMissing(c.bank.org, Role.GUARANTOR)):
        c.net.guarantor(c.net.keys[2]).deposit(usd("1.00"))


def test_no_more_is_withdrawn_than_was_deposited(consortium: Consortium) -> None:
    c = consortium
    c.guarantor.deposit(usd("100.00"))
    with refused(c.net, CapitalInsufficient(c.guarantor.org, 10_001, 10_000)):
        c.guarantor.withdraw(usd("100.01"))
    before = c.net.balance(c.guarantor.org, "USD")
    c.guarantor.withdraw(usd("100.00"))
    assert c.net.balance(c.guarantor.org, "USD") == before + usd("100.00")
    assert c.net.held_by("GuarantorCapital", "USD").minor == 0


def test_locked_capital_is_not_withdrawn(consortium: Consortium) -> None:
    c = consortium
    financing = ask(c, c.papers())
    c.guarantor.deposit(usd("10.00"))
    guarantee = covered(c, financing, usd("100.00"))
    with refused(c.net, CapitalInsufficient(c.guarantor.org, 1_001, 1_000)):
        c.guarantor.withdraw(usd("10.01"))
    c.guarantor.withdraw(usd("10.00"))
    c.bank.release(guarantee)
    c.guarantor.withdraw(usd("100.00"))
    assert c.net.capital(c.guarantor.org, "USD").balance.minor == 0


def test_a_suspended_guarantor_still_gets_its_money_back(embedded: Consortium) -> None:
    c = embedded
    c.guarantor.deposit(usd("100.00"))
    c.registrar.suspend(c.guarantor.org)
    c.guarantor.withdraw(usd("100.00"))
    with refused(c.net, OrganisationIsSuspended(c.guarantor.org)):
        c.guarantor.deposit(usd("100.00"))


@pytest.mark.parametrize("function", ["undertake", "relieve", "payOut", "refund"])
def test_capital_is_locked_and_paid_by_the_escrow(embedded: Consortium, function: str) -> None:
    c = embedded
    c.guarantor.deposit(usd("100.00"))
    guarantor, client, bank = c.guarantor.org, c.exporter.org, c.bank.org
    thief = c.net.keys[11].address
    arguments: dict[str, tuple[Any, ...]] = {
        "undertake": (guarantor, client, USD, 100, 100),
        "relieve": (guarantor, client, USD, 100, 100),
        "payOut": ((guarantor, client, bank, USD, 100, 100, 0, 0, thief),),
        "refund": (guarantor, bank, USD, 100),
    }
    for key in (c.net.keys[0], c.net.keys[2], c.net.keys[4], c.net.keys[11]):
        with refused(c.net, CallerNotEscrow(key.address)):
            by_key(c.net, key, "GuarantorCapital", function, *arguments[function])


# Offer and acceptance


@pytest.mark.parametrize("lack", ["cover", "expiry", "offer_until"])
def test_an_offer_covers_something_for_some_time(consortium: Consortium, lack: str) -> None:
    c = consortium
    financing = ask(c, c.papers())
    end = c.net.now() + DAY
    terms: dict[str, Any] = {"expiry": end + DAY, "offer_until": end + DAY}
    cover = usd("0.00") if lack == "cover" else usd("1.00")
    if lack != "cover":
        terms[lack] = end
    times = terms["expiry"], terms["offer_until"]
    invalid = GuaranteeTermsInvalid(cover.minor, 10_000, *times)
    payer, premium = c.bank.org, usd("0.00")
    if lack != "cover":
        with at(c.net, end):
            c.guarantor.offer(financing, cover, premium=premium, payer=payer, **terms)
    with at(c.net, end + SECOND), refused(c.net, invalid):
        c.guarantor.offer(financing, cover, premium=premium, payer=payer, **terms)


def offered(
    c: Consortium, financing: FinancingId, cover: Money = COVER, **terms: Any
) -> GuaranteeId:
    chosen: dict[str, Any] = {
        "premium": usd("1152.00"),
        "payer": c.exporter.org,
        "expiry": c.net.now() + 300 * DAY,
        "offer_until": c.net.now() + 2 * DAY,
        **terms,
    }
    return c.guarantor.offer(financing, cover, **chosen).guarantee


def test_only_a_guarantor_offers(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers())
    now = c.net.now()
    offer = (financing, 0, 100, 10_000, 0, False, c.bank.org, now + DAY, now + DAY, 0, 0, 0, [])
    with refused(c.net, RoleMissing(c.bank.org, Role.GUARANTOR)):
        send(c.bank, ESCROW, "offer", offer)


@pytest.mark.parametrize("status", ["none", "closed", "lapsed", "settled", "overdue"])
def test_what_is_over_is_not_guaranteed(embedded: Consortium, status: str) -> None:
    c = embedded
    financing = ask(c, c.papers())
    if status == "none":
        financing = FinancingId(99)
    elif status == "closed":
        c.exporter.withdraw(financing)
    elif status == "lapsed":
        c.net.travel(c.net.now() + 4 * DAY)
    else:
        c.bank.fund(financing)
        if status == "settled":
            c.exporter.repay(financing)
        else:
            c.net.travel(midnight(date(2026, 5, 29)))
    now = c.net.now()
    offer = (financing, 0, 100, 10_000, 0, False, c.bank.org, now + DAY, now + DAY, 0, 0, 0, [])
    expected = FinancingNotGuaranteeable(financing, FinancingStatus[status.upper()])
    with refused(c.net, expected):
        send(c.guarantor, ESCROW, "offer", offer)


def test_the_premium_is_paid_by_a_party(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers())
    with refused(c.net, CallerNotParty(GuaranteeId(1), c.buyer.org)):
        offered(c, financing, payer=c.buyer.org)


def test_an_offer_names_an_open_calendar(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers())
    with refused(c.net, CalendarNotOpen(9)):
        offered(c, financing, calendar=9)


@pytest.mark.parametrize("party", ["exporter", "bank"])
def test_no_guarantor_stands_behind_its_own_group(embedded: Consortium, party: str) -> None:
    c = embedded
    financing = ask(c, c.papers())
    relative = getattr(c, party).org
    role = Role.ENTERPRISE if party == "exporter" else Role.BANK
    until = c.net.now() + 99 * DAY
    c.registrar.renew(relative, roles={role}, group=7, valid_until=until)
    c.registrar.renew(c.guarantor.org, roles={Role.GUARANTOR}, group=7, valid_until=until)
    with refused(c.net, GuarantorRelated(c.guarantor.org, relative)):
        offered(c, financing)


def test_a_bank_does_not_stand_behind_its_own_claim(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers())
    roles = {Role.BANK, Role.GUARANTOR}
    c.registrar.renew(c.bank.org, roles=roles, valid_until=c.net.now() + 99 * DAY)
    with refused(c.net, GuarantorRelated(c.bank.org, c.bank.org)):
        c.net.guarantor(c.net.keys[2]).offer(
            financing,
            usd("1.00"),
            premium=usd("0.00"),
            payer=c.exporter.org,
            expiry=c.net.now() + DAY,
            offer_until=c.net.now() + DAY,
        )


def test_cover_and_premium_are_in_the_currency_of_the_financing(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers())
    with pytest.raises(InvalidInput):
        offered(c, financing, Money(100, "EUR"))
    with pytest.raises(InvalidInput):
        offered(c, financing, premium=Money(100, "EUR"))


def test_an_offer_is_accepted_by_the_hash_of_its_terms(embedded: Consortium) -> None:
    c = embedded
    guarantee = offered(c, ask(c, c.papers()))
    known = c.net.guarantee(guarantee).terms_hash
    with refused(c.net, TermsHashMismatch(guarantee, known, bytes(32))):
        send(c.bank, ESCROW, "accept", guarantee, bytes(32), [])


def test_two_offers_have_two_hashes(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers())
    c.guarantor.deposit(COVER)
    end = c.net.now() + 9 * DAY
    one = offered(c, financing, expiry=end, offer_until=end)
    two = offered(c, financing, expiry=end, offer_until=end)
    first, second = (c.net.guarantee(g).terms_hash for g in (one, two))
    with refused(c.net, TermsHashMismatch(two, second, first)):
        send(c.bank, ESCROW, "accept", two, first, [])


@pytest.mark.parametrize("who", ["other_bank", "buyer", "guarantor"])
def test_only_beneficiary_and_payer_accept(embedded: Consortium, who: str) -> None:
    c = embedded
    guarantee = offered(c, ask(c, c.papers()))
    terms, caller = c.net.guarantee(guarantee).terms_hash, getattr(c, who)
    with refused(c.net, CallerNotParty(guarantee, caller.org)):
        send(caller, ESCROW, "accept", guarantee, terms, [])


def test_a_stranger_accepts_nothing(embedded: Consortium) -> None:
    c = embedded
    guarantee = offered(c, ask(c, c.papers()))
    terms = c.net.guarantee(guarantee).terms_hash
    with refused(c.net, CallerNotParty(guarantee, OrgId(0))):
        by_key(c.net, c.net.keys[11], ESCROW, "accept", guarantee, terms, [])


def test_a_suspended_bank_accepts_nothing(embedded: Consortium) -> None:
    c = embedded
    guarantee = offered(c, ask(c, c.papers()))
    c.registrar.suspend(c.bank.org)
    with refused(c.net, OrganisationIsSuspended(c.bank.org)):
        c.bank.accept(guarantee)


def test_a_suspended_guarantor_issues_nothing(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers())
    c.guarantor.deposit(COVER)
    guarantee = offered(c, financing, premium=usd("0.00"), payer=c.bank.org)
    c.registrar.suspend(c.guarantor.org)
    with refused(c.net, OrganisationIsSuspended(c.guarantor.org)):
        c.bank.accept(guarantee)


def test_an_offer_is_accepted_in_its_last_second(consortium: Consortium) -> None:
    c = consortium
    first, second = c.papers(1), c.papers(2)
    line = c.line()
    c.guarantor.deposit(usd("2.00"))
    end = c.net.now() + DAY
    terms: dict[str, Any] = {"payer": c.bank.org, "premium": usd("0.00"), "offer_until": end}
    one = offered(c, ask(c, first, line), usd("1.00"), **terms)
    two = offered(c, ask(c, second, line), usd("1.00"), **terms)
    with at(c.net, end):
        c.bank.accept(one)
    lapsed = GuaranteeNotInStatus(two, GuaranteeStatus.LAPSED, GuaranteeStatus.OFFERED)
    with at(c.net, end + SECOND), refused(c.net, lapsed):
        c.bank.accept(two)
    assert c.net.guarantee(one).status is GuaranteeStatus.LIVE


def test_an_offer_is_accepted_once(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers())
    guarantee = covered(c, financing, COVER)
    live = GuaranteeNotInStatus(guarantee, GuaranteeStatus.LIVE, GuaranteeStatus.OFFERED)
    with refused(c.net, live):
        c.bank.accept(guarantee)
    none = GuaranteeNotInStatus(GuaranteeId(99), GuaranteeStatus.NONE, GuaranteeStatus.OFFERED)
    with refused(c.net, none):
        send(c.bank, ESCROW, "accept", 99, bytes(32), [])


def test_no_cover_without_the_capital(consortium: Consortium) -> None:
    c = consortium
    guarantee = offered(c, ask(c, c.papers()))
    c.guarantor.deposit(usd("230399.99"))
    c.bank.accept(guarantee)
    with refused(c.net, CapitalInsufficient(c.guarantor.org, 23_040_000, 23_039_999)):
        c.exporter.accept(guarantee)
    c.guarantor.deposit(usd("0.01"))
    before = monies(c)
    c.exporter.accept(guarantee)
    assert gained(c, before) == {"exporter": -115_200, "guarantor": 115_200}
    assert c.net.capital(c.guarantor.org, "USD").free.minor == 0


def test_no_cover_without_the_premium(consortium: Consortium) -> None:
    c = consortium
    guarantee = offered(c, ask(c, c.papers()))
    c.guarantor.deposit(COVER)
    c.bank.accept(guarantee)
    stash = c.net.keys[11].address
    have = c.net.balance(c.exporter.org, "USD").minor
    by_key(c.net, c.net.keys[1], "TokenUSD", "transfer", stash, have - 115_199)
    address = c.net.keys[1].address
    with refused(c.net, ERC20InsufficientBalance(address, 115_199, 115_200)):
        c.exporter.accept(guarantee)
    assert c.net.capital(c.guarantor.org, "USD").locked.minor == 0


def test_two_guarantors_do_not_cover_more_than_the_whole(embedded: Consortium) -> None:
    c = embedded
    financing = ask(c, c.papers(), None, usd("1000.00"))
    second = another_guarantor(c, "second", usd("600.00"))
    covered(c, financing, usd("600.00"))
    with refused_issue(c, CoverExceedsObligation(financing, 60_000, 40_000)):
        covered(c, financing, usd("600.00"), guarantor=second)
    covered(c, financing, usd("400.00"), guarantor=second)
    assert c.net.capital(second.org, "USD").locked == usd("400.00")


class refused_issue:  # noqa: N801
    """An offer is made inside, its acceptance is refused, and no capital is locked."""

    def __init__(self, c: Consortium, expected: Reverted) -> None:
        self._c, self._expected = c, expected

    def __enter__(self) -> None:
        self._before = self._locked()

    def __exit__(self, _: object, fault: BaseException | None, __: object) -> bool:
        assert fault == self._expected
        assert self._locked() == self._before
        return True

    def _locked(self) -> Money:
        return self._c.net.capital(self._c.guarantor.org, "USD").locked


def test_no_more_is_covered_than_is_still_owed(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    c.exporter.repay(financing, usd("400.00"))
    with refused_issue(c, CoverExceedsObligation(financing, 60_001, 60_000)):
        covered(c, financing, usd("600.01"))
    covered(c, financing, usd("600.00"))


def test_four_guarantees_stand_behind_a_financing_at_most(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    guarantees = [covered(c, financing, usd("1.00")) for _ in range(4)]
    c.guarantor.deposit(usd("1.00"))
    fifth = offered(c, financing, usd("1.00"), payer=c.bank.org, premium=usd("0.00"))
    with refused(c.net, CoversTooMany(financing, 4)):
        c.bank.accept(fifth)
    c.bank.release(guarantees[3])
    c.bank.accept(fifth)


def test_a_guarantee_that_paid_keeps_its_place(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    kind = GuaranteeKind.DEMAND
    guarantees = [covered(c, financing, usd("1.00"), kind=kind) for _ in range(4)]
    paid(c, guarantees[0], usd("1.00"))
    paid(c, guarantees[1], usd("0.50"))
    c.bank.release(guarantees[1])
    c.guarantor.deposit(usd("1.00"))
    fifth = offered(c, financing, usd("1.00"), payer=c.bank.org, premium=usd("0.00"))
    with refused(c.net, CoversTooMany(financing, 4)):
        c.bank.accept(fifth)


# Demand


def test_an_accessory_guarantee_waits_for_the_default(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    guarantee = covered(c, financing, COVER)
    default = default_of(c, financing)
    early = ObligationNotDefaulted(financing, FinancingStatus.FUNDED)
    with refused(c.net, early):
        demanded(c, guarantee)
    late = ObligationNotDefaulted(financing, FinancingStatus.OVERDUE)
    with at(c.net, default - SECOND), refused(c.net, late):
        demanded(c, guarantee)
    with at(c.net, default):
        demanded(c, guarantee)


def test_a_demand_guarantee_waits_for_nothing(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    guarantee = covered(c, financing, COVER, kind=GuaranteeKind.DEMAND)
    before = monies(c)
    paid(c, guarantee)
    assert gained(c, before) == {"bank": 23_040_000, "GuarantorCapital": -23_040_000}


def test_nothing_is_demanded_before_the_loan_is_paid_out(embedded: Consortium) -> None:
    c = embedded
    guarantee = covered(c, ask(c, c.papers()), COVER, kind=GuaranteeKind.DEMAND)
    with refused(c.net, DemandExceedsAvailable(guarantee, 1, 0)):
        demanded(c, guarantee, usd("0.01"))


def test_a_guarantee_is_demanded_on_until_its_last_second(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    expiry = c.net.now() + 9 * DAY
    kind = GuaranteeKind.DEMAND
    one = covered(c, financing, usd("1.00"), kind=kind, expiry=expiry)
    two = covered(c, financing, usd("1.00"), kind=kind, expiry=expiry)
    with at(c.net, expiry):
        demanded(c, one, usd("1.00"))
    expired = GuaranteeNotInStatus(two, GuaranteeStatus.EXPIRED, GuaranteeStatus.LIVE)
    with at(c.net, expiry + SECOND), refused(c.net, expired):
        demanded(c, two, usd("1.00"))
    assert c.net.guarantee(one).status is GuaranteeStatus.LIVE


@pytest.mark.parametrize("who", ["other_bank", "exporter", "guarantor"])
def test_only_the_beneficiary_demands(embedded: Consortium, who: str) -> None:
    c = embedded
    _, guarantee = defaulted(c)
    caller = getattr(c, who)
    foreign = CallerNotBeneficiary(guarantee, c.bank.org, caller.org)
    with refused(c.net, foreign):
        send(caller, DEMANDS, "demand", guarantee, 100, STATEMENT)


def test_a_demand_is_for_something(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = defaulted(c)
    with refused(c.net, DemandIsZero(guarantee)):
        demanded(c, guarantee, usd("0.00"))


def test_no_more_is_demanded_than_the_cover(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = defaulted(c)
    with refused(c.net, DemandExceedsAvailable(guarantee, 23_040_001, 23_040_000)):
        demanded(c, guarantee, usd("230400.01"))


def test_no_more_is_demanded_than_is_owed(embedded: Consortium) -> None:
    c = embedded
    financing, guarantee = defaulted(c)
    owed = c.net.statement(financing).debt.total
    c.exporter.repay(financing, owed - usd("100.00"))
    with refused(c.net, DemandExceedsAvailable(guarantee, 10_001, 10_000)):
        demanded(c, guarantee, usd("100.01"))


def test_no_more_is_demanded_than_is_left_of_the_cover(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = defaulted(c)
    paid(c, guarantee, usd("200000.00"))
    with refused(c.net, DemandExceedsAvailable(guarantee, 3_040_001, 3_040_000)):
        demanded(c, guarantee, usd("30400.01"))
    paid(c, guarantee, usd("30400.00"))
    assert c.net.guarantee(guarantee).status is GuaranteeStatus.EXHAUSTED
    exhausted = GuaranteeNotInStatus(guarantee, GuaranteeStatus.EXHAUSTED, GuaranteeStatus.LIVE)
    with refused(c.net, exhausted):
        demanded(c, guarantee, usd("0.01"))


def test_one_demand_is_open_at_a_time(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = defaulted(c)
    demand = demanded(c, guarantee, usd("1.00"))
    with refused(c.net, DemandOpen(guarantee, demand)):
        demanded(c, guarantee, usd("1.00"))
    with refused(c.net, DemandOpen(guarantee, demand)):
        c.bank.release(guarantee)


# Examination


@pytest.mark.parametrize(
    ("presented", "by"),
    [
        (date(2026, 3, 9), date(2026, 3, 16)),  # Monday to Monday
        (date(2026, 3, 13), date(2026, 3, 20)),  # Friday to Friday
        (date(2026, 3, 14), date(2026, 3, 20)),  # Saturday
        (date(2026, 3, 15), date(2026, 3, 20)),  # Sunday
    ],
)
def test_five_business_days_are_counted_from_the_day_after(
    embedded: Consortium, presented: date, by: date
) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    guarantee = covered(c, financing, COVER, kind=GuaranteeKind.DEMAND)
    with at(c.net, close_of(presented)):
        demand = demanded(c, guarantee)
    assert c.net.demand_of(demand).by == close_of(by)


def test_holidays_and_the_calendars_clock_count(embedded: Consortium) -> None:
    c = embedded
    shanghai = 8 * 3_600
    c.registrar.open_calendar(1, utc_offset=shanghai, weekend={5, 6})
    c.registrar.publish_holidays(1, [date(2026, 3, 17), date(2026, 3, 18)])
    financing = drawn(c, c.papers())
    guarantee = covered(c, financing, COVER, kind=GuaranteeKind.DEMAND, calendar=1)
    # 16:00:00 UTC on Sunday is the first second of Monday in Shanghai.
    with at(c.net, midnight(date(2026, 3, 15)) + timedelta(hours=16)):
        demand = demanded(c, guarantee)
    end = close_of(date(2026, 3, 25)) - timedelta(seconds=shanghai)
    assert c.net.demand_of(demand).by == end


def test_a_demand_is_answered_in_the_last_second(consortium: Consortium) -> None:
    c = consortium
    _, guarantee = defaulted(c)
    demand = demanded(c, guarantee)
    last = c.net.demand_of(demand).by
    with at(c.net, last):
        c.guarantor.refuse(demand, LISTED)
    assert c.net.demand_of(demand).status is DemandStatus.REFUSED
    assert c.net.demand_of(demand).discrepancies == LISTED


def test_a_guarantor_that_is_late_is_precluded_and_anybody_pays(consortium: Consortium) -> None:
    c = consortium
    _, guarantee = defaulted(c)
    demand = demanded(c, guarantee)
    last = c.net.demand_of(demand).by
    stranger = c.net.keys[11]
    waiting = DemandNotInStatus(demand, DemandStatus.PRESENTED, DemandStatus.COMPLYING)
    with at(c.net, last), refused(c.net, waiting):
        by_key(c.net, stranger, DEMANDS, "pay", demand)
    precluded = DemandNotInStatus(demand, DemandStatus.PRECLUDED, DemandStatus.PRESENTED)
    with at(c.net, last + SECOND), refused(c.net, precluded):
        c.guarantor.refuse(demand, [Discrepancy.STATEMENT_OF_BREACH_MISSING])
    before = monies(c)
    c.net.travel(last + 2 * SECOND)
    by_key(c.net, stranger, DEMANDS, "pay", demand)
    assert gained(c, before) == {"bank": 23_040_000, "GuarantorCapital": -23_040_000}


def test_only_the_guarantor_examines(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = defaulted(c)
    demand = demanded(c, guarantee)
    foreign = CallerNotGuarantor(guarantee, c.guarantor.org, c.bank.org)
    with refused(c.net, foreign):
        send(c.bank, DEMANDS, "examine", demand)


def test_a_demand_is_examined_once(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = defaulted(c)
    demand = demanded(c, guarantee)
    c.guarantor.examine(demand)
    complying = DemandNotInStatus(demand, DemandStatus.COMPLYING, DemandStatus.PRESENTED)
    with refused(c.net, complying):
        c.guarantor.refuse(demand, [Discrepancy.STATEMENT_OF_BREACH_MISSING])


@pytest.mark.parametrize("verb", ["examine", "pay", "withdrawDemand"])
def test_a_demand_that_was_never_presented_is_none(embedded: Consortium, verb: str) -> None:
    c = embedded
    expected = DemandStatus.COMPLYING if verb == "pay" else DemandStatus.PRESENTED
    none = DemandNotInStatus(DemandId(77), DemandStatus.NONE, expected)
    for key in (c.net.keys[4], c.net.keys[11]):
        with refused(c.net, none):
            by_key(c.net, key, DEMANDS, verb, 77)


def test_a_refused_demand_is_not_paid_and_may_be_made_anew(consortium: Consortium) -> None:
    c = consortium
    _, guarantee = defaulted(c)
    demand = demanded(c, guarantee)
    c.guarantor.refuse(demand, [Discrepancy.STATEMENT_OF_BREACH_MISSING])
    refusal = DemandNotInStatus(demand, DemandStatus.REFUSED, DemandStatus.COMPLYING)
    with refused(c.net, refusal):
        c.guarantor.pay(demand)
    with refused(c.net, DemandNotInStatus(demand, DemandStatus.REFUSED, DemandStatus.PRESENTED)):
        c.bank.withdraw_demand(demand)
    assert demanded(c, guarantee) == demand + 1


def test_a_demand_is_paid_once(consortium: Consortium) -> None:
    c = consortium
    _, guarantee = defaulted(c)
    demand = paid(c, guarantee, usd("1.00"))
    again = DemandNotInStatus(demand, DemandStatus.PAID, DemandStatus.COMPLYING)
    with refused(c.net, again):
        c.guarantor.pay(demand)
    with refused(c.net, DemandNotInStatus(demand, DemandStatus.PAID, DemandStatus.PRESENTED)):
        c.bank.withdraw_demand(demand)


def test_a_demand_is_withdrawn_by_its_beneficiary(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = defaulted(c)
    demand = demanded(c, guarantee)
    with refused(c.net, CallerNotBeneficiary(guarantee, c.bank.org, c.guarantor.org)):
        send(c.guarantor, DEMANDS, "withdrawDemand", demand)
    c.bank.withdraw_demand(demand)
    withdrawn = DemandNotInStatus(demand, DemandStatus.WITHDRAWN, DemandStatus.PRESENTED)
    with refused(c.net, withdrawn):
        c.bank.withdraw_demand(demand)
    with refused(c.net, withdrawn):
        c.guarantor.examine(demand)
    with refused(c.net, DemandNotInStatus(demand, DemandStatus.WITHDRAWN, DemandStatus.COMPLYING)):
        c.guarantor.pay(demand)


def test_a_demand_outlives_the_guarantees_expiry(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    expiry = c.net.now() + DAY
    guarantee = covered(c, financing, COVER, kind=GuaranteeKind.DEMAND, expiry=expiry)
    with at(c.net, expiry):
        demand = demanded(c, guarantee)
    c.net.travel(expiry + 2 * DAY)
    with refused(c.net, DemandOpen(guarantee, demand)):
        send(c.guarantor, ESCROW, "release", guarantee)
    c.guarantor.examine(demand)
    c.guarantor.pay(demand)
    assert c.net.guarantee(guarantee).paid == COVER


# Payout and what comes later


def test_a_payout_is_no_more_than_is_still_owed(consortium: Consortium) -> None:
    c = consortium
    financing, guarantee = defaulted(c)
    demand = demanded(c, guarantee)
    c.guarantor.examine(demand)
    owed = c.net.statement(financing).debt.total
    c.exporter.repay(financing, owed - usd("7.00"))
    before = monies(c)
    c.guarantor.pay(demand)
    assert gained(c, before) == {"bank": 700, "GuarantorCapital": -700}
    assert c.net.guarantee(guarantee).paid == usd("7.00")


def test_a_payout_after_settlement_pays_nothing(embedded: Consortium) -> None:
    c = embedded
    financing, guarantee = defaulted(c)
    demand = demanded(c, guarantee)
    c.exporter.repay(financing)
    c.guarantor.examine(demand)
    before = monies(c)
    c.guarantor.pay(demand)
    assert gained(c, before) == {}
    send(c.guarantor, ESCROW, "release", guarantee)
    c.guarantor.withdraw(COVER)


def test_a_payout_is_a_purchase_of_the_claim(consortium: Consortium) -> None:
    c = consortium
    financing, guarantee = defaulted(c)
    owed = c.net.statement(financing).debt.total
    paid(c, guarantee)
    statement = c.net.statement(financing)
    assert statement.debt.total == owed
    lead, other = statement.holdings
    assert (lead.holder, lead.amount) == (c.bank.org, owed - COVER)
    assert (other.holder, other.amount) == (c.guarantor.org, COVER)


def test_full_recovery_pays_every_holder_to_the_last_unit(consortium: Consortium) -> None:
    c = consortium
    second = another_guarantor(c, "second", usd("10000.01"))
    financing = drawn(c, c.papers())
    one = covered(c, financing, usd("77777.77"))
    two = covered(c, financing, usd("10000.01"), guarantor=second)
    c.net.travel(default_of(c, financing))
    paid(c, one, usd("77777.77"))
    demand = demanded(c, two, usd("10000.01"))
    second.examine(demand)
    second.pay(demand)
    owed = c.net.statement(financing).debt.total
    before = monies(c)
    for amount in ("0.01", "0.02", "33333.33", "12345.67", "0.07"):
        c.exporter.repay(financing, usd(amount))
    c.exporter.repay(financing)
    lead = owed.minor - 7_777_777 - 1_000_001
    assert c.net.credit(c.guarantor.org, "USD") == usd("77777.77")
    assert c.net.credit(second.org, "USD") == usd("10000.01")
    assert gained(c, before) == {
        "exporter": -owed.minor,
        "bank": lead,
        "ClaimLedger": 7_777_777 + 1_000_001,
    }
    c.guarantor.withdraw_credit("USD")
    second.withdraw_credit("USD")
    assert c.net.held_by("ClaimLedger", "USD").minor == 0
    assert c.net.balance(second.org, "USD") == usd("10000.01")


def test_a_claim_grows_for_every_holder(embedded: Consortium) -> None:
    c = embedded
    financing, guarantee = defaulted(c)
    owed = c.net.statement(financing).debt.total.minor
    paid(c, guarantee)
    c.net.travel(c.net.now() + 30 * DAY)
    grown = c.net.statement(financing).debt.total.minor
    assert grown == owed + 30 * 6_300  # penalty of 63.00 a day
    _, other = c.net.statement(financing).holdings
    assert other.amount.minor == COVER.minor * grown // owed
    c.exporter.repay(financing)
    assert c.net.credit(c.guarantor.org, "USD") == other.amount


def test_a_credit_is_withdrawn_once(consortium: Consortium) -> None:
    c = consortium
    financing, guarantee = defaulted(c)
    with refused(c.net, NothingCredited(c.guarantor.org, "USD")):
        c.guarantor.withdraw_credit("USD")
    paid(c, guarantee)
    c.exporter.repay(financing)
    before = monies(c)
    credit = c.net.credit(c.guarantor.org, "USD")
    by_key(c.net, c.net.keys[11], "ClaimLedger", "withdraw", c.guarantor.org, USD)
    assert gained(c, before) == {"guarantor": credit.minor, "ClaimLedger": -credit.minor}
    with refused(c.net, NothingCredited(c.guarantor.org, "USD")):
        c.guarantor.withdraw_credit("USD")


# Release


def test_a_beneficiary_releases_at_any_time(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    guarantee = covered(c, financing, COVER)
    c.bank.release(guarantee)
    assert c.net.capital(c.guarantor.org, "USD").free == COVER
    assert connection_of(c.net).read("ClaimLedger", "ceilingOf", financing) == 0
    released = GuaranteeNotInStatus(guarantee, GuaranteeStatus.RELEASED, GuaranteeStatus.LIVE)
    with refused(c.net, released):
        c.bank.release(guarantee)


@pytest.mark.parametrize("key", [1, 3, 4, 11])
def test_others_wait_until_nothing_is_owed(embedded: Consortium, key: int) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    guarantee = covered(c, financing, COVER)
    with refused(c.net, ReleaseNotDue(guarantee, FinancingStatus.FUNDED)):
        by_key(c.net, c.net.keys[key], ESCROW, "release", guarantee)
    c.exporter.repay(financing)
    by_key(c.net, c.net.keys[key], ESCROW, "release", guarantee)
    assert c.net.capital(c.guarantor.org, "USD").free == COVER


@pytest.mark.parametrize("status", ["closed", "lapsed"])
def test_anybody_releases_where_nothing_was_funded(embedded: Consortium, status: str) -> None:
    c = embedded
    financing = ask(c, c.papers())
    guarantee = covered(c, financing, COVER)
    if status == "closed":
        c.exporter.withdraw(financing)
    else:
        c.net.travel(c.net.now() + 4 * DAY)
    by_key(c.net, c.net.keys[11], ESCROW, "release", guarantee)
    assert c.net.capital(c.guarantor.org, "USD").locked.minor == 0


def test_anybody_releases_an_expired_guarantee(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    expiry = c.net.now() + DAY
    guarantee = covered(c, financing, COVER, expiry=expiry)
    early = ReleaseNotDue(guarantee, FinancingStatus.FUNDED)
    with at(c.net, expiry), refused(c.net, early):
        by_key(c.net, c.net.keys[11], ESCROW, "release", guarantee)
    with at(c.net, expiry + SECOND):
        by_key(c.net, c.net.keys[11], ESCROW, "release", guarantee)
    assert c.net.capital(c.guarantor.org, "USD").free == COVER


def test_an_offer_is_not_released(embedded: Consortium) -> None:
    c = embedded
    guarantee = offered(c, ask(c, c.papers()))
    waiting = GuaranteeNotInStatus(guarantee, GuaranteeStatus.OFFERED, GuaranteeStatus.LIVE)
    with refused(c.net, waiting):
        c.bank.release(guarantee)


def test_after_a_part_payout_the_rest_is_released(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = defaulted(c)
    paid(c, guarantee, usd("200000.00"))
    c.bank.release(guarantee)
    capital = c.net.capital(c.guarantor.org, "USD")
    assert (capital.balance, capital.locked) == (usd("30400.00"), usd("0.00"))


# The claim ledger, as rooms see it


def lent(rooms: Rooms, principal: int = 1_000, *, funded: bool = True) -> FinancingId:
    c = rooms.consortium
    now = rooms.net.now()
    terms = (
        1,
        c.bank.org,
        c.exporter.org,
        USD,
        principal,
        now + DAY,
        (now + 30 * DAY).date(),
        0,
        525,
        15_000,
        15,
        0,
        0,
        1,
        *(0, 0, ZERO, 0, False),
    )
    rooms.by_pledge("ClaimLedger", "open", terms)
    financing = FinancingId(1)
    if funded:
        rooms.by_pledge("ClaimLedger", "start", financing)
    return financing


def test_no_more_of_a_claim_is_bought_than_its_holder_allowed(rooms: Rooms) -> None:
    financing, holder = lent(rooms), rooms.consortium.guarantor.org
    rooms.by_escrow("ClaimLedger", "allowPurchase", financing, 600)
    with refused(rooms.net, PurchaseExceedsCeiling(financing, 601, 600)):
        rooms.by_escrow("ClaimLedger", "assign", financing, holder, 601)
    rooms.by_escrow("ClaimLedger", "assign", financing, holder, 400)
    with refused(rooms.net, PurchaseExceedsCeiling(financing, 201, 200)):
        rooms.by_escrow("ClaimLedger", "assign", financing, holder, 201)
    rooms.by_escrow("ClaimLedger", "withdrawAllowance", financing, 200)
    with refused(rooms.net, PurchaseExceedsCeiling(financing, 1, 0)):
        rooms.by_escrow("ClaimLedger", "assign", financing, holder, 1)


def test_no_more_of_a_claim_is_bought_than_its_lead_holds(rooms: Rooms) -> None:
    financing, holder = lent(rooms), rooms.consortium.guarantor.org
    rooms.by_escrow("ClaimLedger", "allowPurchase", financing, 5_000)
    with refused(rooms.net, PurchaseExceedsClaim(financing, 1_001, 1_000)):
        rooms.by_escrow("ClaimLedger", "assign", financing, holder, 1_001)
    rooms.by_escrow("ClaimLedger", "assign", financing, holder, 1_000)
    with refused(rooms.net, PurchaseExceedsClaim(financing, 1, 0)):
        rooms.by_escrow("ClaimLedger", "assign", financing, holder, 1)


def test_a_claim_that_is_not_owed_is_not_bought(rooms: Rooms) -> None:
    financing, holder = lent(rooms, funded=False), rooms.consortium.guarantor.org
    rooms.by_escrow("ClaimLedger", "allowPurchase", financing, 5_000)
    with refused(rooms.net, FinancingNotOwing(financing, FinancingStatus.REQUESTED)):
        rooms.by_escrow("ClaimLedger", "assign", financing, holder, 1)


def test_a_claim_has_seats_for_four_guarantors(rooms: Rooms) -> None:
    financing = lent(rooms)
    rooms.by_escrow("ClaimLedger", "allowPurchase", financing, 1_000)
    for org in range(1, 5):
        rooms.by_escrow("ClaimLedger", "assign", financing, org, 1)
    with refused(rooms.net, HoldersTooMany(financing, 4)):
        rooms.by_escrow("ClaimLedger", "assign", financing, 5, 1)
    rooms.by_escrow("ClaimLedger", "assign", financing, 4, 1)
    lead, others = rooms.read("ClaimLedger", "holdingsOf", financing)
    assert (lead, [other["amount"] for other in others]) == (995, [1, 1, 1, 2])


@pytest.mark.parametrize(
    ("function", "arguments", "escrow_may"),
    [
        ("start", (1,), False),
        ("close", (1,), False),
        ("book", (1, 1), False),
        ("allowPurchase", (1, 1), True),
        ("withdrawAllowance", (1, 0), True),
        ("assign", (1, 1, 1), True),
    ],
)
def test_the_ledger_takes_orders_from_its_rooms_only(
    rooms: Rooms, function: str, arguments: tuple[int, ...], escrow_may: bool
) -> None:
    lent(rooms)
    other = rooms.pledge if escrow_may else rooms.escrow
    for key in (other, rooms.net.keys[0], rooms.net.keys[2]):
        with refused(rooms.net, CallerNotTrusted(key.address)):
            by_key(rooms.net, key, "OwnClaimLedger", function, *arguments)


def test_nobody_but_a_room_pulls_money(embedded: Consortium) -> None:
    c = embedded
    bank = c.net.organisation(c.bank.org).account
    for key in (c.net.keys[0], c.net.keys[1], c.net.keys[11]):
        with refused(c.net, CallerNotTrusted(key.address)):
            by_key(c.net, key, "ClaimLedger", "pull", USD, bank, key.address, 100)


def test_the_ledger_never_pays_out_of_its_own_pocket(rooms: Rooms) -> None:
    ledger = address_of(rooms.net, "OwnClaimLedger")
    for room in (rooms.pledge, rooms.escrow):
        with refused(rooms.net, CallerNotTrusted(room.address)):
            by_key(rooms.net, room, "OwnClaimLedger", "pull", USD, ledger, room.address, 1)
        with refused(rooms.net, CallerNotTrusted(room.address)):
            by_key(rooms.net, room, "OwnClaimLedger", "pull", USD, ledger, ledger, 1)
