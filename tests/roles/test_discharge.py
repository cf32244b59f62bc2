"""What a holder gets out of its own security comes off its part of the claim alone."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from tests.conftest import Consortium, Papers, assemble, usd
from tests.roles.acts import (
    DAY,
    USD,
    another_guarantor,
    ask,
    by_key,
    covered,
    default_of,
    drawn,
    held_by_request,
    refused,
)
from tests.roles.test_freezes import frozen
from tests.roles.test_shares import holdings, sold
from tradefin import Money, local, samples
from tradefin.chain.connection import Done
from tradefin.chain.local import _keys as local_keys
from tradefin.enums import FinancingStatus, GuaranteeKind
from tradefin.errors import (
    DischargeExceedsHolding,
    FinancingIsFrozen,
    FinancingNotOwing,
    NothingToRelieve,
    RanksIncomplete,
)
from tradefin.events import (
    DebtorUsed,
    DocumentUsed,
    FinancingRelieved,
    FinancingSettled,
    HoldingDischarged,
    LineUsed,
    PayeeCredited,
    PaymentBooked,
)
from tradefin.ids import FinancingId, GuaranteeId, LineId, OrgId
from tradefin.ledger import Ledger
from tradefin.roles.guarantor import Guarantor

LEDGER, PLEDGE = "ClaimLedger", "ReceivablePledge"
SECURITY_KEY, STRANGER_KEY = 8, 11
SECURITY_ARGUMENT = 7
COVER = usd("50000.00")


@pytest.fixture(scope="module")
def _recovering() -> Iterator[Consortium]:
    """A consortium whose CounterSecurity is a key, so that it discharges what it likes."""
    deploy: Any = sys.modules["tradefin.chain.deploy"]
    key = local_keys()[SECURITY_KEY].address
    plan = deploy._rooms

    def told(settings: Any) -> dict[str, Any]:
        rooms = dict(plan(settings))
        artifact, arguments = rooms["ClaimLedger"]
        before, after = SECURITY_ARGUMENT, SECURITY_ARGUMENT + 1
        rooms["ClaimLedger"] = (
            artifact,
            lambda account: (*arguments(account)[:before], key, *arguments(account)[after:]),
        )
        return rooms

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(deploy, "_rooms", told)
        with local(aliases=samples.PARTICIPANTS) as net:
            yield assemble(net)


@pytest.fixture
def c(_recovering: Consortium) -> Iterator[Consortium]:
    mark = _recovering.net.snapshot()
    yield _recovering
    _recovering.net.revert(mark)


def discharge(c: Consortium, financing: FinancingId, holder: OrgId, amount: int) -> Done:
    key = c.net.keys[SECURITY_KEY]
    return by_key(c.net, key, LEDGER, "discharge", financing, holder, amount)


def relieve(c: Consortium, financing: FinancingId) -> Done:
    held = held_by_request(c, financing)
    return by_key(c.net, c.net.keys[STRANGER_KEY], PLEDGE, "relieve", held)


def paid_for(
    c: Consortium, papers: Papers | None = None, line: LineId | None = None
) -> FinancingId:
    """A financing of 288,000.00 on which two guarantors paid 50,000.00 each, overdue."""
    financing = drawn(c, papers or c.papers(), line)
    second = another_guarantor(c, "second guarantor", COVER)
    c.guarantor.deposit(COVER)
    for guarantor in (c.guarantor, second):
        on_demand = {"guarantor": guarantor, "kind": GuaranteeKind.DEMAND}
        paid_by(c, guarantor, covered(c, financing, COVER, **on_demand))
    sold(c, financing, usd("10000.01"))
    c.net.travel(default_of(c, financing) + 3 * DAY)
    return financing


def paid_by(c: Consortium, guarantor: Guarantor, guarantee: GuaranteeId) -> None:
    demand = c.bank.demand(guarantee, COVER, b"unpaid").demand
    guarantor.examine(demand)
    guarantor.pay(demand)


def owned_by(c: Consortium, financing: FinancingId) -> None:
    """The guarantor holds all of the claim: it bought what the lead bank had."""
    c.guarantor.approve_purchases("USD")
    sold(c, financing, c.net.statement(financing).debt.total, buyer=c.guarantor)


# Refusals


def test_no_more_is_discharged_than_the_holder_holds(c: Consortium) -> None:
    financing = paid_for(c)
    held = holdings(c, financing)[c.guarantor.org]
    whole = sum(holdings(c, financing).values())
    for more in (held + 1, whole, whole + 1, 2**96 - 1):
        over = DischargeExceedsHolding(financing, c.guarantor.org, more, held)
        with refused(c.net, over):
            discharge(c, financing, c.guarantor.org, more)
    for nobody in (c.exporter.org, c.bank.org, OrgId(0)):
        with refused(c.net, DischargeExceedsHolding(financing, nobody, 1, 0)):
            discharge(c, financing, nobody, 1)


def test_what_is_not_owed_is_not_discharged(c: Consortium) -> None:
    financing = ask(c, c.papers())
    with refused(c.net, FinancingNotOwing(financing, FinancingStatus.REQUESTED)):
        discharge(c, financing, c.guarantor.org, 1)
    c.bank.fund(financing)
    c.exporter.repay(financing)
    with refused(c.net, FinancingNotOwing(financing, FinancingStatus.SETTLED)):
        discharge(c, financing, c.guarantor.org, 0)


def test_a_frozen_financing_is_not_discharged(c: Consortium) -> None:
    """What comes in on it is parked, and what a holder got for itself can't be."""
    financing = paid_for(c)
    until = c.net.now() + 9 * DAY
    c.regulator.freeze_financing(financing, case_number="1", until=until)
    with refused(c.net, FinancingIsFrozen(financing, until)):
        discharge(c, financing, c.guarantor.org, 1)


