"""Events of ReceivablePledge."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypedDict

from tradefin.events.event import Event
from tradefin.ids import DocumentId, FinancingId, LineId, OrgId


class Part(TypedDict):
    """A paper that bears a share of a use, in minor units."""

    document: DocumentId
    share: int


@dataclass(frozen=True, slots=True)
class Collected(Event):
    """A debtor's payment, or the proceeds of goods, were distributed."""

    asset: DocumentId
    payer: OrgId
    bank_reference: bytes
    amount: int
    surplus: int


@dataclass(frozen=True, slots=True)
class FinancingDeclined(Event):
    """A bank declined a request."""

    financing: FinancingId
    bank: OrgId


@dataclass(frozen=True, slots=True)
class FinancingReclaimed(Event):
    """A lapsed request's papers were freed."""

    financing: FinancingId


@dataclass(frozen=True, slots=True)
class FinancingRelieved(Event):
    """Papers and line no longer bear principal that was discharged, `principal` is outstanding."""

    financing: FinancingId
    amount: int
    principal: int


@dataclass(frozen=True, slots=True)
class FinancingRepaid(Event):
    """A financing was repaid from own funds."""

    financing: FinancingId
    payer: str
    amount: int


@dataclass(frozen=True, slots=True)
class FinancingRequested(Event):
    """An enterprise requested a financing, with the papers it rests on."""

    financing: FinancingId
    asset: DocumentId
    line: LineId
    amount: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class FinancingWithdrawn(Event):
    """An enterprise took a request back."""

    financing: FinancingId
    enterprise: OrgId
