"""Refusals of ClaimLedger."""

from __future__ import annotations

from datetime import date, datetime

from tradefin.enums import FinancingStatus
from tradefin.errors.tree import (
    Conflict,
    Failed,
    NotFound,
    NotPermitted,
    OutOfBounds,
    WrongStatus,
)
from tradefin.ids import FinancingId, OrgId


class BuyersTooMany(OutOfBounds):
    """A claim would be sold to too many."""

    financing: FinancingId
    most: int
    says = "{most} buyers hold parts of the claim of financing {financing}, the most there can be"


class CallerNotLead(NotPermitted):
    """A financing is another bank's."""

    financing: FinancingId
    lead: OrgId
    caller: OrgId
    says = "financing {financing} was lent by organisation {lead}, not by {caller}"


class CallerNotTrusted(NotPermitted):
    """Only the pledge and the escrow write to the ledger."""

    caller: str
    says = "{caller} is not a contract that the claim ledger takes orders from"


class DischargeExceedsHolding(OutOfBounds):
    """More is discharged than its holder holds of the claim."""

    financing: FinancingId
    holder: OrgId
    requested: int
    held: int
    says = (
        "{requested:,} minor units would be discharged of financing {financing}, organisation "
        "{holder} holds {held:,} of its claim"
    )


class FinancingIsFrozen(WrongStatus):
    """A regulator stopped a financing: nothing new rests on it, and what comes in is kept."""

    financing: FinancingId
    until: datetime | None
    says = (
        "financing {financing} is frozen by a regulator until {until}; it is repaid and collected "
        "meanwhile, and what comes in is kept"
    )


class FinancingNotInStatus(WrongStatus):
    """A financing is in another state than this takes."""

    financing: FinancingId
    actual: FinancingStatus
    expected: FinancingStatus
    says = "financing {financing} is in the state {actual}; this takes {expected}"


class FinancingNotOwing(WrongStatus):
    """Nothing is owed on a financing."""

    financing: FinancingId
    actual: FinancingStatus
    says = "nothing is owed on financing {financing}: it is in the state {actual}"


class HoldersTooMany(OutOfBounds):
    """More guarantors would hold parts of a claim than it has seats for."""

    financing: FinancingId
    most: int
    says = (
        "{most} guarantors hold parts of the claim of financing {financing}, the most there can be"
    )


class MaturityPassed(WrongStatus):
    """A financing would be due before the day on which its debt, or its new terms, begin."""

    financing: FinancingId
    maturity_day: date | None
    today: date | None
    says = "financing {financing} can't mature on {maturity_day}: today is {today}"


class NothingCredited(NotFound):
    """There is no credit to withdraw."""

    org: OrgId
    currency: str | None
    says = "organisation {org} has no credit in {currency}"


class NothingParked(NotFound):
    """Nothing came in for an organisation while a financing was frozen."""

    financing: FinancingId
    org: OrgId
    says = "nothing is parked on financing {financing} for organisation {org}"


class PeriodReversed(OutOfBounds):
    """A period ends before it begins."""

    first: int
    last: int
    says = "a period can't run back from day {first:day} to day {last:day}"


class PurchaseExceedsCeiling(OutOfBounds):
    """More of a claim is bought than its holder allowed."""

    financing: FinancingId
    requested: int
    ceiling: int
    says = (
        "{requested:,} minor units of the claim of financing {financing} asked for, its holder "
        "allowed {ceiling:,}"
    )


class PurchaseExceedsClaim(OutOfBounds):
    """More of a claim is bought than its holder has."""

    financing: FinancingId
    requested: int
    claim: int
    says = (
        "{requested:,} minor units of the claim of financing {financing} asked for, its holder "
        "has {claim:,}"
    )


class ReceivedLessThanSent(Failed):
    """A token kept a fee."""

    token: str
    sent: int
    received: int
    says = (
        "of {sent:,} minor units of token {token}, {received:,} arrived; a token that keeps a "
        "fee can't settle debts"
    )


class RequestLapsed(WrongStatus):
    """A request was not funded in time."""

    financing: FinancingId
    until: datetime | None
    says = "financing {financing} could be funded until {until}; its enterprise may request anew"


class TokenAlreadyListed(Conflict):
    """A currency has its token."""

    currency: str | None
    token: str
    says = "{currency} is settled in token {token}, for good"


class TokenDecimalsMismatch(Conflict):
    """A token counts in other minor units than its currency."""

    token: str
    expected: int
    actual: int
    says = "token {token} has {actual} decimals, its currency has {expected}"


class TokenNotListed(NotFound):
    """A currency has no token yet."""

    currency: str | None
    says = "no settlement token is listed for {currency}; the administration lists one"
