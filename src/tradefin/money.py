"""Amounts of money: an integer number of minor units and an ISO 4217 currency code."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import cache

from iso4217 import Currency

from tradefin.errors import CurrencyMismatch, InvalidInput

_MOST_DIGITS = 60


def _currency(code: str) -> Currency:
    try:
        return Currency(code)
    except ValueError:
        raise InvalidInput(f"{code!r} is not an ISO 4217 currency code") from None


@cache  # as many entries as there are currencies: what raises isn't kept
def exponent(currency: str) -> int:
    """Digits after the decimal point in `currency` (ISO 4217): JPY 0, USD 2, KWD 3."""
    digits = _currency(currency).exponent
    if digits is None:
        raise InvalidInput(f"{currency} has no minor unit in ISO 4217 and can't be used for money")
    return int(digits)


def currency_number(currency: str) -> int:
    """The ISO 4217 number of `currency`, the form in which contracts know it: USD 840."""
    return int(_currency(currency).number)


def currency_code(number: int) -> str:
    """The ISO 4217 code behind a contract's currency number: 840 is USD."""
    for currency in Currency:
        if currency.number == number:
            return str(currency.code)
    raise InvalidInput(f"{number} is not an ISO 4217 currency number")


@dataclass(frozen=True, slots=True)
class Money:
    """`minor` minor units of `currency`: `Money(28_800_000, "USD")` is 288,000.00 US dollars."""

    minor: int
    currency: str

    def __post_init__(self) -> None:
        if not isinstance(self.minor, int) or isinstance(self.minor, bool):
            raise InvalidInput(
                f"an amount is an int of minor units, not {type(self.minor).__name__}"
            )
        exponent(self.currency)

    @classmethod
    def of(cls, amount: str | Decimal, currency: str) -> Money:
        """The amount written in major units, `Money.of("288000.00", "USD")`; never rounded.

        Raises InvalidInput where `amount` is not a finite decimal number, is a float, or has more
        digits than the currency's minor unit.
        """
        if not isinstance(amount, str | Decimal):
            raise InvalidInput(f"an amount is a str or Decimal, not {type(amount).__name__}")
        try:
            exact = Decimal(amount)
        except InvalidOperation:
            raise InvalidInput(f"{amount!r} is not a decimal number") from None
        if not exact.is_finite() or abs(exact.adjusted()) > _MOST_DIGITS:
            raise InvalidInput(f"{amount} is not an amount of money")
        # As a fraction: Decimal's own arithmetic rounds to the context's precision.
        numerator, denominator = exact.as_integer_ratio()
        minor, rest = divmod(numerator * 10 ** exponent(currency), denominator)
        if rest:
            raise InvalidInput(f"{amount} is not a whole number of {currency} minor units")
        return cls(minor, currency)

    @property
    def amount(self) -> Decimal:
        """The amount in major units, exact."""
        sign, digits, _ = Decimal(self.minor).as_tuple()
        return Decimal((sign, digits, -exponent(self.currency)))

    def __add__(self, other: Money) -> Money:
        return Money(self.minor + self._same(other).minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        return Money(self.minor - self._same(other).minor, self.currency)

    def __lt__(self, other: Money) -> bool:
        return self.minor < self._same(other).minor

    def __le__(self, other: Money) -> bool:
        return self.minor <= self._same(other).minor

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,.{exponent(self.currency)}f}"

    def _same(self, other: Money) -> Money:
        if not isinstance(other, Money):
            raise InvalidInput(f"an amount of money can't meet {type(other).__name__}")
        if other.currency != self.currency:
            raise CurrencyMismatch(currency_number(self.currency), currency_number(other.currency))
        return other
