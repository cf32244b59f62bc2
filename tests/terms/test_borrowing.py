"""The borrowing base: its vector, its order, and what holds for any ledger."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tradefin import Money
from tradefin.errors import CurrencyMismatch, InvalidInput
from tradefin.terms import BorrowingBase, Receivable, borrowing_base


def usd(amount: str) -> Money:
    return Money.of(amount, "USD")


def cents(minor: int) -> Money:
    return Money(minor, "USD")


LIMIT = usd("1000000.00")
LEDGER = (
    Receivable("X", usd("100000.00")),
    Receivable("X", usd("60000.00"), days_past_due=95),
    Receivable(
        "Y",
        usd("150000.00"),
        credit_notes=usd("10000.00"),
        contra=usd("20000.00"),
        days_past_due=10,
    ),
    Receivable("Z", usd("40000.00"), disputed=True),
    Receivable("W", usd("90000.00")),
    Receivable("V", usd("30000.00"), days_past_due=5),
)
TERMS: dict[str, Any] = {"dilution_bps": 500, "concentration_bps": 4_000}


def base_of(*ledger: Receivable, limit: Money = LIMIT, **terms: Any) -> BorrowingBase:
    return borrowing_base(ledger, limit, **terms)


def test_vector() -> None:
    found = base_of(*LEDGER, **TERMS)
    assert found.pool == usd("240000.00")
    assert found.cap == usd("96000.00")
    assert found.counted == usd("216000.00")
    assert found.advanced == found.base == usd("162000.00")
    assert (found.reserves, found.ceiling) == (usd("0.00"), LIMIT)
    told = {
        d.debtor: [int(getattr(d, name).amount) for name in d.__slots__[1:]] for d in found.debtors
    }
    assert told == {
        "X": [160_000, 0, 60_000, 100_000, 0, 0, 0, 0],
        "Y": [150_000, 10_000, 0, 0, 0, 20_000, 24_000, 96_000],
        "Z": [40_000, 0, 0, 0, 40_000, 0, 0, 0],
        "W": [90_000, 0, 0, 0, 0, 0, 0, 90_000],
        "V": [30_000, 0, 0, 0, 0, 0, 0, 30_000],
    }


@pytest.mark.parametrize(
    ("terms", "base"),
    [
        ({"reserves": usd("2000.00")}, "160000.00"),
        ({"reserves": usd("162000.01")}, "0.00"),
        ({"limit": usd("161999.99")}, "161999.99"),
        ({"declarations": usd("1.00")}, "1.00"),
        ({"guarantee": usd("2.00")}, "2.00"),
        ({"guarantee": usd("2.00"), "declarations": usd("0.00")}, "0.00"),
        # Reserves come off what is advanced, before the ceilings.
        ({"reserves": usd("2000.00"), "guarantee": usd("100000.00")}, "100000.00"),
    ],
)
def test_reserves_and_ceilings(terms: dict[str, Any], base: str) -> None:
    assert base_of(*LEDGER, **TERMS, **terms).base == usd(base)


@pytest.mark.parametrize(
    ("change", "counts"),
    [
        ({"days_past_due": 60}, True),
        ({"days_past_due": 61}, False),
        ({"days_past_invoice": 90}, True),
        ({"days_past_invoice": 91}, False),
        ({"disputed": True}, False),
        ({"affiliate": True}, False),
        ({"declared": False}, False),
    ],
)
def test_what_is_eligible(change: dict[str, Any], counts: bool) -> None:
    found = base_of(Receivable("X", cents(1_000), **change))
    assert found.pool == cents(1_000 if counts else 0)


# The order


def test_credit_notes_come_off_before_age_is_measured() -> None:
    old = Receivable("X", cents(110), credit_notes=cents(10), days_past_due=99)
    new = Receivable("X", cents(900))
    assert base_of(old, new).pool == cents(900)  # 100 of 1,000
    assert base_of(replace(old, credit_notes=None), new).pool == cents(0)  # 110 of 1,010


def test_a_debtors_age_is_measured_before_disputes_are_dropped() -> None:
    old = Receivable("X", cents(100), days_past_due=99)
    disputed = Receivable("X", cents(800), disputed=True)
    assert base_of(old, disputed, Receivable("X", cents(100))).pool == cents(100)


def test_what_is_past_due_is_past_due_before_it_is_disputed() -> None:
    (debtor,) = base_of(Receivable("X", cents(100), days_past_due=99, disputed=True)).debtors
    assert (debtor.past_due, debtor.ineligible) == (cents(100), cents(0))


def test_contra_is_set_off_against_what_is_left() -> None:
    """Whichever receivable it stands beside, and before the pool is summed and capped."""
    dropped = Receivable("X", cents(100), contra=cents(300), affiliate=True)
    found = base_of(
        dropped, Receivable("X", cents(700)), Receivable("Y", cents(400)), concentration_bps=5_000
    )
    assert (found.pool, found.cap, found.counted) == (cents(800), cents(400), cents(800))
    more = replace(dropped, contra=cents(900))
    assert base_of(more, Receivable("X", cents(700))).pool == cents(0)


def test_the_cap_is_of_the_pool_before_it_is_capped() -> None:
    found = base_of(
        Receivable("X", cents(900)), Receivable("Y", cents(100)), concentration_bps=4_000
    )
    assert (found.cap, found.counted) == (cents(400), cents(500))


def test_cap_and_advance_are_rounded_down() -> None:
    found = base_of(Receivable("X", cents(99)), Receivable("Y", cents(1)), concentration_bps=3_333)
    assert (found.cap, found.counted, found.advanced) == (cents(33), cents(34), cents(27))


# Any ledger

MONEY = st.integers(0, 10**7).map(cents)


@st.composite
def receivables(draw: st.DrawFn) -> Receivable:
    amount = draw(MONEY)
    return Receivable(
        draw(st.sampled_from("ABC")),
        amount,
        cents(draw(st.integers(0, amount.minor))),
        draw(st.one_of(st.none(), st.integers(0, 10**5).map(cents))),
        draw(st.sampled_from([0, 0, 0, 61])),
        draw(st.sampled_from([0, 0, 0, 91])),
        *(draw(st.integers(0, 5)) == 0 for _ in range(2)),
        draw(st.integers(0, 5)) != 0,
    )


LEDGERS = st.lists(receivables(), max_size=9)
ANY_TERMS = st.fixed_dictionaries(
    {
        "advance_bps": st.integers(5_000, 10_000),
        "dilution_bps": st.integers(0, 4_999),
        "cross_age_bps": st.integers(0, 10_000),
        "concentration_bps": st.integers(1, 10_000),
        "reserves": MONEY,
        "limit": MONEY,
        "declarations": st.one_of(st.none(), MONEY),
        "guarantee": st.one_of(st.none(), MONEY),
    }
)


@given(LEDGERS, ANY_TERMS)
def test_every_unit_is_told(ledger: list[Receivable], terms: dict[str, Any]) -> None:
    found = base_of(*ledger, **terms)
    for d in found.debtors:
        gone = d.credit_notes + d.past_due + d.cross_aged + d.ineligible + d.contra
        assert d.gross == gone + d.concentrated + d.counted
        assert all(getattr(d, name).minor >= 0 for name in d.__slots__[1:])
        assert d.counted <= found.cap
    assert sum(d.gross.minor for d in found.debtors) == sum(r.amount.minor for r in ledger)


@given(LEDGERS, ANY_TERMS)
def test_the_base_is_within_its_ceilings(ledger: list[Receivable], terms: dict[str, Any]) -> None:
    found = base_of(*ledger, **terms)
    for name in ("limit", "declarations", "guarantee"):
        assert terms[name] is None or found.base <= terms[name]
    assert cents(0) <= found.base <= found.advanced <= found.counted <= found.pool


@given(LEDGERS, ANY_TERMS, st.integers(0, 8), st.integers(1, 10**6))
def test_more_that_is_not_past_due_lends_no_less(
    ledger: list[Receivable], terms: dict[str, Any], n: int, more: int
) -> None:
    """What is past due may: it can age its debtor."""
    before = base_of(*ledger, **terms).base
    for r in ledger[n : n + 1]:
        if r.days_past_due or r.days_past_invoice:
            continue
        ledger[n] = replace(r, amount=cents(r.amount.minor + more))
        assert before <= base_of(*ledger, **terms).base


@given(st.permutations(LEDGER))
def test_the_order_of_the_ledger_tells_nothing(ledger: list[Receivable]) -> None:
    assert base_of(*ledger, **TERMS).base == usd("162000.00")


# What is refused


@pytest.mark.parametrize(
    "terms",
    [
        {"advance_bps": 0},
        {"advance_bps": 10_001},
        {"advance_bps": 0.8},
        {"dilution_bps": 8_000},
        {"dilution_bps": -1},
        {"cross_age_bps": 10_001},
        {"concentration_bps": 0},
        {"reserves": cents(-1)},
        {"limit": cents(-1)},
        {"most_days_past_due": -1},
    ],
)
def test_terms_out_of_bounds_are_refused(terms: dict[str, Any]) -> None:
    with pytest.raises(InvalidInput):
        base_of(*LEDGER, **terms)


def test_amounts_out_of_bounds_are_refused() -> None:
    for wrong in (
        Receivable("X", cents(-1)),
        Receivable("X", cents(1), credit_notes=cents(2)),
        Receivable("X", cents(1), contra=cents(-1)),
    ):
        with pytest.raises(InvalidInput):
            base_of(wrong)


def test_a_base_has_one_currency() -> None:
    with pytest.raises(CurrencyMismatch):
        base_of(Receivable("X", Money(1, "EUR")))
    with pytest.raises(CurrencyMismatch):
        base_of(guarantee=Money(1, "EUR"))


def test_no_receivables_lend_nothing() -> None:
    assert base_of().base == usd("0.00")
