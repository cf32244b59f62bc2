"""The JSON profile: strict or refused, and its page tells the truth."""

import contextlib
import datetime as dt
import json
import random
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

from tests.documents import papers
from tests.documents.mutations import CHANCE, SEEDED, changed_bytes, changed_json
from tests.documents.papers import codes
from tradefin import documents
from tradefin.documents import Code, DocumentKind, TradeDocument
from tradefin.documents.profile import PROFILE
from tradefin.errors import InvalidInput
from tradefin.money import Money

PAGE = Path(__file__).resolve().parents[2] / "docs" / "json-profile.md"
EXAMPLES: dict[str, dict[str, Any]] = {
    example["kind"]: example
    for example in map(json.loads, re.findall(r"```json\n(.*?)```", PAGE.read_text(), re.DOTALL))
}
D, A = EXAMPLES["830"], EXAMPLES["APPRAISAL"]


def paper(example: dict[str, Any], **changes: Any) -> TradeDocument:
    changed = {name: value for name, value in (example | changes).items() if value != "-"}
    return documents.read(json.dumps(changed).encode())


def raw(old: str, new: str) -> bytes:
    text = json.dumps(D)
    assert old in text, old
    return text.replace(old, new).encode()


REFUSED = {
    "an amount as a number": (D | {"total": 500000}, "total is no text"),
    "an amount as a float": (D | {"total": 500000.5}, "total is no text"),
    "a boolean": (D | {"incoterm": True}, "incoterm is no text"),
    "an exponent": (D | {"total": "5e5"}, "total isn't in the form"),
    "a separator": (D | {"total": "500,000.00"}, "total isn't in the form"),
    "digits of another script": (D | {"total": "٥٠٠"}, "total isn't in the form"),
    "an unknown field": (D | {"secret_note": "x"}, "the paper has an unknown field"),
    "an unknown field inside": (
        D | {"customs": {"country": "CN", "secret_note": "x"}},
        "customs has an unknown field",
    ),
    "a missing total": ({n: v for n, v in D.items() if n != "total"}, "total is missing"),
    "a missing name": (D | {"exporter": {"country": "CN"}}, "exporter.name is missing"),
    "no goods": (D | {"goods": []}, "goods is wrong"),
    "a number of 17 digits": (D | {"number": "2" * 17}, "isn't 18 digits"),
    "a number with a letter": (D | {"number": "O" + "2" * 17}, "isn't 18 digits"),
    "a date that isn't": (D | {"issue_date": "2026-02-30"}, "issue_date is no date"),
    "another date form": (D | {"issue_date": "26.02.2026"}, "issue_date is no date"),
    "a date with an offset": (D | {"issue_date": "2026-02-26Z"}, "issue_date is no date"),
    "no currency": (D | {"currency": "RMB"}, "currency is no ISO 4217"),
    "a country's name": (D | {"customs": {"country": "China"}}, "customs.country isn't in the"),
    "blank": (D | {"number": " "}, "number isn't in the form"),
    "an unknown kind": (D | {"kind": "831"}, "has an unknown kind"),
    "no kind": ({n: v for n, v in D.items() if n != "kind"}, "has no kind"),
    "a list as kind": (D | {"kind": ["830"]}, "has (no|an unknown) kind"),
    "another profile": (D | {"profile": "tradefin/2"}, "profile is none of the words"),
    "an unknown reference": (
        D | {"references": [{"type": "LETTER", "number": "1"}]},
        "references.0.type is none of the words",
    ),
    "wrong check digits": (
        D | {"exporter": {"name": "x", "identifiers": [{"scheme": "LEI", "value": "X"}]}},
        "has an LEI with wrong check digits",
    ),
    "an ISIN with a wrong check digit": (
        EXAMPLES["LISTED_SHARES"] | {"isin": "CNE00TRADE07"},
        "isin is no ISIN",
    ),
    "a deposit of nothing": (
        {n: v for n, v in EXAMPLES["CASH_DEPOSIT"].items() if n != "total"},
        "total is missing",
    ),
    "a total without currency": (
        EXAMPLES["635"] | {"total": "1"},
        "the paper states a total without its currency",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_in_the_profile_is_refused_with_place_and_reason(name: str) -> None:
    value, reason = REFUSED[name]
    with pytest.raises(InvalidInput, match=reason) as caught:
        documents.read(json.dumps(value).encode())
    assert caught.value.__cause__ is None
    told = str(caught.value)
    assert not [text for text in ("Wuxi", "500000", "secret_note", "China", "RMB") if text in told]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (raw('"500000.00"', "NaN"), "NaN"),
        (raw('"500000.00"', "-Infinity"), "NaN or Infinity"),
        (raw('"total":', '"total": "1.00", "total":'), "names a field twice"),
        (raw('{"profile"', '[{"profile"') + b"]", "no known format"),
        (raw("}", "")[:-1], "damaged or cut off"),
        (json.dumps(D).encode() * 2, "damaged or cut off"),
    ],
)
def test_what_is_no_json_object_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason):
        documents.read(data)


