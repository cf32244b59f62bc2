"""Cross Industry Invoices from before D16B, brought into its words, which the table reads."""

from __future__ import annotations

import re
from functools import lru_cache
from types import MappingProxyType

from lxml import etree

from tradefin.documents.formats import cii
from tradefin.documents.formats.table import NAMESPACES

_ZUGFERD_1 = "urn:ferd:CrossIndustryDocument:invoice:1p0"
_ROOTS = frozenset({f"{{{_ZUGFERD_1}}}CrossIndustryDocument", cii.INVOICE.root})
_VERSION = re.compile(
    r"urn:un:unece:uncefact:data:standard:"
    r"((?:ReusableAggregateBusinessInformationEntity|(?:Unq|Q)ualifiedDataType):)\d{1,2}$",
    re.IGNORECASE,
)
_TOTALS = "SpecifiedTradeSettlementMonetarySummation"
_NAMES = MappingProxyType(
    {
        "CrossIndustryDocument": "CrossIndustryInvoice",
        "SpecifiedExchangedDocumentContext": "ExchangedDocumentContext",
        "HeaderExchangedDocument": "ExchangedDocument",
        "SpecifiedSupplyChainTradeTransaction": "SupplyChainTradeTransaction",
        "ApplicableSupplyChainTradeAgreement": "ApplicableHeaderTradeAgreement",
        "ApplicableSupplyChainTradeDelivery": "ApplicableHeaderTradeDelivery",
        "ApplicableSupplyChainTradeSettlement": "ApplicableHeaderTradeSettlement",
        "SpecifiedSupplyChainTradeSettlement": "SpecifiedLineTradeSettlement",
        "DeliveryNoteReferencedDocument": "DespatchAdviceReferencedDocument",
    }
)
"""ZUGFeRD 1.0's names to D16B's."""


def modernise(root: etree._Element) -> None:
    """Rename, in place, what ZUGFeRD 1.0 and D16A call otherwise; a newer invoice stays as it is.

    The dates of references, which ZUGFeRD 1.0 writes in another form, aren't read.
    """
    if root.tag not in _ROOTS:
        return
    old = root.tag != cii.INVOICE.root
    for element in root.iter("*"):
        parent = element.getparent() if old else None
        above = "" if parent is None else str(parent.tag)
        if (renamed := _renamed(str(element.tag), above, old)) is not None:
            element.tag = renamed


@lru_cache(maxsize=1_024)
def _renamed(tag: str, above: str, old: bool) -> str | None:
    """The modern name of `tag` below `above`, None where it has it already."""
    name = etree.QName(tag)
    namespace = _namespace(name.namespace or "")
    local = _name(name.localname, etree.QName(above).localname if above else "")
    local = local if old else name.localname
    changed = (namespace, local) != (name.namespace or "", name.localname)
    return f"{{{namespace}}}{local}" if changed else None


def _namespace(uri: str) -> str:
    if uri == _ZUGFERD_1:
        return NAMESPACES["rsm"]
    return _VERSION.sub(r"urn:un:unece:uncefact:data:standard:\g<1>100", uri)


def _name(name: str, above: str) -> str:
    if name == _TOTALS:
        level = "Line" if above.startswith("SpecifiedLine") else "Header"
        return name.replace("Monetary", f"{level}Monetary")
    if name == "ID" and above.endswith("ReferencedDocument"):
        return "IssuerAssignedID"
    return _NAMES.get(name, name)
