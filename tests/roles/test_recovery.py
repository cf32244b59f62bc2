"""What a guarantor's security brings: its costs first, then its claim, the rest to the holder."""

from __future__ import annotations

from typing import Any

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import DAY, SECOND, covered, default_of, drawn, held_by_request, refused, send
from tests.roles.assets import LAND, MACHINERY, appraiser_of, asset, guaranteed, pledgor
from tests.roles.test_money_back import gained, monies
from tradefin import Money
from tradefin.enums import FinancingStatus, GuaranteeKind, GuaranteeStatus
from tradefin.errors import (
    AmountIsZero,
    AssetNotSecured,
    AssetSecuresOthers,
    CallerNotGuarantor,
    ERC20InsufficientAllowance,
    FinancingIsFrozen,
    GuaranteeNotPaid,
    NothingToRecover,
    RecoveryOutOfBounds,
)
from tradefin.events import AssetRecovered, RecoveryCostsBooked
from tradefin.ids import DocumentId, FinancingId, GuaranteeId
from tradefin.roles.securing import RecoveryCosts

NOTHING = usd("0.00")


def held_by_guarantor(c: Consortium, financing: FinancingId) -> Money:
    holdings = {h.holder: h.amount for h in c.net.statement(financing).holdings}
    return holdings.get(c.guarantor.org, NOTHING)


def held_by_bank(c: Consortium, financing: FinancingId) -> Money:
    return c.net.statement(financing).holdings[0].amount


def paid(c: Consortium, *assets: tuple[DocumentId, str]) -> tuple[FinancingId, GuaranteeId]:
    """A guarantee of 192,000.00 secured by these, demanded in default and paid."""
    financing, guarantee = guaranteed(c)
    for paper, amount in assets:
        c.exporter.offer_collateral(guarantee, paper, usd(amount))
    pay(c, financing, guarantee, usd("192000.00"))
    return financing, guarantee


def pay(c: Consortium, financing: FinancingId, guarantee: GuaranteeId, amount: Money) -> None:
    if c.net.financing(financing).status is FinancingStatus.FUNDED:
        c.net.travel(default_of(c, financing))
    demand = c.bank.demand(guarantee, amount, b"unpaid").demand
    c.guarantor.examine(demand)
    c.guarantor.pay(demand)
    c.guarantor.approve_purchases("USD")


def recover(
    c: Consortium, guarantee: GuaranteeId, paper: DocumentId, value: Money, proceeds: Money
) -> AssetRecovered:
    return c.guarantor.recover(guarantee, paper, value=value, proceeds=proceeds, reference="sale 1")


# Refusals


def test_only_the_guarantor_that_paid_recovers(embedded: Consortium) -> None:
    c = embedded
    paper = asset(c, appraiser_of(c))
    financing, guarantee = guaranteed(c)
    c.exporter.offer_collateral(guarantee, paper, usd("100000.00"))
    one = usd("1.00")
    with refused(c.net, GuaranteeNotPaid(guarantee)):
        recover(c, guarantee, paper, one, one)
    with refused(c.net, GuaranteeNotPaid(guarantee)):
        c.guarantor.book_costs(guarantee, one, b"bills")
    pay(c, financing, guarantee, usd("192000.00"))
    for function, *arguments in (
        ("recover", paper, 100, 100, bytes(32)),
        ("bookCosts", 100, bytes(32)),
    ):
        with refused(c.net, CallerNotGuarantor(guarantee, c.guarantor.org, c.bank.org)):
            send(c.bank, "CounterSecurity", function, guarantee, *arguments)


def test_beside_others_an_asset_brings_what_it_secures_and_leaves_what_they_rest_on(
    embedded: Consortium,
) -> None:
    c = embedded
    appraiser = appraiser_of(c)
    paper, other = asset(c, appraiser), asset(c, appraiser, name="another")
    _, guarantee = paid(c, (paper, "100000.00"))
    second = drawn(c, c.papers(118))
    beside = covered(c, second, usd("1.00"))
    with refused(c.net, AssetNotSecured(guarantee, other)):
        recover(c, guarantee, other, usd("1.00"), usd("1.00"))
    c.exporter.offer_collateral(beside, paper, usd("20.00"))
    secured = 10_000_000
    with refused(c.net, AssetSecuresOthers(paper, 2_000, secured)):
        recover(c, guarantee, paper, usd("1.00"), usd("100000.01"))
    with refused(c.net, RecoveryOutOfBounds(paper, 29_998_001, 29_998_000)):
        recover(c, guarantee, paper, usd("299980.01"), usd("100000.00"))
    with refused(c.net, AmountIsZero()):
        recover(c, guarantee, paper, usd("1.00"), NOTHING)
    mark = c.net.snapshot()
    recover(c, guarantee, paper, usd("299980.00"), usd("100000.00"))
    (still,) = c.net.securities(beside)
    assert c.net.document(paper).open == still.amount == usd("20.00")
    c.net.revert(mark)
    c.guarantor.release_collateral(beside, paper)
    for value in (0, 30_000_001):
        with refused(c.net, RecoveryOutOfBounds(paper, value, 30_000_000)):
            recover(c, guarantee, paper, Money(value, "USD"), usd("1.00"))


