"""How much a guarantor may promise, for whom, what of it is locked, and what it lacks."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import Any

import pytest

from tests.conftest import NET_ASSETS, Consortium, usd
from tests.roles.acts import (
    DAY,
    SECOND,
    admit,
    another_guarantor,
    ask,
    attestation,
    covered,
    drawn,
    enter,
    fresh_key,
    refused,
)
from tests.roles.assets import appraiser_of, asset
from tests.roles.test_guarantees import defaulted, demanded, offered, paid, refused_issue
from tests.roles.test_money_back import gained, monies
from tradefin import Money
from tradefin.chain.deploy import Settings
from tradefin.enums import DemandStatus, DocumentKind, GuaranteeKind, Role
from tradefin.errors import (
    AssetsNotAscending,
    AttestorRelated,
    CapitalInsufficient,
    ClientExceedsLimit,
    DemandNotInStatus,
    GroupExceedsLimit,
    GroupIsCounted,
    GuaranteeCircular,
    GuarantorIsShort,
    GuarantorsTooMany,
    JurisdictionUnknown,
    KindNotEntitled,
    LiabilityExceedsLimit,
    MarginOutOfBounds,
    NetAssetsNotAttested,
    NetAssetsOutdated,
    OrganisationIsSuspended,
    SecurityInsufficient,
)
from tradefin.events import (
    CapitalPaidOut,
    ClientRegrouped,
    CoverRelieved,
    CoverUndertaken,
    ShortfallChanged,
)
from tradefin.ids import OrgId
from tradefin.models import Jurisdiction
from tradefin.roles.guarantor import Guarantor

KIND = GuaranteeKind.DEMAND


def attest(c: Consortium, amount: str, guarantor: Guarantor | None = None) -> None:
    c.regulator.attest_net_assets((guarantor or c.guarantor).org, usd(amount))


def issue(c: Consortium, cover: Money, **terms: Any) -> Any:
    return covered(c, drawn(c, c.papers(), None, usd("1000.00")), cover, kind=KIND, **terms)


# Net assets


def test_net_assets_are_attested_by_a_regulator_or_an_auditor(consortium: Consortium) -> None:
    c = consortium
    with refused(c.net, KindNotEntitled(c.customs.org, DocumentKind.APPRAISAL)):
        c.customs.attest_net_assets(c.guarantor.org, usd("5.00"))
    until = c.net.now() + 99 * DAY
    kinds = {DocumentKind.APPRAISAL}
    c.registrar.renew(c.customs.org, roles={Role.ATTESTOR}, kinds=kinds, valid_until=until)
    told = c.customs.attest_net_assets(c.guarantor.org, usd("5.00"))
    assert (told.guarantor, told.attestor) == (c.guarantor.org, c.customs.org)
    assert c.net.standing(c.guarantor.org, "USD").net_assets == usd("5.00")
    kin = {"roles": {Role.ATTESTOR}, "kinds": kinds, "group": 7, "valid_until": until}
    c.registrar.renew(c.customs.org, **kin)
    c.registrar.renew(c.guarantor.org, roles={Role.GUARANTOR}, group=7, valid_until=until)
    with refused(c.net, AttestorRelated(c.customs.org, c.guarantor.org)):
        c.customs.attest_net_assets(c.guarantor.org, usd("6.00"))


def test_a_regulator_attests_nothing_of_its_own(embedded: Consortium) -> None:
    c = embedded
    roles = {Role.REGULATOR, Role.GUARANTOR}
    c.registrar.renew(c.regulator.org, roles=roles, valid_until=c.net.now() + 99 * DAY)
    with refused(c.net, AttestorRelated(c.regulator.org, c.regulator.org)):
        c.regulator.attest_net_assets(c.regulator.org, usd("5.00"))


def test_net_assets_are_of_no_time_to_come_and_not_older_than_the_last(
    embedded: Consortium,
) -> None:
    c, org = embedded, embedded.guarantor.org
    known = c.net.standing(org, "USD").attested_at
    assert known is not None
    ahead = c.net.now() + DAY
    with refused(c.net, NetAssetsOutdated(org, ahead, known)):
        c.regulator.attest_net_assets(org, usd("1.00"), as_of=ahead)
    with refused(c.net, NetAssetsOutdated(org, known - SECOND, known)):
        c.regulator.attest_net_assets(org, usd("1.00"), as_of=known - SECOND)
    c.regulator.attest_net_assets(org, usd("1.00"), as_of=known)


def test_nothing_is_covered_on_net_assets_that_nobody_attested(embedded: Consortium) -> None:
    c = embedded
    key = fresh_key(c.net, "new")
    admit(c, key.address, roles=[Role.GUARANTOR])
    c.net.mint(key.address, usd("9.00"))
    new = c.net.guarantor(key)
    new.approve("USD")
    new.deposit(usd("9.00"))
    with refused_issue(c, NetAssetsNotAttested(new.org, "USD")):
        issue(c, usd("1.00"), guarantor=new)


@pytest.mark.parametrize("leverage", [10, 15])
def test_liability_is_so_many_times_the_net_assets(embedded: Consortium, leverage: int) -> None:
    c = embedded
    rules = Jurisdiction(leverage, 0, 0)
    c.registrar.set_jurisdiction(3, rules)
    assert c.net.jurisdiction(3) == rules
    c.registrar.classify(c.guarantor.org, "USD", jurisdiction=3)
    attest(c, "20.00")
    most = usd("20.00").minor * leverage
    issue(c, Money(most, "USD"))
    assert c.net.standing(c.guarantor.org, "USD").liability.minor == most
    with refused_issue(c, LiabilityExceedsLimit(c.guarantor.org, most + 1, most)):
        covered(c, ask(c, c.papers(118)), usd("0.01"))


def test_one_client_is_a_tenth_of_the_net_assets(embedded: Consortium) -> None:
    c = embedded
    attest(c, "1000.00")
    first = issue(c, usd("60.00"))
    exceeds = ClientExceedsLimit(c.guarantor.org, c.exporter.org, 10_001, 10_000)
    financing = ask(c, c.papers(118))
    with refused_issue(c, exceeds):
        covered(c, financing, usd("40.01"))
    covered(c, financing, usd("40.00"))
    assert c.net.exposure(c.guarantor.org, c.exporter.org, "USD") == (usd("100.00"),) * 2
    c.bank.release(first)
    covered(c, financing, usd("60.00"))


def test_a_group_is_three_twentieths_of_the_net_assets(embedded: Consortium) -> None:
    """The exporter's sister borrows too."""
    c = embedded
    attest(c, "1000.00")
    until = c.net.now() + 300 * DAY
    c.registrar.renew(c.exporter.org, roles={Role.ENTERPRISE}, group=7, valid_until=until)
    issue(c, usd("100.00"))
    exposed = c.net.exposure(c.guarantor.org, c.exporter.org, "USD")
    assert exposed == (usd("100.00"), usd("100.00"))
    # Ten per cent for one client, so that the group's bound is met by a lower one alone.
    c.registrar.set_jurisdiction(4, Jurisdiction(10, 2_000, 1_500))
    c.registrar.classify(c.guarantor.org, "USD", jurisdiction=4)
    financing = ask(c, c.papers(118))
    with refused_issue(c, GroupExceedsLimit(c.guarantor.org, 7, 15_001, 15_000)):
        covered(c, financing, usd("50.01"))
    covered(c, financing, usd("50.00"))


