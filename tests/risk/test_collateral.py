"""What assets count as security, to the last minor unit."""

from datetime import date, timedelta
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradefin.errors import CurrencyMismatch, InvalidInput
from tradefin.money import Money
from tradefin.risk import (
    DEFAULT_TERMS,
    AssetClass,
    AssetTerms,
    Reason,
    Recognised,
    cover_ratio,
    recognise,
    recognised_down,
)

TODAY = date(2026, 3, 2)
AMOUNTS = st.integers(0, 2**96 - 1)
FACTORS = st.integers(0, 10_000)


def usd(amount: int) -> Money:
    return Money(amount * 100, "USD")


def counted(
    amount: int, asset: AssetClass, *, liens: int = 0, valued_on: date = TODAY, on: date = TODAY
) -> Recognised:
    return recognise(usd(amount), asset, valued_on=valued_on, on=on, prior_liens=usd(liens))


def test_the_reference_estate_covers_its_guarantee() -> None:
    estate = [
        counted(300_000, AssetClass.LAND_USE_RIGHT, liens=50_000),
        counted(120_000, AssetClass.MACHINERY),
        counted(80_000, AssetClass.WAREHOUSE_RECEIPT),
        counted(500_000, AssetClass.MINING_RIGHT),
    ]
    assert [asset.amount for asset in estate] == [
        usd(amount) for amount in (128_500, 42_000, 43_200, 120_000)
    ]
    assert {asset.reason for asset in estate} == {None}
    total = sum((asset.amount for asset in estate), Money(0, "USD"))
    assert total == usd(333_700)
    assert cover_ratio(total, usd(192_000)) == 17_380


@pytest.mark.parametrize(
    ("asset", "counts"),
    [
        (AssetClass.CASH_DEPOSIT, 1_000_000),
        (AssetClass.LAND_USE_RIGHT, 595_000),
        (AssetClass.MINING_RIGHT, 240_000),
        (AssetClass.FACTORY, 520_000),
        (AssetClass.MACHINERY, 350_000),
        (AssetClass.STOCK, 375_000),
        (AssetClass.WAREHOUSE_RECEIPT, 540_000),
        (AssetClass.RECEIVABLE, 630_000),
        (AssetClass.LISTED_SHARES, 570_000),
    ],
)
def test_what_a_million_counts_in_each_class(asset: AssetClass, counts: int) -> None:
    assert counted(1_000_000, asset).amount == usd(counts)


@given(AMOUNTS, FACTORS, FACTORS, FACTORS, AMOUNTS)
def test_one_division_rounds_down(value: int, rate: int, liquid: int, age: int, liens: int) -> None:
    exact = Fraction(value) * Fraction(rate, 10_000) * Fraction(liquid, 10_000)
    exact *= Fraction(age, 10_000)
    got = recognised_down(value, rate, liquid, age, liens)
    assert got == max(0, floor(exact) - liens)
    assert value * rate * liquid * age < 2**136


def test_factors_are_multiplied_before_the_division() -> None:
    # 3 x 0.65 x 0.80 is 1.56; floored after each factor it would be 0.
    assert recognised_down(3, 6_500, 8_000, 10_000, 0) == 1
    assert recognised_down(3, 6_500, 8_000, 10_000, 1) == 0
    assert recognised_down(3, 6_500, 8_000, 0, 0) == 0


@pytest.mark.parametrize(
    ("asset", "valued_on", "last"),
    [
        (AssetClass.LAND_USE_RIGHT, date(2025, 3, 2), date(2026, 3, 2)),
        (AssetClass.MINING_RIGHT, date(2024, 2, 29), date(2025, 2, 28)),
        (AssetClass.MACHINERY, date(2025, 8, 31), date(2026, 2, 28)),
        (AssetClass.WAREHOUSE_RECEIPT, date(2026, 1, 31), date(2026, 2, 28)),
        (AssetClass.STOCK, date(2026, 2, 2), date(2026, 3, 2)),
    ],
)
def test_a_valuation_counts_through_its_last_day(
    asset: AssetClass, valued_on: date, last: date
) -> None:
    good = counted(100, asset, valued_on=valued_on, on=last)
    late = counted(100, asset, valued_on=valued_on, on=last + timedelta(days=1))
    assert good.valid_through == late.valid_through == last
    assert (good.reason, good.stale) == (None, False)
    assert (late.reason, late.stale, late.amount) == (Reason.STALE, True, usd(0))
    assert late.standing == good.standing == good.amount > usd(0)


def test_cash_does_not_age() -> None:
    kept = counted(100, AssetClass.CASH_DEPOSIT, valued_on=date(2000, 1, 1))
    assert (kept.amount, kept.reason, kept.valid_through) == (usd(100), None, None)


def test_liens_above_the_value_leave_nothing() -> None:
    assert counted(100, AssetClass.FACTORY, liens=51).amount == usd(1)
    burdened = counted(100, AssetClass.FACTORY, liens=53)
    assert (burdened.amount, burdened.reason) == (usd(0), Reason.LIENS)


def test_of_two_valuations_the_lower_counts() -> None:
    def two(first: int, second: int | None) -> Recognised:
        return recognise(
            usd(first),
            AssetClass.FACTORY,
            valued_on=TODAY,
            on=TODAY,
            prior_liens=usd(0),
            second_value=None if second is None else usd(second),
            second_above=usd(1_000),
        )

    assert two(2_000, 1_500).amount == two(1_500, 2_000).amount == usd(780)
    assert two(1_000, None).amount == usd(520)
    missing = two(1_001, None)
    assert (missing.amount, missing.reason) == (usd(0), Reason.SECOND_VALUATION)
    assert not missing.stale


def test_the_parties_own_terms_replace_the_defaults() -> None:
    own = AssetTerms(4_000, 5_000, 2)
    got = recognise(
        usd(100),
        AssetClass.MACHINERY,
        valued_on=date(2026, 1, 1),
        on=TODAY,
        prior_liens=usd(0),
        terms=own,
    )
    assert (got.amount, got.reason) == (usd(0), Reason.STALE)
    assert got.standing == usd(20)
    assert DEFAULT_TERMS[AssetClass.MACHINERY] == AssetTerms(5_000, 7_000, 6)
    with pytest.raises(InvalidInput, match="rate of 10001 basis points"):
        AssetTerms(10_001, 1, 1)


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="valuation of 2026-03-03 can't count on 2026-03-02"):
        counted(1, AssetClass.STOCK, valued_on=date(2026, 3, 3))
    with pytest.raises(InvalidInput, match="-100 is not within"):
        counted(1, AssetClass.STOCK, liens=-1)
    with pytest.raises(InvalidInput, match="2\\^96"):
        recognised_down(2**96, 1, 1, 1, 0)
    with pytest.raises(InvalidInput, match="factor of 10001"):
        recognised_down(1, 1, 1, 10_001, 0)
    with pytest.raises(CurrencyMismatch):
        recognise(
            usd(1),
            AssetClass.STOCK,
            valued_on=TODAY,
            on=TODAY,
            prior_liens=Money(0, "EUR"),
        )


def test_a_ratio_rounds_down_and_needs_cover() -> None:
    assert cover_ratio(Money(2, "JPY"), Money(3, "JPY")) == 6_666
    assert cover_ratio(Money(0, "JPY"), Money(3, "JPY")) == 0
    with pytest.raises(InvalidInput, match="positive cover"):
        cover_ratio(usd(1), usd(0))
    with pytest.raises(CurrencyMismatch):
        cover_ratio(usd(1), Money(1, "EUR"))