def test_who_got_all_back_recovers_nothing(embedded: Consortium) -> None:
    c = embedded
    paper = asset(c, appraiser_of(c))
    financing, guarantee = paid(c, (paper, "100000.00"))
    c.exporter.repay(financing)
    with refused(c.net, NothingToRecover(guarantee)):
        recover(c, guarantee, paper, usd("1.00"), usd("1.00"))
    with refused(c.net, NothingToRecover(guarantee)):
        c.guarantor.book_costs(guarantee, usd("1.00"), b"bills")


def test_what_a_guarantor_bought_is_secured_by_others(embedded: Consortium) -> None:
    c = embedded
    paper = asset(c, appraiser_of(c))
    financing, guarantee = guaranteed(c, kind=GuaranteeKind.DEMAND)
    c.exporter.offer_collateral(guarantee, paper, usd("100000.00"))
    pay(c, financing, guarantee, usd("1000.00"))
    c.guarantor.approve_purchases("USD")
    share = c.bank.offer_share(
        financing,
        c.guarantor.org,
        usd("5000.00"),
        price=usd("5000.00"),
        until=c.net.now() + DAY,
    )
    c.guarantor.buy_share(share.share)
    done = recover(c, guarantee, paper, usd("3000.00"), usd("2500.00"))
    assert (done.to_claim, done.to_holder) == (100_000, 150_000)
    with refused(c.net, NothingToRecover(guarantee)):
        recover(c, guarantee, paper, usd("3000.00"), usd("2500.00"))


def test_costs_are_booked_of_something(embedded: Consortium) -> None:
    c = embedded
    _, guarantee = paid(c)
    with refused(c.net, AmountIsZero()):
        c.guarantor.book_costs(guarantee, NOTHING, b"bills")


def test_no_claim_is_discharged_on_a_frozen_financing(embedded: Consortium) -> None:
    c = embedded
    paper = asset(c, appraiser_of(c))
    financing, guarantee = paid(c, (paper, "100000.00"))
    until = c.net.now() + 9 * DAY
    c.regulator.freeze_financing(financing, case_number="1", until=until)
    with refused(c.net, FinancingIsFrozen(financing, until)):
        recover(c, guarantee, paper, usd("1.00"), usd("1.00"))
    # Costs are the guarantor's own.
    c.guarantor.book_costs(guarantee, usd("1.00"), b"bills")
    done = recover(c, guarantee, paper, usd("1.00"), usd("1.00"))
    assert (done.to_costs, done.to_claim) == (100, 0)


# Proceeds


def test_proceeds_below_the_claim_discharge_as_much_of_it(consortium: Consortium) -> None:
    c = consortium
    paper = asset(c, appraiser_of(c))
    financing, guarantee = paid(c, (paper, "178500.00"))
    before, bank = c.net.statement(financing).debt.total, held_by_bank(c, financing)
    money, claim = monies(c), held_by_guarantor(c, financing)
    assert claim == usd("192000.00")
    done = recover(c, guarantee, paper, usd("300000.00"), usd("150000.00"))
    assert done == AssetRecovered(
        guarantee=guarantee,
        asset=paper,
        financing=financing,
        value=30_000_000,
        proceeds=15_000_000,
        to_costs=0,
        to_claim=15_000_000,
        holder=c.exporter.org,
        to_holder=0,
        secured=0,
        bank_reference=done.bank_reference,
    )
    assert gained(c, money) == {}
    assert c.net.statement(financing).debt.total == before - usd("150000.00")
    assert held_by_guarantor(c, financing) == usd("42000.00")
    assert held_by_bank(c, financing) == bank
    d = c.net.document(paper)
    assert (d.open, d.used, d.consumed) == (NOTHING, NOTHING, usd("300000.00"))
    assert c.net.securities(guarantee) == ()


