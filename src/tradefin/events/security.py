"""Events of CounterSecurity."""

from __future__ import annotations

from dataclasses import dataclass

from tradefin.enums import DocumentKind
from tradefin.events.event import Event
from tradefin.ids import DocumentId, GuaranteeId, OrgId


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