READ = {
    "830": (DocumentKind.CUSTOMS_DECLARATION, "230320260000000117", "2026-02-26", "USD 500,000.00"),
    "315": (DocumentKind.CONTRACT, "TH-HK-2026-07", "2026-01-12", "USD 420,000.00"),
    "635": (DocumentKind.WAREHOUSE_RECEIPT, "WR-0042/26", "2026-03-05", "None"),
    "TITLE_DEED": (
        DocumentKind.TITLE_DEED,
        "苏(2019)无锡市不动产权第0012345号",
        "2019-06-18",
        "None",
    ),
    "MINING_RIGHT": (
        DocumentKind.MINING_RIGHT,
        "C3200002019047210147812",
        "2019-04-02",
        "None",
    ),
    "FACTORY": (DocumentKind.FACTORY, "Xi Fang Quan Zheng 10045512", "2016-11-08", "None"),
    "MACHINERY": (DocumentKind.MACHINERY, "DMG-80H-004417", "2022-09-14", "None"),
    "STOCK": (DocumentKind.STOCK, "INV-CERT 26/031", "2026-02-28", "USD 120,000.00"),
    "LISTED_SHARES": (
        DocumentKind.LISTED_SHARES,
        "SD-2026-0300551",
        "2026-02-27",
        "CNY 1,250,000.00",
    ),
    "CASH_DEPOSIT": (DocumentKind.CASH_DEPOSIT, "CD-2026-000071", "2026-03-02", "USD 50,000.00"),
    "APPRAISAL": (DocumentKind.APPRAISAL, "JS-AP-2026-0088", "2026-02-10", "CNY 86,400,000.00"),
    "530": (DocumentKind.INSURANCE_POLICY, "MC-26-7781", "2026-02-25", "USD 462,000.00"),
}


def test_the_page_has_an_example_of_every_kind() -> None:
    assert EXAMPLES.keys() == READ.keys()
    assert PROFILE in PAGE.read_text()


@pytest.mark.parametrize("kind", READ)
def test_the_examples_are_read(kind: str, secret: bytes) -> None:
    read = paper(EXAMPLES[kind])
    assert (read.kind, read.number, str(read.issue_date), str(read.total)) == READ[kind]
    assert read.issuer.name and read.holder is not None and read.holder.name
    assert codes(read) == []
    assert len(read.business_key(secret)) == len(read.commitment(secret)) == 32


def test_parties_and_terms_of_the_declaration() -> None:
    read = paper(D)
    assert read.issuer.country == "CN" and read.fields["customs_office"] == "2303"
    assert read.holder is not None and read.holder.identifiers == (
        ("LEI", "TRAD00WUXIMACHINE042"),
        ("USCC", "91320200MA27TRXF11"),
    )
    assert read.fields["commodity_code"] == "8458110090 8466930000"
    assert read.fields["export_date"] == "2026-02-28"
    assert [(str(r.type), r.number, r.date) for r in read.references] == [
        ("BILL_OF_LADING", "HLCU-SHA 2603/00417", None),
        ("CONTRACT", "TH-HK-2026-07", dt.date(2026, 1, 12)),
    ]


def test_a_declaration_in_json_and_in_ubl_is_one_document(secret: bytes) -> None:
    ubl = papers.declaration()
    read = paper(D, number=ubl.number)
    assert read.business_key(secret) == ubl.business_key(secret)
    assert documents.crosscheck(papers.invoice(), read) == []
    assert codes(ubl, paper(D, number=ubl.number, issue_date="2026-02-27")) == [
        Code.SAME_PAPER_CONFLICT
    ]


def test_a_declaration_of_another_country_has_its_own_numbers() -> None:
    assert paper(D, customs={"country": "DK"}, number="exi000073").number == "exi000073"


KEYED = [
    ("315", {"number": "th hk 2026/07"}, True),
    ("315", {"delivery_date": "-", "currency": "-", "total": "-", "buyer": {"name": "x"}}, True),
    ("315", {"issue_date": "2026-01-13"}, False),
    ("315", {"seller": {"name": "x", "identifiers": [{"scheme": "VAT", "value": "1"}]}}, False),
    ("635", {"issue_date": "2026-03-06", "depositor": {"name": "x"}}, True),
    ("635", {"kind": "631"}, True),
    ("635", {"number": "WR-42/26"}, False),
    ("TITLE_DEED", {"owner": {"name": "x"}, "issue_date": "2020-01-01"}, True),
    ("MINING_RIGHT", {"owner": {"name": "x"}, "issue_date": "2020-01-01"}, True),
    ("FACTORY", {"number": "XiFangQuanZheng10045512", "area": "1"}, True),
    ("MACHINERY", {"number": "DMG 80H 004417", "place": "-"}, True),
    ("MACHINERY", {"number": "DMG-80H-004418"}, False),
    ("STOCK", {"total": "-", "currency": "-"}, True),
    ("LISTED_SHARES", {"quantity": "1", "total": "1.00"}, True),
    ("LISTED_SHARES", {"isin": "US0378331005"}, False),
    ("CASH_DEPOSIT", {"total": "1.00"}, True),
    ("APPRAISAL", {"total": "1.00"}, True),
    ("530", {"number": "MC267781", "insured": {"name": "x"}}, True),
    ("530", {"number": "MC-26-7782"}, False),
]