def test_a_client_that_changes_its_group_takes_its_exposure_along(embedded: Consortium) -> None:
    c = embedded
    until = c.net.now() + 300 * DAY
    roles = {Role.ENTERPRISE}
    c.registrar.renew(c.exporter.org, roles=roles, group=7, valid_until=until)
    first = issue(c, usd("60.00"))
    c.registrar.renew(c.exporter.org, roles=roles, group=8, valid_until=until)
    second = covered(c, ask(c, c.papers(118)), usd("40.00"))
    assert c.net.exposure(c.guarantor.org, c.exporter.org, "USD") == (usd("100.00"),) * 2
    for guarantee in (first, second):
        c.bank.release(guarantee)
    assert c.net.exposure(c.guarantor.org, c.exporter.org, "USD") == (usd("0.00"),) * 2
    assert c.net.standing(c.guarantor.org, "USD").liability == usd("0.00")


def test_who_joins_a_group_later_is_counted_to_it(embedded: Consortium) -> None:
    c = embedded
    org, client = c.guarantor.org, c.exporter.org
    issue(c, usd("60.00"))
    with refused(c.net, GroupIsCounted(org, client, 0)):
        c.bank.recount_group(org, client, "USD")
    until = c.net.now() + 300 * DAY
    c.registrar.renew(client, roles={Role.ENTERPRISE}, group=7, valid_until=until)
    told = c.bank.recount_group(org, client, "USD")
    assert told == ClientRegrouped(org, client, "USD", 0, 7)
    assert c.net.exposure(org, client, "USD") == (usd("60.00"),) * 2
    with refused(c.net, GroupIsCounted(org, c.buyer.org, 0)):
        c.bank.recount_group(org, c.buyer.org, "USD")


