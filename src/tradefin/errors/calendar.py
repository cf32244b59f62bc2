"""Refusals of BusinessCalendar."""

from __future__ import annotations

from datetime import date

from tradefin.errors.tree import Conflict, NotFound, NotPermitted, OutOfBounds


class BusinessDayNotFound(NotFound):
    """Every day around a date is a day off."""

    number: int
    day: date | None
    says = "calendar {number} has no business day near {day}"


class CalendarAlreadyOpen(Conflict):
    """A calendar's number is taken."""

    number: int
    says = "calendar {number} is open already; its clock and weekend stay"


class CalendarFixed(NotPermitted):
    """Nobody can publish holidays for this calendar."""

    number: int
    says = "calendar {number} never has holidays; open another one for them"


class CalendarNotOpen(NotFound):
    """No calendar has this number."""

    number: int
    says = "calendar {number} is not open"


class HolidayNotInFuture(OutOfBounds):
    """A holiday is published too late to count."""

    day: date | None
    today: date | None
    says = "{day} can't become a holiday: today is {today}, and only later days can"


class UtcOffsetOutOfRange(OutOfBounds):
    """No place on earth has such a clock."""

    utc_offset: int
    says = "an offset of {utc_offset:,} seconds to UTC is not within -43,200 and 50,400"


class WeekendMaskInvalid(OutOfBounds):
    """A week would have no business day, or more than seven days."""

    weekend_mask: int
    says = "weekend mask {weekend_mask} is not within 0 and 126; bit 0 is Monday, bit 6 Sunday"
