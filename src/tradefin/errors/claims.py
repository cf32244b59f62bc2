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
from tradefin.ids import FinancingId, OrgId, ShareId


class BuyerRelated(NotPermitted):
    """A claim would be bought by its borrower's group."""

    buyer: OrgId
    borrower: OrgId
    says = "organisation {buyer} is related to organisation {borrower} and can't buy its debt"


class BuyersTooMany(OutOfBounds):
    """A claim would be sold to too many."""

    financing: FinancingId
    most: int
    says = "{most} buyers hold parts of the claim of financing {financing}, the most there can be"


class CallerNotBuyer(NotPermitted):
    """A share is offered to another organisation."""

    share: ShareId
    buyer: OrgId
    caller: OrgId
    says = "share {share} is offered to organisation {buyer}, not to {caller}"


class CallerNotLead(NotPermitted):
    """A financing is another bank's."""

    financing: FinancingId
    lead: OrgId
    caller: OrgId
    says = "financing {financing} was lent by organisation {lead}, not by {caller}"


class CallerNotLeadOrBorrower(NotPermitted):
    """The terms of a financing are its lead bank's and its borrower's."""

    financing: FinancingId
    caller: OrgId
    says = (
        "organisation {caller} is neither the lead bank nor the borrower of financing {financing}"
    )


class CallerNotProposer(NotPermitted):
    """A proposal is the other side's."""

    financing: FinancingId
    by: OrgId
    caller: OrgId
    says = "organisation {by} proposed the terms of financing {financing}, not {caller}"


class CallerNotSeller(NotPermitted):
    """A share is another organisation's to withdraw."""

    share: ShareId
    seller: OrgId
    caller: OrgId
    says = "share {share} is offered by organisation {seller}, not by {caller}"


class CallerNotTrusted(NotPermitted):
    """Only the pledge and the escrow write to the ledger."""

    caller: str
    says = "{caller} is not a contract that the claim ledger takes orders from"


class ClaimIsShared(Conflict):
    """Terms would change under holders who have no say in them."""

    financing: FinancingId
    holders: int
    says = (
        "{holders} others hold parts of the claim of financing {financing}, and have no say in its "
        "terms; the lead bank takes their parts back first"
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


class PeriodReversed(OutOfBounds):
    """A period ends before it begins."""

    first: int
    last: int
    says = "a period can't run back from day {first:day} to day {last:day}"


class ProposalHashMismatch(Conflict):
    """Other terms are accepted than stand proposed."""

    financing: FinancingId
    expected: bytes
    given: bytes
    says = (
        "the terms proposed for financing {financing} have the hash {expected}, {given} was "
        "accepted; read the proposal again"
    )


class ProposalIsOwn(NotPermitted):
    """A proposal is accepted by who made it."""

    financing: FinancingId
    by: OrgId
    says = "organisation {by} proposed the terms of financing {financing}; the other side accepts"


class ProposalLapsed(WrongStatus):
    """A proposal's time is over."""

    financing: FinancingId
    until: datetime | None
    says = "the terms proposed for financing {financing} could be accepted until {until}"


class ProposalNotFound(NotFound):
    """Nothing is proposed."""

    financing: FinancingId
    says = "nothing is proposed for financing {financing}"


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


class SaleExceedsHolding(OutOfBounds):
    """More of a claim is sold than its holder may sell."""

    financing: FinancingId
    seller: OrgId
    requested: int
    available: int
    says = (
        "{requested:,} minor units of the claim of financing {financing} for sale, organisation "
        "{seller} may sell {available:,}; a lead bank keeps its own share and what guarantees cover"
    )


class ShareHashMismatch(Conflict):
    """A share is bought on other terms than it is offered on."""

    share: ShareId
    expected: bytes
    given: bytes
    says = (
        "the terms of share {share} have the hash {expected}, {given} was bought; read the offer "
        "again"
    )


class ShareLapsed(WrongStatus):
    """An offer's time is over."""

    share: ShareId
    until: datetime | None
    says = "share {share} could be bought until {until}"


class ShareNotOffered(NotFound):
    """A share was never offered, or is sold or withdrawn."""

    share: ShareId
    says = "there is no offer of a share {share}; it may be sold or withdrawn"


class ShareTermsInvalid(OutOfBounds):
    """An offer of nothing, or for no time."""

    amount: int
    until: datetime | None
    says = (
        "a share needs an amount above 0 and a time to come; given were {amount:,} minor units "
        "until {until}"
    )


class ShareToItself(NotPermitted):
    """A holder would sell to itself."""

    financing: FinancingId
    seller: OrgId
    says = "organisation {seller} can't sell itself a share of financing {financing}"


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