def test_net_assets_that_fall_stop_new_cover_and_void_none(consortium: Consortium) -> None:
    c = consortium
    _, guarantee = defaulted(c)
    attest(c, "230400.00")
    over = ClientExceedsLimit(c.guarantor.org, c.exporter.org, 23_040_001, 2_304_000)
    with refused_issue(c, over):
        covered(c, ask(c, c.papers(118)), usd("0.01"))
    before = monies(c)
    paid(c, guarantee)
    assert gained(c, before) == {"bank": 23_040_000, "GuarantorCapital": -23_040_000}


def test_a_jurisdiction_without_limits_asks_for_no_net_assets(embedded: Consortium) -> None:
    c = embedded
    with refused(c.net, JurisdictionUnknown(9)):
        c.registrar.classify(c.guarantor.org, "USD", jurisdiction=9)
    with pytest.raises(JurisdictionUnknown):
        c.net.jurisdiction(9)
    c.registrar.set_jurisdiction(9, Jurisdiction(0, 0, 0))
    c.registrar.classify(c.guarantor.org, "USD", jurisdiction=9)
    attest(c, "0.00")
    issue(c, usd("900.00"))


def test_the_bank_bears_its_own_share_in_chinese_practice() -> None:
    settings = Settings(bank_share_bps=2_000)
    assert settings.limits == Jurisdiction(10, 1_000, 1_500)


# Margin


def test_a_margin_is_some_of_the_cover(embedded: Consortium) -> None:
    c = embedded
    for given_bps in (0, 10_001):
        with refused(c.net, MarginOutOfBounds(given_bps, 10_000)):
            c.registrar.classify(c.guarantor.org, "USD", margin_bps=given_bps)


@pytest.mark.parametrize(("margin", "locked"), [(10_000, 33_333), (1_000, 3_334), (1, 4)])
def test_a_guarantee_locks_its_margin_rounded_up(
    embedded: Consortium, margin: int, locked: int
) -> None:
    c = embedded
    if margin != 10_000:
        c.registrar.classify(c.guarantor.org, "USD", margin_bps=margin)
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    guarantee = offered(c, financing, usd("333.33"), premium=usd("0.00"), payer=c.bank.org)
    c.guarantor.deposit(Money(locked - 1, "USD"))
    with refused(c.net, CapitalInsufficient(c.guarantor.org, locked, locked - 1)):
        c.bank.accept(guarantee)
    c.guarantor.deposit(usd("0.01"))
    accepted = c.bank.accept(guarantee)
    told = c.net.guarantee(guarantee)
    assert (told.locked.minor, told.margin_bps) == (locked, margin)
    assert c.net.capital(c.guarantor.org, "USD").locked.minor == locked
    (undertaken,) = [e for e in c.net.events() if isinstance(e, CoverUndertaken)]
    assert accepted.receipt is not None
    assert (undertaken.cover, undertaken.exposure, undertaken.liability) == (33_333,) * 3
    c.bank.release(guarantee)
    (relieved,) = [e for e in c.net.events() if isinstance(e, CoverRelieved)]
    assert (relieved.cover, relieved.locked, relieved.liability) == (33_333, 0, 0)


def test_a_margin_counts_for_cover_to_come(embedded: Consortium) -> None:
    c = embedded
    first = issue(c, usd("100.00"))
    c.registrar.classify(c.guarantor.org, "USD", margin_bps=1_000)
    second = covered(c, ask(c, c.papers(118)), usd("100.00"))
    assert c.net.guarantee(first).locked == usd("100.00")
    assert c.net.guarantee(second).locked == usd("10.00")


# Payout order and shortfall


