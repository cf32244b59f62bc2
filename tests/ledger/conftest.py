from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.ledger.trades import Trades, usd
from tradefin.ledger import Ledger


@pytest.fixture(scope="module")
def played() -> Iterator[Trades]:
    """One sale repaid, one defaulted and partly recovered, one request withdrawn, one revoked."""
    trades = Trades()
    first = trades.present()
    withdrawn = trades.request(*first, "100000.00")
    trades.exporter.withdraw(withdrawn)

    repaid = trades.request(*first, "250000.00")
    guarantee = trades.cover(repaid, "200000.00")
    trades.bank.fund(repaid)
    trades.exporter.repay(repaid, usd("40000.00"))
    trades.after_maturity(repaid, 0)
    trades.buyer.collect(first[0], usd("300000.00"), "first")
    trades.guarantor.release(guarantee)

    second = trades.present()
    defaulted = trades.request(*second, "288000.00")
    guarantee = trades.cover(defaulted, "230400.00")
    trades.bank.fund(defaulted)
    trades.after_maturity(defaulted, 16)
    demand = trades.bank.demand(guarantee, usd("200000.00"), b"unpaid").demand
    trades.guarantor.examine(demand)
    trades.guarantor.pay(demand)
    trades.buyer.collect(second[0], usd("150000.00"), "second")

    invoice, _ = trades.present()
    trades.bank.revoke(invoice)
    yield trades
    trades.net.close()


@pytest.fixture
def ledger(played: Trades) -> Iterator[Ledger]:
    with Ledger.open() as ledger:
        ledger.follow(played.net)
        yield ledger
