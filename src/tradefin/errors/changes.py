"""Refusals of TermChanges."""

from __future__ import annotations

from datetime import datetime

from tradefin.errors.tree import Conflict, NotFound, NotPermitted, WrongStatus
from tradefin.ids import DocumentId, FinancingId, OrgId


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


class ClaimIsShared(Conflict):
    """Terms would change under holders who have no say in them."""

    financing: FinancingId
    holders: int
    says = (
        "{holders} others hold parts of the claim of financing {financing}, and have no say in its "
        "terms; the lead bank takes their parts back first"
    )


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


class RanksBeside(NotPermitted):
    """A rate would rise ahead of others that lent on the same paper."""

    financing: FinancingId
    document: DocumentId
    others: int
    says = (
        "{others} other financings rest on {document}, so financing {financing} may not cost more "
        "than it did; keep rate and penalty, or have the others repaid first"
    )
