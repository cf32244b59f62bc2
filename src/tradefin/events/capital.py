"""Events of GuarantorCapital."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tradefin.events.event import Event
from tradefin.ids import OrgId


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
    """Capital was paid to a beneficiary; `locked` is what is left locked."""

    guarantor: OrgId
    beneficiary: OrgId
    currency: str | None
    amount: int
    balance: int
    locked: int


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


@dataclass(frozen=True, slots=True)
class GuarantorClassified(Event):
    """A guarantor's jurisdiction and margin were told."""

    guarantor: OrgId
    currency: str | None
    jurisdiction: int
    margin_bps: int


@dataclass(frozen=True, slots=True)
class JurisdictionSet(Event):
    """The rules of a jurisdiction were put down; 0 for a bound that it does not know."""

    jurisdiction: int
    leverage: int
    client_bps: int
    group_bps: int


@dataclass(frozen=True, slots=True)
class LiabilityChanged(Event):
    """What a guarantor may have to pay changed: for a client, and in all."""

    guarantor: OrgId
    client: OrgId
    currency: str | None
    exposure: int
    liability: int


@dataclass(frozen=True, slots=True)
class NetAssetsAttested(Event):
    """A guarantor's net assets behind guarantees in a currency were attested."""

    guarantor: OrgId
    currency: str | None
    attestor: OrgId
    net_assets: int
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class PremiumRefunded(Event):
    """A premium's unearned part went back to its payer."""

    guarantor: OrgId
    payer: OrgId
    currency: str | None
    amount: int
    balance: int


@dataclass(frozen=True, slots=True)
class ShortfallChanged(Event):
    """What a guarantor owes beneficiaries and didn't have changed."""

    guarantor: OrgId
    currency: str | None
    shortfall: int
