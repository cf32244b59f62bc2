"""One trade with both endings, on every engine, to the last cent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.conftest import Consortium, usd
from tradefin import documents
from tradefin.enums import FinancingStatus
from tradefin.errors import DocumentAlreadyAttested, UseExceedsCapacity


def test_second_financing_is_refused_and_told_what_is_free(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    first = c.exporter.request(c.line(), papers.invoice, [papers.declaration])
    c.bank.fund(first.financing)
    assert first.amount == 28_800_000

    with pytest.raises(DocumentAlreadyAttested) as known:
        c.other_bank.attest(papers.retyped)
    assert known.value == DocumentAlreadyAttested(papers.invoice, 1)

    same = c.other_bank.document_id(papers.retyped)
    line = c.line(c.other_bank)
    with pytest.raises(UseExceedsCapacity) as refused:
        c.exporter.request(line, same, [papers.declaration], usd("288000.00"))
    assert refused.value == UseExceedsCapacity(papers.invoice, 28_800_000, 7_200_000)


def test_collection_settles_and_releases_everything(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    asked = c.exporter.request(c.line(), papers.invoice, [papers.declaration])
    c.bank.fund(asked.financing)
    funded = c.net.now()
    c.net.travel(funded + timedelta(days=30))
    before = {p: c.net.balance(p.org, "USD") for p in (c.bank, c.exporter, c.buyer)}

    paid = c.buyer.collect(papers.invoice, usd("360000.00"), "MT103 1")

    interest = usd("1260.00")  # 288,000.00 x 5.25 % x 30 / 360
    assert c.net.balance(c.bank.org, "USD") == before[c.bank] + usd("288000.00") + interest
    assert c.net.balance(c.exporter.org, "USD") == before[c.exporter] + usd("70740.00")
    assert c.net.balance(c.buyer.org, "USD") == before[c.buyer] - usd("360000.00")
    assert paid.surplus == 7_074_000
    f = c.net.financing(asked.financing)
    assert (f.status, f.principal.minor) == (FinancingStatus.SETTLED, 0)
    invoice, declaration = c.net.document(papers.invoice), c.net.document(papers.declaration)
    assert (invoice.used.minor, invoice.free.minor) == (0, 0)
    assert (declaration.used.minor, declaration.free) == (0, usd("140000.00"))
    assert c.net.line(f.line).used.minor == 0


def test_guarantor_pays_and_shares_what_comes_later(consortium: Consortium) -> None:
    c = consortium
    papers = c.papers()
    asked = c.exporter.request(c.line(), papers.invoice, [papers.declaration])
    c.guarantor.deposit(usd("230400.00"))
    now = c.net.now()
    offer = c.guarantor.offer(
        asked.financing,
        usd("230400.00"),
        premium=usd("1152.00"),
        payer=c.exporter.org,
        expiry=now + timedelta(days=180),
        offer_until=now + timedelta(days=2),
    )
    c.bank.accept(offer.guarantee)
    c.exporter.accept(offer.guarantee)
    c.bank.fund(asked.financing)
    f = c.net.financing(asked.financing)
    default = datetime.combine(f.maturity_day, datetime.min.time(), UTC) + timedelta(days=16)
    c.net.travel(default)
    assert c.net.financing(f.id).status is FinancingStatus.DEFAULTED
    owed = c.net.statement(f.id).debt.total

    demand = c.bank.demand(offer.guarantee, usd("230400.00"), b"not repaid at maturity")
    c.guarantor.examine(demand.demand)
    before = c.net.balance(c.bank.org, "USD")
    c.guarantor.pay(demand.demand)
    assert c.net.balance(c.bank.org, "USD") == before + usd("230400.00")
    assert c.net.capital(c.guarantor.org, "USD").balance.minor == 0
    lead, share = c.net.statement(f.id).holdings
    assert (lead.amount, share.amount) == (owed - usd("230400.00"), usd("230400.00"))

    c.buyer.collect(papers.invoice, usd("100000.00"), "MT103 2")
    part = 23_040_000 * 10_000_000 // owed.minor
    assert c.net.credit(c.guarantor.org, "USD").minor == part
    c.exporter.repay(f.id)
    assert c.net.credit(c.guarantor.org, "USD") == usd("230400.00")
    assert c.net.financing(f.id).status is FinancingStatus.SETTLED
    c.guarantor.withdraw_credit("USD")
    assert c.net.held_by("ClaimLedger", "USD").minor == 0


def test_the_retyped_paper_is_the_same_paper(embedded: Consortium) -> None:
    papers = embedded.papers()
    assert papers.retyped.number != papers.read_invoice.number
    assert embedded.bank.document_id(papers.retyped) == papers.invoice
    assert not documents.crosscheck(papers.read_invoice, papers.retyped)
