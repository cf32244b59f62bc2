"""Refusals of PledgeRegister."""

from __future__ import annotations

from datetime import datetime

from tradefin.enums import NoticeStatus
from tradefin.errors.tree import Conflict, NotFound, NotPermitted, OutOfBounds, WrongStatus
from tradefin.ids import DocumentId, FinancingId, OrgId


class CallerNotDebtor(NotPermitted):
    """Somebody else speaks for the debtor of an invoice."""

    invoice: DocumentId
    debtor: OrgId
    caller: OrgId
    says = "invoice {invoice} is owed by organisation {debtor}, not by {caller}"


class CallerNotHolderOrBank(NotPermitted):
    """Somebody else clears what is left of an invoice."""

    invoice: DocumentId
    holder: OrgId
    caller: OrgId
    says = (
        "what is left of invoice {invoice} is cleared by organisation {holder}, which holds it, or "
        "by the bank that booked the receipt, not by {caller}"
    )


class CallerNotPayerOfReceipt(NotPermitted):
    """A receipt is contested by somebody who didn't book it."""

    bank_reference: bytes
    payer: OrgId
    caller: OrgId
    says = "organisation {payer} booked the receipt {bank_reference}, not {caller}"


class CallerNotRank(NotPermitted):
    """A bank without money out on an invoice speaks for its pledge."""

    financing: FinancingId
    invoice: DocumentId
    caller: OrgId
    says = "financing {financing} is no funded one of organisation {caller} on invoice {invoice}"


class CreditNoteUsed(Conflict):
    """A credit note is booked twice on an invoice."""

    invoice: DocumentId
    note: DocumentId
    says = "the credit note {note} is booked on invoice {invoice} already"


class DifferenceExceedsTolerance(OutOfBounds):
    """More is left of an invoice than may be cleared as a difference."""

    invoice: DocumentId
    difference: int
    tolerance: int
    says = (
        "{difference:,} minor units are left of invoice {invoice}, of which {tolerance:,} at most "
        "may be cleared; wait for the rest, or book the credit note"
    )


class DifferenceIsZero(Conflict):
    """Nothing is left of an invoice to be cleared."""

    invoice: DocumentId
    says = "nothing is left of invoice {invoice}"


class DisputeUnchanged(Conflict):
    """A dispute is opened twice, or ended without one."""

    invoice: DocumentId
    disputed: bool
    says = "invoice {invoice} stands as disputed: {disputed}"


class NoticeNotInStatus(WrongStatus):
    """A notice of assignment is sent or confirmed at another time."""

    invoice: DocumentId
    actual: NoticeStatus
    expected: NoticeStatus
    says = "the notice on invoice {invoice} is {actual}, not {expected}"


class ReceiptIsContested(Conflict):
    """A receipt is contested twice, or taken for a payment after it was."""

    payer: OrgId
    bank_reference: bytes
    says = "organisation {payer} contested the receipt {bank_reference} before"


class ReceiptNotBooked(NotFound):
    """No receipt was booked as it is told."""

    invoice: DocumentId
    payer: OrgId
    bank_reference: bytes
    amount: int
    says = (
        "organisation {payer} booked no receipt {bank_reference} of {amount:,} minor units on "
        "invoice {invoice}"
    )


class RegistrationInPast(OutOfBounds):
    """A registration ashore is recorded that has lapsed already."""

    lapses: datetime | None
    says = "a registration that lapsed {lapses} protects nobody; renew it first"
