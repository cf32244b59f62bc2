"""Public holidays, as they are published on the chain."""

from __future__ import annotations

import sys
from datetime import date

import pytest

from tradefin.errors import InvalidInput
from tradefin.terms import Calendar, holidays_of


def test_a_countrys_public_holidays() -> None:
    days = holidays_of("CN", [2026])
    assert days == tuple(sorted(set(days)))
    spring = [date(2026, 2, day) for day in range(16, 20)]
    assert {date(2026, 1, 1), *spring, date(2026, 10, 1)} <= set(days)
    assert {day.year for day in days} == {2026}
    assert not any(Calendar(holidays=days).is_business_day(day) for day in days)


def test_years_are_told_in_order_and_once() -> None:
    both = holidays_of("US", [2027, 2026, 2027])
    assert both == holidays_of("US", [2026]) + holidays_of("US", [2027])
    assert date(2026, 7, 4) in both


def test_a_part_of_a_country_has_its_own() -> None:
    germany, bavaria = (set(holidays_of("DE", [2026], subdivision=s)) for s in (None, "BY"))
    assert germany < bavaria
    assert date(2026, 1, 6) in bavaria - germany


@pytest.mark.parametrize(
    ("country", "year", "subdivision"),
    [("XX", 2026, None), ("cn", 2026, None), ("CN", 2026, "zz"), ("CN", 1800, None)],
)
def test_what_is_not_known_is_refused(country: str, year: int, subdivision: str | None) -> None:
    with pytest.raises(InvalidInput, match="no public holidays"):
        holidays_of(country, [year], subdivision=subdivision)


def test_the_extra_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "holidays", None)
    with pytest.raises(InvalidInput, match=r"tradefin\[calendars\]"):
        holidays_of("CN", [2026])
