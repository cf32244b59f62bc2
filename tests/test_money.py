"""Amounts are whole minor units of a currency, or refused."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradefin.errors import CurrencyMismatch, InvalidInput
from tradefin.money import Money, currency_code, currency_number, exponent

CURRENCIES = st.sampled_from(["JPY", "USD", "KWD", "CNY", "EUR"])


@pytest.mark.parametrize(
    "amount", ["1.005", "NaN", "Infinity", "-Infinity", "", "1,000.00", "1e99"]
)
def test_no_amount_is_refused(amount: str) -> None:
    with pytest.raises(InvalidInput):
        Money.of(amount, "USD")


def test_floats_and_unknown_currencies_are_refused() -> None:
    with pytest.raises(InvalidInput, match="not float"):
        Money.of(1.5, "USD")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="int of minor units"):
        Money(1.5, "USD")  # type: ignore[arg-type]
    with pytest.raises(InvalidInput, match="ISO 4217"):
        Money(1, "USX")
    with pytest.raises(InvalidInput, match="no minor unit"):
        Money(1, "XAU")


def test_currencies_don_t_mix() -> None:
    with pytest.raises(CurrencyMismatch) as refused:
        Money(1, "USD") + Money(1, "EUR")
    assert refused.value == CurrencyMismatch(840, 978)


@given(st.integers(-(2**96), 2**96), CURRENCIES)
def test_what_is_written_is_read_again(minor: int, currency: str) -> None:
    money = Money(minor, currency)
    assert Money.of(money.amount, currency) == money
    assert Money.of(f"{money.amount:f}", currency) == money
    assert currency_code(currency_number(currency)) == currency


def test_exponents() -> None:
    assert [exponent(c) for c in ("JPY", "USD", "KWD")] == [0, 2, 3]
    assert str(Money(28_800_000, "USD")) == "USD 288,000.00"
    assert str(Money(-5, "KWD")) == "KWD -0.005"
    assert Money.of(Decimal("1E+3"), "JPY") == Money(1000, "JPY")
