"""Days and dates as the contracts count them (contracts/libraries/DayCount.sol)."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Never

from tradefin.errors import InvalidInput
from tradefin.terms._bounds import DAY_BITS, unsigned

_EPOCH = date(1970, 1, 1)


class DayCount(StrEnum):
    """Day-count conventions: actual over 360, actual over 365, Eurobond 30/360."""

    ACT_360 = "ACT/360"
    ACT_365F = "ACT/365F"
    E30_360 = "30E/360"

    @property
    def number(self) -> int:
        """The value of the contracts' enum DayCountConvention."""
        return list(DayCount).index(self)

    @property
    def basis(self) -> int:
        """The days counted to a year, 360 or 365."""
        return 365 if self is DayCount.ACT_365F else 360

    @classmethod
    def _missing_(cls, value: object) -> Never:
        raise InvalidInput(f"{value!r} is no day count; known: {', '.join(cls)}")


def day_number(day: date) -> int:
    """Days from 1970-01-01 to `day`.

    Raises InvalidInput for a datetime, which names no day without a calendar, and before 1970.
    """
    if not isinstance(day, date) or isinstance(day, datetime):
        raise InvalidInput(f"a day is a date, not {type(day).__name__}")
    if day < _EPOCH:
        raise InvalidInput(f"{day} is before {_EPOCH}, the first day the contracts know")
    return (day - _EPOCH).days


def date_of(number: int) -> date:
    """The date of a contract's day number; raises InvalidInput beyond the year 9999."""
    unsigned(number, DAY_BITS, "day number")
    try:
        return _EPOCH + timedelta(days=number)
    except OverflowError:
        raise InvalidInput(f"day {number} is after {date.max}") from None


def days_between(day_count: DayCount | str, first: date, last: date) -> int:
    """Days from `first` (counted) to `last` (not counted); additive in every convention.

    Raises InvalidInput where `last` is before `first`.
    """
    days = day_number(last) - day_number(first)
    if days < 0:
        raise InvalidInput(f"a period can't run back from {first} to {last}")
    if DayCount(day_count) is not DayCount.E30_360:
        return days
    return _index_30e(last) - _index_30e(first)


def add_months(anchor: date, months: int) -> date:
    """`months` calendar months after `anchor`, clipped to the end of that month.

    Step from the first anchor, never from a step before: 31 Jan, 28 Feb, 31 Mar.
    Raises InvalidInput for a negative step and beyond the year 9999.
    """
    day_number(anchor)
    unsigned(months, DAY_BITS, "months")
    years, month = divmod(anchor.month - 1 + months, 12)
    year = anchor.year + years
    if year > date.max.year:
        raise InvalidInput(f"{months} months after {anchor} is after {date.max}")
    return date(year, month + 1, min(anchor.day, monthrange(year, month + 1)[1]))


def _index_30e(day: date) -> int:
    return 360 * day.year + 30 * day.month + min(day.day, 30)