def thin(c: Consortium, deposit: str, *covers: str) -> list[Any]:
    """Guarantees that lock a tenth, one financing each, over `deposit` in all."""
    c.registrar.classify(c.guarantor.org, "USD", margin_bps=1_000)
    c.guarantor.deposit(usd(deposit))
    found = []
    for n, cover in enumerate(covers):
        financing = drawn(c, c.papers(130 + n), None, usd("1000.00"))
        found.append(issued_from(c, financing, usd(cover)))
    return found


def issued_from(c: Consortium, financing: Any, cover: Money) -> Any:
    terms = {"premium": usd("0.00"), "payer": c.bank.org, "kind": KIND}
    guarantee = offered(c, financing, cover, **terms)
    c.bank.accept(guarantee)
    return guarantee


def test_a_payout_takes_its_own_lock_then_free_capital(consortium: Consortium) -> None:
    c = consortium
    one, other = thin(c, "100.00", "500.00", "300.00")
    assert c.net.capital(c.guarantor.org, "USD").locked == usd("80.00")
    before = monies(c)
    paid(c, one, usd("60.00"))
    assert gained(c, before) == {"bank": 6_000, "GuarantorCapital": -6_000}
    capital = c.net.capital(c.guarantor.org, "USD")
    # 50.00 of its own, 10.00 of the 20.00 that were free; the other one's 30.00 are untouched.
    assert (capital.balance, capital.locked, capital.free) == (
        usd("40.00"),
        usd("30.00"),
        usd("10.00"),
    )
    assert c.net.guarantee(one).locked == usd("0.00")
    assert c.net.guarantee(other).locked == usd("30.00")


def test_what_is_missing_is_owed_and_paid_first_from_the_next_deposit(
    consortium: Consortium,
) -> None:
    c = consortium
    one, other = thin(c, "100.00", "500.00", "300.00")
    demand = demanded(c, one, usd("400.00"))
    c.guarantor.examine(demand)
    before = monies(c)
    first = c.bank.pay(demand)
    assert (first.amount, first.paid, first.left, first.missing) == (7_000, 7_000, 43_000, 33_000)
    assert gained(c, before) == {"bank": 7_000, "GuarantorCapital": -7_000}
    assert c.net.demand_of(demand).status is DemandStatus.SHORT
    assert c.net.demand_of(demand).amount == usd("330.00")
    _, holder = c.net.statement(c.net.guarantee(one).financing).holdings
    assert (holder.holder, holder.amount) == (c.guarantor.org, usd("70.00"))
    short = GuarantorIsShort(c.guarantor.org, 33_000)
    assert c.net.capital(c.guarantor.org, "USD").shortfall == usd("330.00")

    # No new business, no withdrawal, nothing out of the other one's lock.
    with refused_issue(c, short):
        issued_from(c, ask(c, c.papers(140)), usd("1.00"))
    with refused(c.net, short):
        c.bank.pay(demand)
    c.guarantor.deposit(usd("300.00"))
    with refused(c.net, CapitalInsufficient(c.guarantor.org, 1, 0)):
        c.guarantor.withdraw(usd("0.01"))
    before = monies(c)
    c.net.travel(c.net.now() + 400 * DAY)  # long past the expiry
    second = c.bank.pay(demand)
    assert (second.amount, second.missing) == (30_000, 3_000)
    assert gained(c, before) == {"bank": 30_000, "GuarantorCapital": -30_000}
    c.guarantor.deposit(usd("31.00"))
    assert c.bank.pay(demand).missing == 0
    assert c.net.demand_of(demand).status is DemandStatus.PAID
    capital = c.net.capital(c.guarantor.org, "USD")
    assert (capital.shortfall, capital.free, capital.locked) == (
        usd("0.00"),
        usd("1.00"),
        usd("30.00"),
    )
    told = [e.shortfall for e in c.net.events() if isinstance(e, ShortfallChanged)]
    assert told == [33_000, 3_000, 0]
    with refused(c.net, DemandNotInStatus(demand, DemandStatus.PAID, DemandStatus.COMPLYING)):
        c.bank.pay(demand)
    assert c.net.guarantee(other).locked == usd("30.00")
    outs = [e for e in c.net.events() if isinstance(e, CapitalPaidOut)]
    assert [e.amount for e in outs] == [7_000, 30_000, 3_000]
    assert outs[-1].liability == c.net.standing(c.guarantor.org, "USD").liability.minor


