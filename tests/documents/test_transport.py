"""Waybills and bills of lading: who issued them, who may have the goods, what they can't say."""

import contextlib
import datetime as dt
import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.documents.mutations import CHANCE, SEEDED, changed_bytes, changed_json
from tests.documents.papers import codes
from tradefin import documents
from tradefin.documents import Code, DocumentKind, Party, ReferenceType, TradeDocument
from tradefin.errors import InvalidInput
from tradefin.money import Money

WAYBILL = "transport/UBL-Waybill-2.0-Example-International.xml"
NEGOTIABLE = "transport/ebl-api-3.0.0-negotiable-bl.json"
STRAIGHT = "transport/ebl-api-3.0.0-straight-bl.json"
PINT = "transport/pint-3.0.0-transport-document.json"
NOT_AN_LEI = ("PARTY/LEI", "111100T8BM49ADCSAO64")
"""The samples' LEI: its check digits are wrong."""

LEI = ("LEI", "TRAD00WUXIMACHINE042")

BILL: dict[str, Any] = {
    "transportDocumentReference": "HLCU-SHA 2603/00417",
    "transportDocumentTypeCode": "BOL",
    "isToOrder": True,
    "issueDate": "2026-03-01",
    "shippedOnBoardDate": "2026-02-28",
    "carrierCode": "HLC",
    "carrierCodeListProvider": "SMDG",
    "declaredValue": 500000.10,
    "declaredValueCurrency": "USD",
    "documentParties": {
        "shipper": {"partyName": "Wuxi Taihu", "address": {"countryCode": "CN"}},
        "issuingParty": {
            "partyName": "Agent Ltd",
            "address": {"countryCode": "SG"},
            "identifyingCodes": [{"codeListProvider": "GLEIF", "partyCode": LEI[1]}],
        },
    },
    "consignmentItems": [{"carrierBookingReference": "BK1", "HSCodes": ["845811", "845891"]}],
}


def bill(**changes: Any) -> TradeDocument:
    return documents.read(json.dumps(BILL | changes).encode())


