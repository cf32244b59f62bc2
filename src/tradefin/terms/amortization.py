"""Repayment schedules, equal to contracts/libraries/Amortization.sol to the last minor unit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Never

from tradefin.errors import InvalidInput
from tradefin.money import Money
from tradefin.terms._bounds import AMOUNT_BITS, RATE_BITS, unsigned
from tradefin.terms.accrual import interest_due_half_up, interest_numerator
from tradefin.terms.calendar import Calendar
from tradefin.terms.day_count import DayCount, add_months, day_number, days_between

MAX_INSTALMENTS = 120
_ONE = 1 << 160
_BPS_MONTHS = 120_000


class AmortizationKind(StrEnum):
    """Principal at the end; equal parts of principal; equal payments of both together."""

    BULLET = "bullet"
    EQUAL_PRINCIPAL = "equal_principal"
    ANNUITY = "annuity"

    @property
    def number(self) -> int:
        """The value of the contracts' enum AmortizationKind."""
        return list(AmortizationKind).index(self)

    @classmethod
    def _missing_(cls, value: object) -> Never:
        raise InvalidInput(f"{value!r} is no kind of schedule; known: {', '.join(cls)}")


@dataclass(frozen=True, slots=True)
class Instalment:
    """What falls due on a day, and the balance of principal after it is paid."""

    due: date
    principal: Money
    interest: Money
    balance: Money

    @property
    def payment(self) -> Money:
        return self.principal + self.interest


def schedule(
    principal: Money,
    annual_rate_bps: int,
    start: date,
    instalments: int,
    kind: AmortizationKind | str,
    day_count: DayCount | str,
    calendar: Calendar | None = None,
) -> tuple[Instalment, ...]:
    """The monthly instalments of a loan paid out on `start`.

    Parts of principal add up to `principal` exactly, the last balance is 0, no part is negative.
    Interest runs by day on the balance, to the rolled date: the sum to date, half a minor unit
    rounded up, less what was charged before. An annuity rounds each instalment's interest by
    itself: the level payment turns that rounding into principal. At 0 % it is equal principal.

    Raises InvalidInput for a negative principal, a rate outside 0 .. 65,535, a number of
    instalments outside 1 .. 120, an unknown kind or day count, and amounts above 2^96 - 1.
    """
    due = due_dates(start, instalments, calendar=calendar)
    return schedule_on(principal, annual_rate_bps, start, due, kind, day_count)


def schedule_on(
    principal: Money,
    annual_rate_bps: int,
    start: date,
    due: Sequence[date],
    kind: AmortizationKind | str,
    day_count: DayCount | str,
) -> tuple[Instalment, ...]:
    """`schedule` on given days, strictly ascending, the first not before `start`."""
    _check(principal, annual_rate_bps, start, due)
    kind, day_count = AmortizationKind(kind), DayCount(day_count)
    level = _level_amount(kind, principal.minor, annual_rate_bps, len(due))
    balance, numerator, charged = principal.minor, 0, 0
    rows: list[Instalment] = []
    for first, last in zip((start, *due), due, strict=False):
        if kind is AmortizationKind.ANNUITY:
            numerator, charged = 0, 0
        days = days_between(day_count, first, last)
        numerator += interest_numerator(balance, annual_rate_bps, days)
        interest = interest_due_half_up(numerator, day_count.basis, charged)
        charged += interest
        part = max(level - interest, 0) if kind is AmortizationKind.ANNUITY else level
        part = balance if len(rows) + 1 == len(due) else min(part, balance)
        balance -= part
        amounts = (Money(minor, principal.currency) for minor in (part, interest, balance))
        rows.append(Instalment(last, *amounts))
    return tuple(rows)


def due_dates(
    anchor: date, instalments: int, step_months: int = 1, calendar: Calendar | None = None
) -> tuple[date, ...]:
    """Days `step_months` apart, counted from `anchor`, clipped to the end of the month, and rolled
    to the modified following business day where a calendar is given.

    Raises InvalidInput for a number of instalments outside 1 .. 120.
    """
    _check_count(instalments)
    due = (add_months(anchor, step_months * (i + 1)) for i in range(instalments))
    return tuple(calendar.roll_modified_following(day) if calendar else day for day in due)


def level_payment_half_up(principal: int, annual_rate_bps: int, instalments: int) -> int:
    """P i / (1 - (1 + i)^-n) with i a twelfth of the yearly rate, half a minor unit rounded up.

    (1 + i)^n is kept in 160 binary digits, rounded down at each step, as the contracts do; that
    lifts the payment by under 2^-47 of a unit. The rate is above 0. Raises InvalidInput.
    """
    if unsigned(annual_rate_bps, RATE_BITS, "rate in basis points") == 0:
        raise InvalidInput("a level payment needs a rate above 0")
    _check_count(instalments)
    growth = _ONE
    for _ in range(instalments):
        growth = growth * (_BPS_MONTHS + annual_rate_bps) // _BPS_MONTHS
    twice = 2 * unsigned(principal, AMOUNT_BITS, "principal") * annual_rate_bps
    return (twice * growth // (_BPS_MONTHS * (growth - _ONE)) + 1) // 2


def _level_amount(kind: AmortizationKind, principal: int, rate_bps: int, count: int) -> int:
    """What each instalment but the last pays: principal, or with an annuity both together."""
    if kind is AmortizationKind.BULLET:
        return 0
    if kind is AmortizationKind.EQUAL_PRINCIPAL or rate_bps == 0:
        return principal // count
    return level_payment_half_up(principal, rate_bps, count)


def _check(principal: Money, rate_bps: int, start: date, due: Sequence[date]) -> None:
    unsigned(principal.minor, AMOUNT_BITS, "principal")
    unsigned(rate_bps, RATE_BITS, "rate in basis points")
    _check_count(len(due))
    for index, (previous, day) in enumerate(zip((start, *due), due, strict=False)):
        run = day_number(day) - day_number(previous)
        if run < 0 or (run == 0 and index > 0):
            raise InvalidInput(f"due day {day} at position {index} does not follow {previous}")


def _check_count(count: int) -> None:
    if not 1 <= unsigned(count, 16, "number of instalments") <= MAX_INSTALMENTS:
        raise InvalidInput(f"{count} instalments are not within 1 and {MAX_INSTALMENTS}")
