"""Expected credit loss."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import usd
from tradefin.errors import CurrencyMismatch, InvalidInput
from tradefin.money import Money
from tradefin.risk import (
    Exposure,
    Stage,
    Term,
    default_probability,
    expected_loss_half_up,
    stage_of,
)

BULLET = [Exposure(179, usd("240000.00"))]


def loss(exposures: list[Exposure] = BULLET, **terms: object) -> Money:
    chosen = {"pd_bps": 240, "lgd_bps": 4_500, **terms}
    return expected_loss_half_up(exposures, **chosen)  # type: ignore[arg-type]


def test_the_reference_loan() -> None:
    assert loss(term=Term.LINEAR) == usd("1288.80")
    assert loss() == usd("1296.67")
    assert round(default_probability(240, 179), 8) == Decimal("0.01200621")
    assert loss(term=Term.LINEAR, cover_bps=8_000) == usd("257.76")


def test_a_guarantor_that_may_fail_too() -> None:
    doubtful = loss(term=Term.LINEAR, cover_bps=8_000, guarantor_pd_bps=100)
    # 1,288.80 x (20 % + 80 % x 1 % x 179 / 360)
    assert doubtful == usd("262.89")
    certain = loss(cover_bps=8_000, guarantor_pd_bps=10_000)
    assert certain == loss()


def test_stages_by_delay() -> None:
    days = [stage_of(d) for d in (0, 29, 30, 89, 90, 400)]
    assert days == [1, 1, 2, 2, 3, 3]
    assert stage_of(0, deteriorated=True) is Stage.DETERIORATED
    assert stage_of(90, deteriorated=True) is Stage.IMPAIRED
    with pytest.raises(InvalidInput, match="-1 days"):
        stage_of(-1)


def test_performing_debt_counts_a_year_and_deteriorated_debt_all() -> None:
    long = [Exposure(720, usd("1000.00"))]
    year = [Exposure(360, usd("1000.00"))]
    assert loss(long) == loss(year) == usd("10.80")
    assert loss(long, stage=Stage.DETERIORATED) == usd("21.34")
    later = [Exposure(360, usd("1000.00")), Exposure(361, usd("999999.00"))]
    assert loss(later) == usd("10.80")
    assert loss(later, stage=Stage.IMPAIRED, pd_bps=0) == usd("450.00")


def test_a_falling_balance_is_weighted_by_its_days() -> None:
    falling = [Exposure(90, usd("300.00")), Exposure(180, usd("150.00"))]
    terms = {"pd_bps": 1_000, "lgd_bps": 10_000, "term": Term.LINEAR}
    assert loss(falling, **terms) == usd("11.25")
    # 7.50 / 1.025 + 3.75 / 1.05
    assert loss(falling, discount_bps=1_000, **terms) == usd("10.89")


@given(
    st.lists(st.integers(1, 500), min_size=1, max_size=6, unique=True),
    st.integers(0, 10_000),
    st.sampled_from(Stage),
    st.sampled_from(Term),
)
def test_cutting_a_period_changes_nothing(
    days: list[int], pd: int, stage: Stage, term: Term
) -> None:
    amount = usd("123456.78")
    whole = loss([Exposure(max(days), amount)], pd_bps=pd, stage=stage, term=term)
    cut = loss([Exposure(day, amount) for day in sorted(days)], pd_bps=pd, stage=stage, term=term)
    assert cut == whole
    assert usd("0.00") <= whole <= usd("55555.55")


@given(st.integers(0, 9_999), st.integers(0, 2_000))
def test_probabilities_grow_with_time_and_stay_below_one(pd: int, days: int) -> None:
    for term in Term:
        assert 0 <= default_probability(pd, days, term) <= 1
        assert default_probability(pd, days, term) <= default_probability(pd, days + 1, term)
        assert default_probability(pd + 1, days, term) >= default_probability(pd, days, term)
        assert default_probability(pd, 360, term) == Decimal(pd) / 10_000


def test_half_a_unit_rounds_up() -> None:
    yen = [Exposure(360, Money(1, "JPY"))]
    assert loss(yen, pd_bps=10_000, lgd_bps=5_000) == Money(1, "JPY")
    assert loss(yen, pd_bps=10_000, lgd_bps=4_999) == Money(0, "JPY")


def test_refusals() -> None:
    for exposures in ([], [Exposure(0, usd("1.00"))], [Exposure(5, usd("-1.00"))], BULLET * 2):
        with pytest.raises(InvalidInput):
            loss(exposures)
    for terms in ({"pd_bps": 10_001}, {"lgd_bps": -1}, {"cover_bps": 10_001}):
        with pytest.raises(InvalidInput, match="share"):
            loss(**terms)
    with pytest.raises(InvalidInput, match="runs back"):
        default_probability(1, -1)
    with pytest.raises(CurrencyMismatch):
        loss([*BULLET, Exposure(180, Money(1, "EUR"))])
