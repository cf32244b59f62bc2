"""Goods become credit: a receipt alone, a bill beside a receivable, from paper to surrender."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.conftest import Consortium, usd
from tests.roles.acts import address_of, admit, fresh_key, midnight
from tradefin import documents, samples
from tradefin.enums import DocumentKind, FinancingStatus, Role
from tradefin.errors import (
    ConditionNotMet,
    DocumentInUse,
    InvalidInput,
    NothingToFinance,
    ValuationStale,
)
from tradefin.ids import LineId
from tradefin.roles.attestor import Attestor
from tradefin.roles.bank import Bank


def attestor_of(c: Consortium, kind: DocumentKind) -> Attestor:
    """A warehouse or a carrier, with the consortium's secret."""
    key = fresh_key(c.net, kind.name)
    admit(c, key.address, roles=[Role.ATTESTOR], kinds=[kind])
    return c.net.attestor(key)


def lending(c: Consortium, bank: Bank | None = None, condition: str | None = None) -> LineId:
    return c.line(bank, cargo_advance_bps=7_000, valuation_days=30, condition=condition)


def test_a_receipt_is_financed_alone_repaid_and_surrendered(consortium: Consortium) -> None:
    c = consortium
    keeper, today = attestor_of(c, DocumentKind.WAREHOUSE_RECEIPT), c.net.now().date()
    receipt = documents.read(samples.cargo(today).receipt)
    with pytest.raises(InvalidInput, match="states no amount"):
        keeper.attest(receipt)
    stood = keeper.attest(receipt, value=usd("500000.00"), valued=today)
    paper = stood.document
    assert (stood.kind, stood.holder, stood.counterparty) == (
        DocumentKind.WAREHOUSE_RECEIPT,
        c.exporter.org,
        0,
    )
    assert c.net.document(paper).due == midnight(today)
    check = c.bank.check(receipt, usd("350000.00"))
    assert (check.document, check.authentic, check.free) == (paper, True, True)

    first, second = lending(c), lending(c, c.other_bank)
    quote = c.exporter.quote(first, paper)
    assert quote.amount == usd("350000.00")
    own = c.exporter.request(first, paper, amount=usd("200000.00")).financing
    c.bank.fund(own)
    behind = c.exporter.request(second, paper).financing
    c.other_bank.fund(behind)
    assert c.net.financing(behind).requested == usd("150000.00")
    with pytest.raises(NothingToFinance):
        c.exporter.request(first, paper)

    c.net.travel(c.net.now() + timedelta(days=31))
    third = lending(c)
    with pytest.raises(ValuationStale):
        c.exporter.request(third, paper)
    keeper.revalue(receipt, usd("600000.00"), valued=c.net.now().date())
    assert c.exporter.quote(third, paper).amount == usd("70000.00")
    keeper.revalue(receipt, usd("340000.00"))  # less than what rests on it
    assert c.net.document(paper).short
    assert [n.what for n in c.bank.inbox()] == ["short"]
    with pytest.raises(DocumentInUse):
        keeper.surrender(paper, usd("1.00"))

    c.exporter.repay(own)
    sold = c.other_bank.collect(paper, usd("160000.00"), "sale of the goods")
    assert c.net.financing(behind).status is FinancingStatus.SETTLED
    # Less 150,000.00 and 31 days of interest, 678.125, half a cent up.
    assert sold.surplus == 1_000_000 - 67_813
    left = c.net.document(paper)
    assert (left.used, left.open) == (usd("0.00"), usd("180000.00"))
    keeper.surrender(paper, usd("80000.00"))
    keeper.revalue(receipt, usd("90000.00"))  # what is still there
    assert c.net.document(paper).open == usd("90000.00")
    assert keeper.surrender(paper, usd("90000.00")).open == 0


def test_a_bill_stands_beside_the_receivable_that_it_secures(consortium: Consortium) -> None:
    c = consortium
    carrier, papers = attestor_of(c, DocumentKind.BILL_OF_LADING), c.papers()
    bill = documents.read(samples.cargo(c.net.now().date()).bill)
    paper = carrier.attest(bill, value=usd("450000.00")).document
    assert c.net.document(paper).due is not None
    line = lending(c, condition=address_of(c.net, "Collateral"))
    financing = c.exporter.request(line, papers.invoice, [papers.declaration]).financing
    verdict = c.bank.preview_fund(financing)
    assert verdict.failures[0].refusal == ConditionNotMet(financing, 28_800_000, 0)
    assert verdict.failures[0].cure.by == "guarantor or enterprise"
    c.exporter.secure(financing, paper, usd("288000.00"))
    c.bank.fund(financing)
    # The goods arrive: the bank gives the bill up against a trust receipt, or after payment.
    with pytest.raises(DocumentInUse):
        carrier.surrender(paper, usd("450000.00"))
    c.buyer.collect(papers.invoice, usd("360000.00"), "MT103 1")
    assert c.net.financing(financing).status is FinancingStatus.SETTLED
    c.exporter.release_cargo(financing, paper)
    assert carrier.surrender(paper, usd("450000.00")).open == 0


def test_a_straight_bill_is_attested_and_never_credit(embedded: Consortium) -> None:
    c = embedded
    carrier, today = attestor_of(c, DocumentKind.BILL_OF_LADING), c.net.now().date()
    straight = samples.cargo(today).bill.replace(b'"isToOrder": true', b'"isToOrder": false')
    bill = documents.read(straight)
    with pytest.raises(InvalidInput, match="not negotiable"):
        carrier.attest(bill, value=usd("450000.00"), valued=today)
    paper = carrier.attest(bill, value=usd("450000.00")).document
    assert c.net.document(paper).due is None
    line = lending(c)
    with pytest.raises(ValuationStale) as caught:
        c.exporter.request(line, paper)
    assert caught.value.valued is None


def test_only_assets_are_valued(embedded: Consortium) -> None:
    c = embedded
    today = c.net.now().date()
    invoice = documents.read(samples.trade(today).invoice)
    with pytest.raises(InvalidInput, match="INVOICE is not valued as of a day"):
        c.bank.attest(invoice, valued=today)
    receipt = documents.read(samples.cargo(today).receipt)
    keeper = attestor_of(c, DocumentKind.WAREHOUSE_RECEIPT)
    # What a depositor declares is no valuation; the keeper's is told beside it.
    declared = replace(receipt, total=usd("900000.00"))
    signed = keeper.sign(declared, value=usd("500000.00"), valued=today)
    assert signed.attestation.amount == usd("500000.00")
    (stood,) = c.exporter.present(signed)
    assert (stood.amount, stood.due) == (50_000_000, midnight(today))
