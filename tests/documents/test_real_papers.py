"""Papers that nobody in this project wrote, read with their key fields."""

import datetime as dt
from pathlib import Path

import pytest

from tradefin import documents
from tradefin.documents import Code, DocumentKind, ReferenceType
from tradefin.errors import InvalidInput
from tradefin.money import Money

I, C = DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE
PAPERS = [
    ("cii/CII-BR-CO-10-RoundingIssue.xml", I, "0", "2021-03-26", "EUR 0.00", "2021-03-26"),
    ("cii/CII_business_example_01.xml", I, "TOSL108", "2013-06-30", "NOK 801.78", "2013-07-20"),
    ("cii/CII_example1.xml", I, "12115118", "2015-01-09", "EUR 250.33", "2015-01-09"),
    ("cii/CII_example2.xml", I, "TOSL108", "2013-06-30", "NOK 801.78", "2013-07-20"),
    ("cii/CII_example5.xml", I, "TOSL110", "2013-04-10", "DKK 2,337.50", "2013-05-10"),
    ("cii/huf_example_cii.xml", I, "21/001003559/996", "2021-10-05", "HUF 87,859.00", "2021-11-01"),
    ("ubl/BIS3_Invoice_negativ.XML", I, "12345", "2019-01-25", "DKK -782,179.43", "2019-02-24"),
    ("ubl/BIS3_Invoice_positive.XML", I, "12345", "2019-01-25", "DKK 782,179.43", "2019-02-24"),
    ("ubl/UBL-CreditNote-2.1-Example.xml", C, "TOSL108", "2009-12-15", "EUR 729.00", None),
    ("ubl/UBL-Invoice-2.1-Example-Trivial.xml", I, "123", "2011-09-22", "CAD 100.00", None),
    ("ubl/UBL-Invoice-2.1-Example.xml", I, "TOSL108", "2009-12-15", "EUR 729.00", "2009-12-31"),
    ("ubl/guide-example1.xml", I, "12115118", "2015-01-09", "EUR 250.33", "2015-01-09"),
    ("ubl/ubl-tc434-creditnote1.xml", C, "018304 / 28865", "2019-09-23", "EUR 100.11", None),
    ("ubl/ubl-tc434-example1.xml", I, "12115118", "2015-01-09", "EUR 250.33", "2015-01-09"),
    ("ubl/ubl-tc434-example2.xml", I, "TOSL108", "2013-06-30", "NOK 801.78", "2013-07-20"),
    ("ubl/ubl-tc434-example3.xml", I, "TOSL108", "2013-04-10", "DKK 2,005.00", "2013-05-10"),
    ("ubl/ubl-tc434-example5.xml", I, "TOSL110", "2013-04-10", "DKK 2,337.50", "2013-05-10"),
]
PAIRS = [
    ("ubl/ubl-tc434-example1.xml", "cii/CII_example1.xml"),
    ("ubl/ubl-tc434-example2.xml", "cii/CII_example2.xml"),
    ("ubl/ubl-tc434-example5.xml", "cii/CII_example5.xml"),
]
DECLARATION = "customs/UBL-ExportCustomsDeclaration-2.3-Example.xml"


def test_every_invoice_and_credit_note_is_in_the_table(shared: Path) -> None:
    found = {
        f"{path.parent.name}/{path.name}" for d in ("ubl", "cii") for path in (shared / d).iterdir()
    }
    assert found == {name for name, *_ in PAPERS}


@pytest.mark.parametrize(("name", "kind", "number", "issued", "total", "due"), PAPERS)
def test_key_fields(
    shared: Path,
    name: str,
    kind: DocumentKind,
    number: str,
    issued: str,
    total: str,
    due: str | None,
) -> None:
    paper = documents.read(shared / name)
    assert (paper.kind, paper.number, str(paper.total)) == (kind, number, total)
    assert paper.issue_date == dt.date.fromisoformat(issued)
    assert paper.due_date == (dt.date.fromisoformat(due) if due else None)
    assert paper.holder == paper.issuer
    assert paper.issuer.name and paper.counterparty and paper.counterparty.name
    assert paper.warnings == ()


@pytest.mark.parametrize(("ubl", "cii"), PAIRS)
def test_one_invoice_in_two_formats_is_one_document(
    shared: Path, secret: bytes, ubl: str, cii: str
) -> None:
    one, other = documents.read(shared / ubl), documents.read(shared / cii)
    assert one.source_digest != other.source_digest
    assert one.business_key(secret) == other.business_key(secret)
    assert documents.core_fields(one) == documents.core_fields(other)
    assert one.commitment(secret) == other.commitment(secret)


