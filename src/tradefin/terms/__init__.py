"""The arithmetic of a trade loan, equal to the contracts' to the last minor unit."""

from tradefin.terms.accrual import (
    interest_due_half_up,
    interest_half_up,
    interest_numerator,
    penalty_due_half_up,
    penalty_half_up,
    penalty_numerator,
)
from tradefin.terms.advance import advance_free_down, debtor_free_down, fee_half_up
from tradefin.terms.amortization import (
    MAX_INSTALMENTS,
    AmortizationKind,
    Instalment,
    due_dates,
    level_payment_half_up,
    schedule,
    schedule_on,
)
from tradefin.terms.borrowing import BorrowingBase, DebtorBase, Receivable, borrowing_base
from tradefin.terms.calendar import Calendar
from tradefin.terms.day_count import DayCount, add_months, date_of, day_number, days_between
from tradefin.terms.public_holidays import holidays_of
from tradefin.terms.recognition import DEFAULT_TERMS, AssetTerms, recognised_down
from tradefin.terms.waterfall import Debt, run_waterfall

__all__ = [
    "DEFAULT_TERMS",
    "MAX_INSTALMENTS",
    "AmortizationKind",
    "AssetTerms",
    "BorrowingBase",
    "Calendar",
    "DayCount",
    "Debt",
    "DebtorBase",
    "Instalment",
    "Receivable",
    "add_months",
    "advance_free_down",
    "borrowing_base",
    "date_of",
    "day_number",
    "days_between",
    "debtor_free_down",
    "due_dates",
    "fee_half_up",
    "holidays_of",
    "interest_due_half_up",
    "interest_half_up",
    "interest_numerator",
    "level_payment_half_up",
    "penalty_due_half_up",
    "penalty_half_up",
    "penalty_numerator",
    "recognised_down",
    "run_waterfall",
    "schedule",
    "schedule_on",
]