@pytest.mark.parametrize("more", [0, 1, 5_800_000])
def test_what_exceeds_the_claim_is_the_holders(consortium: Consortium, more: int) -> None:
    c = consortium
    third = pledgor(c)
    paper = asset(c, appraiser_of(c), holder=third.org)
    financing, guarantee = guaranteed(c)
    third.offer_collateral(guarantee, paper, usd("178500.00"))
    pay(c, financing, guarantee, usd("192000.00"))
    bank, money = held_by_bank(c, financing), c.net.balance(third.org, "USD")
    mine = c.net.balance(c.guarantor.org, "USD")
    done = recover(c, guarantee, paper, usd("300000.00"), Money(19_200_000 + more, "USD"))
    assert (done.to_claim, done.holder, done.to_holder) == (19_200_000, third.org, more)
    assert done.to_costs + done.to_claim + done.to_holder == done.proceeds
    assert c.net.balance(third.org, "USD") - money == Money(more, "USD")
    assert mine - c.net.balance(c.guarantor.org, "USD") == Money(more, "USD")
    assert held_by_guarantor(c, financing) == NOTHING
    assert held_by_bank(c, financing) == bank


def test_costs_come_first_out_of_its_own_security(embedded: Consortium) -> None:
    c = embedded
    appraiser = appraiser_of(c)
    land, machine = asset(c, appraiser), asset(c, appraiser, MACHINERY, "120000.00")
    financing, guarantee = paid(c, (land, "100000.00"), (machine, "42000.00"))
    booked = c.guarantor.book_costs(guarantee, usd("3000.00"), b"court fees")
    assert booked == RecoveryCostsBooked(guarantee, financing, 300_000, 300_000, booked.statement)
    assert c.guarantor.book_costs(guarantee, usd("2000.00"), b"auction").total == 500_000
    first = recover(c, guarantee, machine, usd("120000.00"), usd("4000.00"))
    assert (first.to_costs, first.to_claim, first.to_holder) == (400_000, 0, 0)
    assert c.net.recovery_costs(guarantee) == RecoveryCosts(usd("5000.00"), usd("4000.00"))
    # A receipt of the borrower's pays no costs: it is the holders'.
    claim = held_by_guarantor(c, financing)
    second = recover(c, guarantee, land, usd("300000.00"), usd("300000.00"))
    assert second.to_costs == 100_000
    assert second.to_claim == claim.minor
    assert second.to_holder == 30_000_000 - 100_000 - claim.minor
    assert c.net.recovery_costs(guarantee) == RecoveryCosts(usd("5000.00"), usd("5000.00"))


def test_what_is_realised_in_part_secures_with_what_is_left(embedded: Consortium) -> None:
    c = embedded
    paper = asset(c, appraiser_of(c))
    _, guarantee = paid(c, (paper, "150000.00"))
    first = recover(c, guarantee, paper, usd("100000.00"), usd("80000.00"))
    assert first.secured == 15_000_000
    second = recover(c, guarantee, paper, usd("100000.00"), usd("10000.00"))
    assert second.secured == 10_000_000
    d = c.net.document(paper)
    assert (d.open, d.used, d.short) == (usd("100000.00"), usd("100000.00"), False)
    assert c.net.securities(guarantee)[0].amount == usd("100000.00")


def test_a_revoked_asset_is_realised_all_the_same(embedded: Consortium) -> None:
    c = embedded
    appraiser = appraiser_of(c)
    paper = asset(c, appraiser)
    _, guarantee = paid(c, (paper, "100000.00"))
    appraiser.revoke(paper)
    assert recover(c, guarantee, paper, usd("300000.00"), usd("9.00")).to_claim == 900


def test_a_suspended_guarantor_recovers(embedded: Consortium) -> None:
    c = embedded
    paper = asset(c, appraiser_of(c))
    _, guarantee = paid(c, (paper, "100000.00"))
    c.registrar.suspend(c.guarantor.org)
    assert recover(c, guarantee, paper, usd("300000.00"), usd("9.00")).to_claim == 900


def test_a_frozen_holder_is_credited(embedded: Consortium) -> None:
    c = embedded
    paper = asset(c, appraiser_of(c))
    _, guarantee = paid(c, (paper, "100000.00"))
    until = c.net.now() + 9 * DAY
    c.regulator.freeze_organisation(c.exporter.org, case_number="1", until=until)
    money = monies(c)
    recover(c, guarantee, paper, usd("300000.00"), usd("200000.00"))
    assert gained(c, money) == {"guarantor": -800_000, "ClaimLedger": 800_000}
    assert c.net.credit(c.exporter.org, "USD") == usd("8000.00")


