"""The invoice inside a PDF: Factur-X, ZUGFeRD 2, XRechnung (PDF/A-3 with an embedded XML)."""

from __future__ import annotations

import io
from typing import Any

from lxml import etree

from tradefin.documents import xmlsource
from tradefin.documents.extras import library
from tradefin.documents.formats import Format
from tradefin.errors import InvalidInput

HEADER = b"%PDF-"
MOST_ATTACHMENTS = 100
MOST_BYTES = 5 * xmlsource.MAXIMUM_BYTES
"""Of all attachments together, unpacked."""


def parse(data: bytes) -> tuple[etree._Element, Format]:
    """The root of the one XML attachment of a known format; attachments' names don't matter.

    The page that a person sees isn't read, only the XML. Raises InvalidInput for an encrypted or
    damaged PDF, one without such an XML, or with two that differ.
    """
    papers: dict[bytes, tuple[etree._Element, Format]] = {}
    refusals: list[InvalidInput] = []
    for content in dict.fromkeys(_attachments(data)):
        try:
            papers[content] = xmlsource.parse(content)
        except InvalidInput as refusal:
            refusals.append(refusal)
    if len(papers) > 1:
        raise InvalidInput("the PDF carries more than one paper")
    if papers:
        return papers.popitem()[1]
    if len(refusals) == 1:
        raise InvalidInput(f"the XML in the PDF can't be read: {refusals[0]}")
    raise InvalidInput("the PDF carries no XML of a known format; a picture of a paper isn't read")


def _attachments(data: bytes) -> list[bytes]:
    pypdf = library("pypdf", "pdf", "PDF files")
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        encrypted = bool(reader.is_encrypted)
        found = [] if encrypted else _contents(reader)
    except InvalidInput:
        raise
    except Exception:  # a damaged PDF makes the parser fail in any of many ways
        raise InvalidInput("the PDF is damaged or cut off") from None
    if encrypted:
        raise InvalidInput("the PDF is encrypted")
    return found


def _contents(reader: Any) -> list[bytes]:
    """The attachments that look like XML."""
    found: list[bytes] = []
    size = 0
    for place, attachment in enumerate(reader.attachment_list):
        content = attachment.content
        size += len(content)
        if place == MOST_ATTACHMENTS or size > MOST_BYTES:
            raise InvalidInput("the PDF carries too many or too large attachments")
        if xmlsource.looks_like_xml(content):
            found.append(bytes(content))
    return found
