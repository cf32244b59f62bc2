"""What isn't a readable paper is InvalidInput with a reason, and nothing of the paper in it."""

import datetime as dt
import time

import pytest

from tradefin import documents, samples
from tradefin.documents.xmlsource import MAXIMUM_BYTES
from tradefin.errors import InvalidInput

INVOICE = samples.trade(dt.date(2026, 3, 2)).invoice
BODY = INVOICE.split(b"?>", 1)[1]
HEAD = b'<?xml version="1.0" encoding="UTF-8"?>'
LAUGHS = b"".join(b'<!ENTITY a%d "%s">' % (i, b"&a%d;" % (i - 1) * 10) for i in range(1, 12))
BOMB = b'<!DOCTYPE Invoice [<!ENTITY a0 "lol">' + LAUGHS + b"]>"
WIDE = b'<!DOCTYPE Invoice [<!ENTITY a "' + b"x" * 100_000 + b'">]>'
EXTERNAL = b'<!DOCTYPE Invoice [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def _with(entity: bytes) -> bytes:
    return BODY.replace(b"HK-PO-7741", entity)


DOCTYPES = {
    "entity bomb": HEAD + BOMB + _with(b"&a11;"),
    "entity bomb in an attribute": HEAD + BOMB + BODY.replace(b'"EM"', b'"&a11;"'),
    "quadratic bomb": HEAD + WIDE + _with(b"&a;" * 10_000),
    "external entity": HEAD + EXTERNAL + _with(b"&a;"),
    "parameter entity": HEAD
    + b'<!DOCTYPE I [<!ENTITY % p SYSTEM "file:///etc/passwd"> %p;]>'
    + BODY,
    "external DTD": HEAD + b'<!DOCTYPE Invoice SYSTEM "http://127.0.0.1/invoice.dtd">' + BODY,
    "bare DOCTYPE": HEAD + b"<!DOCTYPE Invoice>" + BODY,
    "DOCTYPE behind comments": HEAD + b"<!-- a --><?b c?>\n" * 5_000 + b"<!DOCTYPE Invoice>" + BODY,
    "DOCTYPE in UTF-16": ("<!DOCTYPE Invoice>" + BODY.decode()).encode("utf-16"),
}

REFUSED = {
    "empty": (b"", "empty"),
    "blank": (b" \n\t", "empty"),
    "JSON": (b'{"number": "1"}', "JSON is of no known format"),
    "text": (b"UNA:+.? '", "isn't XML"),
    "CSV": (b"number;total\n1;2\n", "isn't XML"),
    "bytes": (bytes(range(256)), "isn't XML"),
    "cut off": (INVOICE[: len(INVOICE) // 2], "damaged, cut off"),
    "cut in the last tag": (INVOICE.rstrip()[:-3], "damaged, cut off"),
    "two roots": (INVOICE + b"<x/>", "damaged, cut off"),
    "undeclared entity": (HEAD + _with(b"&a;"), "damaged, cut off"),
    "too deep": (b"<a>" * 100_000, "damaged, cut off"),
    "latin-1 as UTF-8": (INVOICE.replace(b"Wuxi Taihu", b"W\xfcxi"), "encoding it declares"),
    "unknown encoding": (INVOICE.replace(b"UTF-8", b"foo-8"), "encoding it declares"),
    "UTF-8 as latin-1": (
        INVOICE.replace(b"UTF-8", b"ISO-8859-1").replace(b"Wuxi Taihu", "Wüxi".encode()),
        "single-byte encoding",
    ),
    "UTF-8 mark, latin-1 declared": (
        b"\xef\xbb\xbf" + INVOICE.replace(b"UTF-8", b"ISO-8859-1"),
        "byte order mark",
    ),
    "ASCII as UTF-16": (INVOICE.replace(b"UTF-8", b"UTF-16"), "damaged, cut off"),
    "unknown root": (b"<a/>", "no known format"),
    "root in another namespace": (INVOICE.replace(b":Invoice-2", b":Invoice-3"), "no known format"),
    "nothing but a root": (
        b"<Invoice" + BODY.split(b"<Invoice")[1].split(b">")[0] + b"/>",
        "says nothing",
    ),
    "too large": (INVOICE + b" " * MAXIMUM_BYTES, "larger than"),
}


@pytest.mark.parametrize("name", DOCTYPES)
def test_entities_and_doctypes_are_refused_at_once(name: str) -> None:
    started = time.monotonic()
    with pytest.raises(InvalidInput, match="the XML has a DOCTYPE"):
        documents.read(DOCTYPES[name])
    assert time.monotonic() - started < 5


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_paper_is_refused_with_its_reason(name: str) -> None:
    data, reason = REFUSED[name]
    with pytest.raises(InvalidInput, match=reason) as caught:
        documents.read(data)
    assert caught.value.__cause__ is None
    for told in ("Wuxi", "Hansa", "INV-", "360000"):
        assert told not in str(caught.value)


@pytest.mark.parametrize("source", ["/nonexistent/paper.xml", "/", "a\0b", None, 7])
def test_a_source_that_cannot_be_read_is_refused(source: object) -> None:
    with pytest.raises(InvalidInput):
        documents.read(source)  # type: ignore[arg-type]


def test_the_format_is_told_by_content_and_not_by_name(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = tmp_path / "not an invoice.json"
    path.write_bytes(INVOICE)
    for source in (path, str(path), INVOICE):
        assert documents.read(source).kind is documents.DocumentKind.INVOICE


@pytest.mark.parametrize("encoding", ["UTF-16", "GB18030"])
def test_a_paper_in_the_encoding_it_declares_is_read(encoding: str) -> None:
    text = INVOICE.decode().replace("UTF-8", encoding).replace("Taihu Machine", "太湖机床")
    assert "太湖机床" in (documents.read(text.encode(encoding)).issuer.name or "")


def test_comments_and_processing_instructions_do_not_cut_a_value() -> None:
    paper = INVOICE.replace(b">INV-2026/0117<", b">INV-<!-- x -->2026/<?y z?>0117<")
    assert documents.read(paper).number == "INV-2026/0117"
