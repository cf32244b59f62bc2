"""The registrar's calendars on the chain: what is refused, by its values."""

from __future__ import annotations

from datetime import date

import pytest

from tests.conftest import Consortium
from tests.roles.acts import DAY, SECOND, at, connection_of, midnight, refused
from tradefin.enums import AmortizationKind
from tradefin.errors import (
    BusinessDayNotFound,
    CalendarAlreadyOpen,
    CalendarFixed,
    CalendarNotOpen,
    HolidayNotInFuture,
    SafeCastOverflowedIntToUint,
    SafeCastOverflowedUintDowncast,
    SafeCastOverflowedUintToInt,
    UtcOffsetOutOfRange,
    WeekendMaskInvalid,
)

CALENDAR = "BusinessCalendar"
HOUR = 3_600


def test_a_calendar_is_opened_once(embedded: Consortium) -> None:
    c = embedded
    c.registrar.open_calendar(1, utc_offset=8 * HOUR, weekend={5, 6})
    for number in (0, 1):
        with refused(c.net, CalendarAlreadyOpen(number)):
            c.registrar.open_calendar(number, utc_offset=0, weekend={6})


@pytest.mark.parametrize("offset", [-12 * HOUR - 1, 14 * HOUR + 1])
def test_no_clock_is_further_from_utc_than_any_on_earth(embedded: Consortium, offset: int) -> None:
    with refused(embedded.net, UtcOffsetOutOfRange(offset)):
        embedded.registrar.open_calendar(1, utc_offset=offset, weekend={6})


def test_a_week_has_a_business_day(embedded: Consortium) -> None:
    with refused(embedded.net, WeekendMaskInvalid(127)):
        embedded.registrar.open_calendar(1, utc_offset=0, weekend=range(7))


def test_the_default_calendar_has_no_holidays(embedded: Consortium) -> None:
    with refused(embedded.net, CalendarFixed(0)):
        embedded.registrar.publish_holidays(0, [date(2026, 12, 25)])


def test_a_calendar_is_opened_before_its_holidays(embedded: Consortium) -> None:
    with refused(embedded.net, CalendarNotOpen(9)):
        embedded.registrar.publish_holidays(9, [date(2026, 12, 25)])


def test_a_holiday_is_published_until_the_day_before_in_local_time(
    consortium: Consortium,
) -> None:
    c = consortium
    c.registrar.open_calendar(1, utc_offset=8 * HOUR, weekend={5, 6})
    day = date(2026, 3, 9)
    begins = midnight(day) - 8 * HOUR * SECOND
    with at(c.net, begins - SECOND):
        c.registrar.publish_holidays(1, [day])
    with at(c.net, begins), refused(c.net, HolidayNotInFuture(day, day)):
        c.registrar.publish_holidays(1, [day])


def test_holidays_are_published_all_or_none(embedded: Consortium) -> None:
    c = embedded
    c.registrar.open_calendar(1, utc_offset=0, weekend={5, 6})
    today = c.net.now().date()
    with refused(c.net, HolidayNotInFuture(today, today)):
        c.registrar.publish_holidays(1, [today + DAY, today])
    assert connection_of(c.net).read(CALENDAR, "isBusinessDay", 1, today + DAY)


def test_a_month_without_business_day_is_told(embedded: Consortium) -> None:
    c = embedded
    c.registrar.open_calendar(1, utc_offset=0, weekend={5, 6})
    april = [date(2026, 4, day) for day in range(1, 31)]
    c.registrar.publish_holidays(1, april)
    with refused(c.net, BusinessDayNotFound(1, april[14])):
        connection_of(c.net).read(CALENDAR, "rollModifiedFollowing", 1, april[14])
    papers, line = c.papers(), c.line(calendar=1)
    may = [date(2026, 5, day) for day in range(1, 32)]
    c.registrar.publish_holidays(1, may)
    with refused(c.net, BusinessDayNotFound(1, date(2026, 5, 28))):
        c.exporter.request(line, papers.invoice, [papers.declaration])


def test_a_year_without_business_day_is_told(embedded: Consortium) -> None:
    c = embedded
    c.registrar.open_calendar(1, utc_offset=0, weekend={0, 1, 2, 3, 4, 5})
    sunday = date(2026, 3, 8)
    c.registrar.publish_holidays(1, [sunday + week * 7 * DAY for week in range(6)])
    with refused(c.net, BusinessDayNotFound(1, sunday - DAY)):
        connection_of(c.net).read(CALENDAR, "addBusinessDays", 1, sunday - 2 * DAY, 1)


def test_times_that_no_day_has_are_refused(embedded: Consortium) -> None:
    c = embedded
    read = connection_of(c.net).read
    c.registrar.open_calendar(1, utc_offset=-HOUR, weekend={5, 6})
    with refused(c.net, SafeCastOverflowedIntToUint(-HOUR)):
        read(CALENDAR, "dayOf", 1, 0)
    with refused(c.net, SafeCastOverflowedUintToInt(2**256 - 1)):
        read(CALENDAR, "dayOf", 0, 2**256 - 1)
    with refused(c.net, SafeCastOverflowedUintDowncast(24, 2**24)):
        read(CALENDAR, "dayOf", 0, 2**24 * 86_400)


def test_a_long_holiday_breaks_no_schedule(embedded: Consortium) -> None:
    """As long as a Spring Festival with its weekends, and published after the request."""
    c = embedded
    c.registrar.open_calendar(1, utc_offset=0, weekend={5, 6})
    papers, line = c.papers(), c.line(calendar=1)
    financing = c.exporter.request(
        line,
        papers.invoice,
        [papers.declaration],
        maturity=date(2026, 4, 14),
        kind=AmortizationKind.EQUAL_PRINCIPAL,
        instalments=2,
    ).financing
    c.registrar.publish_holidays(1, [date(2026, 4, day) for day in range(6, 15)])
    c.net.travel(c.net.now() + 2 * DAY)
    c.bank.fund(financing)
    first, last = c.net.statement(financing).schedule
    assert first.due_day < last.due_day
