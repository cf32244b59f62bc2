"""Day counts, month steps, rolls and interest against QuantLib, where it is installed.

It is no part of the lock (83 MB): pip install QuantLib.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.terms.twins import DAY_COUNTS, cases
from tradefin.terms import (
    Calendar,
    DayCount,
    add_months,
    days_between,
    interest_half_up,
    interest_numerator,
)

ql: Any = pytest.importorskip("QuantLib")

CONVENTIONS = {
    DayCount.ACT_360: ql.Actual360(),
    DayCount.ACT_365F: ql.Actual365Fixed(),
    DayCount.E30_360: ql.Thirty360(ql.Thirty360.European),
}
DATES = st.dates(date(1970, 1, 1), date(2150, 12, 31))


def theirs(day: date) -> Any:
    return ql.Date(day.day, day.month, day.year)


def ours(day: Any) -> date:
    return date(day.year(), day.month(), day.dayOfMonth())


@given(DATES, DATES, DAY_COUNTS)
@cases(1_000)
def test_day_counts(one: date, two: date, day_count: DayCount) -> None:
    first, last = sorted((one, two))
    counted = CONVENTIONS[day_count].dayCount(theirs(first), theirs(last))
    assert days_between(day_count, first, last) == counted


@given(DATES, st.integers(0, 480))
@cases(1_000)
def test_month_steps(anchor: date, months: int) -> None:
    stepped = theirs(anchor) + ql.Period(months, ql.Months)
    assert add_months(anchor, months) == ours(stepped)


@given(
    day=st.dates(date(2026, 1, 1), date(2026, 12, 1)),
    holidays=st.frozensets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20),
    steps=st.integers(1, 30),
)
@cases(300)
def test_rolls(day: date, holidays: frozenset[date], steps: int) -> None:
    calendar = ql.BespokeCalendar(f"{day} {hash(holidays)}")
    calendar.addWeekend(ql.Saturday)
    calendar.addWeekend(ql.Sunday)
    for holiday in holidays:
        calendar.addHoliday(theirs(holiday))
    twin = Calendar(holidays=holidays)
    rolled = calendar.adjust(theirs(day), ql.ModifiedFollowing)
    assert twin.roll_modified_following(day) == ours(rolled)
    later = calendar.advance(theirs(day), ql.Period(steps, ql.Days))
    assert twin.add_business_days(day, steps) == ours(later)


@given(st.integers(0, 10**12), st.integers(1, 5_000), DATES, st.integers(0, 4_000), DAY_COUNTS)
@cases(1_000)
def test_simple_interest(
    principal: int, rate: int, first: date, run: int, day_count: DayCount
) -> None:
    last = first + timedelta(days=run)
    simple = ql.InterestRate(rate / 10_000, CONVENTIONS[day_count], ql.Simple, ql.Annual)
    factor = simple.compoundFactor(theirs(first), theirs(last))
    days = days_between(day_count, first, last)
    interest = interest_half_up(interest_numerator(principal, rate, days), day_count.basis)
    assert abs(interest - principal * (factor - 1)) <= 0.5 + principal * 1e-12
