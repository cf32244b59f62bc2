"""From DCSA JSON to the tree of a transport document."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from lxml import etree

from tradefin.documents import jsonsource
from tradefin.documents.formats import Format, dcsa

MARK = "transportDocumentTypeCode"
ENVELOPES = ("transportDocument", "document")
"""Where a transport document stands in a PINT envelope and in an issuance request."""

_ATTRIBUTES = MappingProxyType(
    {
        "partyCode": ("schemeID", ("codeListProvider", "codeListName")),
        "carrierCode": ("schemeID", ("carrierCodeListProvider",)),
        "declaredValue": ("currencyID", ("declaredValueCurrency",)),
    }
)
"""Element to (attribute, siblings that may state it): the form in which every format is read."""


def document_of(value: dict[str, Any]) -> dict[str, Any] | None:
    """The transport document in a JSON object, bare or in its envelope."""
    candidates = [value, *(value.get(name) for name in ENVELOPES)]
    found = [item for item in candidates if isinstance(item, dict) and MARK in item]
    return found[0] if found else None


def parse(document: dict[str, Any]) -> tuple[etree._Element, Format]:
    """The root of a DCSA transport document, bill of lading 3.0 and PINT 3.0."""
    root = jsonsource.tree(document)
    for name, (attribute, siblings) in _ATTRIBUTES.items():
        for element in root.iter(name):
            parent = element.getparent()
            texts = [parent.findtext(sibling) for sibling in siblings] if parent is not None else []
            stated = next((text for text in texts if text), None)
            if stated:
                element.set(attribute, stated)
    return root, dcsa.TRANSPORT_DOCUMENT