def test_a_suspended_guarantor_that_is_short_may_still_pay_in(embedded: Consortium) -> None:
    c = embedded
    (one,) = thin(c, "10.00", "100.00")
    demand = demanded(c, one, usd("100.00"))
    c.guarantor.examine(demand)
    c.registrar.suspend(c.guarantor.org)
    with refused(c.net, OrganisationIsSuspended(c.guarantor.org)):
        c.guarantor.deposit(usd("1.00"))
    c.bank.pay(demand)
    c.guarantor.deposit(usd("90.00"))
    c.bank.pay(demand)
    with refused(c.net, OrganisationIsSuspended(c.guarantor.org)):
        c.guarantor.deposit(usd("1.00"))


def test_what_the_borrower_repays_is_no_longer_missing(embedded: Consortium) -> None:
    c = embedded
    (one,) = thin(c, "10.00", "100.00")
    demand = demanded(c, one, usd("100.00"))
    c.guarantor.examine(demand)
    c.bank.pay(demand)
    financing = c.net.guarantee(one).financing
    c.exporter.repay(financing)
    assert c.bank.pay(demand).missing == 0
    assert c.net.demand_of(demand).status is DemandStatus.PAID
    assert c.net.capital(c.guarantor.org, "USD").shortfall == usd("0.00")
    assert c.net.guarantee(one).paid == usd("10.00")
    c.guarantor.release(one)


def test_a_short_demand_that_is_withdrawn_is_owed_no_more(embedded: Consortium) -> None:
    c = embedded
    (one,) = thin(c, "10.00", "100.00")
    demand = demanded(c, one, usd("100.00"))
    c.guarantor.examine(demand)
    c.bank.pay(demand)
    c.bank.withdraw_demand(demand)
    assert c.net.capital(c.guarantor.org, "USD").shortfall == usd("0.00")
    assert c.net.standing(c.guarantor.org, "USD").liability == usd("90.00")
    assert demanded(c, one, usd("1.00")) == demand + 1


def test_what_another_guarantee_frees_pays_what_is_missing(embedded: Consortium) -> None:
    c = embedded
    one, other = thin(c, "80.00", "500.00", "300.00")
    demand = demanded(c, one, usd("60.00"))
    c.guarantor.examine(demand)
    assert c.bank.pay(demand).missing == 1_000
    c.bank.release(other)
    assert c.bank.pay(demand).missing == 0


# Who stands behind whom


def both(c: Consortium, name: str, serial: int) -> tuple[Any, Guarantor, Any]:
    """An organisation that borrows and guarantees, with a financing of its own from the bank."""
    key = fresh_key(c.net, name)
    roles = [Role.ENTERPRISE, Role.GUARANTOR]
    admit(c, key.address, roles=roles)
    c.net.mint(key.address, usd("9000.00"))
    guarantor = c.net.guarantor(key)
    guarantor.approve("USD")
    guarantor.deposit(usd("900.00"))
    c.regulator.attest_net_assets(guarantor.org, NET_ASSETS)
    return c.net.enterprise(key), guarantor, borrowed(c, key, guarantor.org, serial)


def borrowed(c: Consortium, key: Any, org: OrgId, serial: int) -> Any:
    """A requested financing on a warehouse receipt of the organisation's own."""

    until = c.net.now() + 300 * DAY
    kinds = {DocumentKind.WAREHOUSE_RECEIPT, DocumentKind.CUSTOMS_DECLARATION}
    c.registrar.renew(c.customs.org, roles={Role.ATTESTOR}, kinds=kinds, valid_until=until)
    kind = DocumentKind.WAREHOUSE_RECEIPT
    goods = attestation(c, f"goods {serial}", kind, holder=org, due=c.net.now())
    paper = enter(c.customs, goods)
    line = c.bank.open_line(
        org,
        usd("9000.00"),
        rate_bps=500,
        expiry=c.net.now() + timedelta(days=300),
        cargo_advance_bps=7_000,
    )
    return c.net.enterprise(key).request(line.line, paper, amount=usd("100.00")).financing


