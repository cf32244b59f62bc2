from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.conftest import assemble, usd
from tests.ledger.trades import Trades
from tradefin import local, samples
from tradefin.ledger import Ledger


@pytest.fixture(scope="module", params=["embedded", "anvil"])
def played(request: pytest.FixtureRequest) -> Iterator[Trades]:
    """One sale repaid, one written off and partly recovered, one request withdrawn, one revoked."""
    with local(request.param, aliases=samples.PARTICIPANTS) as net:
        trades = Trades(assemble(net))
        cast = trades.cast
        first = trades.present()
        cast.exporter.withdraw(trades.request(*first, "100000.00"))

        repaid = trades.request(*first, "250000.00")
        guarantee = trades.cover(repaid, "200000.00")
        cast.bank.fund(repaid)
        cast.exporter.repay(repaid, usd("40000.00"))
        trades.after_maturity(repaid, 0)
        cast.buyer.collect(first[0], usd("300000.00"), "first")
        cast.guarantor.release(guarantee)

        second = trades.present()
        defaulted = trades.request(*second, "288000.00")
        guarantee = trades.cover(defaulted, "230400.00")
        cast.bank.fund(defaulted)
        trades.after_maturity(defaulted, 16)
        demand = cast.bank.demand(guarantee, usd("200000.00"), b"unpaid").demand
        cast.guarantor.examine(demand)
        cast.guarantor.pay(demand)
        cast.bank.write_off(defaulted)
        cast.buyer.collect(second[0], usd("150000.00"), "second")

        cast.bank.revoke(trades.present()[0])
        yield trades


@pytest.fixture
def ledger(played: Trades) -> Iterator[Ledger]:
    with Ledger.open() as ledger:
        ledger.follow(played.net)
        yield ledger
