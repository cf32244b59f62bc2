"""Papers against each other."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from itertools import combinations
from types import MappingProxyType

from tradefin.documents.document import ReferenceType, TradeDocument
from tradefin.documents.findings import Code, Finding
from tradefin.documents.key import identifying
from tradefin.documents.kinds import VALUED
from tradefin.documents.normalform import normal
from tradefin.documents.parties import Party
from tradefin.enums import DocumentKind
from tradefin.errors import InvalidInput

_INVOICED_WITH = MappingProxyType(
    {
        DocumentKind.CUSTOMS_DECLARATION: "declaration",
        DocumentKind.CONTRACT: "contract",
        DocumentKind.BILL_OF_LADING: "bill of lading",
        DocumentKind.WAYBILL: "waybill",
    }
)
"""Kinds that an invoice is checked against, and their names."""

_CITED_AS = MappingProxyType(
    {
        DocumentKind.CUSTOMS_DECLARATION: ReferenceType.DECLARATION,
        DocumentKind.CONTRACT: ReferenceType.CONTRACT,
        DocumentKind.BILL_OF_LADING: ReferenceType.BILL_OF_LADING,
        DocumentKind.WAYBILL: ReferenceType.WAYBILL,
        DocumentKind.WAREHOUSE_RECEIPT: ReferenceType.WAREHOUSE_RECEIPT,
        DocumentKind.TITLE_DEED: ReferenceType.TITLE_DEED,
        DocumentKind.INSURANCE_POLICY: ReferenceType.INSURANCE_POLICY,
        DocumentKind.APPRAISAL: ReferenceType.APPRAISAL,
        DocumentKind.MINING_RIGHT: ReferenceType.MINING_RIGHT,
        DocumentKind.FACTORY: ReferenceType.FACTORY,
        DocumentKind.MACHINERY: ReferenceType.MACHINERY,
        DocumentKind.STOCK: ReferenceType.STOCK,
        DocumentKind.LISTED_SHARES: ReferenceType.LISTED_SHARES,
        DocumentKind.CASH_DEPOSIT: ReferenceType.CASH_DEPOSIT,
    }
)
_LIMITS = (
    (DocumentKind.CUSTOMS_DECLARATION, Code.AMOUNT_EXCEEDS_DECLARED, "what was declared"),
    (DocumentKind.CONTRACT, Code.AMOUNT_EXCEEDS_CONTRACT, "what was contracted"),
)
_HS_DIGITS = 6
"""Of a commodity code, the digits that all countries share."""


def crosscheck(*documents: TradeDocument) -> list[Finding]:
    """Every contradiction inside each paper and between those that are given together.

    Inside: the papers' own warnings. Between an invoice and a declaration, contract, bill of lading
    or waybill: seller, buyer (not where the goods are to order), currency, dates. Between any paper
    and one whose kind it cites: the number. Between any two: goods of which none agree by the first
    six digits of their commodity codes. Over all of one currency: invoices that together exceed the
    declarations, or the contracts. Between an asset and an appraisal that cites it: currency, and a
    value above what was found. Two papers that one key would identify, with other contents, are
    a conflict.
    """
    findings = [finding for document in documents for finding in document.warnings]
    invoices = [d for d in documents if d.kind is DocumentKind.INVOICE]
    for invoice in invoices:
        for other in documents:
            if other.kind in _INVOICED_WITH:
                findings += _invoice_and(invoice, other)
    for document in documents:
        findings += _cited(document, documents)
        if document.kind is DocumentKind.APPRAISAL:
            findings += _appraised(document, documents)
    for kind, code, limit in _LIMITS:
        findings += _amounts(invoices, [d for d in documents if d.kind is kind], code, limit)
    for first, second in combinations(documents, 2):
        if _goods(first) and _goods(second) and not _goods(first) & _goods(second):
            message = "the two papers have no goods in common"
            findings.append(_finding(Code.GOODS_MISMATCH, message, first, second))
        same = _identity(first) is not None and _identity(first) == _identity(second)
        if same and _contents(first) != _contents(second):
            message = "two papers of one kind, issuer and number differ in contents"
            findings.append(_finding(Code.SAME_PAPER_CONFLICT, message, first, second))
    return list(dict.fromkeys(findings))


def _finding(code: Code, message: str, *documents: TradeDocument) -> Finding:
    return Finding(code, message, tuple(d.source_digest.hex() for d in documents))


def _invoice_and(invoice: TradeDocument, other: TradeDocument) -> list[Finding]:
    both, name = (invoice, other), _INVOICED_WITH[other.kind]
    findings = []
    if invoice.total and other.total and invoice.total.currency != other.total.currency:
        currencies = invoice.total.currency, other.total.currency
        message = f"the invoice is in {currencies[0]}, the {name} in {currencies[1]}"
        findings.append(_finding(Code.CURRENCY_MISMATCH, message, *both))
    if _differ(invoice.holder, other.holder):
        message = f"the seller isn't the {name}'s exporter"
        findings.append(_finding(Code.EXPORTER_MISMATCH, message, *both))
    to_order = other.fields.get("to_order") == "true"
    if not to_order and _differ(invoice.counterparty, other.counterparty):
        message = f"the buyer isn't the {name}'s consignee"
        findings.append(_finding(Code.BUYER_MISMATCH, message, *both))
    if other.kind is DocumentKind.CONTRACT:
        early = _before(invoice.issue_date, other.issue_date)
        message = "the invoice is older than the contract"
    else:
        early = _before(invoice.due_date, other.issue_date)
        message = f"the invoice was due before the {name} was issued"
    if early:
        findings.append(_finding(Code.DATE_ORDER, message, *both))
    return findings


def _before(first: dt.date | None, second: dt.date | None) -> bool:
    return first is not None and second is not None and first < second


def _cited(document: TradeDocument, others: Iterable[TradeDocument]) -> list[Finding]:
    findings = []
    for other in others:
        type_ = _CITED_AS.get(other.kind)
        cited = {normal(r.number) for r in document.references if r.type is type_}
        if document is not other and cited and other.number and normal(other.number) not in cited:
            kinds = [kind.name.lower().replace("_", " ") for kind in (document.kind, other.kind)]
            message = f"the {kinds[0]} cites another {kinds[1]}"
            findings.append(_finding(Code.REFERENCE_MISMATCH, message, document, other))
    return findings


def _appraised(appraisal: TradeDocument, others: Iterable[TradeDocument]) -> list[Finding]:
    findings = []
    cited = {(r.type, normal(r.number)) for r in appraisal.references}
    for asset in others:
        named = (_CITED_AS.get(asset.kind), normal(asset.number or ""))
        if asset.kind not in VALUED or named not in cited or not (asset.total and appraisal.total):
            continue
        if asset.total.currency != appraisal.total.currency:
            currencies = asset.total.currency, appraisal.total.currency
            message = f"the asset is valued in {currencies[0]}, its appraisal is in {currencies[1]}"
            findings.append(_finding(Code.CURRENCY_MISMATCH, message, appraisal, asset))
        elif asset.total > appraisal.total:
            message = "the asset is stated to be worth more than its appraisal found"
            findings.append(_finding(Code.AMOUNT_EXCEEDS_APPRAISED, message, appraisal, asset))
    return findings


def _amounts(
    invoices: list[TradeDocument], limits: list[TradeDocument], code: Code, told: str
) -> list[Finding]:
    findings = []
    for currency in sorted({d.total.currency for d in limits if d.total}):
        counted = [d for d in limits if d.total and d.total.currency == currency]
        invoiced = [i for i in invoices if i.total and i.total.currency == currency]
        copies: dict[object, int] = {}
        for invoice in invoiced:
            money = invoice.gross or invoice.total
            paper = _identity(invoice) or invoice.source_digest
            copies[paper] = max(copies.get(paper, 0), money.minor if money else 0)
        if sum(copies.values()) > sum(d.total.minor for d in counted if d.total):
            message = f"the invoices in {currency} exceed {told}"
            findings.append(_finding(code, message, *invoiced, *counted))
    return findings


def _goods(document: TradeDocument) -> set[str]:
    codes = document.fields.get("commodity_code", "").split()
    return {code[:_HS_DIGITS] for code in codes if len(code) >= _HS_DIGITS and code.isdigit()}


def _differ(first: Party | None, second: Party | None) -> bool:
    """Whether two parties can't be one: no registered identifier agrees though they share a
    scheme, or, where they share none, country or name differ."""
    if first is None or second is None:
        return False
    ours, theirs = _registered(first), _registered(second)
    if ours & theirs:
        return False
    if {scheme for scheme, _ in ours} & {scheme for scheme, _ in theirs}:
        return True
    if first.country and second.country and first.country != second.country:
        return True
    return bool(first.name and second.name and normal(first.name) != normal(second.name))


def _registered(party: Party) -> set[tuple[str, str]]:
    """Identifiers that an authority gave; ids of the trade partners' own books are left out."""
    schemes = ((scheme.split("/")[0], value) for scheme, value in party.identifiers)
    return {(s, normal(value)) for s, value in schemes if s not in ("PARTY", "ADDRESS")}


def _identity(document: TradeDocument) -> tuple[object, ...] | None:
    """What makes two papers copies of one, without secret; None where the paper doesn't tell."""
    number = normal(document.number or "")
    try:
        parts = identifying(document, None)
    except InvalidInput:
        return None
    return (document.kind, *parts, number) if number else None


def _contents(document: TradeDocument) -> tuple[object, ...]:
    return document.total, document.issue_date, document.due_date