def test_nobody_stands_behind_its_own_guarantor(embedded: Consortium) -> None:
    c = embedded
    _, a, of_a = both(c, "a", 1)
    _, b, of_b = both(c, "b", 2)
    covered(c, of_b, usd("1.00"), guarantor=a)
    assert c.net.guarantors_of(b.org) == (a.org,)
    with refused_issue(c, GuaranteeCircular(b.org, a.org, b.org)):
        covered(c, of_a, usd("1.00"), guarantor=b)
    assert c.net.circle(b.org, a.org) == (b.org, a.org)


def test_a_chain_of_guarantees_does_not_meet_itself(embedded: Consortium) -> None:
    c = embedded
    chain = [both(c, f"link {n}", n) for n in range(4)]
    for (_, before, _), (_, _, financing) in itertools.pairwise(chain):
        covered(c, financing, usd("1.00"), guarantor=before)
    (_, first, of_first), (_, last, _) = chain[0], chain[-1]
    second = chain[1][1]
    with refused_issue(c, GuaranteeCircular(last.org, first.org, second.org)):
        covered(c, of_first, usd("1.00"), guarantor=last)
    assert c.net.circle(last.org, first.org) == tuple(g.org for _, g, _ in reversed(chain))


def test_a_chain_longer_than_eight_is_found_by_the_preview(embedded: Consortium) -> None:
    c = embedded
    chain = [both(c, f"link {n}", n) for n in range(10)]
    for (_, before, _), (_, _, financing) in itertools.pairwise(chain):
        covered(c, financing, usd("1.00"), guarantor=before)
    (_, first, of_first), (_, last, _) = chain[0], chain[-1]
    offer = last.offer(
        of_first,
        usd("1.00"),
        premium=usd("0.00"),
        payer=c.bank.org,
        expiry=c.net.now() + DAY,
        offer_until=c.net.now() + DAY,
    ).guarantee
    verdict = c.bank.preview_accept(offer)
    assert not verdict.allowed
    (failure,) = verdict.failures
    assert failure.refusal == GuaranteeCircular(last.org, first.org, chain[1][1].org)
    c.bank.accept(offer)


def test_who_became_a_guarantor_later_still_closes_no_circle(embedded: Consortium) -> None:
    c = embedded
    _, a, of_a = both(c, "a", 1)
    key = fresh_key(c.net, "b")
    admit(c, key.address, roles=[Role.ENTERPRISE])
    b = c.net.guarantor(key)
    c.net.mint(key.address, usd("100.00"))
    b.approve("USD")
    covered(c, borrowed(c, key, b.org, 2), usd("1.00"), guarantor=a)
    until = c.net.now() + 300 * DAY
    c.registrar.renew(b.org, roles={Role.ENTERPRISE, Role.GUARANTOR}, valid_until=until)
    b.deposit(usd("9.00"))
    c.regulator.attest_net_assets(b.org, NET_ASSETS)
    with refused_issue(c, GuaranteeCircular(b.org, a.org, b.org)):
        covered(c, of_a, usd("1.00"), guarantor=b)


def test_an_end_of_cover_opens_the_circle(embedded: Consortium) -> None:
    c = embedded
    _, a, of_a = both(c, "a", 1)
    _, b, of_b = both(c, "b", 2)
    guarantee = covered(c, of_b, usd("1.00"), guarantor=a)
    c.bank.release(guarantee)
    assert c.net.guarantors_of(b.org) == ()
    covered(c, of_a, usd("1.00"), guarantor=b)


