"""A regulator's freeze: by case, for a time, renewed once; of papers and of organisations."""

from __future__ import annotations

from datetime import timedelta

import pytest
from eth_utils.crypto import keccak

from tests.conftest import Consortium, usd
from tests.roles.acts import (
    DAY,
    SECOND,
    USD,
    admit,
    ask,
    at,
    attestation,
    by_key,
    covered,
    default_of,
    drawn,
    enter,
    fresh_key,
    held_by_request,
    key_of,
    refused,
    send,
)
from tradefin.enums import FinancingStatus, GuaranteeKind, Role
from tradefin.errors import (
    DocumentIsFrozen,
    FinancingIsFrozen,
    FinancingNotInStatus,
    FreezeNotFound,
    FreezesTooMany,
    FreezeUsedUp,
    FreezeWithoutCase,
    InvalidInput,
    NothingParked,
    OrganisationIsFrozen,
    OrganisationIsRegulator,
    OrganisationUnknown,
    StopTooLong,
)
from tradefin.ids import FinancingId, LineId, OrgId, ShareId
from tradefin.roles.party import Party
from tradefin.roles.regulator import Regulator

MOST = timedelta(days=180)


def case(number: str) -> bytes:
    return bytes(keccak(text=number))


def subject(number: int) -> bytes:
    return number.to_bytes(32, "big")


def another_regulator(c: Consortium) -> Regulator:
    key = fresh_key(c.net, "another regulator")
    admit(c, key.address, roles=[Role.REGULATOR])
    return c.net.regulator(key)


def frozen(c: Consortium, party: Party, days: int = 30) -> OrganisationIsFrozen:
    """Freezes a party and tells what it is refused with from now on."""
    until = c.net.now() + days * DAY
    c.regulator.freeze_organisation(party.org, case_number="1", until=until)
    return OrganisationIsFrozen(party.org, until)


def lift(c: Consortium, party: Party) -> None:
    c.regulator.freeze_organisation(party.org, case_number="1", until=None)


# By case


def test_a_freeze_names_a_case(embedded: Consortium) -> None:
    c = embedded
    key, until = key_of("any"), c.net.now() + DAY
    with refused(c.net, FreezeWithoutCase(key)):
        send(c.regulator, "DocumentRegistry", "freeze", key, bytes(32), until)
    with refused(c.net, FreezeWithoutCase(subject(c.bank.org))):
        send(c.regulator, "ParticipantRegistry", "freeze", c.bank.org, bytes(32), until)
    with pytest.raises(InvalidInput):
        c.regulator.freeze(key, case_number=" ", until=until)


@pytest.mark.parametrize("late", [False, True])
def test_a_case_renews_its_freeze_once(embedded: Consortium, late: bool) -> None:
    """While it stands or after it has ended: two spans of 180 days at most, and no third."""
    c = embedded
    key = key_of("any")
    first = c.net.now() + DAY
    told = c.regulator.freeze(key, case_number="1", until=first)
    assert (told.case_number, told.until, told.frozen_until) == (case("1"), first, first)
    if late:
        c.net.travel(first + SECOND)
    second = c.net.now() + 100 * DAY
    assert c.regulator.freeze(key, case_number="1", until=second).frozen_until == second
    with refused(c.net, FreezeUsedUp(key, case("1"))):
        c.regulator.freeze(key, case_number="1", until=second)
    c.net.travel(second + SECOND)
    with refused(c.net, FreezeUsedUp(key, case("1"))):
        c.regulator.freeze(key, case_number="1", until=second + DAY)
    c.regulator.freeze(key_of("another"), case_number="1", until=second + DAY)


def test_an_organisation_is_frozen_180_days_at_most_and_renewed_once(
    consortium: Consortium,
) -> None:
    c = consortium
    org, now = c.bank.org, c.net.now() + DAY
    latest = now + MOST
    with at(c.net, now), refused(c.net, StopTooLong(latest + SECOND, latest)):
        c.regulator.freeze_organisation(org, case_number="1", until=latest + SECOND)
    with at(c.net, now + DAY):
        c.regulator.freeze_organisation(org, case_number="1", until=latest + DAY)
    assert c.net.organisation(org).frozen_until == latest + DAY
    with at(c.net, now + 2 * DAY):
        told = c.regulator.freeze_organisation(org, case_number="1", until=latest + 2 * DAY)
    assert (told.org, told.regulator) == (org, c.regulator.org)
    assert told.frozen_until == latest + 2 * DAY
    with refused(c.net, FreezeUsedUp(subject(org), case("1"))):
        c.regulator.freeze_organisation(org, case_number="1", until=latest)


