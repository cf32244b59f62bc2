"""EDIFACT INVOIC: the same invoice as in UBL, whatever its separators."""

import contextlib
import random
from pathlib import Path

import pytest
from hypothesis import given

from tests.documents.mutations import CHANCE, SEEDED, changed_bytes
from tests.documents.papers import codes
from tradefin import documents
from tradefin.documents import Code, DocumentKind, Party, ReferenceType, TradeDocument
from tradefin.errors import InvalidInput
from tradefin.money import Money

pytest.importorskip("pydifact", reason="the extra `edifact` isn't installed")

SEGMENTS = """
UNB+UNOC:3+4000001123452:14+5790000436101:14+260302:1000+1'
UNH+1+INVOIC:D:96A:UN:EAN008'
BGM+380+INV-2026/0117+9'
DTM+137:202602270930:203'
RFF+CT:TH-HK-2026-07'
DTM+171:20260112:102'
NAD+SU+4000001123452::9++Müller ?+ Söhne?: Wuxi+Hafen 1+Hamburg++20457+DE'
RFF+VA:DE123456789'
NAD+BY+5790000436101::9++Hansa+Kai 2+Kiel++24103+DE'
CUX+2:EUR:4'
PAT+1'
DTM+13:20260528:102'
LIN+1++4000001123452:EN'
MOA+203:100.00'
LIN+2++4000001123469:EN'
MOA+203:19.50'
UNS+S'
MOA+79:119.50'
MOA+389:119.50'
MOA+176:22.71'
MOA+388:142.21'
MOA+9:142.21'
TAX+7+VAT+++:::19+S'
MOA+124:22.71'
UNT+24+1'
UNZ+1+1'
""".strip()
TEXT = SEGMENTS.replace("\n", "")


def invoic(*changes: tuple[str, str], advice: str = "", encoding: str = "latin-1") -> TradeDocument:
    text = TEXT
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    return documents.read((advice + text).encode(encoding))


REFUSED = [
    (TEXT[:200], "cut off"),
    (TEXT.removesuffix("UNZ+1+1'"), "interchange has no trailer"),
    (TEXT.replace("UNT+24+1'", ""), "message has no trailer"),
    (TEXT[:-1], "cut off"),
    (TEXT.replace("UNZ+1", "UNZ+2"), "more than one message"),
    (
        TEXT.replace("UNZ+1", TEXT[TEXT.index("UNH") : TEXT.index("UNZ")] + "UNZ+1"),
        "more than one message",
    ),
    (TEXT.replace("INVOIC", "ORDERS"), "no INVOIC"),
    (TEXT.replace("UNOC", "UNOX"), "syntax level"),
    (TEXT.replace("LIN+2", "+2"), "damaged|without a tag"),
    (TEXT.replace("Hafen", "Ha\x01fen"), "control characters"),
    ("UNA++.? '" + TEXT, "separators that can't separate"),
    ("UNAa+.? '" + TEXT, "separators that can't separate"),
]


@pytest.mark.parametrize(("text", "reason"), REFUSED)
def test_what_is_no_invoic_is_refused(text: str, reason: str) -> None:
    with pytest.raises(InvalidInput, match=reason) as caught:
        documents.read(text.encode("latin-1"))
    assert caught.value.__cause__ is None
    assert not [told for told in ("Söhne", "0117", "142") if told in str(caught.value)]


def test_a_large_file_is_refused() -> None:
    with pytest.raises(InvalidInput, match="EDIFACT file is larger than"):
        documents.read(TEXT.encode("latin-1") + b" " * 5_000_000)


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str) -> object:
        raise ImportError(name)

    monkeypatch.setattr("tradefin.documents.extras.import_module", missing)
    with pytest.raises(InvalidInput, match=r"tradefin\[edifact\]"):
        invoic()


@pytest.mark.parametrize(
    ("name", "number", "total", "due", "twin"),
    [
        ("EDIFACT_EXAMPLE1", "12115118", "EUR 250.33", "2015-01-09", "ubl-tc434-example1"),
        ("EDIFACT_EXAMPLE2", "TOSL108", "NOK 801.78", "2013-07-20", "ubl-tc434-example2"),
    ],
)
def test_the_samples_are_the_invoices_that_ubl_has_too(
    shared: Path, secret: bytes, name: str, number: str, total: str, due: str, twin: str
) -> None:
    paper = documents.read(shared / f"edifact/{name}.TXT")
    assert (paper.kind, paper.number, str(paper.total)) == (DocumentKind.INVOICE, number, total)
    assert str(paper.due_date) == due
    assert codes(paper) == []
    ubl = documents.read(shared / f"ubl/{twin}.xml")
    assert paper.business_key(secret) == ubl.business_key(secret)
    assert documents.core_fields(paper) == documents.core_fields(ubl)
    assert paper.commitment(secret) == ubl.commitment(secret)


def test_totals_parties_and_references_of_a_sample(shared: Path) -> None:
    paper = documents.read(shared / "edifact/EDIFACT_EXAMPLE2.TXT")
    assert (str(paper.gross), str(paper.prepaid)) == ("NOK 1,801.78", "NOK 1,000.00")
    told = ("line_total", "allowances", "charges", "net", "tax")
    assert [paper.fields[name] for name in told] == [
        "1436.50", "100.00", "100.00", "1436.50", "365.28",
    ]  # fmt: skip
    assert paper.issuer == Party(
        "Salescompany ltd.",
        "NO",
        (("REGISTRATION", "123456789"), ("GLN", "1238764941386"), ("VAT", "123456789MVA")),
    )
    assert (ReferenceType.CONTRACT, "Contract321", None) in paper.references


