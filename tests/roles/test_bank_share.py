"""What a bank must bear itself is covered by nobody, and rounds against the guarantee."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import Consortium, assemble, usd
from tradefin import Money, local, samples
from tradefin.chain.deploy import Settings
from tradefin.errors import CoverExceedsObligation, DemandExceedsAvailable

SHARE_BPS = 3_333


@pytest.fixture
def sharing() -> Iterator[Consortium]:
    settings = Settings(tokens={"USD": None}, bank_share_bps=SHARE_BPS)
    with local(aliases=samples.PARTICIPANTS, settings=settings) as net:
        yield assemble(net)


def test_the_bank_bears_its_share_of_what_is_left_rounded_up(sharing: Consortium) -> None:
    c = sharing
    papers = c.papers()
    asked = c.exporter.request(c.line(), papers.invoice, [papers.declaration])
    c.guarantor.deposit(usd("200000.00"))
    now = c.net.now()

    def offer(cover: str) -> int:
        offered = c.guarantor.offer(
            asked.financing,
            usd(cover),
            premium=usd("0.00"),
            payer=c.exporter.org,
            expiry=now + timedelta(days=200),
            offer_until=now + timedelta(days=1),
        )
        c.exporter.accept(offered.guarantee)
        return offered.guarantee

    most = 28_800_000 * (10_000 - SHARE_BPS) // 10_000
    with pytest.raises(CoverExceedsObligation) as refused:
        c.bank.accept(offer("192009.61"))
    assert refused.value == CoverExceedsObligation(asked.financing, most + 1, most)
    guarantee = offer("192009.60")
    c.bank.accept(guarantee)
    c.bank.fund(asked.financing)

    f = c.net.financing(asked.financing)
    midnight = datetime.combine(f.maturity_day, datetime.min.time(), UTC)
    c.net.travel(midnight + timedelta(days=f.grace_days + 1))
    c.exporter.repay(f.id, usd("100000.00"))
    claim = c.net.statement(f.id).debt.total.minor
    own, rest = divmod(claim * SHARE_BPS, 10_000)
    assert rest, "a claim whose share needs rounding"
    available = claim - own - 1
    with pytest.raises(DemandExceedsAvailable) as too_much:
        c.bank.demand(guarantee, Money(available + 1, "USD"), b"not repaid")
    assert too_much.value == DemandExceedsAvailable(guarantee, available + 1, available)
    assert c.bank.demand(guarantee, Money(available, "USD"), b"not repaid").amount == available
