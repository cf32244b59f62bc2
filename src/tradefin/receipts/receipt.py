"""Payments on a collection account, as its statement tells them; nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

from tradefin.documents import Party, normal
from tradefin.documents.values import currency_of, date_of, decimal_of, money_of
from tradefin.errors import AmountIsZero, InvalidInput, TradefinError
from tradefin.money import Money

Point = Literal[".", ","]

_NO_REFERENCE = frozenset({"", "NONREF", "NOTPROVIDED"})
_PLAIN = re.compile(r"[+-]?\d+", re.ASCII)
_GROUPED = {
    point: re.compile(
        rf"[+-]?[1-9]\d{{0,2}}({re.escape(group)}\d{{3}})+({re.escape(point)}\d+)?", re.ASCII
    )
    for point, group in ((".", ","), (",", "."))
}
_POINTED = {point: re.compile(rf"[+-]?\d+{re.escape(point)}\d+", re.ASCII) for point in (".", ",")}


@dataclass(frozen=True, slots=True, repr=False)
class Receipt:
    """One payment that the account's bank booked; `row` is its place in the statement.

    A CSV's rows count as a spreadsheet counts them, the header is row 1; a camt.053's payments
    count from 1. `reversal` tells a counter-entry, or money that came back. `repr` shows nothing of
    who paid and why.
    """

    row: int
    reference: str
    date: date
    amount: Money
    payer: Party
    remittance: str = ""
    reversal: bool = False

    def __repr__(self) -> str:
        return f"Receipt(row {self.row}, {self.amount})"

    @property
    def is_counter_entry(self) -> bool:
        return self.reversal or self.amount.minor < 0


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A row that can't be booked as it stands, and why; `amount` where that much can be read."""

    row: int
    refusal: TradefinError
    amount: Money | None = None


def amount_of(text: str, point: Point | None = None) -> Decimal | None:
    """`text` as a number, None where it is none or could be two.

    `point` is the decimal sign, if it is known. Else 1,234.50 and 1.234,50 and 1234.50 are read,
    while 1,234 and 1.234 are not.
    """
    text = text.strip()
    if _PLAIN.fullmatch(text):
        return decimal_of(text)
    read = {
        number
        for sign in ((point,) if point else (".", ","))
        if (number := _with(text, sign)) is not None
    }
    return read.pop() if len(read) == 1 else None


def day_of(text: str, form: str | None) -> date | None:
    """`text` as a day: ISO, or as `form` (of strptime) says; None where it is none."""
    if form is None:
        return date_of(text.strip(), None)
    try:
        return datetime.strptime(text.strip(), form).date()
    except ValueError:
        return None


def receipt_of(
    row: int,
    *,
    reference: str,
    day: date | None,
    amount: Decimal | None,
    currency: str,
    payer: Party,
    remittance: str,
    reversal: bool = False,
) -> Receipt | Unreadable:
    """The receipt, or why it can't be one. No refusal repeats what the row says."""
    code = currency_of(currency)
    money = None if code is None or amount is None else money_of(amount, code)
    refusal: TradefinError | None = None
    if code is None:
        refusal = InvalidInput(f"row {row}: the currency is no ISO 4217 code with a minor unit")
    elif amount is None:
        refusal = InvalidInput(
            f"row {row}: the amount is no number, or could be two; write it plain, 1234.50, or say "
            "which sign is the decimal one"
        )
    elif money is None:
        refusal = InvalidInput(f"row {row}: the amount has more decimals than {code} has")
    elif money.minor == 0:
        refusal = AmountIsZero()
    elif day is None:
        refusal = InvalidInput(f"row {row}: the date is none in the form that was told")
    elif normal(reference) in _NO_REFERENCE:
        refusal = InvalidInput(f"row {row}: the payment has no reference of its own")
    if refusal is not None or money is None or day is None:
        return Unreadable(row, refusal or InvalidInput(f"row {row} can't be read"), money)
    return Receipt(row, reference, day, money, payer, remittance, reversal)


def _with(text: str, point: str) -> Decimal | None:
    """`text` with `point` as its decimal sign, the other one for groups of three."""
    group = "," if point == "." else "."
    if _POINTED[point].fullmatch(text) or _GROUPED[point].fullmatch(text):
        return decimal_of(text.replace(group, "").replace(point, "."))
    return None
