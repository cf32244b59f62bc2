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
class CapitalPaidOut(Event):
    """Capital was paid to a beneficiary; `locked` is what is left locked."""

    guarantor: OrgId
    client: OrgId
    beneficiary: OrgId
    currency: str | None
    amount: int
    balance: int
    exposure: int
    liability: int
    locked: int


@dataclass(frozen=True, slots=True)
class CapitalWithdrawn(Event):
    """A guarantor withdrew capital."""

    guarantor: OrgId
    currency: str | None
    amount: int
    balance: int


@dataclass(frozen=True, slots=True)
class ClientRegrouped(Event):
    """What is promised for a client counts to another group since."""

    guarantor: OrgId
    client: OrgId
    currency: str | None
    before: int
    group: int


@dataclass(frozen=True, slots=True)
class CoverRelieved(Event):
    """Cover ended or fell, and capital was freed; all values after it."""

    guarantor: OrgId
    client: OrgId
    currency: str | None
    cover: int
    exposure: int
    liability: int
    locked: int


@dataclass(frozen=True, slots=True)
class CoverUndertaken(Event):
    """A guarantor's cover was counted and its margin locked; all values after it."""

    guarantor: OrgId
    client: OrgId
    currency: str | None
    cover: int
    exposure: int
    liability: int
    locked: int


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