def test_nothing_is_relieved_that_is_owed_or_waits(c: Consortium) -> None:
    financing = ask(c, c.papers(), None, usd("1000.00"))
    with refused(c.net, NothingToRelieve(financing, 100_000, 0)):
        relieve(c, financing)
    c.bank.fund(financing)
    with refused(c.net, NothingToRelieve(financing, 100_000, 100_000)):
        relieve(c, financing)
    other = (FinancingId(financing + 1), held_by_request(c, financing)[1])
    with refused(c.net, NothingToRelieve(other[0], 0, 0)):
        by_key(c.net, c.net.keys[STRANGER_KEY], PLEDGE, "relieve", other)


# Paths


@pytest.mark.parametrize("amount", [1, 33_333, 999_999, None])
def test_a_discharge_comes_off_one_part_alone(c: Consortium, amount: int | None) -> None:
    financing = paid_for(c)
    before, debt = holdings(c, financing), c.net.statement(financing).debt
    held = before[c.guarantor.org]
    off = held if amount is None else amount
    done = discharge(c, financing, c.guarantor.org, off)
    after = holdings(c, financing)
    kept = {c.guarantor.org: held - off} if off != held else {}
    assert after == {
        **{org: part for org, part in before.items() if org != c.guarantor.org},
        **kept,
    }
    assert sum(after.values()) == debt.total.minor - off
    told = done.one(HoldingDischarged)
    assert (told.financing, told.holder) == (financing, c.guarantor.org)
    assert (told.amount, told.held) == (off, held - off)
    booked = done.one(PaymentBooked)
    penalty = min(off, debt.penalty.minor)
    interest = min(off - penalty, debt.interest.minor)
    assert (booked.fees, booked.penalty, booked.interest) == (0, penalty, interest)
    assert booked.principal == off - penalty - interest
    assert booked.outstanding == debt.principal.minor - booked.principal
    assert {type(event) for event in done.events} == {PaymentBooked, HoldingDischarged}


