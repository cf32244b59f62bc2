"""Events of GuaranteeEscrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tradefin.enums import GuaranteeKind
from tradefin.events.event import Event
from tradefin.ids import DemandId, FinancingId, GuaranteeId, OrgId


@dataclass(frozen=True, slots=True)
class GuaranteeAccepted(Event):
    """A party accepted an offer."""

    guarantee: GuaranteeId
    party: OrgId


@dataclass(frozen=True, slots=True)
class GuaranteeConsented(Event):
    """A guarantor consented to a version of its financing's terms, in force or proposed."""

    guarantee: GuaranteeId
    financing: FinancingId
    terms_version: int
    terms_hash: bytes


@dataclass(frozen=True, slots=True)
class GuaranteeExtended(Event):
    """A guarantor extended instead of paying; the demand is withdrawn."""

    guarantee: GuaranteeId
    demand: DemandId
    expiry: datetime | None


@dataclass(frozen=True, slots=True)
class GuaranteeIssued(Event):
    """A guarantee began; `covered` is all that is covered of its financing."""

    guarantee: GuaranteeId
    financing: FinancingId
    cover: int
    covered: int


@dataclass(frozen=True, slots=True)
class GuaranteeOffered(Event):
    """A guarantor offered cover for a financing."""

    guarantee: GuaranteeId
    financing: FinancingId
    guarantor: OrgId
    beneficiary: OrgId
    kind: GuaranteeKind
    cover: int
    share_bps: int
    premium: int
    in_arrear: bool
    payer: OrgId
    expiry: datetime | None
    offer_until: datetime | None
    arbiter: OrgId
    secured_bps: int
    terms_hash: bytes


@dataclass(frozen=True, slots=True)
class GuaranteeReduced(Event):
    """A cover fell, as was agreed, and capital was freed."""

    guarantee: GuaranteeId
    cover: int
    unlocked: int


@dataclass(frozen=True, slots=True)
class GuaranteeReleased(Event):
    """A guarantee ended, and its capital was freed."""

    guarantee: GuaranteeId
    unlocked: int
    covered: int


@dataclass(frozen=True, slots=True)
class PremiumSettled(Event):
    """A premium was paid as far as it was earned, or given back as far as it was not."""

    guarantee: GuaranteeId
    payer: OrgId
    amount: int
    refunded: bool
    paid: int
