"""Events of PledgeRegister."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tradefin.events.event import Event
from tradefin.ids import DocumentId, FinancingId, OrgId


@dataclass(frozen=True, slots=True)
class CreditNoteBooked(Event):
    """A credit note was booked: the invoice bears that much less for good."""

    invoice: DocumentId
    bank: OrgId
    note: DocumentId
    amount: int


@dataclass(frozen=True, slots=True)
class DifferenceCleared(Event):
    """What a debtor left unpaid within tolerance was taken off an invoice for good."""

    invoice: DocumentId
    by: OrgId
    amount: int


@dataclass(frozen=True, slots=True)
class DisputeSettled(Event):
    """A debtor's dispute ended."""

    invoice: DocumentId
    debtor: OrgId


@dataclass(frozen=True, slots=True)
class InvoiceDisputed(Event):
    """A debtor says that it doesn't owe an invoice as it stands."""

    invoice: DocumentId
    debtor: OrgId
    reason: bytes


@dataclass(frozen=True, slots=True)
class NoticeAcknowledged(Event):
    """A debtor says that it owes an invoice, and knows to whom it is assigned."""

    invoice: DocumentId
    debtor: OrgId


@dataclass(frozen=True, slots=True)
class NoticeReceived(Event):
    """A notice of assignment was delivered: paying the exporter discharges no more."""

    invoice: DocumentId
    bank: OrgId
    proof: bytes


@dataclass(frozen=True, slots=True)
class NoticeSent(Event):
    """A notice of assignment was sent to a debtor."""

    invoice: DocumentId
    bank: OrgId
    digest: bytes


@dataclass(frozen=True, slots=True)
class PledgeRegistered(Event):
    """A registry ashore holds a pledge until `lapses`."""

    financing: FinancingId
    invoice: DocumentId
    bank: OrgId
    entry: bytes
    lapses: datetime | None


@dataclass(frozen=True, slots=True)
class ReceiptContested(Event):
    """A receipt was taken back ashore: a counter-entry to it, that reverses nothing."""

    invoice: DocumentId
    payer: OrgId
    bank_reference: bytes
    amount: int
    reason: bytes
