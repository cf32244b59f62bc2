"""Days as a clerk counts them, told independently of the contracts and of tradefin.terms."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

from tradefin.enums import DayCountConvention

DAY = 86_400
EPOCH = date(1970, 1, 1)


def at(timestamp: int) -> datetime | None:
    """A time as the SDK tells it."""
    return datetime.fromtimestamp(timestamp, UTC) if timestamp else None


def on(day: int) -> date:
    """A day as the SDK tells it."""
    return EPOCH + timedelta(days=day)


def close_of(day: int) -> int:
    return (day + 1) * DAY - 1


def is_business(day: int) -> bool:
    return on(day).weekday() < 5


def roll(day: int) -> int:
    """Modified following."""
    later = next(d for d in range(day, day + 7) if is_business(d))
    if on(later).month == on(day).month:
        return later
    return next(d for d in range(day, day - 7, -1) if is_business(d))


def roll_preceding(day: int) -> int:
    return next(d for d in range(day, day - 7, -1) if is_business(d))


def months_after(day: int, count: int) -> int:
    """The same day of a later month, or the last that it has."""
    first = on(day)
    year, month = divmod(first.month - 1 + count, 12)
    last = monthrange(first.year + year, month + 1)[1]
    return (date(first.year + year, month + 1, min(first.day, last)) - EPOCH).days


def close_after(day: int, business_days: int) -> int:
    while business_days:
        day += 1
        business_days -= is_business(day)
    return close_of(day)


def days_between(convention: DayCountConvention, first: int, last: int) -> int:
    if convention is not DayCountConvention.E30360:
        return last - first
    a, b = on(first), on(last)
    months = 12 * (b.year - a.year) + b.month - a.month
    return 30 * months + min(b.day, 30) - min(a.day, 30)


def year_part(convention: DayCountConvention, first: int, last: int) -> Fraction:
    basis = 365 if convention is DayCountConvention.ACT365F else 360
    return Fraction(days_between(convention, first, last), basis)


def half_up(value: Fraction) -> int:
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)