def test_who_was_discharged_gives_its_seat_back_and_the_others_share_what_comes(
    c: Consortium,
) -> None:
    financing = paid_for(c)
    before = holdings(c, financing)
    discharge(c, financing, c.guarantor.org, before[c.guarantor.org])
    assert c.guarantor.org not in holdings(c, financing)
    c.net.travel(c.net.now() + 10 * DAY)
    c.exporter.repay(financing)
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
    assert c.net.credit(c.guarantor.org, "USD").minor == 0
    # The penalty of ten days is shared by what each holds.
    assert c.net.credit(c.other_bank.org, "USD").minor > before[c.other_bank.org]
    relieve(c, financing)
    assert c.net.document(c.net.basis(financing).whole).used.minor == 0


def test_receipts_and_discharges_in_turn_leave_no_unit(c: Consortium) -> None:
    financing = paid_for(c)
    for amount in (7, 11, 13):
        c.exporter.repay(financing, usd("1234.57"))
        discharge(c, financing, c.guarantor.org, amount * 100_000)
        c.net.travel(c.net.now() + amount * DAY)
        total = c.net.statement(financing).debt.total.minor
        assert sum(holdings(c, financing).values()) == total
    owed = c.net.statement(financing).debt.total
    assert c.exporter.repay(financing).amount == owed.minor
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
    relieve(c, financing)
    document = c.net.document(c.net.basis(financing).whole)
    assert (document.used.minor, document.free) == (0, document.open)


@pytest.mark.parametrize("seed", range(3))
def test_no_order_of_receipts_and_discharges_moves_anothers_part(c: Consortium, seed: int) -> None:
    """Random amounts and days; after each discharge the others hold what they held before it."""
    luck = Random(seed)
    papers, line = c.papers(), c.line()
    financing = paid_for(c, papers, line)
    lead = c.bank.org
    for _ in range(8):
        before = holdings(c, financing)
        org = luck.choice([one for one in before if one != lead])
        amount = luck.choice([luck.randint(1, before[org]), before[org], luck.randint(1, 999)])
        off = min(amount, before[org])
        discharge(c, financing, org, off)
        left = {**before, org: before[org] - off}
        assert holdings(c, financing) == {one: part for one, part in left.items() if part}
        if luck.random() < 0.5:
            c.exporter.repay(financing, Money(luck.randint(1, 3_000_000), "USD"))
        principal = c.net.financing(financing).principal
        if c.net.document(papers.invoice).used > principal:
            c.guarantor.relieve(financing)
        assert c.net.document(papers.invoice).used == c.net.line(line).used == principal
        c.net.travel(c.net.now() + luck.randint(1, 40) * DAY)
        whole = c.net.statement(financing).debt.total.minor
        assert sum(holdings(c, financing).values()) == whole
        if set(holdings(c, financing)) == {lead}:
            break
    assert c.exporter.repay(financing).amount == whole
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
    assert c.net.document(papers.invoice).used.minor == c.net.line(line).used.minor == 0


def test_what_was_written_off_is_discharged_to_the_last_unit(c: Consortium) -> None:
    financing = drawn(c, c.papers(), None, usd("1000.00"))
    owned_by(c, financing)
    c.net.travel(default_of(c, financing))
    c.bank.write_off(financing)
    total = c.net.statement(financing).debt.total.minor
    done = discharge(c, financing, c.guarantor.org, total)
    assert done.one(FinancingSettled).financing == financing
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
    assert c.net.statement(financing).debt.total.minor == 0


