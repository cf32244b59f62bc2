"""Worked examples, asked of both implementations."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise

import pytest

from tests.terms.twins import Twin
from tradefin.money import Money
from tradefin.terms import AmortizationKind, Calendar, DayCount, Debt, Instalment, schedule

MONTH_END = date(2026, 1, 31)
MID_MONTH = date(2026, 1, 15)


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def column(rows: Sequence[Instalment], name: str) -> list[str]:
    return [str(getattr(row, name).amount) for row in rows]


def test_bullet_interest_by_actual_days(twin: Twin) -> None:
    drawn, due = date(2026, 3, 2), date(2026, 8, 28)
    assert twin.days_between(DayCount.ACT_360, drawn, due) == 179
    (row,) = twin.schedule_on(
        usd("240000"), 525, drawn, [due], AmortizationKind.BULLET, DayCount.ACT_360
    )
    assert (row.interest, row.payment) == (usd("6265.00"), usd("246265.00"))
    assert row.balance == usd("0")


def test_equal_principal_from_a_month_end(twin: Twin) -> None:
    due = twin.due_dates(MONTH_END, 3, 1)
    assert [(last - first).days for first, last in pairwise((MONTH_END, *due))] == [28, 31, 30]
    rows = twin.schedule_on(
        usd("100000"), 600, MONTH_END, due, AmortizationKind.EQUAL_PRINCIPAL, DayCount.ACT_360
    )
    assert column(rows, "principal") == ["33333.33", "33333.33", "33333.34"]
    assert column(rows, "interest") == ["466.67", "344.44", "166.67"]
    assert column(rows, "balance") == ["66666.67", "33333.34", "0.00"]


def test_annuity_of_six(twin: Twin) -> None:
    assert twin.level_payment_half_up(10_000_000, 600, 6) == 1_695_955
    due = twin.due_dates(MID_MONTH, 6, 1)
    rows = twin.schedule_on(
        usd("100000"), 600, MID_MONTH, due, AmortizationKind.ANNUITY, DayCount.E30_360
    )
    assert column(rows, "interest") == ["500.00", "417.70", "334.99", "251.87", "168.33", "84.38"]
    assert column(rows, "payment") == ["16959.55"] * 5 + ["16959.52"]
    assert sum(row.interest.minor for row in rows) == 175_727
    assert rows[-1].balance == usd("0")


def test_penalty_at_one_and_a_half_times_the_rate(twin: Twin) -> None:
    numerator = twin.penalty_numerator(24_000_000, 525, 15_000, 30)
    assert twin.penalty_due_half_up(numerator, 360, 0) == 157_500


def test_waterfall(twin: Twin) -> None:
    owed = Debt(usd("120"), usd("1575"), usd("6265"), usd("240000"))
    parts, excess = twin.run_waterfall(usd("50000"), owed)
    assert parts == Debt(usd("120"), usd("1575"), usd("6265"), usd("42040.00"))
    assert excess == usd("0")


@pytest.mark.parametrize("kind", list(AmortizationKind))
@pytest.mark.parametrize("rate", [0, 600])
def test_a_single_instalment_repays_everything(
    twin: Twin, kind: AmortizationKind, rate: int
) -> None:
    due = [date(2026, 2, 15)]
    (row,) = twin.schedule_on(usd("100000"), rate, MID_MONTH, due, kind, DayCount.E30_360)
    assert (row.principal, row.balance) == (usd("100000"), usd("0"))
    assert row.interest == usd("500") if rate else row.interest == usd("0")


def test_annuity_without_interest_is_equal_principal(twin: Twin) -> None:
    due = twin.due_dates(MID_MONTH, 3, 1)
    rows = twin.schedule_on(usd("1"), 0, MID_MONTH, due, AmortizationKind.ANNUITY, DayCount.ACT_360)
    assert column(rows, "payment") == ["0.33", "0.33", "0.34"]


def test_bullet_with_interest_instalments_keeps_the_principal_to_the_end(twin: Twin) -> None:
    due = twin.due_dates(MID_MONTH, 3, 2)
    rows = twin.schedule_on(
        usd("1000"), 1_000, MID_MONTH, due, AmortizationKind.BULLET, DayCount.E30_360
    )
    assert column(rows, "principal") == ["0.00", "0.00", "1000.00"]
    # 16.666..: the sum to date, rounded, less what was charged before.
    assert column(rows, "interest") == ["16.67", "16.66", "16.67"]


def test_zero_day_loan_bears_no_interest(twin: Twin) -> None:
    (row,) = twin.schedule_on(
        usd("1000"), 600, MID_MONTH, [MID_MONTH], AmortizationKind.BULLET, DayCount.ACT_360
    )
    assert (row.principal, row.interest) == (usd("1000"), usd("0"))


def test_interest_above_the_level_payment_repays_no_principal(twin: Twin) -> None:
    due = twin.due_dates(date(2026, 1, 1), 120, 1)
    rows = twin.schedule_on(
        usd("1000"), 60_000, date(2026, 1, 1), due, AmortizationKind.ANNUITY, DayCount.ACT_360
    )
    assert rows[0].principal == usd("0")
    assert rows[0].interest > usd("500")
    assert rows[-1].balance == usd("0")


@pytest.mark.parametrize(("currency", "principal"), [("JPY", 1_000_001), ("KWD", 1_000_001)])
def test_the_minor_unit_alone_counts(twin: Twin, currency: str, principal: int) -> None:
    due = twin.due_dates(MONTH_END, 3, 1)
    terms = (600, MONTH_END, due, AmortizationKind.EQUAL_PRINCIPAL, DayCount.ACT_360)
    rows = twin.schedule_on(Money(principal, currency), *terms)
    in_cents = twin.schedule_on(Money(principal, "USD"), *terms)
    assert [row.interest.minor for row in rows] == [row.interest.minor for row in in_cents]
    assert {row.payment.currency for row in rows} == {currency}


def test_interest_runs_to_the_rolled_date() -> None:
    # 28 February 2026 is a Saturday; rolling on would leave the month, so it rolls back.
    rows = schedule(usd("100000"), 600, MONTH_END, 2, "equal_principal", "ACT/360", Calendar())
    assert [row.due for row in rows] == [date(2026, 2, 27), date(2026, 3, 31)]
    assert column(rows, "interest") == ["450.00", "266.67"]
