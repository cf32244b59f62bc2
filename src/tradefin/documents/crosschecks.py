"""Papers against each other."""

from __future__ import annotations

from itertools import combinations

from tradefin.documents.document import ReferenceType, TradeDocument
from tradefin.documents.findings import Code, Finding
from tradefin.documents.normalform import normal
from tradefin.documents.parties import Party
from tradefin.enums import DocumentKind
from tradefin.errors import InvalidInput


def crosscheck(*documents: TradeDocument) -> list[Finding]:
    """Every contradiction inside each paper and between them, in the order of the papers.

    Inside: the papers' own warnings. Between an invoice and a declaration that are given together:
    currency, exporter and buyer, the declaration's number where the invoice cites one, dates. Over
    all of one currency: invoices that together exceed the declarations. Two papers of one kind,
    issuer, number and year whose totals or dates differ are a conflict.
    """
    findings = [finding for document in documents for finding in document.warnings]
    invoices = [d for d in documents if d.kind is DocumentKind.INVOICE]
    declarations = [d for d in documents if d.kind is DocumentKind.CUSTOMS_DECLARATION]
    for invoice in invoices:
        for declaration in declarations:
            findings += _invoice_and_declaration(invoice, declaration)
        findings += _cited(invoice, declarations)
    findings += _amounts(invoices, declarations)
    for first, second in combinations(documents, 2):
        same = _identity(first) is not None and _identity(first) == _identity(second)
        if same and _contents(first) != _contents(second):
            findings.append(
                _finding(
                    Code.SAME_PAPER_CONFLICT,
                    "two papers of one issuer, number and year differ in contents",
                    first,
                    second,
                )
            )
    return list(dict.fromkeys(findings))


def _finding(code: Code, message: str, *documents: TradeDocument) -> Finding:
    return Finding(code, message, tuple(d.source_digest.hex() for d in documents))


def _invoice_and_declaration(invoice: TradeDocument, declaration: TradeDocument) -> list[Finding]:
    both = (invoice, declaration)
    findings = []
    if invoice.total and declaration.total:
        currencies = invoice.total.currency, declaration.total.currency
        if currencies[0] != currencies[1]:
            message = f"the invoice is in {currencies[0]}, the declaration in {currencies[1]}"
            findings.append(_finding(Code.CURRENCY_MISMATCH, message, *both))
    if _differ(invoice.holder, declaration.holder):
        message = "the seller isn't the declaration's exporter"
        findings.append(_finding(Code.EXPORTER_MISMATCH, message, *both))
    if _differ(invoice.counterparty, declaration.counterparty):
        message = "the buyer isn't the declaration's consignee"
        findings.append(_finding(Code.BUYER_MISMATCH, message, *both))
    if invoice.due_date and declaration.issue_date and invoice.due_date < declaration.issue_date:
        message = "the invoice was due before the export was declared"
        findings.append(_finding(Code.DATE_ORDER, message, *both))
    return findings


def _cited(invoice: TradeDocument, declarations: list[TradeDocument]) -> list[Finding]:
    cited = {normal(r.number) for r in invoice.references if r.type is ReferenceType.DECLARATION}
    return [
        _finding(Code.REFERENCE_MISMATCH, "the invoice cites another declaration", invoice, d)
        for d in declarations
        if cited and d.number and normal(d.number) not in cited
    ]


def _amounts(invoices: list[TradeDocument], declarations: list[TradeDocument]) -> list[Finding]:
    findings = []
    for currency in sorted({d.total.currency for d in declarations if d.total}):
        declared = [d for d in declarations if d.total and d.total.currency == currency]
        invoiced = [i for i in invoices if i.total and i.total.currency == currency]
        limit = sum(d.total.minor for d in declared if d.total)
        copies: dict[object, int] = {}
        for invoice in invoiced:
            money = invoice.gross or invoice.total
            paper = _identity(invoice) or invoice.source_digest
            copies[paper] = max(copies.get(paper, 0), money.minor if money else 0)
        if sum(copies.values()) > limit:
            message = f"the invoices in {currency} exceed what was declared"
            findings.append(_finding(Code.AMOUNT_EXCEEDS_DECLARED, message, *invoiced, *declared))
    return findings


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
    if not number or document.kind is DocumentKind.NONE:
        return None
    if document.kind is DocumentKind.CUSTOMS_DECLARATION:
        return document.kind, document.issuer.country, number
    try:
        issuer = normal(document.issuer.identity())
    except InvalidInput:
        return None
    return document.kind, issuer, document.issue_date and document.issue_date.year, number


def _contents(document: TradeDocument) -> tuple[object, ...]:
    return document.total, document.issue_date, document.due_date