def test_a_lifted_freeze_does_not_begin_anew(embedded: Consortium) -> None:
    c = embedded
    until = c.net.now() + DAY
    with refused(c.net, FreezeNotFound(subject(c.bank.org), case("1"))):
        lift(c, c.bank)
    frozen(c, c.bank)
    told = c.regulator.freeze_organisation(c.bank.org, case_number="1", until=c.net.now() - DAY)
    assert told.frozen_until is None
    assert c.net.organisation(c.bank.org).frozen_until is None
    c.line()
    with refused(c.net, FreezeUsedUp(subject(c.bank.org), case("1"))):
        c.regulator.freeze_organisation(c.bank.org, case_number="1", until=until)
    with refused(c.net, FreezeNotFound(subject(c.bank.org), case("1"))):
        lift(c, c.bank)
    c.regulator.freeze_organisation(c.bank.org, case_number="2", until=until)
    assert c.net.organisation(c.bank.org).frozen_until == until


def test_a_renewed_freeze_that_was_lifted_does_not_begin_anew(embedded: Consortium) -> None:
    c = embedded
    key, until = key_of("any"), c.net.now() + DAY
    for end in (until, until + DAY, None):
        c.regulator.freeze(key, case_number="1", until=end)
    with refused(c.net, FreezeUsedUp(key, case("1"))):
        c.regulator.freeze(key, case_number="1", until=until)


def test_nobody_lifts_or_uses_up_the_case_of_another(embedded: Consortium) -> None:
    c = embedded
    other = another_regulator(c)
    refusal = frozen(c, c.bank)
    with refused(c.net, FreezeNotFound(subject(c.bank.org), case("1"))):
        other.freeze_organisation(c.bank.org, case_number="1", until=None)
    sooner = c.net.now() + DAY
    told = other.freeze_organisation(c.bank.org, case_number="1", until=sooner)
    assert (told.until, told.frozen_until) == (sooner, refusal.until)
    lift(c, c.bank)
    with refused(c.net, OrganisationIsFrozen(c.bank.org, sooner)):
        c.line()
    other.freeze_organisation(c.bank.org, case_number="1", until=None)
    c.line()


def test_three_cases_freeze_at_one_time(embedded: Consortium) -> None:
    """What freezes until the last of them ends; a case that has ended makes room."""
    c = embedded
    key, now = key_of("any"), c.net.now()
    for days in (30, 10, 20):
        c.regulator.freeze(key, case_number=str(days), until=now + days * DAY)
    assert enter(c.bank, attestation(c, key)) == key
    assert c.net.document(key).frozen_until == now + 30 * DAY
    with refused(c.net, FreezesTooMany(key, 3)):
        c.regulator.freeze(key, case_number="4", until=now + DAY)
    c.regulator.freeze(key, case_number="30", until=None)
    assert c.net.document(key).frozen_until == now + 20 * DAY
    c.net.travel(now + 10 * DAY + SECOND)
    c.regulator.freeze(key, case_number="4", until=now + 11 * DAY)
    c.regulator.freeze(key, case_number="5", until=now + 12 * DAY)
    with refused(c.net, FreezesTooMany(key, 3)):
        c.regulator.freeze(key, case_number="10", until=now + 13 * DAY)
    c.regulator.freeze(key, case_number="20", until=now + 25 * DAY)
    assert c.net.document(key).frozen_until == now + 25 * DAY


