"""EDIFACT INVOIC after EN 16931's binding (CEN/TS 16931-3-4), and EANCOM's where it differs.

Segments hold elements e1, e2, ... and those components c1, c2, ...; see `edifactsource`.
"""

from __future__ import annotations

from types import MappingProxyType

from tradefin.documents.document import ReferenceType
from tradefin.documents.formats.table import Format, PartyPaths
from tradefin.enums import DocumentKind

_AGENCIES = MappingProxyType({"9": "GLN", "16": "DUNS"})
"""Data element 3055, the agency that gives a party's code."""

ATTRIBUTES = MappingProxyType(
    {
        "DTM": (("e1/c2", "format", "e1/c3", MappingProxyType({})),),
        "MOA": (("e1/c2", "currencyID", "e1/c3", MappingProxyType({})),),
        "NAD": (
            ("e2/c1", "schemeID", "e2/c2", MappingProxyType({})),
            ("e2/c1", "schemeID", "e2/c3", _AGENCIES),
        ),
    }
)
"""Segment to (path, attribute, path that states it, its meaning): the form in which every format
is read."""


def _amount(code: str, below: str = "UNS/") -> str:
    return f"{below}MOA[e1/c1='{code}']/e1/c2"


def _date(code: str, below: str = "") -> str:
    return f"{below}DTM[e1/c1='{code}']/e1/c2"


def _reference(*codes: str) -> str:
    return " | ".join(f"RFF[e1/c1='{code}']/e1/c2" for code in codes)


def _party(*functions: str) -> PartyPaths:
    return PartyPaths(
        base=tuple(f"NAD[e1/c1='{function}']" for function in functions),
        name=("e4/c1", "e3/c1"),
        country=("e9/c1",),
        identifiers=(
            ("REGISTRATION", _reference("GN", "XA")),
            ("PARTY", "e2/c1"),
            ("VAT", _reference("VA")),
            ("TAX", _reference("FC", "AHP")),
        ),
    )


_IN_CURRENCY = "[not(@currencyID) or @currencyID=$currency]"
_SELLER, _BUYER = _party("SE", "SU"), _party("BY", "IV")

INVOIC = Format(
    name="EDIFACT INVOIC",
    root="paper",
    kind=DocumentKind.NONE,
    terms={
        "number": ("BGM/e2/c1",),
        "type_code": ("BGM/e1/c1",),
        "issue_date": (_date("137"),),
        "currency": ("CUX/e1[c1='2']/c2",),
        "due_date": (_date("13", "PYT/"), _date("13", "PAT/"), _date("13")),
        "delivery_date": (_date("35"),),
        "incoterm": ("TOD/e3/c1",),
        "line_total": (_amount("79"),),
        "allowances": (_amount("260"),),
        "charges": (_amount("259"),),
        "net": (_amount("389"),),
        "tax": (_amount("176") + _IN_CURRENCY,),
        "gross": (_amount("388"), _amount("77")),
        "prepaid": (_amount("113"),),
        "rounding": (_amount("366"),),
        "total": (_amount("9"), _amount("77")),
    },
    parties={"issuer": _SELLER, "holder": _SELLER, "counterparty": _BUYER},
    sums={
        "lines": _amount("203", "LIN/"),
        "allowances": _amount("204", "ALC[e1/c1='A']/"),
        "charges": _amount("23", "ALC[e1/c1='C']/"),
        "tax": _amount("124", "UNS/TAX/"),
    },
    values=("UNS/MOA[not(e1/c1='176')]/e1/c2", "LIN/MOA/e1/c2", "ALC/MOA/e1/c2"),
    references=tuple(
        (type_, f"RFF[e1/c1='{code}']", "e1/c2", "DTM/e1/c2", "none")
        for code, type_ in {
            "CT": ReferenceType.CONTRACT,
            "ON": ReferenceType.ORDER,
            "VN": ReferenceType.SALES_ORDER,
            "AAK": ReferenceType.DESPATCH_ADVICE,
            "ALO": ReferenceType.RECEIVING_ADVICE,
            "OI": ReferenceType.INVOICE,
            "IV": ReferenceType.INVOICE,
            "BM": ReferenceType.BILL_OF_LADING,
        }.items()
    ),
)
