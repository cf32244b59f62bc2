"""Events of CreditLines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tradefin.enums import DayCountConvention
from tradefin.events.event import Event
from tradefin.ids import LineId, OrgId


@dataclass(frozen=True, slots=True)
class DebtorUsed(Event):
    """What a debtor's receivables bear under a line changed."""

    line: LineId
    debtor: OrgId
    used: int


@dataclass(frozen=True, slots=True)
class LineChanged(Event):
    """A bank put the terms of a line anew, for requests to come."""

    line: LineId
    version: int
    limit: int
    advance_bps: int
    dilution_bps: int
    concentration_bps: int
    cargo_advance_bps: int
    valuation_days: int
    rate_bps: int
    penalty_bps: int
    fee_bps: int
    tenor_days: int
    grace_days: int
    day_count: DayCountConvention
    calendar: int
    expiry: datetime | None
    condition: str


@dataclass(frozen=True, slots=True)
class LineClosed(Event):
    """A line is closed to new drawings."""

    line: LineId


@dataclass(frozen=True, slots=True)
class LineOpened(Event):
    """A bank opened a line for an enterprise."""

    line: LineId
    bank: OrgId
    enterprise: OrgId
    currency: str | None
    limit: int
    advance_bps: int
    dilution_bps: int
    concentration_bps: int
    cargo_advance_bps: int
    valuation_days: int
    rate_bps: int
    penalty_bps: int
    fee_bps: int
    tenor_days: int
    grace_days: int
    day_count: DayCountConvention
    calendar: int
    expiry: datetime | None
    condition: str


@dataclass(frozen=True, slots=True)
class LineUsed(Event):
    """What is drawn on a line changed."""

    line: LineId
    used: int
    limit: int