def test_a_frozen_paper_is_used_again_when_it_has_ended(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    end = c.net.now() + DAY
    c.regulator.freeze(papers.declaration, case_number="1", until=end)
    with at(c.net, end), refused(c.net, DocumentIsFrozen(papers.declaration, end)):
        c.exporter.request(line, papers.invoice, [papers.declaration])
    with at(c.net, end + SECOND):
        c.exporter.request(line, papers.invoice, [papers.declaration])


# Who is frozen, and who isn't


def test_no_regulator_is_frozen(embedded: Consortium) -> None:
    """By itself or by another: there must be one to lift what was frozen in error."""
    c = embedded
    until, other = c.net.now() + DAY, another_regulator(c)
    for org in (c.regulator.org, other.org):
        with refused(c.net, OrganisationIsRegulator(org)):
            c.regulator.freeze_organisation(org, case_number="1", until=until)
    with refused(c.net, OrganisationUnknown(OrgId(99))):
        c.regulator.freeze_organisation(OrgId(99), case_number="1", until=until)


def test_who_becomes_a_regulator_while_frozen_frees_nobody(embedded: Consortium) -> None:
    c = embedded
    refusal = frozen(c, c.bank)
    roles = {Role.BANK, Role.REGULATOR}
    c.registrar.renew(c.bank.org, roles=roles, valid_until=c.net.now() + 900 * DAY)
    made = c.net.regulator(c.net.keys[2])
    with refused(c.net, refusal):
        made.freeze_organisation(c.bank.org, case_number="1", until=None)
    lift(c, c.bank)
    c.line()


def test_neither_reinstating_nor_renewing_lifts_a_freeze(embedded: Consortium) -> None:
    c = embedded
    refusal = frozen(c, c.bank)
    c.registrar.suspend(c.bank.org)
    c.registrar.reinstate(c.bank.org)
    c.registrar.renew(c.bank.org, roles={Role.BANK}, valid_until=c.net.now() + 900 * DAY)
    with refused(c.net, refusal):
        c.line()
    c.registrar.suspend(c.bank.org)
    lift(c, c.bank)
    assert c.net.organisation(c.bank.org).suspended


def test_a_freeze_of_an_organisation_ends_after_its_last_second(consortium: Consortium) -> None:
    """Nobody needs to do anything."""
    c = consortium
    refusal = frozen(c, c.bank, 1)
    end = refusal.until
    assert end is not None
    with at(c.net, end), refused(c.net, refusal):
        c.bank.open_line(c.exporter.org, usd("1.00"), rate_bps=1, expiry=end + 30 * DAY)
    with at(c.net, end + SECOND):
        c.bank.open_line(c.exporter.org, usd("1.00"), rate_bps=1, expiry=end + 30 * DAY)
    assert c.net.organisation(c.bank.org).frozen_until is None


# A frozen organisation's money


def test_a_frozen_bank_is_paid_when_it_has_ended(consortium: Consortium) -> None:
    """What is repaid and collected is its credit; the surplus is the exporter's at once."""
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers, None, usd("1000.00"))
    refusal = frozen(c, c.bank, 1)
    before = [c.net.balance(org, "USD") for org in (c.bank.org, c.exporter.org)]
    done = c.exporter.repay(financing, usd("400.00"))
    assert done.receipt is not None
    c.buyer.collect(papers.invoice, usd("700.00"), "MT103 1")
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
    owed = usd("1000.00")
    assert c.net.credit(c.bank.org, "USD") == c.net.held_by("ClaimLedger", "USD") == owed
    assert c.net.balance(c.bank.org, "USD") == before[0]
    assert c.net.balance(c.exporter.org, "USD") == before[1] - usd("400.00") + usd("100.00")
    end = refusal.until
    assert end is not None
    with at(c.net, end), refused(c.net, refusal):
        c.bank.withdraw_credit("USD")
    with at(c.net, end + SECOND):
        by_key(c.net, c.net.keys[11], "ClaimLedger", "withdraw", c.bank.org, USD)
    assert c.net.balance(c.bank.org, "USD") == before[0] + owed
    assert c.net.held_by("ClaimLedger", "USD").minor == 0