def test_amounts_before_the_amount_due(shared: Path) -> None:
    paper = documents.read(shared / "ubl/ubl-tc434-example2.xml")
    assert paper.gross == Money.of("1801.78", "NOK")
    assert paper.prepaid == Money.of("1000.00", "NOK")
    assert paper.fields["tax"] == "365.28"
    paper = documents.read(shared / "ubl/UBL-Invoice-2.1-Example.xml")
    assert paper.rounding == Money.of("0.30", "EUR")


def test_parties_and_references(shared: Path) -> None:
    paper = documents.read(shared / "cii/CII_example5.xml")
    assert paper.issuer.country == "NL"
    assert paper.issuer.identifiers == (
        ("REGISTRATION", "NL16356706"),
        ("GLN", "5790000436101"),
        ("VAT", "NL16356706"),
        ("TAX", "NL16356706"),
        ("ADDRESS/EM", "info@selco.nl"),
    )
    references = {(reference.type, reference.number) for reference in paper.references}
    assert (ReferenceType.CONTRACT, "2013-05") in references
    assert (ReferenceType.ORDER, "PO4711") in references
    assert (ReferenceType.INVOICE, "TOSL109") in references


def test_a_vat_number_is_one_under_either_scheme(shared: Path) -> None:
    data = (shared / "cii/CII_example5.xml").read_bytes()
    assert data.count(b'schemeID="VA"') > 1
    other = documents.read(data.replace(b'schemeID="VA"', b'schemeID="VAT"'))
    assert other.issuer == documents.read(data).issuer


def test_the_declaration_and_its_contradictions(shared: Path, secret: bytes) -> None:
    paper = documents.read(shared / DECLARATION)
    assert (paper.kind, paper.number) == (DocumentKind.CUSTOMS_DECLARATION, "exi000073")
    assert paper.issue_date == dt.date(2019, 3, 18)
    assert paper.total == Money.of("10500.00", "EUR")
    assert paper.issuer.country == "DK"
    assert paper.holder is not None and paper.holder.name == "Gedevang Mejeri"
    assert paper.holder.identifiers[0] == ("REGISTRATION", "45789034")
    assert paper.counterparty is not None and paper.counterparty.country == "NO"
    assert (paper.fields["incoterm"], paper.fields["commodity_code"]) == ("FCA", "84195000")
    found = {finding.code: finding.message for finding in documents.crosscheck(paper)}
    assert found.keys() == {Code.CURRENCY_CONTRADICTION, Code.DATE_ORDER, Code.DECLARED_VALUE_ZERO}
    assert (
        "EUR" in found[Code.CURRENCY_CONTRADICTION] and "DKK" in found[Code.CURRENCY_CONTRADICTION]
    )
    assert len(paper.business_key(secret)) == 32


@pytest.mark.parametrize(
    "name", ["cii/CII-BR-CO-10-RoundingIssue.xml", "ubl/BIS3_Invoice_negativ.XML"]
)
def test_a_paper_without_a_positive_amount_has_no_key(
    shared: Path, secret: bytes, name: str
) -> None:
    with pytest.raises(InvalidInput, match="positive amount"):
        documents.read(shared / name).business_key(secret)


def test_a_seller_without_identifier_has_no_key(shared: Path, secret: bytes) -> None:
    paper = documents.read(shared / "ubl/UBL-Invoice-2.1-Example-Trivial.xml")
    with pytest.raises(InvalidInput, match="no identifier"):
        paper.business_key(secret)


@pytest.mark.parametrize("folder", ["cii", "customs", "edifact", "transport", "ubl"])
def test_every_sample_is_read(shared: Path, folder: str) -> None:
    if folder == "edifact":
        pytest.importorskip("pydifact", reason="the extra `edifact` isn't installed")
    for path in (shared / folder).iterdir():
        if path.name.startswith("tnt-"):
            assert documents.read_events(path)
        else:
            assert documents.read(path).kind is not DocumentKind.NONE


def test_there_is_no_other_folder_of_samples(shared: Path) -> None:
    folders = {path.name for path in shared.iterdir() if path.is_dir()}
    assert folders == {"cii", "customs", "edifact", "transport", "ubl"}
