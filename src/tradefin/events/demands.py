"""Events of GuaranteeDemands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tradefin.events.event import Event
from tradefin.ids import DemandId, GuaranteeId, OrgId


@dataclass(frozen=True, slots=True)
class DemandContested(Event):
    """A beneficiary took a refusal to the arbiter."""

    demand: DemandId
    guarantee: GuaranteeId
    grounds: bytes
    decide_by: datetime | None


@dataclass(frozen=True, slots=True)
class DemandDecided(Event):
    """An arbiter decided a contested refusal."""

    demand: DemandId
    guarantee: GuaranteeId
    arbiter: OrgId
    complies: bool


@dataclass(frozen=True, slots=True)
class DemandExamined(Event):
    """A guarantor found a demand complying."""

    demand: DemandId
    guarantee: GuaranteeId


@dataclass(frozen=True, slots=True)
class DemandIncomplete(Event):
    """A beneficiary demanded payment, and the supporting statement is to follow."""

    demand: DemandId
    guarantee: GuaranteeId
    amount: int


@dataclass(frozen=True, slots=True)
class DemandPaid(Event):
    """A demand was paid, as far as the money went; the payout bought that much of the claim."""

    demand: DemandId
    guarantee: GuaranteeId
    amount: int
    paid: int
    left: int
    missing: int


@dataclass(frozen=True, slots=True)
class DemandPresented(Event):
    """A beneficiary demanded payment."""

    demand: DemandId
    guarantee: GuaranteeId
    amount: int
    examine_by: datetime | None
    statement: bytes


@dataclass(frozen=True, slots=True)
class DemandRefused(Event):
    """A guarantor refused a demand, with every discrepancy as a bit."""

    demand: DemandId
    guarantee: GuaranteeId
    discrepancies: int
    contest_by: datetime | None


@dataclass(frozen=True, slots=True)
class DemandWithdrawn(Event):
    """A beneficiary took a demand back."""

    demand: DemandId
    guarantee: GuaranteeId


@dataclass(frozen=True, slots=True)
class ExtensionDeclined(Event):
    """A guarantor declined to extend."""

    demand: DemandId
    guarantee: GuaranteeId


@dataclass(frozen=True, slots=True)
class ExtensionRequested(Event):
    """A beneficiary would take a later expiry instead of payment."""

    demand: DemandId
    guarantee: GuaranteeId
    extend_to: datetime | None
    suspended_until: datetime | None
