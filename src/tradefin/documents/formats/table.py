"""What a format's table consists of; every path is XPath 1.0 over the prefixes below."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType
from typing import Any

from lxml import etree

from tradefin.documents.document import ReferenceType
from tradefin.documents.kinds import INVOICES_1001
from tradefin.enums import DocumentKind

_UBL = "urn:oasis:names:specification:ubl:schema:xsd"
_CII = "urn:un:unece:uncefact:data:standard"

NAMESPACES = MappingProxyType(
    {
        "cac": f"{_UBL}:CommonAggregateComponents-2",
        "cbc": f"{_UBL}:CommonBasicComponents-2",
        "ram": f"{_CII}:ReusableAggregateBusinessInformationEntity:100",
        "rsm": f"{_CII}:CrossIndustryInvoice:100",
        "udt": f"{_CII}:UnqualifiedDataType:100",
        "qdt": f"{_CII}:QualifiedDataType:100",
    }
)


@dataclass(frozen=True, slots=True)
class PartyPaths:
    """Where a party stands: `base`, then below it the name, the country and, by scheme, the
    identifiers in the order in which they identify. The first base that is there counts."""

    base: tuple[str, ...]
    name: tuple[str, ...]
    country: tuple[str, ...]
    identifiers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Format:
    """One format. `kind` is what the root element says, NONE where only a type code tells; `codes`
    are the type codes that the format knows.

    `terms` are single values, alternatives in order of preference; `sums` are amounts to add up;
    `values` are all amounts that must be in the paper's currency; `references` are (type, element,
    number, date, type code) with paths below the element. `extension` marks the profile ids in
    which prepaid payments are third-party payments (BG-DEX-09), `partial` those that leave out what
    was prepaid, `unrounded` those whose gross total never contains the rounding.
    """

    name: str
    root: str
    kind: DocumentKind
    terms: Mapping[str, tuple[str, ...]]
    parties: Mapping[str, PartyPaths]
    sums: Mapping[str, str] = field(default_factory=dict)
    values: tuple[str, ...] = ()
    references: tuple[tuple[ReferenceType, str, str, str, str], ...] = ()
    extension: str = ""
    partial: str = ""
    unrounded: str = ""
    codes: Mapping[str, DocumentKind] = field(default_factory=lambda: INVOICES_1001)


REFERENCE_CODES = MappingProxyType(
    {
        "105": ReferenceType.ORDER,
        "220": ReferenceType.ORDER,
        "315": ReferenceType.CONTRACT,
        "380": ReferenceType.INVOICE,
        "50": ReferenceType.TENDER,
        "703": ReferenceType.WAYBILL,
        "705": ReferenceType.BILL_OF_LADING,
        "710": ReferenceType.WAYBILL,
        "740": ReferenceType.WAYBILL,
        "830": ReferenceType.DECLARATION,
    }
)
"""UNTDID 1001 codes of referenced papers."""


@cache
def _compiled(path: str) -> etree.XPath:
    return etree.XPath(path, namespaces=dict(NAMESPACES))


def select(element: etree._Element, path: str, **variables: str) -> list[Any]:
    """The nodes that `path` finds below `element`; `variables` are XPath's `$name`."""
    found = _compiled(path)(element, **variables)
    return found if isinstance(found, list) else []
