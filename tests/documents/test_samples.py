"""The sample papers are sound, and the invoice is one document in both of its formats."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradefin import documents, samples
from tradefin.documents import DocumentKind, TradeDocument
from tradefin.money import Money, exponent


def test_the_invoice(invoice: TradeDocument) -> None:
    assert invoice.kind is DocumentKind.INVOICE
    assert invoice.number == "INV-2026/0117"
    assert (invoice.issue_date, invoice.due_date) == (dt.date(2026, 2, 27), dt.date(2026, 5, 28))
    assert invoice.total == invoice.receivable == Money.of("360000.00", "USD")
    assert invoice.gross == Money.of("420000.00", "USD")
    assert invoice.prepaid == Money.of("60000.00", "USD")
    assert invoice.issuer.identity() == samples.EXPORTER
    assert invoice.counterparty is not None
    assert invoice.counterparty.identity() == samples.BUYER
    assert ("USCC", samples.EXPORTER_USCC.removeprefix("USCC:")) in invoice.issuer.identifiers


def test_the_declaration(declaration: TradeDocument) -> None:
    assert declaration.kind is DocumentKind.CUSTOMS_DECLARATION
    assert declaration.number is not None
    assert declaration.number.isdigit() and len(declaration.number) == 18
    assert declaration.total == Money.of("500000.00", "USD")
    assert declaration.issuer.country == "CN"
    assert declaration.holder is not None and declaration.holder.identity() == samples.EXPORTER


def test_the_retyped_invoice_is_the_same_document(
    invoice: TradeDocument, retyped: TradeDocument, secret: bytes
) -> None:
    assert invoice.source_digest != retyped.source_digest
    assert invoice.number != retyped.number
    assert invoice.issuer.name != retyped.issuer.name
    for participants in (None, samples.PARTICIPANTS):
        key, commitment = (
            paper(secret, participants=participants)
            for paper in (invoice.business_key, invoice.commitment)
        )
        assert retyped.business_key(secret, participants=participants) == key
        assert retyped.commitment(secret, participants=participants) == commitment


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2090, 12, 31)),
    st.sampled_from(["USD", "EUR", "CNY", "JPY", "KWD"]),
    st.integers(1, 9999),
)
def test_sound_at_any_date_and_in_any_currency(date: dt.date, currency: str, serial: int) -> None:
    trade = samples.trade(date, currency, serial=serial)
    papers = [documents.read(data) for data in (trade.invoice, trade.declaration, trade.retyped)]
    assert documents.crosscheck(*papers) == []
    assert {paper.total.currency for paper in papers if paper.total} == {currency}
    assert papers[0].total == papers[2].total == Money(360_000 * 10 ** exponent(currency), currency)


@pytest.mark.parametrize("text", [samples.EXPORTER, samples.EXPORTER_USCC, samples.BUYER])
def test_the_organisations_have_valid_ids(text: str) -> None:
    assert documents.organisation_id(text) == text


def test_each_sale_has_its_own_papers(secret: bytes) -> None:
    sales = [samples.trade(dt.date(2026, 3, 2), serial=serial) for serial in (1, 2)]
    keys = {
        documents.read(data).business_key(secret)
        for sale in sales
        for data in (sale.invoice, sale.declaration)
    }
    assert len(keys) == 4


def test_the_exporters_assets_are_sound_and_its_own(secret: bytes) -> None:
    estate = samples.estate()
    papers = [documents.read(data) for data in (estate.deed, estate.machine)]
    assert documents.crosscheck(*papers) == []
    assert all(p.holder and p.holder.identity({}) == samples.EXPORTER for p in papers)
    other = documents.read(samples.estate(serial=12346).deed)
    assert other.business_key(secret) != papers[0].business_key(secret)