def test_the_last_unit_settles_and_frees_the_invoice_and_the_line(c: Consortium) -> None:
    papers, line = c.papers(), c.line(concentration_bps=5_000)
    financing = drawn(c, papers, line, usd("1000.00"))
    owned_by(c, financing)
    c.net.travel(c.net.now() + 10 * DAY)
    total = c.net.statement(financing).debt.total.minor
    done = discharge(c, financing, c.guarantor.org, total - 1)
    assert not [event for event in done.events if isinstance(event, FinancingSettled)]
    freed = relieve(c, financing)
    assert freed.one(FinancingRelieved).principal == 1
    assert c.net.document(papers.invoice).used.minor == 1
    done = discharge(c, financing, c.guarantor.org, 1)
    assert done.one(FinancingSettled).financing == financing
    assert c.net.document(papers.invoice).used.minor == 1
    freed = relieve(c, financing)
    told = freed.one(FinancingRelieved)
    assert (told.financing, told.amount, told.principal) == (financing, 1, 0)
    assert freed.one(LineUsed).used == freed.one(DebtorUsed).used == 0
    assert {event.used for event in freed.events if isinstance(event, DocumentUsed)} == {0}
    assert c.net.line(line).used.minor == 0
    for paper in (papers.invoice, papers.declaration):
        document = c.net.document(paper)
        assert (document.used.minor, document.free) == (0, document.amount)
    with refused(c.net, NothingToRelieve(financing, 0, 0)):
        relieve(c, financing)
    # No rank is left on it: the debtor pays the holder.
    c.buyer.collect(papers.invoice, usd("360000.00"), "MT103 1")


def test_a_rank_that_was_discharged_holds_up_the_others_until_it_is_relieved(c: Consortium) -> None:
    papers, line = c.papers(), c.line()
    first, second = (drawn(c, papers, line, usd("1000.00")) for _ in range(2))
    owned_by(c, first)
    discharge(c, first, c.guarantor.org, c.net.statement(first).debt.total.minor)
    ranks = [held_by_request(c, financing) for financing in (first, second)]
    payment = (papers.invoice, 50_000, bytes(32), ranks)
    with refused(c.net, FinancingNotOwing(first, FinancingStatus.SETTLED)):
        c.buyer._connection.write(c.buyer._account, PLEDGE, "collect", *payment)
    with pytest.raises(RanksIncomplete):
        c.buyer.collect(papers.invoice, usd("500.00"), "MT103 1")
    assert c.exporter.relieve(first).amount == 100_000
    c.buyer.collect(papers.invoice, usd("500.00"), "MT103 1")
    assert c.net.financing(second).principal < usd("1000.00")


def test_security_pays_an_owner_or_its_credit(c: Consortium) -> None:
    """What exceeds a guarantor's claim goes to the asset's owner, frozen or not."""
    key = c.net.keys[SECURITY_KEY]
    account = c.net.organisation(c.guarantor.org).account
    c.guarantor.approve_purchases("USD")
    before = [c.net.balance(org, "USD") for org in (c.guarantor.org, c.exporter.org)]
    by_key(c.net, key, LEDGER, "payTo", USD, account, c.exporter.org, 100)
    frozen(c, c.exporter)
    done = by_key(c.net, key, LEDGER, "payTo", USD, account, c.exporter.org, 20)
    assert done.one(PayeeCredited).amount == c.net.credit(c.exporter.org, "USD").minor == 20
    to = c.net.organisation(c.bank.org).account
    by_key(c.net, key, LEDGER, "pull", USD, account, to, 3)
    assert c.net.balance(c.guarantor.org, "USD") == before[0] - usd("1.23")
    assert c.net.balance(c.exporter.org, "USD") == before[1] + usd("1.00")


def test_a_discharge_is_filed_as_how_it_was_paid(c: Consortium) -> None:
    financing = paid_for(c)
    before = holdings(c, financing)[c.guarantor.org]
    discharge(c, financing, c.guarantor.org, 40_000)
    with Ledger.open() as ledger:
        ledger.follow(c.net)
        (fact,) = ledger.payment_history(c.exporter.org)
        assert (fact.how, fact.financing) == ("discharged", financing)
        (at_stake,) = ledger.exposure(c.guarantor.org)
        assert at_stake.bought.minor == before - 40_000
