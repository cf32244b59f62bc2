"""Events of BusinessCalendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tradefin.events.event import Event


@dataclass(frozen=True, slots=True)
class CalendarOpened(Event):
    """A business calendar was opened."""

    number: int
    utc_offset: int
    weekend_mask: int


@dataclass(frozen=True, slots=True)
class HolidayPublished(Event):
    """A day became a holiday."""

    number: int
    day: date | None
