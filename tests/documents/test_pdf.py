"""The XML inside a PDF is the invoice; a PDF without it is refused with its reason."""

import contextlib
import io
import random
from pathlib import Path

import pytest
from hypothesis import given

from tests.documents.mutations import CHANCE, SEEDED, changed_bytes
from tests.documents.papers import TRADE
from tradefin import documents
from tradefin.documents import DocumentKind
from tradefin.errors import InvalidInput

pypdf = pytest.importorskip("pypdf", reason="the extra `pdf` isn't installed")


def pdf(*attachments: tuple[str, bytes], password: str = "") -> bytes:
    """A page with attachments."""
    writer = pypdf.PdfWriter()
    writer.add_blank_page(200, 200)
    for name, content in attachments:
        writer.add_attachment(name, content)
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


PICTURE = ("scan.png", b"\x89PNG\r\n\x1a\n")
XML = ("factur-x.xml", TRADE.retyped)
BOMB = b'<!DOCTYPE a [<!ENTITY a "x">]><a>&a;</a>'
REFUSED = {
    "no attachment": (pdf(), "carries no XML"),
    "a picture": (pdf(PICTURE), "carries no XML"),
    "a name that lies": (pdf(("factur-x.xml", b"%PNG")), "carries no XML"),
    "another XML": (pdf(("a.xml", b"<a/>")), "can't be read: the root element is of no known"),
    "a cut XML": (pdf(("a.xml", TRADE.invoice[:900])), "can't be read: the XML is damaged"),
    "entities": (pdf(("a.xml", BOMB)), "can't be read: the XML has a DOCTYPE"),
    "a PDF in the PDF": (pdf(("a.pdf", pdf(XML))), "carries no XML"),
    "two papers": (pdf(XML, ("2.xml", TRADE.declaration)), "more than one paper"),
    "encrypted": (pdf(XML, password="secret"), "encrypted"),
    "a header only": (b"%PDF-1.7\n", "damaged or cut off"),
    "cut off": (pdf(XML)[:600], "damaged or cut off|carries no XML"),
    "too many": (pdf(*((f"{i}.txt", b"%d" % i) for i in range(101))), "too many or too large"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_carries_no_paper_is_refused_with_its_reason(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(InvalidInput, match=reason) as caught:
        documents.read(data)
    assert caught.value.__cause__ is None
    assert not [told for told in ("Wuxi", "INV", "360000") if told in str(caught.value)]


def test_what_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tradefin.documents.pdfsource.MOST_BYTES", len(TRADE.retyped))
    assert documents.read(pdf(XML)).number is not None
    with pytest.raises(InvalidInput, match="too many or too large"):
        documents.read(pdf(XML, PICTURE))


def test_without_the_library_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def missing(name: str, package: str | None = None) -> object:
        raise ImportError(name)

    monkeypatch.setattr("tradefin.documents.extras.import_module", missing)
    with pytest.raises(InvalidInput, match=r"tradefin\[pdf\]"):
        documents.read(pdf(XML))


@pytest.mark.parametrize("name", ["factur-x.xml", "zugferd-invoice.xml", "xrechnung.xml", "a.txt"])
def test_the_xml_in_the_pdf_is_the_paper(name: str, secret: bytes) -> None:
    data = pdf(PICTURE, (name, TRADE.retyped))
    paper, bare = documents.read(data), documents.read(TRADE.retyped)
    assert paper.kind is DocumentKind.INVOICE
    assert (paper.number, paper.total, paper.issuer) == (bare.number, bare.total, bare.issuer)
    assert paper.source_digest != bare.source_digest
    assert paper.business_key(secret) == documents.read(TRADE.invoice).business_key(secret)
    assert paper.commitment(secret) == bare.commitment(secret)


def test_one_xml_attached_twice_is_one_paper() -> None:
    assert documents.read(pdf(XML, ("copy.xml", TRADE.retyped))).number == "inv 2026 0117"


def test_a_pdf_is_told_by_content(tmp_path: Path) -> None:
    path = tmp_path / "invoice.xml"
    path.write_bytes(pdf(XML))
    assert documents.read(path).kind is DocumentKind.INVOICE


def test_a_pdf_that_factur_x_makes(shared: Path) -> None:
    facturx = pytest.importorskip("facturx", reason="factur-x isn't installed")
    xml = (shared / "cii/CII_example5.xml").read_bytes()
    paper = documents.read(facturx.generate_from_binary(pdf(), xml, check_xsd=False))
    assert (paper.number, str(paper.total)) == ("TOSL110", "DKK 2,337.50")


WHOLE = pdf(PICTURE, XML)


@SEEDED
@given(CHANCE)
def test_changed_bytes_are_read_or_refused(chance: random.Random) -> None:
    with contextlib.suppress(InvalidInput):
        documents.read(b"%PDF-" + changed_bytes(WHOLE, chance)[5:])
