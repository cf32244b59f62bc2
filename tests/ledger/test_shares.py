"""Shares that are sold stand with whom they were sold to."""

from __future__ import annotations

from datetime import timedelta

from tests.conftest import Consortium, usd
from tradefin.ledger import Ledger


def test_a_sale_is_an_exposure_of_its_buyer(embedded: Consortium) -> None:
    c = embedded
    papers = c.papers()
    asked = c.exporter.request(c.line(), papers.invoice, [papers.declaration])
    c.bank.fund(asked.financing)
    until = c.net.now() + timedelta(days=1)

    def sell(seller: object, buyer: object, amount: str) -> None:
        price = usd("1.00")
        told = seller.offer_share(  # type: ignore[attr-defined]
            asked.financing,
            buyer.org,  # type: ignore[attr-defined]
            usd(amount),
            price=price,
            until=until,
        )
        buyer.buy_share(told.share)  # type: ignore[attr-defined]

    c.guarantor.approve_purchases("USD")
    sell(c.bank, c.other_bank, "5000.00")
    sell(c.other_bank, c.guarantor, "2000.00")
    sell(c.other_bank, c.bank, "1000.00")
    with Ledger.open() as ledger:
        ledger.follow(c.net)
        (at_bank,) = ledger.exposure(c.bank.org)
        (at_buyer,) = ledger.exposure(c.other_bank.org)
        (at_guarantor,) = ledger.exposure(c.guarantor.org)
        assert (at_bank.sold, at_bank.bought) == (usd("4000.00"), usd("0.00"))
        assert (at_buyer.bought, at_guarantor.bought) == (usd("2000.00"), usd("2000.00"))