def test_the_rest_is_paid_or_nothing_is_recovered(embedded: Consortium) -> None:
    c = embedded
    paper = asset(c, appraiser_of(c))
    _, guarantee = paid(c, (paper, "100000.00"))
    c.guarantor.approve_purchases("USD", NOTHING)
    ledger = c.net.deployment.address("ClaimLedger")
    with refused(c.net, ERC20InsufficientAllowance(ledger, 0, 800_000)):
        recover(c, guarantee, paper, usd("300000.00"), usd("200000.00"))


# What ends


def test_the_last_unit_settles_and_frees_papers_and_line(embedded: Consortium) -> None:
    c = embedded
    paper = asset(c, appraiser_of(c))
    financing, guarantee = paid(c, (paper, "178500.00"))
    f = c.net.financing(financing)
    # The bank's own part is repaid first, shared with the guarantor; then its asset pays the rest.
    c.exporter.repay(financing, c.net.statement(financing).debt.total - usd("100.00"))
    recover(c, guarantee, paper, usd("300000.00"), held_by_guarantor(c, financing))
    c.exporter.repay(financing)
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
    assert c.net.document(f.basis.whole).used.minor == c.net.line(f.line).used.minor != 0
    send(c.buyer, "ReceivablePledge", "relieve", held_by_request(c, financing))
    assert c.net.document(f.basis.whole).used == NOTHING
    assert c.net.line(f.line).used == NOTHING


def test_security_is_anybodys_to_release_once_its_guarantor_has_all_back(
    embedded: Consortium,
) -> None:
    c = embedded
    appraiser = appraiser_of(c)
    land, machine = asset(c, appraiser), asset(c, appraiser, MACHINERY, "120000.00")
    financing, guarantee = paid(c, (land, "100000.00"), (machine, "42000.00"))
    assert c.net.guarantee(guarantee).status is GuaranteeStatus.EXHAUSTED
    c.guarantor.book_costs(guarantee, usd("1.00"), b"bills")
    told: Any = CallerNotGuarantor(guarantee, c.guarantor.org, c.exporter.org)
    with refused(c.net, told):
        c.exporter.release_collateral(guarantee, machine)
    recover(c, guarantee, land, usd("300000.00"), usd("250000.00"))
    assert c.net.financing(financing).status is not FinancingStatus.SETTLED
    c.exporter.release_collateral(guarantee, machine)
    assert c.net.securities(guarantee) == ()


def test_a_demand_that_waits_keeps_the_security(embedded: Consortium) -> None:
    """Of a financing that is settled meanwhile, until the demand is closed too."""
    c = embedded
    paper = asset(c, appraiser_of(c))
    financing, guarantee = guaranteed(c, kind=GuaranteeKind.DEMAND)
    c.exporter.offer_collateral(guarantee, paper, usd("1000.00"))
    demand = c.bank.demand(guarantee, usd("1000.00"), b"unpaid").demand
    c.exporter.repay(financing)
    with refused(c.net, CallerNotGuarantor(guarantee, c.guarantor.org, c.exporter.org)):
        c.exporter.release_collateral(guarantee, paper)
    c.guarantor.examine(demand)
    c.bank.pay(demand)
    c.exporter.release_collateral(guarantee, paper)


def test_costs_that_wait_keep_the_security(embedded: Consortium) -> None:
    c = embedded
    paper = asset(c, appraiser_of(c), LAND)
    financing, guarantee = paid(c, (paper, "100000.00"))
    c.guarantor.book_costs(guarantee, usd("7.00"), b"bills")
    c.exporter.repay(financing)
    with refused(c.net, CallerNotGuarantor(guarantee, c.guarantor.org, c.exporter.org)):
        c.exporter.release_collateral(guarantee, paper)
    done = recover(c, guarantee, paper, usd("300000.00"), usd("10.00"))
    assert (done.to_costs, done.to_claim, done.to_holder) == (700, 0, 300)


def test_an_expired_guarantee_that_paid_keeps_its_security(embedded: Consortium) -> None:
    c = embedded
    paper = asset(c, appraiser_of(c))
    financing, guarantee = guaranteed(c)
    c.exporter.offer_collateral(guarantee, paper, usd("1.00"))
    pay(c, financing, guarantee, usd("5.00"))
    c.net.travel(c.net.guarantee(guarantee).expiry + SECOND)
    assert c.net.guarantee(guarantee).status is GuaranteeStatus.EXPIRED
    with refused(c.net, CallerNotGuarantor(guarantee, c.guarantor.org, c.buyer.org)):
        c.buyer.release_collateral(guarantee, paper)
    c.guarantor.release_collateral(guarantee, paper)
