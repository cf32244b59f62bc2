"""What assets count as security, to the last minor unit."""

from datetime import date, timedelta
from fractions import Fraction
from math import floor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradefin.enums import DocumentKind
from tradefin.errors import CurrencyMismatch, InvalidInput
from tradefin.money import Money
from tradefin.risk import (
    DEFAULT_TERMS,
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
    amount: int, asset: DocumentKind, *, liens: int = 0, valued_on: date = TODAY, on: date = TODAY
) -> Recognised:
    return recognise(usd(amount), asset, valued_on=valued_on, on=on, prior_liens=usd(liens))


def test_the_reference_estate_covers_its_guarantee() -> None:
    estate = [
        counted(300_000, DocumentKind.TITLE_DEED, liens=50_000),
        counted(120_000, DocumentKind.MACHINERY),
        counted(80_000, DocumentKind.WAREHOUSE_RECEIPT),
        counted(500_000, DocumentKind.MINING_RIGHT),
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
        (DocumentKind.CASH_DEPOSIT, 1_000_000),
        (DocumentKind.TITLE_DEED, 595_000),
        (DocumentKind.MINING_RIGHT, 240_000),
        (DocumentKind.FACTORY, 520_000),
        (DocumentKind.MACHINERY, 350_000),
        (DocumentKind.STOCK, 375_000),
        (DocumentKind.WAREHOUSE_RECEIPT, 540_000),
        (DocumentKind.INVOICE, 630_000),
        (DocumentKind.LISTED_SHARES, 570_000),
    ],
)
def test_what_a_million_counts_in_each_class(asset: DocumentKind, counts: int) -> None:
    assert counted(1_000_000, asset).amount == usd(counts)


@given(AMOUNTS, FACTORS, FACTORS, AMOUNTS)
def test_one_division_rounds_down(value: int, rate: int, liquid: int, liens: int) -> None:
    exact = Fraction(value) * Fraction(rate, 10_000) * Fraction(liquid, 10_000)
    assert recognised_down(value, rate, liquid, liens) == max(0, floor(exact) - liens)


@given(AMOUNTS, FACTORS, FACTORS, AMOUNTS, FACTORS)
def test_more_value_counts_no_less_and_more_liens_no_more(
    value: int, rate: int, liquid: int, liens: int, more: int
) -> None:
    counts = recognised_down(value, rate, liquid, liens)
    assert counts <= value
    if value + more < 2**96:
        assert recognised_down(value + more, rate, liquid, liens) >= counts
    if liens + more < 2**96:
        assert recognised_down(value, rate, liquid, liens + more) == max(0, counts - more)


def test_factors_are_multiplied_before_the_division() -> None:
    # 3 x 0.65 x 0.80 is 1.56; floored after each factor it would be 0.
    assert recognised_down(3, 6_500, 8_000, 0) == 1
    assert recognised_down(3, 6_500, 8_000, 1) == 0
    assert recognised_down(3, 6_500, 0, 0) == 0


@pytest.mark.parametrize(
    ("asset", "valued_on", "last"),
    [
        (DocumentKind.TITLE_DEED, date(2025, 3, 2), date(2026, 3, 2)),
        (DocumentKind.MINING_RIGHT, date(2024, 2, 29), date(2025, 2, 28)),
        (DocumentKind.MACHINERY, date(2025, 8, 31), date(2026, 2, 28)),
        (DocumentKind.WAREHOUSE_RECEIPT, date(2026, 1, 31), date(2026, 2, 28)),
        (DocumentKind.STOCK, date(2026, 2, 2), date(2026, 3, 2)),
    ],
)
def test_a_valuation_counts_through_its_last_day(
    asset: DocumentKind, valued_on: date, last: date
) -> None:
    good = counted(100, asset, valued_on=valued_on, on=last)
    late = counted(100, asset, valued_on=valued_on, on=last + timedelta(days=1))
    assert good.valid_through == late.valid_through == last
    assert (good.reason, good.stale) == (None, False)
    assert (late.reason, late.stale, late.amount) == (Reason.STALE, True, usd(0))
    assert late.standing == good.standing == good.amount > usd(0)


def test_cash_does_not_age() -> None:
    kept = counted(100, DocumentKind.CASH_DEPOSIT, valued_on=date(2000, 1, 1))
    assert (kept.amount, kept.reason, kept.valid_through) == (usd(100), None, None)


def test_a_receivable_counts_through_the_day_it_is_due() -> None:
    due = TODAY + timedelta(days=60)
    for on, reason in ((due, None), (due + timedelta(days=1), Reason.STALE)):
        got = recognise(
            usd(100),
            DocumentKind.INVOICE,
            valued_on=TODAY,
            on=on,
            prior_liens=usd(0),
            due_on=due,
        )
        assert (got.standing, got.reason, got.valid_through) == (usd(63), reason, due)


def test_liens_above_the_value_leave_nothing() -> None:
    assert counted(100, DocumentKind.FACTORY, liens=51).amount == usd(1)
    burdened = counted(100, DocumentKind.FACTORY, liens=53)
    assert (burdened.amount, burdened.reason) == (usd(0), Reason.LIENS)


def test_of_two_valuations_the_lower_counts() -> None:
    def two(first: int, second: int | None) -> Recognised:
        return recognise(
            usd(first),
            DocumentKind.FACTORY,
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
        DocumentKind.MACHINERY,
        valued_on=date(2026, 1, 1),
        on=TODAY,
        prior_liens=usd(0),
        terms=own,
    )
    assert (got.amount, got.reason) == (usd(0), Reason.STALE)
    assert got.standing == usd(20)
    assert DEFAULT_TERMS[DocumentKind.MACHINERY] == AssetTerms(5_000, 7_000, 6)
    with pytest.raises(InvalidInput, match="rate of 10001 basis points"):
        AssetTerms(10_001, 1, 1)
    with pytest.raises(InvalidInput, match="1 to 255 months, not 0"):
        AssetTerms(1, 1, 0)


def test_what_is_no_asset_is_not_recognised() -> None:
    with pytest.raises(InvalidInput, match="a paper of kind CONTRACT is no asset"):
        counted(1, DocumentKind.CONTRACT)
    # A kind that is valued and has no terms counts nothing.
    assert counted(1, DocumentKind.BILL_OF_LADING).amount == usd(0)


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="valuation of 2026-03-03 can't count on 2026-03-02"):
        counted(1, DocumentKind.STOCK, valued_on=date(2026, 3, 3))
    with pytest.raises(InvalidInput, match="-100 is not within"):
        counted(1, DocumentKind.STOCK, liens=-1)
    with pytest.raises(InvalidInput, match="2\\^96"):
        recognised_down(2**96, 1, 1, 0)
    with pytest.raises(InvalidInput, match="factor of 10001"):
        recognised_down(1, 1, 10_001, 0)
    with pytest.raises(CurrencyMismatch):
        recognise(
            usd(1),
            DocumentKind.STOCK,
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
