"""Events of Collateral."""

from __future__ import annotations

from dataclasses import dataclass

from tradefin.events.event import Event
from tradefin.ids import DocumentId, FinancingId, OrgId


@dataclass(frozen=True, slots=True)
class CargoReleased(Event):
    """A cargo paper secures a financing no more."""

    financing: FinancingId
    cargo: DocumentId
    by: str
    amount: int


@dataclass(frozen=True, slots=True)
class CargoSecured(Event):
    """A cargo paper secures a financing, by so much of its value."""

    financing: FinancingId
    cargo: DocumentId
    enterprise: OrgId
    amount: int