def test_an_eancom_invoice_in_latin_1() -> None:
    paper = invoic()
    assert (paper.number, str(paper.issue_date)) == ("INV-2026/0117", "2026-02-27")
    assert (str(paper.total), str(paper.due_date)) == ("EUR 142.21", "2026-05-28")
    assert paper.issuer == Party(
        "Müller + Söhne: Wuxi", "DE", (("GLN", "4000001123452"), ("VAT", "DE123456789"))
    )
    assert [(str(r.type), r.number, str(r.date)) for r in paper.references] == [
        ("CONTRACT", "TH-HK-2026-07", "2026-01-12")
    ]
    assert codes(paper) == []


@pytest.mark.parametrize("advice", ["UNA:+.? '", "UNA:+,? '\r\n", "UNA:+.?*'"])
def test_a_service_string_advice_changes_nothing_that_is_said(advice: str, secret: bytes) -> None:
    paper, bare = invoic(advice=advice), invoic()
    assert (paper.issuer, paper.total) == (bare.issuer, bare.total)
    assert paper.business_key(secret) == bare.business_key(secret)


def test_other_separators_are_read_as_declared() -> None:
    table = str.maketrans({":": "|", "+": "~", "'": "^", "?": "\\"})
    swapped = TEXT.translate(table)
    paper = documents.read(f"UNA|~.\\ ^{swapped}".encode("latin-1"))
    assert paper.issuer.name == "Müller ~ Söhne| Wuxi"
    assert (paper.total, paper.references) == (invoic().total, invoic().references)


def test_no_release_character_at_all() -> None:
    assert invoic((" ?+ Söhne?:", " und Söhne,"), advice="UNA:+.  '").issuer.name == (
        "Müller und Söhne, Wuxi"
    )


def test_a_decimal_comma_is_a_decimal_mark() -> None:
    paper = invoic(("142.21", "142,21"), advice="UNA:+,? '")
    assert (paper.total, codes(paper)) == (Money.of("142.21", "EUR"), [])


def test_text_in_another_encoding_than_declared_is_noticed() -> None:
    for level in ("UNOA", "UNOW"):
        paper = invoic(("UNOC", level))
        assert paper.issuer.name == "Müller + Söhne: Wuxi"
        assert codes(paper) == [Code.BAD_ENCODING]
    assert codes(invoic(("UNOC", "UNOW"), encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (("UNT+24", "UNT+25"), [Code.BAD_VALUE]),
        (("203:19.50", "203:19.51"), [Code.TOTAL_LINES]),
        (("124:22.71", "124:22.70"), [Code.TOTAL_TAX]),
        (("MOA+9:142.21", "MOA+9:142.20"), [Code.TOTAL_DUE]),
        (("MOA+9:142.21", "MOA+9:1.4E2"), [Code.BAD_AMOUNT]),
        (("CUX+2:EUR:4", "CUX+2:EUX:4"), [Code.BAD_CURRENCY]),
        (("BGM+380", "BGM+351"), [Code.BAD_CODE]),
        (("20260528:102", "20260230:102"), [Code.BAD_DATE]),
        (("20260528:102", "202622:616"), [Code.BAD_DATE]),
        (("INV-2026/0117", "{NUMBER}"), [Code.PLACEHOLDER]),
        (("203:19.50", "203:19.50:USD"), [Code.CURRENCY_CONTRADICTION]),
    ],
)
def test_what_an_invoic_says_against_itself(change: tuple[str, str], found: list[Code]) -> None:
    assert codes(invoic(change)) == found


def test_the_rounding_is_a_part_of_the_amount_due() -> None:
    rounded = ("MOA+9:142.21'", "MOA+366:0.04'MOA+9:142.25'")
    paper = invoic(rounded, ("UNT+24", "UNT+25"))
    assert (paper.rounding, paper.total) == (Money.of("0.04", "EUR"), Money.of("142.25", "EUR"))
    assert codes(paper) == []


def test_a_credit_note_and_a_binary_object_behind_the_message() -> None:
    package = "UNO+1+1:Doc+13:application/pdf+9'''+UNH+:?'UNP+9+1'"
    paper = invoic(("BGM+380", "BGM+381"), ("UNZ", f"{package.replace('+UNH+', '+XYZ+')}UNZ"))
    assert paper.kind is DocumentKind.CREDIT_NOTE


@SEEDED
@given(CHANCE)
def test_changed_bytes_are_read_or_refused(
    shared: Path, secret: bytes, chance: random.Random
) -> None:
    whole = [path.read_bytes() for path in sorted((shared / "edifact").iterdir())]
    data = chance.choice([*whole, TEXT.encode("latin-1")])
    segments = data.split(b"'")
    chance.shuffle(middle := segments[3:-3])
    shuffled = b"'".join([*segments[:3], *middle, *segments[-3:]])
    for mutated in (changed_bytes(data, chance), shuffled):
        with contextlib.suppress(InvalidInput):
            documents.read(mutated).commitment(secret)
