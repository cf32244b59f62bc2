"""The financing game against its reference values and its propositions."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tradefin.errors import InvalidInput
from tradefin.risk import (
    Equilibrium,
    Market,
    consignment,
    consignment_at_fair_premium,
    direct,
    viable_verification,
)

C = Market(
    price=10,
    unit_cost=4,
    demand=1_000,
    capital=1_200,
    funding_rate=0.04,
    false_trade=0.10,
    commission=0.12,
    borrower=0.9,
    bank=0.9,
)
C1 = replace(C, verification=0.8)
D = replace(C, capital=400, commission=0, debtor_default=0.03, debtor_loss=0.40)


@pytest.mark.parametrize(
    ("market", "expected"),
    [
        (
            replace(C, false_trade=0, borrower=1, bank=1),
            (527.27272727, 909.09090909, 1002.56452415, 0.10282098, 113.92778684, 0.99056465),
        ),
        (C, (420.88350115, 483.53400458, 587.82148174, 0.21567765, 66.79789565, 0.92198644)),
        (C1, (464.77480914, 659.09923656, 735.24757204, 0.11553395, 83.55086046, 0.95832167)),
        (
            replace(C1, cover=0.8, premium=0.01),
            (508.96127643, 842.58579205, 890.04726785, 0.05632836, 101.14173498, 0.98349007),
        ),
    ],
)
def test_consignment(market: Market, expected: tuple[float, ...]) -> None:
    e = consignment(market)
    got = e.quantity, e.loan, e.repayment, e.rate, e.breakeven, e.efficiency
    assert got == pytest.approx(expected, rel=1e-7)


def test_a_subsidised_premium_costs_the_guarantor() -> None:
    subsidised = consignment(replace(C1, cover=0.8, premium=0.01))
    assert subsidised.guarantor == pytest.approx(-42.5186, abs=5e-5)


def test_a_fair_premium() -> None:
    e = consignment_at_fair_premium(replace(C1, cover=0.8))
    got = e.quantity, e.loan, e.premium, e.rate, e.efficiency
    assert got == pytest.approx((469.26014, 712.80340, 0.062715, 0.054494, 0.961399), rel=1e-5)
    # At its premium the guarantor expects nothing in the game with a given premium either.
    given_premium = replace(C1, cover=0.8, premium=e.premium)
    loan_cost = e.premium * e.loan * 1.04
    loss = (1 - C1.theta) * C1.margin * e.breakeven**2 / 2_000 + C1.theta * e.repayment
    assert loan_cost == pytest.approx(loss)
    assert given_premium.cover * (loan_cost - loss) == pytest.approx(e.guarantor, abs=1e-9)


@pytest.mark.parametrize(
    ("market", "expected"),
    [
        (D, (236.842105, 7.368421, 547.368421, 0.170000, 0.646631)),
        (
            replace(D, verification=0.8, cover=0.8, premium=0.01),
            (258.145616, 7.131715, 637.683936, 0.044643, 0.688670),
        ),
    ],
)
def test_direct_sale(market: Market, expected: tuple[float, ...]) -> None:
    e = direct(market)
    got = e.quantity, e.wholesale, e.loan, e.rate, e.efficiency
    assert got == pytest.approx(expected, rel=1e-5, abs=5e-7)
    cost = 2 * e.wholesale - market.price
    wanted = {0.0: 4.736842, 0.8: 4.263431}[market.cover]
    assert cost == pytest.approx(wanted, abs=5e-7)


def test_direct_sale_guarantor() -> None:
    covered = replace(D, verification=0.8, cover=0.8, premium=0.01)
    assert direct(covered).guarantor == pytest.approx(-5.352901, abs=5e-7)
    least = viable_verification(covered)
    assert direct(replace(covered, verification=least)).guarantor == pytest.approx(0, abs=1e-9)
    assert direct(replace(covered, verification=least + 0.01)).guarantor > 0
    assert direct(replace(covered, verification=least - 0.01)).guarantor < 0


def test_best_quantity_of_the_whole_chain() -> None:
    assert C.efficiency(584) == pytest.approx(1)
    assert max(C.efficiency(583), C.efficiency(585)) < 1


LEVELS = st.floats(0.85, 0.97)
PARAMETERS = st.builds(
    replace,
    st.just(C),
    price=st.floats(8, 14),
    unit_cost=st.floats(3, 5),
    capital=st.floats(200, 1_500),
    funding_rate=st.floats(0, 0.08),
    false_trade=st.floats(0.01, 0.15),
    commission=st.floats(0, 0.2),
    verification=st.floats(0, 0.9),
    borrower=LEVELS,
    bank=LEVELS,
)


def ordered(less: Equilibrium, more: Equilibrium) -> bool:
    names = ("quantity", "loan", "efficiency")
    return all(getattr(more, n) >= getattr(less, n) - 1e-9 for n in names)


@pytest.mark.parametrize(("field", "step"), [("borrower", 0.03), ("bank", 0.03)])
@given(market=PARAMETERS)
def test_aversion_costs_efficiency(field: str, step: float, market: Market) -> None:
    before = consignment(market)
    assume(before.loan > 0)
    more = replace(market, **{field: getattr(market, field) + step})
    assert ordered(before, consignment(more))


@given(market=PARAMETERS)
def test_verification_raises_quantity_and_lowers_the_price_of_a_loan(market: Market) -> None:
    before = consignment(market)
    assume(before.loan > 0)
    better = replace(market, verification=market.verification + 0.05)
    assert ordered(before, consignment(better))
    sale = replace(D, false_trade=market.false_trade, verification=market.verification)
    clean = replace(sale, verification=sale.verification + 0.05)
    assert ordered(direct(sale), direct(clean))
    assert direct(clean).rate < direct(sale).rate


def test_verification_lowers_the_rate() -> None:
    rates = [consignment(replace(C, verification=e / 10)).rate for e in range(11)]
    assert all(later < earlier for earlier, later in pairwise(rates))


def test_cover_lowers_the_rate_and_subsidised_cover_raises_quantity() -> None:
    found = [consignment(replace(C1, cover=c / 10, premium=0.01)) for c in (0, 2, 4, 6, 8)]
    rates = [e.rate for e in found]
    assert rates == pytest.approx([0.11553, 0.10179, 0.08731, 0.07213, 0.05633], abs=5e-6)
    assert all(b.quantity > a.quantity for a, b in pairwise(found))


@given(st.floats(0, 1_800), st.floats(0, 0.9))
def test_financing_is_irrelevant_without_friction(capital: float, cover: float) -> None:
    neutral = replace(C, false_trade=0, borrower=1, bank=1, capital=capital, cover=cover)
    best = 1_000 * (1 - 4.16 / 8.8)
    assert consignment(replace(neutral, cover=0)).quantity == pytest.approx(best)
    assert consignment_at_fair_premium(neutral).quantity == pytest.approx(best)


def test_equal_aversion_without_false_trades() -> None:
    averse = replace(C, false_trade=0)
    assert consignment(averse).quantity == pytest.approx(900 * (1 - 4.16 / 8.8))


def test_a_fair_guarantee_helps_an_averse_bank_only() -> None:
    def quantities(bank: float) -> list[float]:
        covers = (0, 0.4, 0.8)
        markets = [replace(C1, bank=bank, cover=cover) for cover in covers]
        return [consignment_at_fair_premium(market).quantity for market in markets]

    assert quantities(1.0) == pytest.approx([470.3946] * 3, abs=1e-4)
    assert quantities(0.9) == pytest.approx([464.7748, 467.0068, 469.2601], abs=1e-4)


def test_enough_capital_borrows_nothing() -> None:
    rich = replace(C, capital=5_000)
    for e in (consignment(rich), consignment_at_fair_premium(rich)):
        assert (e.loan, e.repayment, e.rate, e.guarantor) == (0, 0, 0, 0)
        assert e.quantity == pytest.approx(900 * (1 - 4.16 / 8.8))
    assert direct(replace(D, capital=5_000)).loan == 0


def test_a_certainly_false_trade_is_not_financed() -> None:
    false = replace(C, false_trade=1)
    for e in (consignment(false), consignment_at_fair_premium(replace(false, cover=0.5))):
        assert (e.quantity, e.loan) == (300, 0)
    with pytest.raises(InvalidInput, match="doesn't lend"):
        direct(replace(D, false_trade=1))


def test_refusals() -> None:
    with pytest.raises(InvalidInput, match="more than the sale brings"):
        consignment(replace(C, price=4))
    with pytest.raises(InvalidInput, match="more than the sale brings"):
        direct(replace(D, price=4.5))
    with pytest.raises(InvalidInput, match="estate"):
        direct(replace(D, debtor_loss=0.9, capital=0))
    with pytest.raises(InvalidInput, match="every premium"):
        viable_verification(replace(D, false_trade=0))


@pytest.mark.parametrize(
    "wrong",
    [
        {"price": 0},
        {"unit_cost": -1},
        {"demand": float("nan")},
        {"demand": float("inf")},
        {"capital": -1},
        {"funding_rate": -1},
        {"false_trade": 1.1},
        {"verification": -0.1},
        {"cover": 2},
        {"bank": 0},
        {"borrower": 1.1},
        {"commission": 1},
        {"cover": 1, "premium": 1},
    ],
)
def test_a_market_that_is_none(wrong: dict[str, float]) -> None:
    with pytest.raises(InvalidInput):
        replace(C, **wrong)