REFUSED = {
    "cut off": (b'{"transportDocumentTypeCode": "BOL"', "damaged or cut off"),
    "a field twice": (b'{"transportDocumentTypeCode": "BOL", "a": 1, "a": 2}', "twice"),
    "NaN": (b'{"transportDocumentTypeCode": "BOL", "declaredValue": NaN}', "NaN"),
    "no paper": (b'{"transportDocument": {"a": 1}}', "no known format"),
    "a list": (b"[]", "no known format"),
    "another encoding": (b'{"transportDocumentTypeCode": "\xff"}', "UTF-8"),
    "deep lists": (b'{"transportDocumentTypeCode": ' + b"[" * 100_000, "too deeply"),
    "deep objects": (
        b'{"transportDocumentTypeCode": ' + b'{"a":' * 50 + b"1" + b"}" * 51,
        "too deeply",
    ),
    "control characters": (b'{"transportDocumentTypeCode": "B\\u0000"}', "control characters"),
    "half a character": (b'{"transportDocumentTypeCode": "\\ud800"}', "control characters"),
    "two values": (json.dumps(BILL).encode() * 2, "damaged or cut off"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_transport_document_is_refused(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(InvalidInput, match=reason) as caught:
        documents.read(data)
    assert caught.value.__cause__ is None


def test_the_waybill(shared: Path, secret: bytes) -> None:
    paper = documents.read(shared / WAYBILL)
    assert (paper.kind, paper.number) == (DocumentKind.WAYBILL, "KHN23-44044-1")
    assert paper.issue_date == dt.date(2005, 6, 25)
    assert paper.issuer.name == "United Airfreight"
    assert paper.holder is not None and paper.counterparty is not None
    assert (paper.holder.name, paper.holder.country) == ("Consortial", "US")
    assert (paper.counterparty.name, paper.counterparty.country) == ("IYT Corporation", "GB")
    assert paper.total is None
    told = ("carrier_number", "declared_value", "currency", "incoterm", "commodity_code")
    assert [paper.fields[name] for name in told] == [
        "123456789987654321", "1500.00", "USD", "FOB Destination", "15219000",
    ]  # fmt: skip
    assert {(r.type, r.number) for r in paper.references} >= {
        (ReferenceType.CONSIGNMENT, "CONS-0001"),
        (ReferenceType.SUPPORTING, "AEG012345"),
    }
    assert codes(paper) == [Code.GOODS_TOTAL]  # FOB 1,200.00 of goods worth 1,241.30 FOB
    with pytest.raises(InvalidInput, match="no identifier"):
        paper.business_key(secret)


def test_the_negotiable_bill_of_lading(shared: Path, secret: bytes) -> None:
    paper = documents.read(shared / NEGOTIABLE)
    assert (paper.kind, paper.number, paper.total) == (DocumentKind.BILL_OF_LADING, None, None)
    assert paper.fields["to_order"] == "true"
    assert paper.fields["endorsee"] == "Bank of America"
    assert paper.counterparty == Party("Bank of America", None, (NOT_AN_LEI,))
    assert paper.holder == Party("DCSA CTK", "NL", ())
    assert (paper.fields["goods"], paper.fields["commodity_code"]) == (
        "Refined Soybean Oil", "15152100",
    )  # fmt: skip
    assert paper.fields["equipment"] == "MAEU6543210"
    assert "booking" not in paper.fields and not paper.references
    assert codes(paper) == [Code.PLACEHOLDER, Code.BAD_IDENTIFIER]
    with pytest.raises(InvalidInput, match="no number"):
        paper.business_key(secret)


def test_the_straight_bill_of_lading(shared: Path) -> None:
    paper = documents.read(shared / STRAIGHT)
    assert (paper.kind, paper.fields["to_order"]) == (DocumentKind.BILL_OF_LADING, "false")
    assert paper.counterparty == Party("Global Retail Imports", "SG", (NOT_AN_LEI,))
    assert paper.holder == Party("DCSA CTK", None, (NOT_AN_LEI,))
    assert "endorsee" not in paper.fields
    assert set(codes(paper)) == {Code.PLACEHOLDER, Code.BAD_IDENTIFIER}


def test_the_transport_document_of_pint(shared: Path, secret: bytes) -> None:
    data = (shared / PINT).read_bytes()
    paper = documents.read(data)
    assert paper.kind is DocumentKind.BILL_OF_LADING
    assert paper.number == "TRANSPORT_DOCUMENT_REFERENCE_PLACEHOLDER"  # no braces: a text
    assert paper.issuer == Party("Hyundai", None, (("PARTY/SMDG", "HMM"),))
    assert (paper.fields["status"], paper.fields["shipped_date"]) == ("ISSUED", "2023-12-19")
    assert (paper.fields["port_of_loading"], paper.fields["port_of_discharge"]) == (
        "DKAAR", "DEBRV",
    )  # fmt: skip
    assert paper.fields["vessel"] == "HMM Algeciras"
    assert (ReferenceType.SERVICE_CONTRACT, "12345", None) in paper.references
    assert codes(paper) == []
    for envelope in ("transportDocument", "document"):
        wrapped = documents.read(json.dumps({envelope: json.loads(data), "x": []}).encode())
        assert wrapped.business_key(secret) == paper.business_key(secret)


def test_the_bill_in_version_2_is_the_same_bill(secret: bytes) -> None:
    inner = ("transportDocumentTypeCode", "isToOrder", "consignmentItems")
    parties = BILL["documentParties"]
    instruction = {name: BILL[name] for name in inner} | {
        "documentParties": [
            {"partyFunction": "OS", "party": parties["shipper"]},
            {"partyFunction": "N1", "party": {"partyName": "Notified Ltd"}},
            {"partyFunction": ["CN"]},
            "CN",
        ]
    }
    outer = {name: value for name, value in BILL.items() if name not in instruction}
    old = outer | {"issuingParty": parties["issuingParty"], "shippingInstruction": instruction}
    paper = documents.read(json.dumps(old).encode())
    assert (paper.holder, paper.counterparty) == (bill().holder, bill().counterparty)
    assert (paper.fields, codes(paper)) == (bill().fields, [])
    assert paper.commitment(secret) == bill().commitment(secret)
    agent = documents.read(json.dumps(old | {"carrierCode": ""}).encode())
    assert agent.issuer == bill(carrierCode="").issuer
    straight = {"isToOrder": False, "documentParties": [
        {"partyFunction": "CN", "party": {"partyName": "Hansa"}},
    ]}  # fmt: skip
    changed = old | {"shippingInstruction": instruction | straight}
    paper = documents.read(json.dumps(changed).encode())
    assert (paper.counterparty, codes(paper)) == (Party("Hansa"), [])


def test_the_carrier_and_the_number_are_the_bill(secret: bytes) -> None:
    key = bill().business_key(secret)
    same = [
        bill(transportDocumentReference="hlcu sha-2603 00417"),
        bill(issueDate="2027-01-01", declaredValue=None),
        bill(documentParties={}),
        replace(bill(), holder=None, issue_date=None),
    ]
    others = [
        bill(transportDocumentReference="HLCU-SHA 2603/0417"),
        bill(carrierCode="MSC"),
        bill(transportDocumentTypeCode="SWB"),
    ]
    assert {paper.business_key(secret) for paper in same} == {key}
    assert len({key, *(paper.business_key(secret) for paper in others)}) == 4
    assert len(bill().commitment(secret)) == 32


def test_without_a_carrier_code_the_issuing_party_is_the_issuer(secret: bytes) -> None:
    paper = bill(carrierCode="")
    assert paper.issuer == Party("Agent Ltd", "SG", (LEI,))
    assert paper.issuer.identity() == ":".join(LEI)
    with pytest.raises(InvalidInput, match="no identifier"):
        bill(carrierCode="", documentParties={}).business_key(secret)


def test_numbers_are_exact_and_the_declared_value_is_no_amount_due() -> None:
    assert bill().fields["declared_value"] == "500000.10"
    assert bill().total is None and bill().receivable is None
    assert codes(bill(declaredValue=1e300)) == [Code.BAD_AMOUNT]
    assert codes(bill(declaredValueCurrency="XXX")) == [Code.BAD_CURRENCY]
    assert codes(bill(declaredValue=None, declaredValueCurrency=None)) == []


def test_braces_are_a_slot_and_brackets_are_text() -> None:
    paper = bill(transportDocumentReference="{TDR}")
    assert (paper.number, codes(paper)) == (None, [Code.PLACEHOLDER])
    assert bill(transportDocumentReference="[TDR]").number == "[TDR]"


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"transportDocumentTypeCode": "SWB"}, [Code.TITLE_CONTRADICTION]),
        ({"isToOrder": False}, [Code.TITLE_CONTRADICTION]),
        (
            {"documentParties": {"consignee": {"partyName": "Hansa"}}},
            [Code.TITLE_CONTRADICTION],
        ),
        ({"transportDocumentTypeCode": "XYZ"}, [Code.BAD_CODE]),
        ({"issueDate": "01.03.2026"}, [Code.BAD_DATE]),
        ({"transportDocumentReference": {"a": "b"}}, [Code.BAD_VALUE]),
        ({"transportDocumentReference": ["1", "2"]}, [Code.AMBIGUOUS]),
    ],
)
def test_what_a_transport_document_says_against_itself(
    changes: dict[str, Any], found: list[Code]
) -> None:
    assert codes(bill(**changes)) == found


def test_two_bills_of_one_number_are_a_conflict() -> None:
    assert codes(bill(), bill(issueDate="2026-03-02")) == [Code.SAME_PAPER_CONFLICT]


@SEEDED
@given(CHANCE)
def test_changed_papers_are_read_or_refused(
    shared: Path, secret: bytes, chance: random.Random
) -> None:
    whole = [(shared / name).read_bytes() for name in (NEGOTIABLE, STRAIGHT, PINT)]
    data = chance.choice([*whole, json.dumps(BILL).encode()])
    changed = json.dumps(changed_json(json.loads(data), chance)).encode()
    for mutated in (changed, changed_bytes(data, chance)):
        with contextlib.suppress(InvalidInput):
            paper = documents.read(mutated)
            documents.crosscheck(paper, bill())
            assert paper.total is None or isinstance(paper.total, Money)
            paper.commitment(secret)