@pytest.mark.parametrize(("kind", "changes", "same"), KEYED)
def test_what_identifies_a_paper(
    kind: str, changes: dict[str, Any], same: bool, secret: bytes
) -> None:
    one, other = paper(EXAMPLES[kind]), paper(EXAMPLES[kind], **changes)
    assert (one.business_key(secret) == other.business_key(secret)) is same


def test_no_two_kinds_share_a_key(secret: bytes) -> None:
    party = {"name": "x", "country": "CN", "identifiers": [{"scheme": "VAT", "value": "CN1"}]}
    issuers = {"315": "seller", "635": "warehouse", "TITLE_DEED": "registry",
               "MINING_RIGHT": "registry", "FACTORY": "registry", "MACHINERY": "maker",
               "STOCK": "keeper", "CASH_DEPOSIT": "bank", "APPRAISAL": "appraiser",
               "530": "insurer"}  # fmt: skip
    alike = [paper(EXAMPLES[k], number="1", **{role: party}) for k, role in issuers.items()]
    assert len({read.business_key(secret) for read in alike}) == len(issuers)


@pytest.mark.parametrize(
    ("kind", "changes", "reason"),
    [
        ("530", {"insurer": {"name": "x"}}, "no identifier"),
        ("530", {"number": "{N}"}, "no number"),
        ("LISTED_SHARES", {"isin": "{I}"}, "doesn't tell the ISIN"),
        ("530", {"total": "0"}, "no positive amount"),
        ("315", {"issue_date": "{D}"}, "no date of issue"),
        ("830", {"total": "{T}"}, "no positive amount"),
        ("830", {"customs": {"country": "{C}"}, "number": "1"}, "country of its customs office"),
    ],
)
def test_a_paper_that_cannot_be_known_again_has_no_key(
    kind: str, changes: dict[str, Any], reason: str, secret: bytes
) -> None:
    with pytest.raises(InvalidInput, match=reason):
        paper(EXAMPLES[kind], **changes).business_key(secret)


LINES: list[dict[str, str]] = EXAMPLES["635"]["goods"]


@pytest.mark.parametrize(
    ("kind", "changes", "found"),
    [
        ("830", {"total": "500000.01"}, [Code.GOODS_TOTAL]),
        ("830", {"total": "500000.005"}, [Code.GOODS_TOTAL, Code.BAD_AMOUNT]),
        ("830", {"goods": [{"description": "x", "amount": "1"}, {"description": "y"}]}, []),
        ("635", {"quantity": "599.325"}, [Code.GOODS_QUANTITY]),
        ("635", {"quantity": "1", "goods": [LINES[0], LINES[1] | {"unit": "KGM"}]}, []),
        ("APPRAISAL", {"valuation_date": "2026-02-11"}, [Code.DATE_ORDER]),
        ("530", {"validity_end": "2026-02-01"}, [Code.DATE_ORDER]),
        ("530", {"number": "{N}"}, [Code.PLACEHOLDER]),
        ("530", {"number": "[N]"}, []),
    ],
)
def test_what_a_paper_says_against_itself(
    kind: str, changes: dict[str, Any], found: list[Code]
) -> None:
    assert sorted(codes(paper(EXAMPLES[kind], **changes))) == sorted(found)


@SEEDED
@given(CHANCE)
def test_changed_papers_are_read_or_refused(secret: bytes, chance: random.Random) -> None:
    example = chance.choice(list(EXAMPLES.values()))
    changed = json.dumps(changed_json(example, chance)).encode()
    for mutated in (changed, changed_bytes(json.dumps(example).encode(), chance)):
        with contextlib.suppress(InvalidInput):
            read = documents.read(mutated)
            assert read.total is None or isinstance(read.total, Money)
            documents.crosscheck(read, paper(A))
            read.commitment(secret)


def test_a_commitment_covers_what_matters_for_the_kind(secret: bytes) -> None:
    receipt = paper(EXAMPLES["635"])
    fields = documents.core_fields(receipt)
    assert (fields["quantity"], fields["unit"]) == ("599.326", "TNE")
    assert (fields["validity_end"], fields["total"]) == ("2026-09-05", "")
    shown = receipt.disclose("quantity", "unit", secret=secret)
    assert shown.verify(receipt.commitment(secret))
    printed = paper(EXAMPLES["635"], quantity="599.3260", place="SHED 7 - YANGSHAN")
    assert printed.commitment(secret) == receipt.commitment(secret)
    later = paper(EXAMPLES["635"], validity_end="2026-09-06")
    assert later.commitment(secret) != receipt.commitment(secret)
    assert documents.core_fields(paper(D)).keys() == documents.core_fields(papers.invoice()).keys()
    assert documents.core_fields(paper(EXAMPLES["TITLE_DEED"]))["area"] == "12500.5"
    shares = documents.core_fields(paper(EXAMPLES["LISTED_SHARES"]))
    assert (shares["isin"], shares["quantity"]) == ("CNE00TRADE06", "50000")
