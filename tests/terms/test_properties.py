"""What must hold of every schedule, accrual and waterfall; both twins agree, so Python is asked."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tests.terms.twins import (
    DATES,
    DAY_COUNTS,
    KINDS,
    STARTS,
    Twin,
    cases,
)
from tradefin.money import Money, exponent
from tradefin.terms import (
    AmortizationKind,
    Calendar,
    DayCount,
    Debt,
    Instalment,
    days_between,
    interest_due_half_up,
    interest_half_up,
    interest_numerator,
    level_payment_half_up,
    run_waterfall,
    schedule,
)

CURRENCIES = st.sampled_from(["JPY", "USD", "KWD"])
MONEY = st.builds(Money, st.one_of(st.integers(0, 500), st.integers(0, 10**15)), CURRENCIES)
RATES = st.integers(0, 10_000)
COUNTS = st.integers(1, 120)
UNLEVEL = st.sampled_from(["bullet", "equal_principal"])
LEVEL_ERROR = Fraction(1, 2**47)


def exact_interest(
    rows: tuple[Instalment, ...], start: date, rate: int, day_count: DayCount
) -> list[Fraction]:
    balances = [rows[0].principal.minor + rows[0].balance.minor, *(r.balance.minor for r in rows)]
    periods = pairwise((start, *(row.due for row in rows)))
    return [
        Fraction(balance * rate * days_between(day_count, *period), 10_000 * day_count.basis)
        for balance, period in zip(balances, periods, strict=False)
    ]


def half_up(value: Fraction) -> int:
    return int(value + Fraction(1, 2))


def test_currencies_of_three_exponents_are_drawn() -> None:
    assert [exponent(currency) for currency in ("JPY", "USD", "KWD")] == [0, 2, 3]


@given(MONEY, RATES, STARTS, COUNTS, KINDS, DAY_COUNTS, st.booleans())
@cases(500)
def test_schedule_repays_exactly(
    principal: Money,
    rate: int,
    start: date,
    count: int,
    kind: AmortizationKind,
    day_count: DayCount,
    rolled: bool,
) -> None:
    calendar = Calendar() if rolled else None
    rows = schedule(principal, rate, start, count, kind, day_count, calendar)
    assert len(rows) == count
    assert sum(row.principal.minor for row in rows) == principal.minor
    assert rows[-1].balance == Money(0, principal.currency)
    assert all(min(r.principal.minor, r.interest.minor, r.balance.minor) >= 0 for r in rows)
    assert all(first.due < last.due for first, last in pairwise(rows))
    assert all(first.balance - last.principal == last.balance for first, last in pairwise(rows))


@given(MONEY, RATES, STARTS, COUNTS, DAY_COUNTS, UNLEVEL)
@cases(300)
def test_interest_charged_to_date_is_the_exact_sum_half_up(
    principal: Money, rate: int, start: date, count: int, day_count: DayCount, kind: str
) -> None:
    rows = schedule(principal, rate, start, count, kind, day_count)
    charged, exact = 0, Fraction(0)
    for row, due in zip(rows, exact_interest(rows, start, rate, day_count), strict=True):
        charged, exact = charged + row.interest.minor, exact + due
        assert charged == half_up(exact)


@given(MONEY, RATES, STARTS, COUNTS, DAY_COUNTS)
@cases(300)
def test_annuity_rounds_each_interest_half_up_and_keeps_its_payment_level(
    principal: Money, rate: int, start: date, count: int, day_count: DayCount
) -> None:
    rows = schedule(principal, rate, start, count, "annuity", day_count)
    exact = exact_interest(rows, start, rate, day_count)
    assert [row.interest.minor for row in rows] == [half_up(due) for due in exact]
    level = (
        level_payment_half_up(principal.minor, rate, count) if rate else principal.minor // count
    )
    for row in rows[:-1]:
        full = row.payment.minor == level
        assert full or row.principal.minor == 0 or row.balance.minor == 0


@given(st.integers(0, 2**96 - 1), st.integers(1, 65_535), COUNTS)
@cases(500)
def test_level_payment_is_exact_within_its_bound(principal: int, rate: int, count: int) -> None:
    growth = Fraction(120_000 + rate, 120_000) ** count
    exact = principal * Fraction(rate, 120_000) * growth / (growth - 1)
    rounded = level_payment_half_up(principal, rate, count)
    assert rounded in {half_up(exact), half_up(exact + LEVEL_ERROR)}


def test_level_payment_is_exact_on_realistic_terms() -> None:
    for rate in range(25, 2_500, 75):
        growth = Fraction(1)
        for count in range(1, 121):
            growth *= Fraction(120_000 + rate, 120_000)
            exact = 12_345_678_901 * Fraction(rate, 120_000) * growth / (growth - 1)
            assert level_payment_half_up(12_345_678_901, rate, count) == half_up(exact)


@given(DATES, DATES, DATES, DAY_COUNTS)
@cases(500)
def test_day_counts_are_additive(one: date, two: date, three: date, day_count: DayCount) -> None:
    first, middle, last = sorted((one, two, three))
    parts = days_between(day_count, first, middle) + days_between(day_count, middle, last)
    assert parts == days_between(day_count, first, last)


@given(
    st.integers(0, 10**15), RATES, DAY_COUNTS, st.lists(st.integers(0, 40), min_size=1, max_size=60)
)
@cases(300)
def test_part_periods_charge_what_one_period_does(
    principal: int, rate: int, day_count: DayCount, parts: list[int]
) -> None:
    numerator = charged = 0
    for days in parts:
        numerator += interest_numerator(principal, rate, days)
        charged += interest_due_half_up(numerator, day_count.basis, charged)
    whole = interest_numerator(principal, rate, sum(parts))
    assert charged == interest_half_up(whole, day_count.basis)


def test_a_thousand_part_payments_lose_no_unit(twin: Twin) -> None:
    draw = random.Random(8128)
    balance, numerator, charged, interest, exact = 6_000_000, 0, 0, 0, Fraction(0)
    paid = received = 0
    for turn in range(1_000):
        days = draw.randrange(3)
        exact += Fraction(balance * 525 * days, 3_600_000)
        numerator += twin.interest_numerator(balance, 525, days)
        due = twin.interest_due_half_up(numerator, 360, charged)
        charged, interest = charged + due, interest + due
        payment = draw.randrange(12_000) if turn < 999 else balance + interest
        debt = Debt(*(Money(minor, "USD") for minor in (0, 0, interest, balance)))
        parts, excess = twin.run_waterfall(Money(payment, "USD"), debt)
        balance, interest = balance - parts.principal.minor, interest - parts.interest.minor
        paid, received = paid + payment, received + parts.total.minor + excess.minor
    assert (balance, interest) == (0, 0)
    assert charged == half_up(exact)
    assert paid == received


@given(
    st.integers(0, 60), st.tuples(*[st.integers(0, 20)] * 4), st.sampled_from(["JPY", "USD", "KWD"])
)
@cases(500)
def test_waterfall_is_strict(payment: int, owed: tuple[int, int, int, int], currency: str) -> None:
    debt = Debt(*(Money(minor, currency) for minor in owed))
    parts, excess = run_waterfall(Money(payment, currency), debt)
    received = [getattr(parts, name).minor for name in Debt.__slots__]
    assert sum(received) + excess.minor == payment
    assert all(part <= due for part, due in zip(received, owed, strict=True))
    for later, (part, due) in enumerate(zip(received, owed, strict=True), start=1):
        assert part == due or not any([*received[later:], excess.minor])


@given(MONEY, RATES, STARTS, st.integers(1, 24), DAY_COUNTS, UNLEVEL)
@cases(200)
def test_a_loan_paid_as_planned_settles_to_the_unit(
    principal: Money, rate: int, start: date, count: int, day_count: DayCount, kind: str
) -> None:
    balance, numerator, charged, day = principal, 0, 0, start
    zero = Money(0, principal.currency)
    for row in schedule(principal, rate, start, count, kind, day_count):
        days = days_between(day_count, day, row.due)
        numerator += interest_numerator(balance.minor, rate, days)
        due = interest_due_half_up(numerator, day_count.basis, charged)
        charged, day = charged + due, row.due
        debt = Debt(zero, zero, Money(due, principal.currency), balance)
        parts, excess = run_waterfall(row.payment, debt)
        assert (parts.interest, parts.principal, excess) == (row.interest, row.principal, zero)
        balance -= parts.principal
    assert balance == zero
