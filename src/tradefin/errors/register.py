"""Refusals of PledgeRegister."""

from __future__ import annotations

from datetime import datetime

from tradefin.enums import NoticeStatus
from tradefin.errors.tree import Conflict, NotPermitted, OutOfBounds, WrongStatus
from tradefin.ids import DocumentId, FinancingId, OrgId


class CallerNotDebtor(NotPermitted):
    """Somebody else speaks for the debtor of an invoice."""

    invoice: DocumentId
    debtor: OrgId
    caller: OrgId
    says = "invoice {invoice} is owed by organisation {debtor}, not by {caller}"


class CallerNotRank(NotPermitted):
    """A bank without money out on an invoice speaks for its pledge."""

    financing: FinancingId
    invoice: DocumentId
    caller: OrgId
    says = "financing {financing} is no funded one of organisation {caller} on invoice {invoice}"


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


class NoticeNotOfBank(NotPermitted):
    """A bank confirms the notice of another."""

    invoice: DocumentId
    bank: OrgId
    caller: OrgId
    says = "organisation {bank} sent the notice on invoice {invoice}, not {caller}"


class RegistrationInPast(OutOfBounds):
    """A registration ashore is recorded that has lapsed already."""

    lapses: datetime | None
    says = "a registration that lapsed {lapses} protects nobody; renew it first"
