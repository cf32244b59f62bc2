"""Month ends, leap days, and what the date and schedule functions refuse."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.terms.evm import Contract, Refusal
from tests.terms.twins import Twin
from tradefin.errors import InvalidInput
from tradefin.money import Money
from tradefin.terms import (
    AmortizationKind,
    DayCount,
    Debt,
    add_months,
    date_of,
    day_number,
    days_between,
    due_dates,
    interest_numerator,
    level_payment_half_up,
    run_waterfall,
    schedule,
    schedule_on,
)

JANUARY = date(2026, 1, 15)
TEN = Money(10, "USD")


@pytest.mark.parametrize(
    ("anchor", "months", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 31), 2, date(2026, 3, 31)),
        (date(2026, 1, 31), 3, date(2026, 4, 30)),
        (date(2027, 12, 31), 2, date(2028, 2, 29)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2096, 2, 29), 48, date(2100, 2, 28)),
        (date(2200, 1, 31), 1, date(2200, 2, 28)),
        (date(2400, 1, 31), 1, date(2400, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_months_step_from_the_anchor(twin: Twin, anchor: date, months: int, expected: date) -> None:
    assert twin.add_months(anchor, months) == expected


@pytest.mark.parametrize(
    ("day_count", "first", "last", "expected"),
    [
        (DayCount.ACT_360, date(2028, 2, 28), date(2028, 3, 1), 2),
        (DayCount.ACT_365F, date(2100, 2, 28), date(2100, 3, 1), 1),
        (DayCount.E30_360, date(2026, 2, 28), date(2026, 3, 31), 32),
        (DayCount.E30_360, date(2026, 1, 31), date(2026, 3, 31), 60),
        (DayCount.E30_360, date(2026, 1, 30), date(2026, 1, 31), 0),
        (DayCount.E30_360, date(2024, 2, 29), date(2025, 2, 28), 359),
        (DayCount.ACT_360, date(1970, 1, 1), date(1970, 1, 1), 0),
    ],
)
def test_days_between(
    twin: Twin, day_count: DayCount, first: date, last: date, expected: int
) -> None:
    assert twin.days_between(day_count, first, last) == expected


def test_day_numbers_count_from_1970() -> None:
    assert (day_number(date(1970, 1, 1)), day_number(date(2026, 3, 2))) == (0, 20_514)
    assert date_of(20_514) == date(2026, 3, 2)


def test_enum_numbers_are_those_of_the_contracts(harness: Contract) -> None:
    assert [day_count.number for day_count in DayCount] == [0, 1, 2]
    assert [kind.number for kind in AmortizationKind] == [0, 1, 2]
    bases = [harness.call("basis", day_count.number) for day_count in DayCount]
    assert bases == [day_count.basis for day_count in DayCount] == [360, 365, 360]


@pytest.mark.parametrize(
    ("verb", "arguments", "error", "values"),
    [
        ("between", (0, 11, 10), "PeriodReversed", (11, 10)),
        ("toDay", (2100, 2, 29), "DateInvalid", (2100, 2, 29)),
        ("toDay", (1969, 12, 31), "DateInvalid", (1969, 12, 31)),
        ("toDay", (2026, 13, 1), "DateInvalid", (2026, 13, 1)),
        ("toDay", (2026, 4, 0), "DateInvalid", (2026, 4, 0)),
        ("dueDays", (0, 0, 1), "InstalmentCountOutOfRange", (0, 120)),
        ("dueDays", (0, 121, 1), "InstalmentCountOutOfRange", (121, 120)),
        ("schedule", (0, 1, 1, 0, 10, []), "InstalmentCountOutOfRange", (0, 120)),
        ("schedule", (0, 1, 1, 0, 10, [9]), "DueDayNotAscending", (0, 10, 9)),
        ("schedule", (0, 1, 1, 0, 10, [11, 11]), "DueDayNotAscending", (1, 11, 11)),
        (
            "interestNumerator",
            (2**96 - 1, 65_535, 65_538),
            "SafeCastOverflowedUintDowncast",
            (128, (2**96 - 1) * 65_535 * 65_538),
        ),
    ],
)
def test_solidity_refuses_with_values(
    harness: Contract, verb: str, arguments: tuple[object, ...], error: str, values: object
) -> None:
    with pytest.raises(Refusal) as refusal:
        harness.call(verb, *arguments)
    assert (refusal.value.name, refusal.value.arguments) == (error, values)


@pytest.mark.parametrize(
    ("attempt", "words"),
    [
        (lambda: days_between("ACT/360", date(2026, 2, 1), JANUARY), "back from 2026-02-01"),
        (lambda: days_between("ACT/ACT", JANUARY, JANUARY), "ACT/ACT"),
        (lambda: day_number(date(1969, 12, 31)), "1969-12-31"),
        (lambda: day_number(datetime(2026, 1, 1, tzinfo=UTC)), "datetime"),
        (lambda: date_of(2**24 - 1), "16777215"),
        (lambda: add_months(JANUARY, -1), "-1"),
        (lambda: add_months(JANUARY, 12 * 8_000), "96000"),
        (lambda: due_dates(JANUARY, 0), "0 instalments"),
        (lambda: due_dates(JANUARY, 121), "121 instalments"),
        (lambda: level_payment_half_up(1, 0, 1), "rate"),
        (lambda: schedule(TEN, 600, JANUARY, 3, "balloon", "ACT/360"), "balloon"),
        (lambda: schedule(TEN, 600, JANUARY, 0, "bullet", "ACT/360"), "0 instalments"),
        (lambda: schedule(TEN, -1, JANUARY, 1, "bullet", "ACT/360"), "-1"),
        (lambda: schedule(TEN, 65_536, JANUARY, 1, "bullet", "ACT/360"), "65536"),
        (lambda: schedule(TEN, 6.0, JANUARY, 1, "bullet", "ACT/360"), "float"),  # type: ignore[arg-type]
        (lambda: schedule(Money(-1, "USD"), 600, JANUARY, 1, "bullet", "ACT/360"), "-1"),
        (lambda: schedule(Money(2**96, "USD"), 600, JANUARY, 1, "bullet", "ACT/360"), "96"),
        (
            lambda: schedule_on(TEN, 600, JANUARY, [JANUARY, JANUARY], "bullet", "ACT/360"),
            "position 1",
        ),
        (lambda: interest_numerator(1, 1, -1), "-1"),
        (lambda: Debt(TEN, TEN, TEN, Money(-1, "USD")), "principal -1"),
        (lambda: run_waterfall(Money(-1, "USD"), Debt(TEN, TEN, TEN, TEN)), "payment -1"),
    ],
)
def test_python_refuses_with_values(attempt: Callable[[], object], words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        attempt()


@given(day=st.dates(date(1970, 1, 1), date(2150, 12, 31)), months=st.integers(0, 255))
def test_so_many_months_are_no_less_than_so_often_28_days(day: date, months: int) -> None:
    """By which a valuation that is young is known without the calendar (Recognition.isGood)."""
    assert add_months(day, months) >= day + timedelta(days=28 * months)
