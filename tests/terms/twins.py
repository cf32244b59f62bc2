"""One face for both implementations of the terms, so that a test can ask either or compare them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from tests.terms.evm import Contract, Refusal
from tradefin import terms
from tradefin.errors import InvalidInput
from tradefin.money import Money
from tradefin.terms import AmortizationKind, DayCount, Debt, Instalment

AMOUNTS = st.one_of(
    st.integers(0, 300), st.integers(0, 10**12), st.integers(0, 2**80), st.integers(0, 2**96 - 1)
)
RATES = st.one_of(st.sampled_from([0, 1]), st.integers(0, 2_500), st.integers(0, 65_535))
DATES = st.dates(date(1970, 1, 1), date(9980, 12, 31))
STARTS = st.dates(date(1970, 1, 1), date(2150, 12, 31))
KINDS = st.sampled_from(AmortizationKind)
DAY_COUNTS = st.sampled_from(DayCount)


def cases(number: int) -> settings:
    """`number` examples, more in proportion under a profile with more than hypothesis's 100."""
    length = max(settings().max_examples // 100, 1)
    return settings(max_examples=number * length, deadline=None)


@dataclass(frozen=True)
class Twin:
    """The functions of `tradefin.terms` of the same names, answered by one implementation."""

    days_between: Callable[[DayCount, date, date], int]
    add_months: Callable[[date, int], date]
    advance_free_down: Callable[[int, int, int, int], int]
    debtor_free_down: Callable[[int, int, int], int]
    fee_half_up: Callable[[int, int], int]
    interest_numerator: Callable[[int, int, int], int]
    penalty_numerator: Callable[[int, int, int, int], int]
    interest_due_half_up: Callable[[int, int, int], int]
    penalty_due_half_up: Callable[[int, int, int], int]
    level_payment_half_up: Callable[[int, int, int], int]
    recognised_down: Callable[[int, int, int, int], int]
    due_dates: Callable[[date, int, int], tuple[date, ...]]
    schedule_on: Callable[..., tuple[Instalment, ...]]
    run_waterfall: Callable[[Money, Debt], tuple[Debt, Money]]


def outcome(function: Callable[..., Any], *arguments: Any) -> Any:
    """What `function` returns, or None where it refuses."""
    try:
        return function(*arguments)
    except (InvalidInput, Refusal):
        return None


def python_twin() -> Twin:
    return Twin(**{name: getattr(terms, name) for name in Twin.__dataclass_fields__})


def solidity_twin(harness: Contract) -> Twin:
    def schedule_on(
        principal: Money,
        rate_bps: int,
        start: date,
        due: Sequence[date],
        kind: AmortizationKind,
        day_count: DayCount,
    ) -> tuple[Instalment, ...]:
        rows = harness.call(
            "schedule",
            kind.number,
            principal.minor,
            rate_bps,
            day_count.number,
            terms.day_number(start),
            [terms.day_number(day) for day in due],
        )
        return tuple(
            Instalment(terms.date_of(day), *(Money(minor, principal.currency) for minor in amounts))
            for day, *amounts in rows
        )

    def run_waterfall(payment: Money, debt: Debt) -> tuple[Debt, Money]:
        owed = tuple(getattr(debt, name).minor for name in Debt.__slots__)
        parts, excess = harness.call("run", payment.minor, owed)
        return Debt(*(Money(part, payment.currency) for part in parts)), Money(
            excess, payment.currency
        )

    def plain(name: str) -> Callable[..., Any]:
        return lambda *arguments: harness.call(name, *arguments)

    number = terms.day_number
    return Twin(
        days_between=lambda count, a, b: harness.call(
            "between", count.number, number(a), number(b)
        ),
        add_months=lambda day, months: terms.date_of(
            harness.call("addMonths", number(day), months)
        ),
        advance_free_down=plain("advanceFreeDown"),
        debtor_free_down=plain("debtorFreeDown"),
        fee_half_up=plain("feeHalfUp"),
        interest_numerator=plain("interestNumerator"),
        penalty_numerator=plain("penaltyNumerator"),
        interest_due_half_up=plain("interestDueHalfUp"),
        penalty_due_half_up=plain("penaltyDueHalfUp"),
        level_payment_half_up=plain("levelPaymentHalfUp"),
        recognised_down=plain("recognisedDown"),
        due_dates=lambda anchor, count, step: tuple(
            map(terms.date_of, harness.call("dueDays", number(anchor), count, step))
        ),
        schedule_on=schedule_on,
        run_waterfall=run_waterfall,
    )
