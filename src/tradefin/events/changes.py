"""Events of TermChanges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from tradefin.enums import AmortizationKind
from tradefin.events.event import Event
from tradefin.ids import FinancingId, OrgId


@dataclass(frozen=True, slots=True)
class FinancingAccelerated(Event):
    """A financing with a missed instalment fell due as a whole."""

    financing: FinancingId
    maturity_day: date | None
    claim: int


@dataclass(frozen=True, slots=True)
class ProposalWithdrawn(Event):
    """Who proposed other terms took them back."""

    financing: FinancingId
    by: OrgId


@dataclass(frozen=True, slots=True)
class TermsProposed(Event):
    """A side of a financing proposed other terms, which would be version `terms_version`."""

    financing: FinancingId
    by: OrgId
    terms_version: int
    maturity_day: date | None
    rate_bps: int
    penalty_bps: int
    grace_days: int
    kind: AmortizationKind
    instalments: int
    until: datetime | None
    terms_hash: bytes
