"""Events of ShareSales."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tradefin.events.event import Event
from tradefin.ids import FinancingId, OrgId, ShareId


@dataclass(frozen=True, slots=True)
class OperatorApproved(Event):
    """A holder lets another organisation offer up to `ceiling` of its part of a claim."""

    financing: FinancingId
    holder: OrgId
    operator: OrgId
    ceiling: int


@dataclass(frozen=True, slots=True)
class ShareOffered(Event):
    """A part of a claim is for sale to one buyer."""

    share: ShareId
    financing: FinancingId
    seller: OrgId
    buyer: OrgId
    amount: int
    price: int
    until: datetime | None
    offered_by: OrgId
    terms_hash: bytes


@dataclass(frozen=True, slots=True)
class ShareSold(Event):
    """A part of a claim was sold; of `claim` its seller has `left` and its buyer holds `held`."""

    share: ShareId
    financing: FinancingId
    buyer: OrgId
    seller: OrgId
    amount: int
    price: int
    left: int
    held: int


@dataclass(frozen=True, slots=True)
class ShareWithdrawn(Event):
    """Who offered a share took the offer back."""

    share: ShareId
