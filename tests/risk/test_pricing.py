"""A bank's quote is the least rate that pays, in integers."""

from dataclasses import replace
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradefin.errors import CurrencyMismatch, InvalidInput
from tradefin.money import Money
from tradefin.risk import Pricing, Risk, quote_consignment, quote_direct
from tradefin.terms import DayCount

RISK = Risk(
    false_trade_bps=1_000,
    funding_bps=400,
    level_bps=9_000,
    debtor_default_bps=300,
    debtor_loss_bps=4_000,
)
STOCK = replace(RISK, debtor_default_bps=0, debtor_loss_bps=0, commission_bps=1_200)
LOAN, RECEIVABLE = Money(54_737, "USD"), Money(174_515, "USD")
BPS = st.integers(0, 10_000)


def direct(loan: Money = LOAN, risk: Risk = RISK, **terms: int) -> Pricing:
    chosen = {"verification_bps": 0, "days": 360, **terms}
    return quote_direct(loan, RECEIVABLE, risk, **chosen)  # type: ignore[arg-type]


def stock(loan: str, **terms: int) -> Pricing:
    chosen = {"stock_bps": 5_000, "verification_bps": 8_000, "days": 360, **terms}
    sales = Money.of("10000.00", "USD")
    return quote_consignment(Money.of(loan, "USD"), sales, STOCK, **chosen)  # type: ignore[arg-type]


def test_the_reference_sales_rounded_up() -> None:
    assert direct() == Pricing(1_700, 400)
    # 4.4643 % and 5.6328 % a year in the model.
    assert direct(verification_bps=8_000, cover_bps=8_000) == Pricing(447, 400)
    assert stock("842.59", cover_bps=8_000).rate_bps == 564
    # 10.2821 % without false trades and aversion, 11.5534 % and 21.5678 % with.
    assert stock("659.10").rate_bps == 1_156
    assert stock("483.53", verification_bps=0).rate_bps == 2_157


def test_the_rate_is_a_years_whatever_the_tenor() -> None:
    # Half a year: 0.9 x 1.02 / 0.8 - 1 = 14.75 % in 180 days.
    assert direct(days=180).rate_bps == 2_950
    actual = quote_direct(
        LOAN, RECEIVABLE, RISK, verification_bps=0, days=365, day_count=DayCount.ACT_365F
    )
    assert actual == direct()


def test_verification_and_cover_lower_the_rate_and_are_substitutes() -> None:
    by_verification = [direct(verification_bps=e).rate_bps for e in range(0, 10_001, 1_000)]
    by_cover = [direct(cover_bps=c).rate_bps for c in range(0, 10_001, 1_000)]
    for rates in (by_verification, by_cover):
        assert all(b < a for a, b in pairwise(rates) if a is not None and b is not None)
        assert rates[-1] == 400
    gain_alone = 1_700 - (direct(cover_bps=5_000).rate_bps or 0)
    verified = direct(verification_bps=8_000).rate_bps or 0
    gain_verified = verified - (direct(verification_bps=8_000, cover_bps=5_000).rate_bps or 0)
    assert gain_verified < gain_alone
    sold = [stock("659.10", verification_bps=e).rate_bps for e in range(0, 10_001, 2_000)]
    assert all(b < a for a, b in pairwise(sold) if a is not None and b is not None)


def test_nobody_repays_more_than_the_receivable() -> None:
    safe = Risk(false_trade_bps=0, funding_bps=400)
    terms = {"verification_bps": 0, "days": 360}
    loan = Money(10_000, "USD")
    assert quote_direct(loan, Money(10_400, "USD"), safe, **terms) == Pricing(400, 400)
    assert quote_direct(loan, Money(10_399, "USD"), safe, **terms) == Pricing(None, None)


def test_no_rate_pays_for_too_much_risk() -> None:
    assert direct(loan=Money(174_515, "USD")) == Pricing(None, None)
    assert direct(risk=replace(RISK, false_trade_bps=9_000)) == Pricing(None, 400)
    assert direct(risk=replace(RISK, false_trade_bps=10_000)).rate_bps is None
    assert direct(risk=replace(RISK, false_trade_bps=10_000), cover_bps=10_000).rate_bps == 400
    assert stock("8000.00").rate_bps is None
    assert stock("659.10", stock_bps=700).rate_bps is None


def receipts(repayment: Fraction, risk: Risk, theta: Fraction, cover: Fraction) -> Fraction:
    """The mean of the worst share of what a bank receives, outcome by outcome."""
    default = Fraction(risk.debtor_default_bps, 10_000)
    estate = Fraction(RECEIVABLE.minor * (10_000 - risk.debtor_loss_bps), 10_000)
    outcomes = sorted(
        (paid + cover * (repayment - paid), probability)
        for paid, probability in (
            (Fraction(0), theta),
            (min(estate, repayment), (1 - theta) * default),
            (repayment, (1 - theta) * (1 - default)),
        )
    )
    left = level = Fraction(risk.level_bps, 10_000)
    mean = Fraction(0)
    for received, probability in outcomes:
        share = min(left, probability)
        mean, left = mean + share * received, left - share
    return mean / level


@given(
    st.integers(1, RECEIVABLE.minor),
    st.builds(
        Risk,
        false_trade_bps=st.integers(0, 4_000),
        funding_bps=st.integers(0, 2_000),
        level_bps=st.integers(1, 10_000),
        debtor_default_bps=BPS,
        debtor_loss_bps=BPS,
    ),
    st.integers(1, 720),
    BPS,
    BPS,
)
def test_the_rate_pays_and_one_less_would_not(
    minor: int, risk: Risk, days: int, verified: int, cover: int
) -> None:
    loan = Money(minor, "USD")
    rate = direct(loan, risk, days=days, verification_bps=verified, cover_bps=cover).rate_bps
    theta = Fraction(risk.false_trade_bps * (10_000 - verified), 10_000**2)
    year = Fraction(days, 3_600_000)

    def pays(bps: int) -> bool:
        got = receipts(minor * (1 + bps * year), risk, theta, Fraction(cover, 10_000))
        return got >= minor * (1 + risk.funding_bps * year)

    if rate is None:
        within = (0, 100, 1_000, 5_000, 20_000, 65_535)
        assert not any(pays(b) for b in within if minor * (1 + b * year) <= RECEIVABLE.minor)
    else:
        assert pays(rate)
        assert minor * (1 + rate * year) <= RECEIVABLE.minor
        assert rate == 0 or not pays(rate - 1)


def test_refusals() -> None:
    for wrong in ({"days": 0}, {"verification_bps": 10_001}, {"cover_bps": -1}):
        with pytest.raises(InvalidInput):
            direct(**wrong)
    for risk in ({"level_bps": 0}, {"false_trade_bps": -1}, {"funding_bps": 1 << 16}):
        with pytest.raises(InvalidInput):
            replace(RISK, **risk)
    with pytest.raises(InvalidInput, match="positive amounts"):
        direct(Money(0, "USD"))
    with pytest.raises(CurrencyMismatch):
        direct(Money(1, "EUR"))
