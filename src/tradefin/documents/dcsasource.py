"""What stands in DCSA JSON: transport documents, as trees, and events."""

from __future__ import annotations

from types import MappingProxyType
from typing import Any

from lxml import etree

from tradefin.documents import jsonsource
from tradefin.documents.formats import Format, dcsa

MARK = "transportDocumentTypeCode"
ENVELOPES = ("transportDocument", "document")
"""Where a transport document stands in a PINT envelope and in an issuance request."""

_FUNCTIONS = MappingProxyType({"OS": "shipper", "CN": "consignee", "END": "endorsee"})
"""Version 2's party functions to version 3's names."""

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
    inner = [value, *(value.get(name) for name in ENVELOPES)]
    candidates = [_in_version_3(item) for item in inner if isinstance(item, dict)]
    return next((item for item in candidates if MARK in item), None)


def _in_version_3(document: dict[str, Any]) -> dict[str, Any]:
    """Version 2 wraps the shipping instruction; it and the first draft of 3 list the parties."""
    instruction = document.get("shippingInstruction")
    if isinstance(instruction, dict):
        document = instruction | document
    listed = document.get("documentParties")
    if not isinstance(listed, list):
        return document
    parties: dict[str, list[Any]] = {"issuingParty": [document.get("issuingParty")]}
    for item in listed:
        stated = item if isinstance(item, dict) else {}
        role = _FUNCTIONS.get(str(stated.get("partyFunction")), "other")
        parties.setdefault(role, []).append(stated.get("party"))
    return document | {"documentParties": parties}


def event_of(value: dict[str, Any]) -> dict[str, Any]:
    """An event as one object; track and trace 3.0's first draft divides it in two."""
    metadata, payload = value.get("metadata"), value.get("payload")
    if isinstance(metadata, dict) and isinstance(payload, dict):
        return metadata | payload
    return value


def parse(document: dict[str, Any]) -> tuple[etree._Element, Format]:
    """The root of a DCSA transport document, bill of lading 2 and 3.0 and PINT 3.0."""
    root = jsonsource.tree(document)
    for name, (attribute, siblings) in _ATTRIBUTES.items():
        for element in root.iter(name):
            parent = element.getparent()
            texts = [parent.findtext(sibling) for sibling in siblings] if parent is not None else []
            stated = next((text for text in texts if text), None)
            if stated:
                element.set(attribute, stated)
    return root, dcsa.TRANSPORT_DOCUMENT
