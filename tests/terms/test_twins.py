"""Python and Solidity agree on generated cases, in what they answer and in what they refuse."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import example, given
from hypothesis import strategies as st

from tests.terms.evm import Contract
from tests.terms.twins import (
    AMOUNTS,
    DATES,
    DAY_COUNTS,
    KINDS,
    RATES,
    STARTS,
    Twin,
    cases,
    outcome,
    python_twin,
)
from tradefin.money import Money
from tradefin.terms import AmortizationKind, DayCount, Debt, date_of, day_number, schedule

PYTHON = python_twin()
DAYS = st.integers(0, 65_535)
FACTORS = st.integers(0, 10_000)
# Mostly short schedules: py-evm takes a millisecond for each instalment.
COUNTS = st.one_of(st.integers(1, 4), st.integers(1, 12))
GAPS = st.lists(st.integers(1, 400), min_size=1, max_size=8)


@given(day=DATES, other=DATES, day_count=DAY_COUNTS)
@example(date(2028, 2, 28), date(2028, 2, 29), DayCount.E30_360)
@example(date(2026, 2, 28), date(2026, 3, 31), DayCount.E30_360)
@example(date(2100, 2, 28), date(2100, 3, 1), DayCount.ACT_360)
@cases(1_000)
def test_days_between(solidity: Twin, day: date, other: date, day_count: DayCount) -> None:
    expected = outcome(PYTHON.days_between, day_count, day, other)
    assert outcome(solidity.days_between, day_count, day, other) == expected


@given(day=DATES)
@example(date(2000, 2, 29))
@example(date(2100, 2, 28))
@example(date(2100, 3, 1))
@example(date(9999, 12, 31))
@cases(1_000)
def test_dates(harness: Contract, day: date) -> None:
    number = day_number(day)
    assert harness.call("toDate", number) == (day.year, day.month, day.day)
    assert harness.call("toDay", day.year, day.month, day.day) == number
    assert date_of(number) == day


@given(day=STARTS, months=st.integers(0, 1_200))
@example(date(2026, 1, 31), 1)
@example(date(2028, 1, 31), 1)
@example(date(2096, 2, 29), 48)
@example(date(2026, 1, 31), 2)
@cases(1_000)
def test_add_months(solidity: Twin, day: date, months: int) -> None:
    assert solidity.add_months(day, months) == PYTHON.add_months(day, months)


@given(AMOUNTS, RATES, RATES, DAYS, DAY_COUNTS, AMOUNTS)
@cases(1_000)
def test_accrual(
    solidity: Twin,
    principal: int,
    rate: int,
    multiplier: int,
    days: int,
    day_count: DayCount,
    charged: int,
) -> None:
    interest = PYTHON.interest_numerator(principal, rate, days)
    penalty = PYTHON.penalty_numerator(principal, rate, multiplier, days)
    assert solidity.interest_numerator(principal, rate, days) == interest
    assert solidity.penalty_numerator(principal, rate, multiplier, days) == penalty
    for name, numerator in (("interest_due_half_up", interest), ("penalty_due_half_up", penalty)):
        arguments = (numerator, day_count.basis, charged)
        expected = outcome(getattr(PYTHON, name), *arguments)
        assert outcome(getattr(solidity, name), *arguments) == expected


@given(AMOUNTS, AMOUNTS, RATES, RATES)
@example(36_000_000, 0, 8_000, 500)
@example(2**96 - 1, 0, 10_000, 0)
@example(2**96 - 1, 0, 65_535, 0)
@example(1, 0, 10_000, 10_001)
@cases(500)
def test_what_a_line_lends(
    solidity: Twin, whole: int, used: int, share: int, dilution: int
) -> None:
    for name, arguments in (
        ("advance_free_down", (whole, used, share, dilution)),
        ("debtor_free_down", (whole, used, share)),
        ("fee_half_up", (whole, share)),
    ):
        expected = outcome(getattr(PYTHON, name), *arguments)
        assert outcome(getattr(solidity, name), *arguments) == expected


@given(AMOUNTS, FACTORS, FACTORS, AMOUNTS)
@example(2**96 - 1, 10_000, 10_000, 0)
@example(3, 6_500, 8_000, 1)
@example(30_000_000, 7_000, 8_500, 5_000_000)
@cases(1_000)
def test_what_an_asset_counts(
    solidity: Twin, value: int, rate: int, liquidity: int, liens: int
) -> None:
    expected = PYTHON.recognised_down(value, rate, liquidity, liens)
    assert solidity.recognised_down(value, rate, liquidity, liens) == expected


@given(AMOUNTS, st.integers(1, 65_535), st.one_of(COUNTS, st.integers(1, 120)))
@example(2**96 - 1, 65_535, 120)
@example(2**96 - 1, 1, 1)
@cases(500)
def test_level_payment(solidity: Twin, principal: int, rate: int, count: int) -> None:
    expected = PYTHON.level_payment_half_up(principal, rate, count)
    assert solidity.level_payment_half_up(principal, rate, count) == expected


@given(AMOUNTS, RATES, STARTS, st.integers(0, 400), GAPS, KINDS, DAY_COUNTS)
@example(2**96 - 1, 65_535, date(1970, 1, 1), 400, [400] * 11, AmortizationKind.ANNUITY, "ACT/360")
@cases(1_000)
def test_schedule_on_any_days(
    solidity: Twin,
    principal: int,
    rate: int,
    start: date,
    first: int,
    gaps: Sequence[int],
    kind: AmortizationKind,
    day_count: DayCount,
) -> None:
    due = [start + timedelta(days=first)]
    for gap in gaps[1:]:
        due.append(due[-1] + timedelta(days=gap))
    arguments = (Money(principal, "USD"), rate, start, due, kind, DayCount(day_count))
    assert outcome(solidity.schedule_on, *arguments) == outcome(PYTHON.schedule_on, *arguments)


@given(st.integers(0, 2**60), st.integers(0, 5_000), STARTS, COUNTS, KINDS, DAY_COUNTS)
@example(10**15, 600, date(2026, 1, 31), 120, AmortizationKind.ANNUITY, DayCount.ACT_360)
@example(10**15, 600, date(2024, 2, 29), 120, AmortizationKind.EQUAL_PRINCIPAL, DayCount.E30_360)
@example(10**15, 0, date(2026, 1, 31), 120, AmortizationKind.BULLET, DayCount.ACT_365F)
@cases(1_000)
def test_monthly_schedule(
    solidity: Twin,
    principal: int,
    rate: int,
    start: date,
    count: int,
    kind: AmortizationKind,
    day_count: DayCount,
) -> None:
    money = Money(principal, "USD")
    expected = schedule(money, rate, start, count, kind, day_count)
    due = solidity.due_dates(start, count, 1)
    assert solidity.schedule_on(money, rate, start, due, kind, day_count) == expected


@given(payment=AMOUNTS, owed=st.tuples(*[st.integers(0, 2**94 - 1)] * 4))
@example(0, (0, 0, 0, 0))
@cases(500)
def test_waterfall_of_large_debts(
    solidity: Twin, payment: int, owed: tuple[int, int, int, int]
) -> None:
    _agree_on_waterfall(solidity, payment, owed)


@given(payment=st.integers(0, 50), owed=st.tuples(*[st.integers(0, 15)] * 4))
@cases(500)
def test_waterfall_of_small_debts(
    solidity: Twin, payment: int, owed: tuple[int, int, int, int]
) -> None:
    _agree_on_waterfall(solidity, payment, owed)


def _agree_on_waterfall(solidity: Twin, payment: int, owed: tuple[int, int, int, int]) -> None:
    debt = Debt(*(Money(minor, "USD") for minor in owed))
    money = Money(payment, "USD")
    assert solidity.run_waterfall(money, debt) == PYTHON.run_waterfall(money, debt)
