"""What a guarantee locks, what of a premium is earned, and how a cover falls: to the last unit."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from hypothesis import given
from hypothesis import strategies as st

from tests.terms.evm import Contract

AMOUNTS = st.one_of(st.integers(0, 500), st.integers(0, 2**96 - 1))
BPS = st.integers(1, 10_000)
STEPS = st.lists(
    st.tuples(st.integers(1, 2**24 - 1), st.integers(0, 9_999)),
    max_size=5,
    unique_by=(lambda step: step[0], lambda step: step[1]),
).map(lambda steps: list(zip(*_ordered(steps), strict=True)) if steps else [])


def _ordered(steps: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    days, shares = zip(*steps, strict=True)
    return sorted(days), sorted(shares, reverse=True)


@given(cover=AMOUNTS, bps=BPS)
def test_a_lock_is_its_margin_rounded_up(harness: Contract, cover: int, bps: int) -> None:
    assert harness.call("lockUp", cover, bps) == ceil(Fraction(cover * bps, 10_000))


@given(free=AMOUNTS, bps=BPS)
def test_free_capital_locks_the_most_cover_and_no_unit_more(
    harness: Contract, free: int, bps: int
) -> None:
    most = harness.call("coverDown", free, bps)
    assert most == min(floor(Fraction(free * 10_000, bps)), 2**96 - 1)
    assert harness.call("lockUp", most, bps) <= free
    if most < 2**96 - 1:
        assert ceil(Fraction((most + 1) * bps, 10_000)) > free


@given(premium=AMOUNTS, term=st.integers(1, 2**40), data=st.data())
def test_a_premium_is_earned_by_the_second_rounded_up(
    harness: Contract, premium: int, term: int, data: st.DataObject
) -> None:
    elapsed = data.draw(st.integers(0, term))
    earned = harness.call("earnedUp", premium, elapsed, term)
    assert earned == ceil(Fraction(premium * elapsed, term)) <= premium


@given(steps=STEPS, cover=AMOUNTS, day=st.integers(0, 2**24))
def test_a_cover_is_that_of_the_last_step_begun(
    harness: Contract, steps: list[tuple[int, int]], cover: int, day: int
) -> None:
    begun = [bps for first, bps in steps if first <= day]
    count, left, again = harness.call("reduced", steps, cover, day)
    assert count == len(begun)
    assert left == (ceil(Fraction(cover * begun[-1], 10_000)) if begun else cover)
    assert [tuple(step) for step in again] == steps
