"""The project's own JSON profile: where its papers' terms and parties stand."""

from __future__ import annotations

from types import MappingProxyType

from tradefin.documents.document import ReferenceType
from tradefin.documents.formats.table import Format, PartyPaths
from tradefin.documents.kinds import PAPERS_1001
from tradefin.enums import DocumentKind

CODES = MappingProxyType(
    dict(PAPERS_1001)
    | {
        kind.name: kind
        for kind in (
            DocumentKind.TITLE_DEED,
            DocumentKind.MINING_RIGHT,
            DocumentKind.FACTORY,
            DocumentKind.MACHINERY,
            DocumentKind.STOCK,
            DocumentKind.LISTED_SHARES,
            DocumentKind.CASH_DEPOSIT,
            DocumentKind.APPRAISAL,
        )
    }
)
"""The profile's kinds: UNTDID 1001 codes, and names where there is none."""

_TERMS = {
    name: (name,)
    for name in (
        "number", "issue_date", "currency", "total", "description", "place", "incoterm",
        "payment_terms", "trade_mode", "delivery_date", "due_date", "export_date", "release_date",
        "valuation_date", "validity_start", "validity_end", "quantity", "unit", "area", "isin",
    )
} | {
    "type_code": ("kind",),
    "customs_office": ("customs/office",),
    "commodity_code": ("goods/commodity_code",),
    "goods": ("goods/description",),
}  # fmt: skip


def _identifier(*schemes: str) -> str:
    return f"identifiers[{' or '.join(f'scheme={scheme!r}' for scheme in schemes)}]/value"


def _party(role: str) -> PartyPaths:
    return PartyPaths(
        base=(role,),
        name=("name",),
        country=("country",),
        identifiers=(
            ("REGISTRATION", _identifier("USCC", "REGISTRATION")),
            ("PARTY", _identifier("LEI", "GLN", "DUNS", "PARTY")),
            ("VAT", _identifier("VAT")),
            ("TAX", _identifier("TAX")),
        ),
    )


_ROLES = {
    DocumentKind.CUSTOMS_DECLARATION: ("customs", "exporter", "consignee"),
    DocumentKind.CONTRACT: ("seller", "seller", "buyer"),
    DocumentKind.WAREHOUSE_RECEIPT: ("warehouse", "depositor", ""),
    DocumentKind.TITLE_DEED: ("registry", "owner", ""),
    DocumentKind.MINING_RIGHT: ("registry", "owner", ""),
    DocumentKind.FACTORY: ("registry", "owner", ""),
    DocumentKind.MACHINERY: ("maker", "owner", ""),
    DocumentKind.STOCK: ("keeper", "owner", ""),
    DocumentKind.LISTED_SHARES: ("depository", "owner", ""),
    DocumentKind.CASH_DEPOSIT: ("bank", "depositor", ""),
    DocumentKind.APPRAISAL: ("appraiser", "client", ""),
    DocumentKind.INSURANCE_POLICY: ("insurer", "insured", "beneficiary"),
}
"""Who is issuer, holder and counterparty of a paper."""


_AMOUNTS = "goods[not(../goods[not(amount)])]/amount"
_QUANTITIES = (
    "goods[not(../goods[not(quantity)]) and not(../goods[unit != ../goods[1]/unit])]/quantity"
)
"""Of all lines or of none; quantities only where all are in one unit."""


def _table(code: str, kind: DocumentKind) -> Format:
    roles = zip(("issuer", "holder", "counterparty"), _ROLES[kind], strict=True)
    return Format(
        name=f"paper of kind {code}",
        root="paper",
        kind=kind,
        codes=CODES,
        terms=_TERMS,
        parties={role: _party(name) for role, name in roles if name},
        sums={"goods": _AMOUNTS, "quantities": _QUANTITIES},
        references=tuple(
            (type_, f"references[type='{type_}']", "number", "date", "none")
            for type_ in ReferenceType
        ),
    )


TABLES = MappingProxyType({code: _table(code, kind) for code, kind in CODES.items()})
"""The profile's kind to its table."""
