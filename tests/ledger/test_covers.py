"""Cover and demands over time: what falls, is amended, refused, contested, extended, short."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import DAY, SECOND, covered, drawn, midnight
from tradefin import Money
from tradefin.enums import Discrepancy, GuaranteeKind
from tradefin.ids import FinancingId, GuaranteeId
from tradefin.ledger import Ledger
from tradefin.models import Reduction

KIND = GuaranteeKind.DEMAND
WRONG = [Discrepancy.AMOUNT_WRONG]


@pytest.fixture
def financing(embedded: Consortium) -> FinancingId:
    return drawn(embedded, embedded.papers(), None, usd("1000.00"))


@pytest.fixture
def guarantee(embedded: Consortium, financing: FinancingId) -> GuaranteeId:
    c = embedded
    terms = {"arbiter": c.regulator.org, "expiry": c.net.now() + 40 * DAY}
    return covered(c, financing, usd("1000.00"), kind=KIND, **terms)


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    with Ledger.open() as ledger:
        yield ledger


def cover(ledger: Ledger, c: Consortium, financing: FinancingId) -> list[Money]:
    """The points of cover so far, the last as the chain has it."""
    ledger.follow(c.net)
    points = [point.covered for point in ledger.cover_history(financing)]
    assert points[-1].minor == c.net._connection.read("GuaranteeEscrow", "coveredOf", financing)
    return points


def test_cover_falls_and_is_amended(
    embedded: Consortium, financing: FinancingId, ledger: Ledger
) -> None:
    c = embedded
    day = c.net.now().date() + timedelta(days=20)
    steps = [Reduction(day, 5_000)]
    guarantee = covered(c, financing, usd("1000.00"), kind=KIND, reductions=steps)
    c.net.travel(midnight(day))
    c.bank.reduce(guarantee)
    c.guarantor.amend(guarantee, cover=usd("800.00"), until=c.net.now() + DAY)
    c.bank.accept_amendment(guarantee)
    assert cover(ledger, c, financing) == [usd("1000.00"), usd("500.00"), usd("400.00")]


@pytest.mark.parametrize("contested", [False, True])
def test_a_refusal_keeps_cover_until_its_time_is_over(
    embedded: Consortium,
    financing: FinancingId,
    guarantee: GuaranteeId,
    ledger: Ledger,
    contested: bool,
) -> None:
    c = embedded
    expiry = c.net.guarantee(guarantee).expiry
    c.net.travel(expiry - DAY)
    demand = c.bank.demand(guarantee, usd("500.00"), b"unpaid").demand
    by = c.guarantor.refuse(demand, WRONG).contest_by
    if contested:
        by = c.bank.contest(demand, b"the amount is right").decide_by
    assert by is not None
    assert by > expiry
    c.net.travel(by)
    assert cover(ledger, c, financing)[-1] != usd("0.00")
    c.net.travel(by + SECOND)
    c.exporter.repay(financing, usd("1.00"))
    assert cover(ledger, c, financing)[-1] == usd("0.00")
    assert ledger.cover_history(financing)[-1].time == by + SECOND


def test_what_is_missing_is_still_covered(
    embedded: Consortium, financing: FinancingId, ledger: Ledger
) -> None:
    c = embedded
    c.registrar.classify(c.guarantor.org, "USD", margin_bps=1_000)
    guarantee = covered(c, financing, usd("900.00"), kind=KIND)
    c.guarantor.withdraw(usd("810.00"))
    demand = c.bank.demand(guarantee, usd("500.00"), b"unpaid").demand
    c.guarantor.examine(demand)
    assert c.bank.pay(demand).missing == 41_000
    assert cover(ledger, c, financing) == [usd("900.00"), usd("810.00")]
    c.guarantor.deposit(usd("410.00"))
    c.bank.pay(demand)
    assert cover(ledger, c, financing)[-1] == usd("400.00")
    assert ledger.financing(financing).payout == usd("500.00")
    capital = c.net.capital(c.guarantor.org, "USD")
    point = ledger.capital_history(c.guarantor.org, "USD")[-1]
    assert (point.balance, point.locked) == (capital.balance, capital.locked)


def test_an_extension_keeps_cover(
    embedded: Consortium, financing: FinancingId, guarantee: GuaranteeId, ledger: Ledger
) -> None:
    c = embedded
    expiry = c.net.guarantee(guarantee).expiry
    demand = c.bank.demand(guarantee, usd("500.00"), b"unpaid").demand
    c.bank.extend_or_pay(demand, expiry + 90 * DAY)
    c.guarantor.extend(demand)
    c.net.travel(expiry + DAY)
    c.exporter.repay(financing, usd("1.00"))
    assert cover(ledger, c, financing)[-1] == usd("1000.00")


def test_a_premium_is_what_was_paid(
    embedded: Consortium, financing: FinancingId, ledger: Ledger
) -> None:
    c = embedded
    terms = {"premium": usd("10.00"), "kind": KIND}
    advance = covered(c, financing, usd("400.00"), **terms)
    covered(c, financing, usd("400.00"), in_arrear=True, **terms)
    ledger.follow(c.net)
    assert ledger.financing(financing).premium == usd("10.00")
    c.bank.release(advance)
    given_back = c.bank.settle_premium(advance).amount
    ledger.follow(c.net)
    assert ledger.financing(financing).premium == usd("10.00") - Money(given_back, "USD")
