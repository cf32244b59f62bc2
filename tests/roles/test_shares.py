"""Parts of a claim change hands: to the last unit, without a seat or a cover of another's."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import Consortium, assemble, usd
from tests.roles.acts import (
    DAY,
    SECOND,
    admit,
    another_guarantor,
    ask,
    at,
    by_key,
    connection_of,
    covered,
    default_of,
    drawn,
    fresh_key,
    refused,
    send,
)
from tests.roles.test_guarantees import paid, refused_issue
from tests.roles.test_money_back import gained, monies, nothing_left
from tests.roles.test_terms import changed, proposed
from tradefin import Money, local, samples
from tradefin.chain.deploy import Settings
from tradefin.enums import FinancingStatus, GuaranteeKind, Role
from tradefin.errors import (
    BuyerRelated,
    BuyersTooMany,
    CallerNotBuyer,
    CallerNotSeller,
    ClaimIsShared,
    CoverExceedsObligation,
    DemandExceedsAvailable,
    ERC20InsufficientAllowance,
    InvalidInput,
    OperatorExceedsCeiling,
    OperatorIsHolder,
    OrganisationIsSuspended,
    RoleMissing,
    SaleExceedsHolding,
    ShareHashMismatch,
    ShareLapsed,
    ShareNotOffered,
    ShareTermsInvalid,
    ShareToItself,
)
from tradefin.ids import FinancingId, OrgId, ShareId
from tradefin.roles.holder import Holder

LEDGER, SALES = "ClaimLedger", "ShareSales"
NOTHING = usd("0.00")


def for_sale(
    c: Consortium,
    financing: FinancingId,
    amount: Money,
    *,
    seller: Holder | None = None,
    buyer: Holder | None = None,
    price: Money = NOTHING,
) -> ShareId:
    """From the lead to the other bank unless told, for two days."""
    to, until = (buyer or c.other_bank).org, c.net.now() + 2 * DAY
    offer = (seller or c.bank).offer_share(financing, to, amount, price=price, until=until)
    return ShareId(offer.share)


def sold(
    c: Consortium,
    financing: FinancingId,
    amount: Money,
    *,
    seller: Holder | None = None,
    buyer: Holder | None = None,
    price: Money = NOTHING,
) -> None:
    share = for_sale(c, financing, amount, seller=seller, buyer=buyer, price=price)
    (buyer or c.other_bank).buy_share(share)


def another_bank(c: Consortium, name: str) -> Holder:
    key = fresh_key(c.net, name)
    admit(c, key.address, roles=[Role.BANK])
    return c.net.bank(key)


def holdings(c: Consortium, financing: FinancingId) -> dict[OrgId, int]:
    return {h.holder: h.amount.minor for h in c.net.statement(financing).holdings}


# Offer


def test_a_share_is_of_something_and_for_some_time(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    end = c.net.now() + DAY
    with refused(c.net, ShareTermsInvalid(0, end)):
        c.bank.offer_share(financing, c.other_bank.org, NOTHING, price=NOTHING, until=end)
    terms = (financing, c.bank.org, c.other_bank.org, 1, 0, end)
    with at(c.net, end + SECOND), refused(c.net, ShareTermsInvalid(1, end)):
        send(c.bank, SALES, "offerShare", *terms)
    with pytest.raises(InvalidInput):
        for_sale(c, financing, Money(1, "EUR"))


@pytest.mark.parametrize("status", ["none", "requested", "settled"])
def test_what_is_not_owed_is_not_sold(embedded: Consortium, status: str) -> None:
    c = embedded
    financing = ask(c, c.papers())
    share = None
    if status == "settled":
        c.bank.fund(financing)
        share = for_sale(c, financing, usd("1.00"))
        c.exporter.repay(financing)
    number = FinancingId(99) if status == "none" else financing
    over = SaleExceedsHolding(number, c.bank.org, 1, 0)
    terms = (number, c.bank.org, c.other_bank.org, 1, 0, c.net.now() + DAY)
    with refused(c.net, over):
        send(c.bank, SALES, "offerShare", *terms)
    if share:
        with refused(c.net, SaleExceedsHolding(number, c.bank.org, 100, 0)):
            c.other_bank.buy_share(share)


def test_nobody_sells_more_than_it_holds(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    for seller, available in ((c.bank, 28_800_000), (c.other_bank, 0)):
        beyond = SaleExceedsHolding(financing, seller.org, available + 1, available)
        with refused(c.net, beyond):
            for_sale(c, financing, Money(available + 1, "USD"), seller=seller, buyer=c.guarantor)
    sold(c, financing, usd("1000.00"))
    with refused(c.net, SaleExceedsHolding(financing, c.other_bank.org, 100_001, 100_000)):
        for_sale(c, financing, usd("1000.01"), seller=c.other_bank, buyer=c.guarantor)


def test_nobody_sells_to_itself_or_to_the_borrowers_group(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    with refused(c.net, ShareToItself(financing, c.bank.org)):
        for_sale(c, financing, usd("1.00"), buyer=c.bank)
    share = for_sale(c, financing, usd("1.00"))
    until = c.net.now() + 99 * DAY
    terms = (financing, c.bank.org, c.exporter.org, 1, 0, until)
    with refused(c.net, BuyerRelated(c.exporter.org, c.exporter.org)):
        send(c.bank, SALES, "offerShare", *terms)
    c.registrar.renew(c.exporter.org, roles={Role.ENTERPRISE}, group=7, valid_until=until)
    c.registrar.renew(c.other_bank.org, roles={Role.BANK}, group=7, valid_until=until)
    with refused(c.net, BuyerRelated(c.other_bank.org, c.exporter.org)):
        for_sale(c, financing, usd("1.00"))
    with refused(c.net, BuyerRelated(c.other_bank.org, c.exporter.org)):
        c.other_bank.buy_share(share)


def test_a_suspended_holder_sells_nothing_and_gets_no_price(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    share = for_sale(c, financing, usd("1.00"))
    c.registrar.suspend(c.bank.org)
    with refused(c.net, OrganisationIsSuspended(c.bank.org)):
        for_sale(c, financing, usd("1.00"))
    with refused(c.net, OrganisationIsSuspended(c.bank.org)):
        c.other_bank.buy_share(share)
    c.bank.withdraw_share(share)


# Purchase


def test_only_the_buyer_named_buys_and_only_the_seller_withdraws(embedded: Consortium) -> None:
    c = embedded
    share = for_sale(c, drawn(c, c.papers()), usd("1.00"))
    known = c.net.share(share).terms_hash
    with refused(c.net, CallerNotBuyer(share, c.other_bank.org, c.guarantor.org)):
        c.guarantor.buy_share(share)
    with refused(c.net, CallerNotSeller(share, c.bank.org, c.other_bank.org)):
        c.other_bank.withdraw_share(share)
    c.registrar.suspend(c.other_bank.org)
    with refused(c.net, OrganisationIsSuspended(c.other_bank.org)):
        c.other_bank.buy_share(share)
    c.bank.withdraw_share(share)
    with refused(c.net, ShareNotOffered(share)):
        c.guarantor.buy_share(share, known)
    with refused(c.net, ShareNotOffered(share)):
        c.bank.withdraw_share(share)
    with pytest.raises(InvalidInput):
        c.net.share(share)


def test_a_buyer_is_a_bank_or_a_guarantor(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    until = c.net.now() + DAY
    share = c.bank.offer_share(financing, c.buyer.org, usd("1.00"), price=NOTHING, until=until)
    known = c.net.share(share.share).terms_hash
    with refused(c.net, RoleMissing(c.buyer.org, Role.BANK)):
        send(c.buyer, SALES, "buyShare", share.share, known)


def test_a_share_is_bought_by_the_hash_of_its_terms(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    share = for_sale(c, financing, usd("1.00"))
    before = c.net.share(share).terms_hash
    with refused(c.net, ShareHashMismatch(share, before, bytes(32))):
        c.other_bank.buy_share(share, bytes(32))
    changed(c, financing)
    after = c.net.share(share).terms_hash
    with refused(c.net, ShareHashMismatch(share, after, before)):
        c.other_bank.buy_share(share, before)


def test_a_share_is_bought_once_and_until_its_last_second(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    one, two = (for_sale(c, financing, usd("1.00")) for _ in range(2))
    until, known = c.net.share(one).until, c.net.share(one).terms_hash
    with at(c.net, until):
        c.other_bank.buy_share(one)
    with refused(c.net, ShareNotOffered(one)):
        c.other_bank.buy_share(one, known)
    late = c.net.share(two).until
    with at(c.net, late + SECOND), refused(c.net, ShareLapsed(two, late)):
        c.other_bank.buy_share(two)


def test_no_share_without_its_price(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    poor = another_bank(c, "poor")
    share = for_sale(c, financing, usd("1.00"), buyer=poor, price=usd("0.99"))
    ledger = c.net.deployment.address(LEDGER)
    with refused(c.net, ERC20InsufficientAllowance(ledger, 0, 99)):
        poor.buy_share(share)


def test_a_sale_moves_price_and_claim_together(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    financing = drawn(c, papers)
    c.net.travel(c.net.now() + 30 * DAY)
    share = for_sale(c, financing, usd("100000.00"), price=usd("99000.01"))
    before = monies(c)
    told = c.other_bank.buy_share(share)
    assert gained(c, before) == {"bank": 9_900_001, "other bank": -9_900_001}
    claim = 28_926_000
    assert (told.left, told.held) == (claim - 10_000_000, 10_000_000)
    assert holdings(c, financing) == {
        c.bank.org: claim - 10_000_000,
        c.other_bank.org: 10_000_000,
    }
    before = monies(c)
    for amount in ("0.01", "33333.33", "0.07"):
        c.exporter.repay(financing, usd(amount))
    c.exporter.repay(financing)
    assert c.net.credit(c.other_bank.org, "USD") == usd("100000.00")
    assert gained(c, before) == {
        "exporter": -claim,
        "bank": claim - 10_000_000,
        "ClaimLedger": 10_000_000,
    }
    c.other_bank.withdraw_credit("USD")
    nothing_left(c, papers, financing)


def test_a_guarantor_buys_for_a_price_it_lets_the_ledger_pull(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    share = for_sale(c, financing, usd("5.00"), buyer=c.guarantor, price=usd("4.00"))
    c.guarantor.approve_purchases("USD")
    c.guarantor.buy_share(share)
    assert holdings(c, financing)[c.guarantor.org] == 500


def test_amounts_are_restated_for_what_the_claim_is_worth(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    sold(c, financing, usd("33333.33"))
    c.net.travel(c.net.now() + 61 * DAY)
    claim = c.net.statement(financing).debt.total.minor
    held = 3_333_333 * claim // 28_800_000
    beyond = SaleExceedsHolding(financing, c.other_bank.org, held + 1, held)
    with refused(c.net, beyond):
        for_sale(c, financing, Money(held + 1, "USD"), seller=c.other_bank, buyer=c.guarantor)
    sold(c, financing, Money(held - 1, "USD"), seller=c.other_bank, buyer=c.guarantor)
    assert holdings(c, financing) == {
        c.bank.org: claim - held,
        c.other_bank.org: 1,
        c.guarantor.org: held - 1,
    }


def test_a_lead_takes_parts_back_and_may_then_change_the_terms(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    proposed(c, financing)
    sold(c, financing, usd("10.00"))
    with refused(c.net, ClaimIsShared(financing, 1)):
        c.exporter.accept_terms(financing)
    sold(c, financing, usd("10.00"), seller=c.other_bank, buyer=c.bank)
    assert holdings(c, financing) == {c.bank.org: 28_800_000}
    c.exporter.accept_terms(financing)


@pytest.mark.parametrize("state", ["overdue", "defaulted", "written off"])
def test_what_is_not_paid_is_sold_too(embedded: Consortium, state: str) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    days = 1 if state != "overdue" else -10
    c.net.travel(default_of(c, financing) + timedelta(days=days))
    if state == "written off":
        c.bank.write_off(financing)
    owed = c.net.statement(financing).debt.total
    sold(c, financing, owed)
    assert holdings(c, financing) == {c.bank.org: 0, c.other_bank.org: owed.minor}
    c.exporter.repay(financing)
    assert c.net.credit(c.other_bank.org, "USD") == owed


# Seats


def test_buyers_and_guarantors_have_seats_of_their_own(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    kind = GuaranteeKind.DEMAND
    givers = [another_guarantor(c, f"giver {n}", usd("10.00")) for n in range(4)]
    covers = [covered(c, financing, usd("10.00"), guarantor=g, kind=kind) for g in givers]
    buyers = [another_bank(c, f"buyer {n}") for n in range(4)]
    for buyer in buyers[:3]:
        sold(c, financing, usd("1.00"), buyer=buyer)
    share = for_sale(c, financing, usd("1.00"), buyer=buyers[3])
    with refused(c.net, BuyersTooMany(financing, 3)):
        buyers[3].buy_share(share)
    sold(c, financing, usd("1.00"), buyer=buyers[0])
    for giver, cover in zip(givers, covers, strict=True):
        demand = c.bank.demand(cover, usd("10.00"), b"demand").demand
        giver.examine(demand)
        giver.pay(demand)
    assert sorted(holdings(c, financing).values()) == [100, 100, 200, *[1_000] * 4, 95_600]
    sold(c, financing, usd("1.00"), seller=buyers[1], buyer=buyers[0])  # and gives its seat back
    buyers[3].buy_share(share)
    c.exporter.repay(financing)
    assert c.net.credit(buyers[0].org, "USD") == usd("3.00")
    assert c.net.credit(givers[3].org, "USD") == usd("10.00")


# Cover


def test_a_lead_keeps_what_guarantees_may_buy_of_it(consortium: Consortium) -> None:
    c = consortium
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    guarantee = covered(c, financing, usd("600.00"), kind=GuaranteeKind.DEMAND)
    with refused(c.net, SaleExceedsHolding(financing, c.bank.org, 40_001, 40_000)):
        for_sale(c, financing, usd("400.01"))
    share = for_sale(c, financing, usd("400.00"))
    sold(c, financing, usd("0.01"))
    with refused(c.net, SaleExceedsHolding(financing, c.bank.org, 40_000, 39_999)):
        c.other_bank.buy_share(share)
    sold(c, financing, usd("399.99"))
    before = monies(c)
    paid(c, guarantee, usd("600.00"))
    assert gained(c, before) == {"bank": 60_000, "GuarantorCapital": -60_000}
    assert holdings(c, financing) == {
        c.bank.org: 0,
        c.other_bank.org: 40_000,
        c.guarantor.org: 60_000,
    }
    c.exporter.repay(financing)
    assert c.net.credit(c.guarantor.org, "USD") == usd("600.00")


def test_a_released_guarantee_frees_its_part_for_sale(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    guarantee = covered(c, financing, usd("600.00"))
    c.bank.release(guarantee)
    sold(c, financing, usd("1000.00"))
    assert holdings(c, financing)[c.bank.org] == 0


def test_what_others_hold_is_not_covered(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    sold(c, financing, usd("700.00"))
    with refused_issue(c, CoverExceedsObligation(financing, 30_001, 30_000)):
        covered(c, financing, usd("300.01"))
    covered(c, financing, usd("300.00"))


def test_a_sale_leaves_the_lead_its_own_share_beside_the_cover() -> None:
    settings = Settings(tokens={"USD": None}, bank_share_bps=2_000)
    with local(aliases=samples.PARTICIPANTS, settings=settings) as net:
        c = assemble(net)
        financing = drawn(c, c.papers(), None, usd("1000.00"))
        guarantee = covered(c, financing, usd("500.00"), kind=GuaranteeKind.DEMAND)
        # 1,000.00 less 500.00 that is covered less 200.00 that is the bank's own
        with refused(c.net, SaleExceedsHolding(financing, c.bank.org, 30_001, 30_000)):
            for_sale(c, financing, usd("300.01"))
        sold(c, financing, usd("300.00"))
        with refused(c.net, DemandExceedsAvailable(guarantee, 50_001, 50_000)):
            c.bank.demand(guarantee, usd("500.01"), b"demand")
        paid(c, guarantee, usd("500.00"))
        assert holdings(c, financing)[c.bank.org] == 20_000


def test_an_open_demand_is_paid_whole_after_a_sale(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    guarantee = covered(c, financing, usd("600.00"), kind=GuaranteeKind.DEMAND)
    demand = c.bank.demand(guarantee, usd("600.00"), b"demand").demand
    sold(c, financing, usd("400.00"))
    c.guarantor.examine(demand)
    assert c.guarantor.pay(demand).amount == 60_000


def test_an_offered_share_waits_for_its_buyer(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    share = for_sale(c, financing, usd("5.00"), price=usd("4.00"))
    assert c.bank.inbox() == []
    (notice,) = c.other_bank.inbox()
    assert (notice.what, notice.id, notice.by) == ("share", share, c.net.share(share).until)
    assert notice.text == f"USD 5.00 of financing {financing} for USD 4.00"
    c.net.travel(c.net.now() + 3 * DAY)
    assert c.other_bank.inbox() == []
    c.bank.withdraw_share(share)
    assert c.other_bank.inbox() == []


def test_a_stranger_holds_nothing_to_sell(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    terms = (financing, c.customs.org, c.other_bank.org, 1, 0, c.net.now() + DAY)
    with refused(c.net, SaleExceedsHolding(financing, c.customs.org, 1, 0)):
        by_key(c.net, c.net.keys[5], SALES, "offerShare", *terms)


# Operators


def test_nobody_offers_anothers_share_unasked(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    terms = (financing, c.bank.org, c.other_bank.org, 1, 0, c.net.now() + DAY)
    by = (financing, c.bank.org, c.guarantor.org)
    with refused(c.net, OperatorExceedsCeiling(*by, 1, 0)):
        send(c.guarantor, SALES, "offerShare", *terms)
    with refused(c.net, OperatorIsHolder(financing, c.bank.org)):
        c.bank.approve_operator(financing, c.bank.org, usd("1.00"))


def test_an_operator_offers_up_to_its_ceiling_and_the_holder_is_paid(
    consortium: Consortium,
) -> None:
    c = consortium
    financing = drawn(c, c.papers())
    told = c.bank.approve_operator(financing, c.guarantor.org, usd("1000.00"))
    assert (told.holder, told.operator, told.ceiling) == (c.bank.org, c.guarantor.org, 100_000)
    terms: dict[str, Any] = {"until": c.net.now() + DAY, "seller": c.bank.org}
    sale = (financing, c.other_bank.org)
    offer = c.guarantor.offer_share(*sale, usd("999.99"), price=usd("990.00"), **terms)
    assert (offer.seller, offer.offered_by) == (c.bank.org, c.guarantor.org)
    by = (financing, c.bank.org, c.guarantor.org)
    with refused(c.net, OperatorExceedsCeiling(*by, 2, 1)):
        c.guarantor.offer_share(*sale, usd("0.02"), price=NOTHING, **terms)
    before = monies(c)
    c.other_bank.buy_share(ShareId(offer.share))
    assert gained(c, before) == {"bank": 99_000, "other bank": -99_000}
    assert holdings(c, financing)[c.other_bank.org] == 99_999
    # Another claim of the same holder, and another holder of the same claim, are not approved.
    second = drawn(c, c.papers(2))
    with refused(c.net, OperatorExceedsCeiling(second, c.bank.org, c.guarantor.org, 1, 0)):
        c.guarantor.offer_share(second, c.other_bank.org, usd("0.01"), price=NOTHING, **terms)
    c.bank.approve_operator(financing, c.guarantor.org, NOTHING)
    with refused(c.net, OperatorExceedsCeiling(*by, 1, 0)):
        c.guarantor.offer_share(*sale, usd("0.01"), price=NOTHING, **terms)


def test_an_operator_withdraws_what_it_offered_and_gets_no_ceiling_back(
    embedded: Consortium,
) -> None:
    c = embedded
    financing = drawn(c, c.papers())
    c.bank.approve_operator(financing, c.guarantor.org, usd("1.00"))
    terms: dict[str, Any] = {"until": c.net.now() + DAY, "seller": c.bank.org}
    sale = (financing, c.other_bank.org)
    offer = c.guarantor.offer_share(*sale, usd("1.00"), price=NOTHING, **terms)
    with refused(c.net, CallerNotSeller(offer.share, c.bank.org, c.other_bank.org)):
        send(c.other_bank, SALES, "withdrawShare", offer.share)
    c.guarantor.withdraw_share(ShareId(offer.share))
    with refused(c.net, OperatorExceedsCeiling(financing, c.bank.org, c.guarantor.org, 100, 0)):
        c.guarantor.offer_share(*sale, usd("1.00"), price=NOTHING, **terms)


def test_a_part_that_a_receipt_rounds_away_keeps_no_seat(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    sold(c, financing, usd("0.01"))
    sold(c, financing, usd("10.00"), buyer=c.guarantor)
    c.exporter.repay(financing, usd("999.99"))
    # What is left is the other bank's: a unit is never cut.
    assert holdings(c, financing) == {c.bank.org: 0, c.other_bank.org: 1}
    sold(c, financing, usd("0.01"), seller=c.other_bank, buyer=c.bank)
    assert connection_of(c.net).read("ClaimLedger", "get", financing)["holders"] == 0
    changed(c, financing)
    c.exporter.repay(financing)
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
