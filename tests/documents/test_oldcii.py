"""An invoice as ZUGFeRD 1.0 and D16A name its parts is the invoice that D16B names."""

import contextlib
import random
import re

import pytest
from hypothesis import given

from tests.documents.mutations import CHANCE, SEEDED, changed_bytes
from tests.documents.papers import TRADE, codes
from tradefin import documents
from tradefin.documents import Code, TradeDocument
from tradefin.errors import InvalidInput

MODERN = TRADE.retyped.decode()
NAMES = [
    ("urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
     "urn:ferd:CrossIndustryDocument:invoice:1p0"),
    ("InformationEntity:100", "InformationEntity:12"),
    ("UnqualifiedDataType:100", "UnqualifiedDataType:15"),
    ("rsm:CrossIndustryInvoice", "rsm:CrossIndustryDocument"),
    ("rsm:ExchangedDocument>", "rsm:HeaderExchangedDocument>"),
    ("rsm:ExchangedDocumentContext", "rsm:SpecifiedExchangedDocumentContext"),
    ("rsm:SupplyChain", "rsm:SpecifiedSupplyChain"),
    ("ApplicableHeaderTrade", "ApplicableSupplyChainTrade"),
    ("SpecifiedLineTrade", "SpecifiedSupplyChainTrade"),
    ("HeaderMonetarySummation", "MonetarySummation"),
    ("LineMonetarySummation", "MonetarySummation"),
    ("ram:IssuerAssignedID", "ram:ID"),
]  # fmt: skip


def written(*changes: tuple[str, str]) -> bytes:
    text = MODERN
    for new, name in (*NAMES, *changes):
        assert new in text, new
        text = text.replace(new, name)
    return text.encode()


def old(*changes: tuple[str, str]) -> TradeDocument:
    return documents.read(written(*changes))


def test_zugferd_1_0_is_the_same_invoice(secret: bytes) -> None:
    paper, modern = old(), documents.read(MODERN.encode())
    assert paper.fields == modern.fields
    assert (paper.issuer, paper.counterparty) == (modern.issuer, modern.counterparty)
    numbers = [(reference.type, reference.number) for reference in modern.references]
    assert numbers and [(r.type, r.number) for r in paper.references] == numbers
    assert paper.commitment(secret) == modern.commitment(secret)
    assert codes(paper) == []


def test_its_lines_and_its_totals_are_told_apart() -> None:
    assert codes(old(("LineTotalAmount>417000.00", "LineTotalAmount>417000.01"))) == [
        Code.TOTAL_LINES, Code.TOTAL_NET,
    ]  # fmt: skip


@pytest.mark.parametrize("standard", ["standard", "Standard"])
def test_d16a_differs_in_its_namespaces(secret: bytes, standard: str) -> None:
    text, count = re.subn(r"standard:(\w+(?:Entity|DataType)):100", rf"{standard}:\1:19", MODERN)
    assert count > 1
    paper = documents.read(text.encode())
    assert paper.commitment(secret) == documents.read(MODERN.encode()).commitment(secret)


@pytest.mark.parametrize("version", ["200", "x", "1000"])
def test_a_version_nobody_knows_says_nothing(version: str) -> None:
    text = re.sub(r"(Entity|DataType):100", rf"\1:{version}", MODERN)
    with pytest.raises(InvalidInput, match="says nothing"):
        documents.read(text.encode())


def test_names_in_no_namespace_say_nothing() -> None:
    with pytest.raises(InvalidInput, match="says nothing"):
        old(("rsm:HeaderExchangedDocument", "HeaderExchangedDocument"),
            ("rsm:SpecifiedSupplyChain", "SpecifiedSupplyChain"))  # fmt: skip


@SEEDED
@given(CHANCE)
def test_changed_bytes_are_read_or_refused(secret: bytes, chance: random.Random) -> None:
    with contextlib.suppress(InvalidInput):
        documents.read(changed_bytes(written(), chance)).commitment(secret)
