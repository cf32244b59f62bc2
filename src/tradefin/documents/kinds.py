"""Kinds of document by their UNTDID 1001 code."""

from __future__ import annotations

from types import MappingProxyType

from tradefin.enums import DocumentKind

_INVOICES = (
    71, 80, 82, 84, 102, 130, 202, 203, 204, 211, 218, 219, 295, 325, 326, 331, 380, 382, 383, 384,
    385, 386, 387, 388, 389, 390, 393, 394, 395, 456, 457, 471, 472, 473, 500, 501, 527, 553, 575,
    623, 633, 751, 780, 817, 870, 875, 876, 877, 935,
)  # fmt: skip
_CREDIT_NOTES = (81, 83, 261, 262, 296, 308, 381, 396, 420, 458, 502, 503, 532)

INVOICES_1001 = MappingProxyType(
    {str(code): DocumentKind.INVOICE for code in _INVOICES}
    | {str(code): DocumentKind.CREDIT_NOTE for code in _CREDIT_NOTES}
)
"""UNTDID 1001 document name code (BT-3) to kind: the codes EN 16931 allows in an invoice."""

PAPERS_1001 = MappingProxyType(
    {
        "315": DocumentKind.CONTRACT,
        "530": DocumentKind.INSURANCE_POLICY,
        "631": DocumentKind.WAREHOUSE_RECEIPT,
        "635": DocumentKind.WAREHOUSE_RECEIPT,
        "830": DocumentKind.CUSTOMS_DECLARATION,
    }
)
"""UNTDID 1001 codes of the papers that the project's own profile reads."""

WITH_AMOUNT = frozenset(
    {DocumentKind.INVOICE, DocumentKind.CREDIT_NOTE, DocumentKind.CUSTOMS_DECLARATION}
)
"""Kinds that are nothing without an amount; others may state none."""

VALUED = frozenset(
    {
        DocumentKind.BILL_OF_LADING,
        DocumentKind.WAREHOUSE_RECEIPT,
        DocumentKind.TITLE_DEED,
        DocumentKind.MINING_RIGHT,
        DocumentKind.FACTORY,
        DocumentKind.MACHINERY,
        DocumentKind.STOCK,
        DocumentKind.LISTED_SHARES,
        DocumentKind.CASH_DEPOSIT,
    }
)
"""Kinds that are valued again and again: what is stated of them is what they are worth, as of a
day."""

PROFORMA = frozenset({"325"})
"""UNTDID 1001 codes of papers that demand no payment."""

FACTORED = frozenset({"393", "396"})
"""UNTDID 1001 codes of papers whose receivable is already assigned to a third party."""
