"""Events of CounterSecurity."""

from __future__ import annotations

from dataclasses import dataclass

from tradefin.enums import DocumentKind
from tradefin.events.event import Event
from tradefin.ids import DocumentId, FinancingId, GuaranteeId, OrgId


@dataclass(frozen=True, slots=True)
class AssetRecovered(Event):
    """An asset brought `proceeds`, for `value` of its worth: they went to the guarantor's costs, to
    its claim, to the asset's holder. `secured` by it is what is left."""

    guarantee: GuaranteeId
    asset: DocumentId
    financing: FinancingId
    value: int
    proceeds: int
    to_costs: int
    to_claim: int
    holder: OrgId
    to_holder: int
    secured: int
    bank_reference: bytes


@dataclass(frozen=True, slots=True)
class AssetReleased(Event):
    """An asset secures the guarantor of a guarantee no more."""

    guarantee: GuaranteeId
    asset: DocumentId
    by: str
    amount: int


@dataclass(frozen=True, slots=True)
class AssetSecured(Event):
    """An asset secures the guarantor of a guarantee, by so much of what it is recognised at."""

    guarantee: GuaranteeId
    asset: DocumentId
    enterprise: OrgId
    amount: int


@dataclass(frozen=True, slots=True)
class ClassSet(Event):
    """A class of assets counts so from now on; 0 months: its valuation doesn't age."""

    kind: DocumentKind
    rate_bps: int
    liquidity_bps: int
    valid_months: int


@dataclass(frozen=True, slots=True)
class LiensStated(Event):
    """The liens outside that come before what rests on an asset were stated."""

    asset: DocumentId
    attestor: OrgId
    liens: int


@dataclass(frozen=True, slots=True)
class RecoveryCostsBooked(Event):
    """A guarantor booked what recovering cost it; `total` so far."""

    guarantee: GuaranteeId
    financing: FinancingId
    amount: int
    total: int
    statement: bytes
