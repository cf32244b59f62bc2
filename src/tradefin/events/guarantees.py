"""Events of GuarantorCapital and GuaranteeEscrow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tradefin.enums import GuaranteeKind
from tradefin.events.event import Event
from tradefin.ids import DemandId, FinancingId, GuaranteeId, OrgId


@dataclass(frozen=True, slots=True)
class DemandExamined(Event):
    """A guarantor examined a demand; `discrepancies` is 0 where it complies."""

    demand: DemandId
    guarantee: GuaranteeId
    discrepancies: int


@dataclass(frozen=True, slots=True)
class DemandPaid(Event):
    """A demand was paid; the payout bought that much of the claim."""

    demand: DemandId
    guarantee: GuaranteeId
    amount: int
    paid: int
    left: int


@dataclass(frozen=True, slots=True)
class DemandPresented(Event):
    """A beneficiary demanded payment."""

    demand: DemandId
    guarantee: GuaranteeId
    amount: int
    examine_by: datetime | None
    statement: bytes


@dataclass(frozen=True, slots=True)
class DemandWithdrawn(Event):
    """A beneficiary took a demand back."""

    demand: DemandId
    guarantee: GuaranteeId


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
    payer: OrgId
    kind: GuaranteeKind
    cover: int
    premium: int
    expiry: datetime | None
    offer_until: datetime | None
    terms_hash: bytes


@dataclass(frozen=True, slots=True)
class GuaranteeReleased(Event):
    """A guarantee ended, and its capital was freed."""

    guarantee: GuaranteeId
    unlocked: int
    covered: int


@dataclass(frozen=True, slots=True)
class CapitalDeposited(Event):
    """A guarantor deposited capital."""

    guarantor: OrgId
    currency: str | None
    amount: int
    balance: int


@dataclass(frozen=True, slots=True)
class CapitalLocked(Event):
    """Capital was locked for a guarantee."""

    guarantor: OrgId
    currency: str | None
    amount: int
    locked: int


@dataclass(frozen=True, slots=True)
class CapitalPaidOut(Event):
    """Locked capital was paid to a beneficiary."""

    guarantor: OrgId
    beneficiary: OrgId
    currency: str | None
    amount: int
    balance: int


@dataclass(frozen=True, slots=True)
class CapitalUnlocked(Event):
    """Capital was freed."""

    guarantor: OrgId
    currency: str | None
    amount: int
    locked: int


@dataclass(frozen=True, slots=True)
class CapitalWithdrawn(Event):
    """A guarantor withdrew capital."""

    guarantor: OrgId
    currency: str | None
    amount: int
    balance: int