def test_a_frozen_exporter_gets_its_surplus_when_it_has_ended(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    drawn(c, papers, None, usd("1000.00"))
    frozen(c, c.exporter)
    before = c.net.balance(c.exporter.org, "USD")
    c.buyer.collect(papers.invoice, usd("1500.00"), "MT103 1")
    assert c.net.balance(c.exporter.org, "USD") == before
    assert c.net.credit(c.exporter.org, "USD") == usd("500.00")
    lift(c, c.exporter)
    c.exporter.withdraw_credit("USD")
    assert c.net.balance(c.exporter.org, "USD") == before + usd("500.00")


def test_a_frozen_lead_forgives_nothing(embedded: Consortium) -> None:
    """A receipt that a lead books of its own moves nothing: a frozen one pays it in, and it is kept
    as the rest, so that no claim is given away past the freeze."""
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    frozen(c, c.bank)
    before = c.net.balance(c.bank.org, "USD")
    send(c.bank, "ReceivablePledge", "repay", held_by_request(c, financing), 100_000)
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
    assert c.net.balance(c.bank.org, "USD") == before - usd("1000.00")
    assert c.net.credit(c.bank.org, "USD") == usd("1000.00")


def test_a_frozen_leads_holders_are_paid(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    sell(c, financing, "250.00")
    frozen(c, c.bank)
    c.exporter.repay(financing)
    before = c.net.balance(c.other_bank.org, "USD")
    c.other_bank.withdraw_credit("USD")
    assert c.net.balance(c.other_bank.org, "USD") == before + usd("250.00")
    assert c.net.credit(c.bank.org, "USD") == c.net.held_by("ClaimLedger", "USD") == usd("750.00")


def test_a_frozen_guarantor_pays_and_a_frozen_beneficiary_gets_it_later(
    consortium: Consortium,
) -> None:
    """Frozen both of them between the demand and the payout."""
    c = consortium
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    guarantee = covered(c, financing, usd("100.00"), kind=GuaranteeKind.DEMAND)
    c.guarantor.deposit(usd("50.00"))
    demand = c.bank.demand(guarantee, usd("100.00"), b"unpaid").demand
    frozen(c, c.guarantor)
    frozen(c, c.bank)
    c.guarantor.examine(demand)
    before = c.net.balance(c.bank.org, "USD")
    by_key(c.net, c.net.keys[11], "GuaranteeDemands", "pay", demand)
    assert c.net.balance(c.bank.org, "USD") == before
    assert c.net.credit(c.bank.org, "USD") == usd("100.00")
    assert c.net.held_by("ClaimLedger", "USD") == usd("100.00")
    assert c.net.held_by("GuarantorCapital", "USD") == usd("50.00")
    holdings = {h.holder: h.amount for h in c.net.statement(financing).holdings}
    assert holdings == {c.bank.org: usd("900.00"), c.guarantor.org: usd("100.00")}
    c.net.travel(c.net.now() + 31 * DAY)
    c.guarantor.withdraw(usd("50.00"))
    c.bank.withdraw_credit("USD")
    assert c.net.balance(c.bank.org, "USD") == before + usd("100.00")


def test_a_premium_is_not_taken_from_a_payer_frozen_since_it_accepted(
    embedded: Consortium,
) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    c.guarantor.deposit(usd("100.00"))
    offered = c.guarantor.offer(
        financing,
        usd("100.00"),
        premium=usd("1.00"),
        payer=c.exporter.org,
        expiry=c.net.now() + 99 * DAY,
        offer_until=c.net.now() + 99 * DAY,
    ).guarantee
    c.exporter.accept(offered)
    refusal = frozen(c, c.exporter)
    with refused(c.net, refusal):
        c.bank.accept(offered)
    lift(c, c.exporter)
    c.bank.accept(offered)


def test_another_account_or_another_key_thaws_nothing(embedded: Consortium) -> None:
    """Account and keys may change meanwhile; the credit goes to the account at its end."""
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    refusal = frozen(c, c.bank, 10)
    account, key = fresh_key(c.net, "another account"), fresh_key(c.net, "recovered")
    c.net.consent(account, c.bank.org, hold=True)
    c.bank.set_account(account.address)
    c.registrar.recover(c.bank.org, key.address)
    c.net.travel(c.net.now() + 4 * DAY)
    by_key(c.net, key, "ParticipantRegistry", "completeRecovery", c.bank.org)
    recovered = c.net.bank(key)
    with refused(c.net, refusal):
        recovered.close_line(LineId(1))
    c.exporter.repay(financing, usd("10.00"))
    with refused(c.net, refusal):
        recovered.withdraw_credit("USD")
    assert c.net.balance(c.bank.org, "USD").minor == 0
    c.net.travel(c.net.now() + 10 * DAY)
    recovered.withdraw_credit("USD")
    assert c.net.balance(c.bank.org, "USD") == usd("10.00")


def test_a_case_of_a_strangers_contract_freezes_nothing(embedded: Consortium) -> None:
    """Whoever asks the rule keeps its own book: no case of a room is used up from outside."""
    c = embedded
    until = c.net.now() + DAY
    use = (c.regulator._account.address, subject(c.bank.org), case("1"), until)
    for _ in range(2):
        by_key(c.net, c.net.keys[11], "ParticipantRegistry", "useCase", *use)
    assert c.net.organisation(c.bank.org).frozen_until is None
    frozen(c, c.bank)
    assert c.net.organisation(c.bank.org).frozen_until is not None


# A frozen financing


def test_only_what_was_requested_is_frozen(embedded: Consortium) -> None:
    c = embedded
    missing = FinancingNotInStatus(FinancingId(9), FinancingStatus.NONE, FinancingStatus.REQUESTED)
    with refused(c.net, missing):
        c.regulator.freeze_financing(FinancingId(9), case_number="1", until=c.net.now() + DAY)


def test_what_comes_in_is_parked_to_the_last_unit(consortium: Consortium) -> None:
    """For lead, buyer and guarantor; interest accrues on, and the debt is settled meanwhile."""
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers, None, usd("1000.01"))
    guarantee = covered(c, financing, usd("100.00"), kind=GuaranteeKind.DEMAND)
    sell(c, financing, "333.33")
    demand = c.bank.demand(guarantee, usd("100.00"), b"unpaid").demand
    c.guarantor.examine(demand)
    told = c.regulator.freeze_financing(financing, case_number="1", until=c.net.now() + 40 * DAY)
    end = told.frozen_until
    assert end == told.until == c.net.financing(financing).frozen_until
    parties = (c.bank.org, c.other_bank.org, c.guarantor.org)
    before = [c.net.balance(org, "USD") for org in parties]
    c.guarantor.pay(demand)
    assert c.net.parked(financing, c.bank.org) == usd("100.00")
    c.net.travel(c.net.now() + 30 * DAY)
    c.exporter.repay(financing, usd("77.77"))
    statement = c.net.statement(financing)
    surplus = usd("12.34")
    before_surplus = c.net.balance(c.exporter.org, "USD")
    c.buyer.collect(papers.invoice, statement.debt.total + surplus, "MT103 1")
    assert c.net.balance(c.exporter.org, "USD") == before_surplus + surplus
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
    parked = {org: c.net.parked(financing, org) for org in parties}
    total = usd("77.77") + statement.debt.total + usd("100.00")
    assert sum(m.minor for m in parked.values()) == total.minor
    for holding in statement.holdings:
        before_last = parked[holding.holder] - holding.amount
        assert before_last.minor > 0
    assert c.net.held_by("ClaimLedger", "USD") == total
    assert [c.net.balance(org, "USD") for org in parties] == before
    assert all(c.net.credit(org, "USD").minor == 0 for org in parties)
    assert end is not None
    with at(c.net, end), refused(c.net, FinancingIsFrozen(financing, end)):
        c.bank.release_receipts(financing)
    with at(c.net, end + SECOND):
        by_key(c.net, c.net.keys[11], "ClaimLedger", "release", financing, c.bank.org)
    assert c.net.credit(c.bank.org, "USD") == parked[c.bank.org]
    with refused(c.net, NothingParked(financing, c.bank.org)):
        c.bank.release_receipts(financing)
    for party in (c.other_bank, c.guarantor):
        released = party.release_receipts(financing)
        assert (released.org, released.amount) == (party.org, parked[party.org].minor)
    for party, had in zip((c.bank, c.other_bank, c.guarantor), before, strict=True):
        party.withdraw_credit("USD")
        assert c.net.balance(party.org, "USD") == had + parked[party.org]
    assert c.net.held_by("ClaimLedger", "USD").minor == 0


def test_a_freeze_is_renewed_when_all_was_paid_in(embedded: Consortium) -> None:
    """Else it would end for what is parked as soon as the debtor pays."""
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    c.regulator.freeze_financing(financing, case_number="1", until=c.net.now() + DAY)
    c.exporter.repay(financing)
    until = c.net.now() + 50 * DAY
    c.regulator.freeze_financing(financing, case_number="1", until=until)
    c.net.travel(c.net.now() + 2 * DAY)
    with refused(c.net, FinancingIsFrozen(financing, until)):
        c.bank.release_receipts(financing)
    c.regulator.freeze_financing(financing, case_number="1", until=None)
    c.bank.release_receipts(financing)
    assert c.net.credit(c.bank.org, "USD") == usd("1000.00")


def test_what_is_released_to_a_frozen_bank_stays(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    c.regulator.freeze_financing(financing, case_number="1", until=c.net.now() + DAY)
    c.exporter.repay(financing)
    refusal = frozen(c, c.bank)
    c.regulator.freeze_financing(financing, case_number="1", until=None)
    c.bank.release_receipts(financing)
    with refused(c.net, refusal):
        c.bank.withdraw_credit("USD")


def test_a_lead_forgives_nothing_of_a_frozen_financing(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    financing = drawn(c, papers, None, usd("1000.00"))
    c.regulator.freeze_financing(financing, case_number="1", until=c.net.now() + 9 * DAY)
    before = c.net.balance(c.bank.org, "USD")
    c.bank.collect(papers.invoice, usd("1000.00"), "MT103 1")
    assert c.net.balance(c.bank.org, "USD") == before - usd("1000.00")
    assert c.net.parked(financing, c.bank.org) == usd("1000.00")


def test_other_ranks_are_paid_past_a_frozen_one(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    first = drawn(c, papers, c.line(), usd("1000.00"))
    second = drawn(c, papers, c.line(c.other_bank), usd("500.00"))
    c.regulator.freeze_financing(first, case_number="1", until=c.net.now() + 9 * DAY)
    before = c.net.balance(c.other_bank.org, "USD")
    c.buyer.collect(papers.invoice, usd("1600.00"), "MT103 1")
    assert c.net.balance(c.other_bank.org, "USD") == before + usd("500.00")
    assert c.net.parked(first, c.bank.org) == usd("1000.00")
    assert c.net.held_by("ClaimLedger", "USD") == usd("1000.00")
    assert c.net.financing(second).status is FinancingStatus.SETTLED


def test_a_frozen_financing_defaults_and_lapses_by_its_clock(embedded: Consortium) -> None:
    c = embedded
    papers, line = c.papers(), c.line()
    request = ask(c, c.papers(118), line, usd("1000.00"))
    financing = drawn(c, papers, line, usd("1000.00"))
    for one in (request, financing):
        c.regulator.freeze_financing(one, case_number="1", until=c.net.now() + 170 * DAY)
    c.net.travel(default_of(c, financing))
    assert c.net.financing(request).status is FinancingStatus.LAPSED
    assert c.net.financing(financing).status is FinancingStatus.DEFAULTED
    send(c.buyer, "ReceivablePledge", "reclaim", held_by_request(c, request))
    assert c.net.financing(request).status is FinancingStatus.CLOSED


def test_a_freeze_of_a_financing_ends_after_its_last_second(consortium: Consortium) -> None:
    c = consortium
    financing = ask(c, c.papers(), None, usd("1000.00"))
    end = c.net.now() + DAY
    c.regulator.freeze_financing(financing, case_number="1", until=end)
    with at(c.net, end), refused(c.net, FinancingIsFrozen(financing, end)):
        c.bank.fund(financing)
    verdict = c.bank.preview_fund(financing)
    assert [(type(f.refusal), f.cure.by) for f in verdict.failures] == [
        (FinancingIsFrozen, "regulator")
    ]
    with at(c.net, end + SECOND):
        c.bank.fund(financing)


def sell(c: Consortium, financing: FinancingId, amount: str) -> None:
    share = c.bank.offer_share(
        financing,
        c.other_bank.org,
        usd(amount),
        price=usd("1.00"),
        until=c.net.now() + DAY,
    ).share
    c.other_bank.buy_share(ShareId(share))


def test_no_cover_is_taken_from_what_is_frozen(embedded: Consortium) -> None:
    """Not by the guarantor that wasn't asked about other terms either."""
    c = embedded
    financing = drawn(c, c.papers())
    guarantee = covered(c, financing, usd("1000.00"))
    c.bank.propose_terms(financing, until=c.net.now() + DAY, rate_bps=500)
    c.exporter.accept_terms(financing)
    until = c.net.now() + 90 * DAY
    c.regulator.freeze_financing(financing, case_number="1", until=until)
    with refused(c.net, FinancingIsFrozen(financing, until)):
        c.guarantor.release(guarantee)
    c.regulator.freeze_financing(financing, case_number="1", until=None)
    c.regulator.freeze_organisation(c.guarantor.org, case_number="2", until=until)
    with refused(c.net, OrganisationIsFrozen(c.guarantor.org, until)):
        c.guarantor.release(guarantee)
    c.exporter.repay(financing)
    c.guarantor.release(guarantee)