def test_eight_guarantors_stand_behind_a_guarantor_at_most(embedded: Consortium) -> None:
    c = embedded
    _, client, first = both(c, "client", 1)
    financings = [first, *(borrowed(c, fresh_key(c.net, "client"), client.org, n) for n in (2, 3))]
    for n in range(9):
        guarantor = another_guarantor(c, f"guarantor {n}", usd("9.00"))
        financing = financings[n // 4]
        if n < 8:
            covered(c, financing, usd("1.00"), guarantor=guarantor)
        else:
            with refused_issue(c, GuarantorsTooMany(client.org, 8)):
                covered(c, financing, usd("1.00"), guarantor=guarantor)


# Previews


def test_a_preview_of_cover_tells_every_bound(embedded: Consortium) -> None:
    c = embedded
    until = c.net.now() + 300 * DAY
    c.registrar.renew(c.exporter.org, roles={Role.ENTERPRISE}, group=7, valid_until=until)
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    c.guarantor.deposit(usd("50.00"))
    attest(c, "5.00")
    cover, org, client = usd("60.00"), c.guarantor.org, c.exporter.org
    verdict = c.guarantor.preview_cover(financing, cover)
    assert [failure.refusal for failure in verdict.failures] == [
        CapitalInsufficient(org, 6_000, 5_000),
        LiabilityExceedsLimit(org, 6_000, 5_000),
        ClientExceedsLimit(org, client, 6_000, 50),
        GroupExceedsLimit(org, 7, 6_000, 75),
    ]
    assert verdict.curable
    assert c.guarantor.preview_cover(financing, usd("0.50")).allowed


def test_a_preview_of_an_acceptance_begins_with_its_own_refusal(embedded: Consortium) -> None:
    c = embedded
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    terms = {"premium": usd("0.00"), "payer": c.bank.org}
    guarantee = offered(c, financing, usd("100.00"), **terms)
    attest(c, "9.00")
    verdict = c.bank.preview_accept(guarantee)
    with pytest.raises(LiabilityExceedsLimit) as fault:
        c.bank.accept(guarantee)
    first, *others = (failure.refusal for failure in verdict.failures)
    assert first == fault.value
    assert CapitalInsufficient(c.guarantor.org, 10_000, 0) in others
    attest(c, "1000.00")
    c.guarantor.deposit(usd("100.00"))
    assert c.bank.preview_accept(guarantee).allowed
    c.bank.accept(guarantee)


def test_room_is_what_a_bound_leaves(embedded: Consortium) -> None:
    """A client that changed its group since brings its exposure along."""
    c = embedded
    until = c.net.now() + 300 * DAY
    roles = {Role.ENTERPRISE}
    c.registrar.renew(c.exporter.org, roles=roles, group=7, valid_until=until)
    attest(c, "1000.00")
    issue(c, usd("60.00"))
    c.registrar.renew(c.exporter.org, roles=roles, group=8, valid_until=until)
    c.guarantor.deposit(usd("500.00"))
    financing = ask(c, c.papers(118))
    assert c.guarantor.preview_cover(financing, usd("40.00")).allowed
    refusals = [f.refusal for f in c.guarantor.preview_cover(financing, usd("90.01")).failures]
    org = c.guarantor.org
    assert refusals == [ClientExceedsLimit(org, c.exporter.org, 15_001, 10_000), *refusals[1:]]


# Security that an offer requires


def test_cover_that_requires_security_begins_on_as_much(embedded: Consortium) -> None:
    c = embedded
    appraiser = appraiser_of(c)
    land = asset(c, appraiser, value="1000.00")
    other = asset(c, appraiser, value="100.00", name="another")
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    terms = {"premium": usd("0.00"), "payer": c.bank.org, "secured_bps": 12_000}
    guarantee = offered(c, financing, usd("500.01"), **terms)
    c.guarantor.deposit(usd("900.00"))
    required = 60_002  # 120 % of 500.01, rounded up
    with refused(c.net, SecurityInsufficient(guarantee, 0, required)):
        c.bank.accept(guarantee)
    # 70 % x 85 % of 1,000.00 are recognised; of 100.00, 59.50.
    c.exporter.offer_collateral(guarantee, land, usd("595.00"))
    c.exporter.offer_collateral(guarantee, other, usd("5.01"))
    with refused(c.net, SecurityInsufficient(guarantee, 59_500, required)):
        c.bank.accept(guarantee, assets=[land])
    verdict = c.bank.preview_accept(guarantee, assets=[land, other])
    assert verdict.failures[0].refusal == SecurityInsufficient(guarantee, 60_001, required)
    twice = sorted([land, other])
    with refused(c.net, AssetsNotAscending(twice[0], twice[0])):
        c.bank.accept(guarantee, assets=[twice[0], twice[0]])
    c.exporter.offer_collateral(guarantee, asset(c, appraiser, name="third"), usd("0.01"))
    third = c.net.securities(guarantee)[-1].asset
    c.bank.accept(guarantee, assets=[land, other, third])

    # More cover asks for more, and a stale valuation counts nothing.
    c.guarantor.amend(guarantee, cover=usd("500.02"), until=c.net.now() + 500 * DAY)
    with refused(c.net, SecurityInsufficient(guarantee, required, 60_003)):
        c.bank.accept_amendment(guarantee, assets=[land, other, third])
    assert c.net.guarantee(guarantee).secured_bps == 12_000
