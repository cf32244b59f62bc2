"""The papers of one sale against each other: what can't be true of both is found."""

import json
from typing import Any

import pytest

from tests.documents.papers import codes, declaration, invoice
from tests.documents.test_profile import EXAMPLES
from tradefin import documents
from tradefin.documents import Code, TradeDocument

EXPORTER = {
    "partyName": "Wuxi Taihu Machine Tool Co., Ltd.",
    "address": {"countryCode": "CN"},
    "identifyingCodes": [{"codeListProvider": "GLEIF", "partyCode": "TRAD00WUXIMACHINE042"}],
}
BUYER = {
    "partyName": "Hansa Werkzeugmaschinen Handel GmbH",
    "address": {"countryCode": "DE"},
    "identifyingCodes": [{"codeListProvider": "GLEIF", "partyCode": "TRAD00HAMBURGTRADE90"}],
}
BANK = {"partyName": "A bank", "address": {"countryCode": "SG"}}


def bill(**changes: Any) -> TradeDocument:
    stated = {
        "transportDocumentReference": "HLCU-SHA 2603/00417",
        "transportDocumentTypeCode": "BOL",
        "isToOrder": False,
        "issueDate": "2026-03-01",
        "carrierCode": "HLC",
        "documentParties": {"shipper": EXPORTER, "consignee": BUYER},
    }
    return documents.read(json.dumps(stated | changes).encode())


def contract(**changes: Any) -> TradeDocument:
    return documents.read(json.dumps(EXAMPLES["315"] | changes).encode())


def customs(**changes: Any) -> TradeDocument:
    return documents.read(json.dumps(EXAMPLES["830"] | changes).encode())


def test_the_papers_of_one_sale_agree() -> None:
    assert codes(invoice(), declaration(), contract(), bill()) == []


@pytest.mark.parametrize(
    ("first", "second", "code"),
    [
        (invoice(), contract(currency="EUR"), Code.CURRENCY_MISMATCH),
        (invoice(), contract(total="419999.99"), Code.AMOUNT_EXCEEDS_CONTRACT),
        (invoice(), contract(seller={"name": "Another", "country": "VN"}), Code.EXPORTER_MISMATCH),
        (invoice(), contract(buyer={"name": "Another", "country": "FR"}), Code.BUYER_MISMATCH),
        (invoice(), contract(issue_date="2026-02-28"), Code.DATE_ORDER),
        (invoice(), contract(number="TH-HK-2026-08"), Code.REFERENCE_MISMATCH),
        (
            invoice(),
            bill(documentParties={"shipper": BUYER, "consignee": BUYER}),
            Code.EXPORTER_MISMATCH,
        ),
        (
            invoice(),
            bill(documentParties={"shipper": EXPORTER, "consignee": BANK}),
            Code.BUYER_MISMATCH,
        ),
        (invoice(), bill(issueDate="2026-06-01"), Code.DATE_ORDER),
        (customs(), bill(transportDocumentReference="HLCU2"), Code.REFERENCE_MISMATCH),
        (
            customs(),
            bill(consignmentItems=[{"HSCodes": ["640510"]}]),
            Code.GOODS_MISMATCH,
        ),
    ],
)
def test_between_papers(first: TradeDocument, second: TradeDocument, code: Code) -> None:
    assert codes(first) == codes(second) == []
    (finding,) = documents.crosscheck(first, second)
    assert finding.code == code
    assert finding.documents == (first.source_digest.hex(), second.source_digest.hex())


def test_goods_to_order_have_no_consignee_to_compare() -> None:
    parties = {"shipper": EXPORTER, "endorsee": BANK}
    assert codes(invoice(), bill(isToOrder=True, documentParties=parties)) == []


def test_goods_that_agree_in_six_digits_are_the_same() -> None:
    assert codes(customs(), bill(consignmentItems=[{"HSCodes": ["845811", "640510"]}])) == []
    assert codes(customs(), bill(consignmentItems=[{"HSCodes": ["84"]}])) == []


def test_an_asset_is_worth_what_its_appraisal_found() -> None:
    deed = EXAMPLES["TITLE_DEED"] | {"currency": "CNY", "total": "86400000.00"}
    appraisal = documents.read(json.dumps(EXAMPLES["APPRAISAL"]).encode())
    for changes, found in (
        ({}, []),
        ({"total": "86400000.01"}, [Code.AMOUNT_EXCEEDS_APPRAISED]),
        ({"currency": "USD"}, [Code.CURRENCY_MISMATCH]),
        ({"number": "another"}, [Code.REFERENCE_MISMATCH]),
    ):
        asset = documents.read(json.dumps(deed | changes).encode())
        assert codes(asset, appraisal) == found
