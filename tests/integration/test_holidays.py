"""A country's holidays, from the library to the chain."""

from __future__ import annotations

from tests.conftest import Consortium
from tests.roles.acts import DAY, connection_of
from tradefin.terms import Calendar, holidays_of


def test_a_countrys_holidays_are_published(embedded: Consortium) -> None:
    c = embedded
    c.registrar.open_calendar(1, utc_offset=8 * 3_600, weekend={5, 6})
    holidays = holidays_of("CN", [2027])
    c.registrar.publish_holidays(1, holidays)
    told = Calendar(utc_offset=8 * 3_600, holidays=holidays)
    for day in {*holidays, *(day + DAY for day in holidays)}:
        there = connection_of(c.net).read("BusinessCalendar", "isBusinessDay", 1, day)
        assert there == told.is_business_day(day)
