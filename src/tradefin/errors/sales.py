"""Refusals of ShareSales."""

from __future__ import annotations

from datetime import datetime

from tradefin.errors.tree import Conflict, NotFound, NotPermitted, OutOfBounds, WrongStatus
from tradefin.ids import FinancingId, OrgId, ShareId


class BuyerRelated(NotPermitted):
    """A claim would be bought by its borrower's group."""

    buyer: OrgId
    borrower: OrgId
    says = "organisation {buyer} is related to organisation {borrower} and can't buy its debt"


class CallerNotBuyer(NotPermitted):
    """A share is offered to another organisation."""

    share: ShareId
    buyer: OrgId
    caller: OrgId
    says = "share {share} is offered to organisation {buyer}, not to {caller}"


class CallerNotSeller(NotPermitted):
    """A share is another organisation's to withdraw."""

    share: ShareId
    seller: OrgId
    caller: OrgId
    says = "share {share} is offered by organisation {seller}, not by {caller}"


class OperatorExceedsCeiling(OutOfBounds):
    """An operator offers more of a claim than its holder approved."""

    financing: FinancingId
    holder: OrgId
    operator: OrgId
    requested: int
    ceiling: int
    says = (
        "organisation {operator} may offer {ceiling} of what {holder} holds of financing "
        "{financing}, not {requested}; ask the holder to approve more"
    )


class OperatorIsHolder(NotPermitted):
    """A holder approves itself as operator."""

    financing: FinancingId
    holder: OrgId
    says = "organisation {holder} offers its part of financing {financing} without approval"


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
