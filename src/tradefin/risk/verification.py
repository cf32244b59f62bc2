"""How well a trade is verified: measured from what stands on the chain, never typed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from tradefin.enums import DocumentKind, DocumentStatus, NoticeStatus
from tradefin.errors import InvalidInput
from tradefin.ids import DocumentId, OrgId
from tradefin.models import Document, Organisation
from tradefin.money import Money
from tradefin.roles.reads import Reads

BPS = 10_000
_CARGO = frozenset({DocumentKind.BILL_OF_LADING, DocumentKind.WAYBILL})


class Item(StrEnum):
    """What can be verified about a receivable."""

    BILL_OF_LADING_MATCHED = "BILL_OF_LADING_MATCHED"
    COLLECTION_ACCOUNT = "COLLECTION_ACCOUNT"
    DEBTOR_ACKNOWLEDGED = "DEBTOR_ACKNOWLEDGED"
    DEBTOR_KNOWN = "DEBTOR_KNOWN"
    DECLARATION_ATTESTED = "DECLARATION_ATTESTED"
    INVOICE_ATTESTED = "INVOICE_ATTESTED"
    INVOICE_MATCHED = "INVOICE_MATCHED"


DEFAULT_WEIGHTS = MappingProxyType(
    {
        Item.DECLARATION_ATTESTED: 25,
        Item.INVOICE_ATTESTED: 10,
        Item.INVOICE_MATCHED: 15,
        Item.BILL_OF_LADING_MATCHED: 20,
        Item.DEBTOR_KNOWN: 5,
        Item.DEBTOR_ACKNOWLEDGED: 10,
        Item.COLLECTION_ACCOUNT: 15,
    }
)
"""This package's own weights; a bank replaces them by those that its losses bear out."""


@dataclass(frozen=True, slots=True)
class Verification:
    """The items that hold, out of those that `weights` knows."""

    verified: frozenset[Item]
    weights: Mapping[Item, int] = field(default_factory=lambda: DEFAULT_WEIGHTS, hash=False)

    def __post_init__(self) -> None:
        if min(self.weights.values(), default=0) < 0 or not sum(self.weights.values()):
            raise InvalidInput("weights are not negative, and not all zero")

    @property
    def level_bps(self) -> int:
        """The verification level e in basis points: verified over all weight, rounded down."""
        reached = sum(self.weights.get(item, 0) for item in self.verified)
        return reached * BPS // sum(self.weights.values())

    @property
    def missing(self) -> list[Item]:
        """The items that would raise the level, the heaviest first."""
        open_items = [i for i, w in self.weights.items() if w and i not in self.verified]
        return sorted(open_items, key=lambda item: (-self.weights[item], item))


def measure(
    reads: Reads,
    invoice: DocumentId,
    declarations: Iterable[DocumentId],
    *,
    cargo: DocumentId | None = None,
    debtor_acknowledged: bool = False,
    collection_account: bool = False,
    weights: Mapping[Item, int] = DEFAULT_WEIGHTS,
) -> Verification:
    """What is verified of `invoice` now, by `reads` of a deployment.

    `cargo` is the bill of lading or waybill. That the debtor acknowledged the debt is told by the
    register of pledges, or else by the bank that holds its word; that it pays to an account under
    the bank's control by the bank. A paper that nobody attested verifies nothing.
    """
    now = reads.now()
    found = _attested(reads, invoice)
    debtor = _debtor(reads, found.counterparty) if found else None
    return Verification(
        verified_items(
            now,
            found,
            [_attested(reads, declaration) for declaration in dict.fromkeys(declarations)],
            cargo=None if cargo is None else _attested(reads, cargo),
            debtor=debtor,
            debtor_acknowledged=debtor_acknowledged
            or reads.assignment(invoice).status is NoticeStatus.ACKNOWLEDGED,
            collection_account=collection_account,
        ),
        weights,
    )


def verified_items(
    now: datetime,
    invoice: Document | None,
    declarations: Sequence[Document | None],
    *,
    cargo: Document | None = None,
    debtor: Organisation | None = None,
    debtor_acknowledged: bool = False,
    collection_account: bool = False,
) -> frozenset[Item]:
    """The items that these papers bear out at `now`; None is a paper that nobody attested.

    A paper counts while its attestation stands and runs, neither stopped nor disputed nor short.
    The invoice matches when every declaration does: one holder, one currency, one buyer where both
    name one, and declared together at least the invoice's amount. Cargo matches by holder and
    buyer. A debtor is known while it is admitted, and only a known one can acknowledge.
    """
    items = set[Item]()
    sound = [d for d in declarations if d and _sound(d, DocumentKind.CUSTOMS_DECLARATION, now)]
    declared = bool(sound) and len(sound) == len(declarations)
    if declared:
        items.add(Item.DECLARATION_ATTESTED)
    if collection_account:
        items.add(Item.COLLECTION_ACCOUNT)
    if invoice is None or not _sound(invoice, DocumentKind.INVOICE, now):
        return frozenset(items)
    items.add(Item.INVOICE_ATTESTED)
    if declared and _matches(invoice, sound):
        items.add(Item.INVOICE_MATCHED)
    if cargo and any(_sound(cargo, kind, now) for kind in _CARGO) and _one_sale(invoice, cargo):
        items.add(Item.BILL_OF_LADING_MATCHED)
    if debtor and debtor.id == invoice.counterparty and _admitted(debtor, now):
        items.add(Item.DEBTOR_KNOWN)
        if debtor_acknowledged:
            items.add(Item.DEBTOR_ACKNOWLEDGED)
    return frozenset(items)


def _admitted(org: Organisation, now: datetime) -> bool:
    return not org.suspended and org.frozen_until is None and now <= org.valid_until


def _sound(paper: Document, kind: DocumentKind, now: datetime) -> bool:
    return (
        paper.kind is kind
        and paper.status is DocumentStatus.VALID
        and (paper.valid_until is None or now <= paper.valid_until)
        and not paper.short
        and not paper.disputed
        and all(until is None or until < now for until in _stops(paper))
    )


def _stops(paper: Document) -> tuple[datetime | None, ...]:
    return paper.frozen_until, paper.held_until, paper.rejected_until


def _matches(invoice: Document, declarations: Sequence[Document]) -> bool:
    if any(d.currency != invoice.currency or not _one_sale(invoice, d) for d in declarations):
        return False
    declared = sum((d.amount for d in declarations), Money(0, invoice.currency))
    return invoice.amount <= declared


def _one_sale(invoice: Document, other: Document) -> bool:
    buyers = {invoice.counterparty, other.counterparty} - {OrgId(0)}
    return invoice.holder == other.holder and len(buyers) < 2


def _attested(reads: Reads, document: DocumentId) -> Document | None:
    try:
        return reads.document(document)
    except InvalidInput:
        return None


def _debtor(reads: Reads, org: OrgId) -> Organisation | None:
    return reads.organisation(org) if org else None
