"""Refusals of ReceivablePledge."""

from __future__ import annotations

from datetime import date, datetime

from tradefin.enums import AmortizationKind, FinancingStatus
from tradefin.errors.tree import Conflict, NotPermitted, OutOfBounds, WrongStatus
from tradefin.ids import DocumentId, FinancingId, OrgId


class AmountExceedsAdvance(OutOfBounds):
    """More was asked than the line advances on an asset."""

    asset: DocumentId
    requested: int
    available: int
    says = (
        "{requested:,} minor units requested on paper {asset}, the line's advance rate allows "
        "{available:,} beside what rests on it"
    )


class AmountExceedsDeclarations(OutOfBounds):
    """More was asked than the customs declarations bear."""

    invoice: DocumentId
    requested: int
    available: int
    says = (
        "{requested:,} minor units requested on invoice {invoice}, its customs declarations bear "
        "{available:,}; ask for no more, or for 0 to get the most there is"
    )


class AmountIsZero(OutOfBounds):
    """A payment of nothing."""

    says = "the amount is 0; give one above 0"


class AssetPapersFixed(Conflict):
    """An invoice's declarations can't change while something rests on it."""

    invoice: DocumentId
    used: int
    says = (
        "{used:,} minor units rest on invoice {invoice} with its declarations; name the same ones "
        "in the same order, and a financing that rests on them"
    )


class BankReferenceUsed(Conflict):
    """A payment is reported twice."""

    bank_reference: bytes
    says = "a payment with the reference {bank_reference} is booked already"


class CallerNotBankOfFinancing(NotPermitted):
    """A financing is another bank's."""

    financing: FinancingId
    bank: OrgId
    caller: OrgId
    says = "financing {financing} is asked of organisation {bank}, not of {caller}"


class CallerNotBorrower(NotPermitted):
    """A financing is another enterprise's."""

    financing: FinancingId
    borrower: OrgId
    caller: OrgId
    says = "financing {financing} was requested by organisation {borrower}, not by {caller}"


class CallerNotPayer(NotPermitted):
    """A collection comes from neither the debtor nor a bank that financed the asset."""

    asset: DocumentId
    caller: OrgId
    says = (
        "organisation {caller} is neither the debtor of invoice {asset} nor a bank of a "
        "financing that rests on it"
    )


class ConditionNotMet(WrongStatus):
    """A line's condition does not allow a funding yet."""

    financing: FinancingId
    principal: int
    headroom: int
    says = (
        "the line's condition allows {headroom:,} of the {principal:,} minor units of financing "
        "{financing}; meet it first, with a guarantee for instance"
    )


class DebtorRelated(Conflict):
    """An invoice's debtor belongs to the enterprise's group, or is the enterprise."""

    invoice: DocumentId
    debtor: OrgId
    says = (
        "invoice {invoice} is owed by organisation {debtor}, which is the borrower or of its "
        "group; such receivables aren't financed"
    )


class DeclarationsOutOfBounds(OutOfBounds):
    """An application names no declaration for an invoice, any for cargo, or too many."""

    given: int
    most: int
    says = (
        "{given} customs declarations given, {most} at most can be; an invoice rests on one at "
        "least, a right in cargo on none"
    )


class DueDayNotAscending(OutOfBounds):
    """An instalment falls due before the one ahead of it."""

    index: int
    previous_day: int
    due_day: int
    says = "due day {due_day:day} at position {index} does not follow {previous_day:day}"


class FinancingNotOnAsset(Conflict):
    """A financing is listed for an asset that it does not rest on."""

    financing: FinancingId
    asset: DocumentId
    says = "financing {financing} does not rest on paper {asset}"


class InstalmentCountOutOfRange(OutOfBounds):
    """A schedule has no instalment, or too many."""

    count: int
    max: int
    says = "{count} instalments given; a schedule has 1 to {max}"


class InstalmentsInvalid(OutOfBounds):
    """So many instalments don't go with the kind of schedule."""

    kind: AmortizationKind
    instalments: int
    says = "a schedule of the kind {kind} can't have {instalments} instalments; a bullet has 1"


class InvoiceOverdue(WrongStatus):
    """An invoice's due date has passed."""

    invoice: DocumentId
    due: datetime | None
    says = "invoice {invoice} was due at {due} and can't be financed any more"


class MaturityOutOfBounds(OutOfBounds):
    """A maturity that asset and line don't allow."""

    given: date | None
    earliest: date | None
    latest: date | None
    says = "a maturity on {given} is not within {earliest} and {latest}, which paper and line allow"


class NothingToFinance(OutOfBounds):
    """Not one minor unit is free."""

    asset: DocumentId
    advance_free: int
    declarations_free: int
    line_free: int
    debtor_free: int
    says = (
        "nothing can be financed on paper {asset}: free are {advance_free:,} minor units of "
        "its advance, {declarations_free:,} of its customs declarations, {line_free:,} of the "
        "line, {debtor_free:,} of what its debtor may bear there"
    )


class NothingToRelieve(WrongStatus):
    """Papers and line bear no more than what is owed."""

    financing: FinancingId
    used: int
    principal: int
    says = (
        "the papers given bear {used:,} minor units of financing {financing}, its principal is "
        "{principal:,}; only what was discharged out of security is relieved"
    )


class RanksIncomplete(Conflict):
    """A collection does not list every financing that rests on the asset."""

    asset: DocumentId
    listed: int
    live: int
    says = (
        "{live} funded financings rest on paper {asset} and {listed} are listed; list every "
        "one of them"
    )


class RanksOutOfOrder(OutOfBounds):
    """A collection lists a younger financing before an older one, or one twice."""

    before: FinancingId
    next: FinancingId
    says = "financing {next} is listed after {before}; list each once, oldest first"


class ReceivablesOutOfBounds(OutOfBounds):
    """An application names no receivable, or too many."""

    given: int
    most: int
    says = "{given} receivables are named, one to {most} can be"


class RequestNotLapsed(WrongStatus):
    """A request is still good, or was never one."""

    financing: FinancingId
    status: FinancingStatus
    says = "financing {financing} is in the state {status}; only a lapsed request can be reclaimed"
