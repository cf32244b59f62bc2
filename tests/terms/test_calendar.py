"""The business calendar on chain and its twin in Python."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scripts.compile import OPENZEPPELIN, ROOT, compile_sources
from tests.terms.evm import ADMIN, NOW, STRANGER, Contract, Engine, Refusal
from tests.terms.twins import Twin, cases
from tradefin.errors import InvalidInput
from tradefin.money import Money
from tradefin.terms import AmortizationKind, Calendar, DayCount, date_of, day_number, schedule

ACCESS_MANAGER = OPENZEPPELIN / "contracts/access/manager/AccessManager.sol"
TODAY = day_number(NOW.date())
SHANGHAI, NEW_YORK = 8 * 3600, -5 * 3600
DAYS = st.dates(date(2026, 3, 3), date(2026, 9, 1))
OFFSETS = st.one_of(st.integers(-43_200, 50_400), st.sampled_from([SHANGHAI, NEW_YORK]))


def deploy_calendar(engine: Engine) -> Contract:
    built = compile_sources([ROOT / "contracts/BusinessCalendar.sol", ACCESS_MANAGER])
    manager = Contract(engine, built["AccessManager"], ADMIN)
    return Contract(engine, built["BusinessCalendar"], manager.address)


@pytest.fixture
def calendar(engine: Engine) -> Contract:
    return deploy_calendar(engine)


@pytest.fixture(scope="module")
def shared(engine: Engine) -> Contract:
    """One calendar contract for all generated cases; `numbers` gives each its own number."""
    return deploy_calendar(engine)


@pytest.fixture(scope="module")
def numbers() -> count[int]:
    return count(1)


def refused(
    contract: Contract, verb: str, *arguments: object, **options: str
) -> tuple[object, ...]:
    with pytest.raises(Refusal) as refusal:
        contract.call(verb, *arguments, **options)
    return (refusal.value.name, *refusal.value.arguments)


def opened(contract: Contract, number: int, calendar: Calendar) -> None:
    contract.call("open", number, calendar.utc_offset, calendar.weekend_mask)
    contract.call("publish", number, [day_number(day) for day in calendar.holidays])


def test_calendar_0_is_utc_with_a_weekend_and_nothing_else(calendar: Contract) -> None:
    assert calendar.events()[-1] == ("CalendarOpened", (0, 0, 0x60))
    assert calendar.call("offsetOf", 0) == 0
    week = [calendar.call("isBusinessDay", 0, TODAY + day) for day in range(7)]
    assert week == [True] * 5 + [False] * 2  # 2 March 2026 is a Monday
    assert calendar.call("isBusinessDay", 0, 0)  # 1 January 1970 was a Thursday
    assert refused(calendar, "open", 0, 0, 0x60) == ("CalendarAlreadyOpen", 0)
    assert refused(calendar, "publish", 0, [TODAY + 1]) == ("CalendarFixed", 0)


def test_opening_and_publishing_emit_what_changed(calendar: Contract) -> None:
    calendar.call("open", 7, NEW_YORK, 0x30)
    assert calendar.events() == [("CalendarOpened", (7, NEW_YORK, 0x30))]
    calendar.call("publish", 7, [TODAY + 1, TODAY + 9])
    assert calendar.events() == [
        ("HolidayPublished", (7, TODAY + 1)),
        ("HolidayPublished", (7, TODAY + 9)),
    ]


def test_only_the_authority_opens_and_publishes(calendar: Contract) -> None:
    unauthorized = ("AccessManagedUnauthorized", STRANGER)
    assert refused(calendar, "open", 1, 0, 0, caller=STRANGER) == unauthorized
    assert refused(calendar, "publish", 1, [], caller=STRANGER) == unauthorized


def test_holidays_are_published_for_the_future_only(calendar: Contract) -> None:
    calendar.call("open", 1, SHANGHAI, 0x60)
    calendar.call("open", 2, NEW_YORK, 0x60)
    refusal = refused(calendar, "publish", 1, [TODAY + 1, TODAY])
    assert refusal == ("HolidayNotInFuture", TODAY, TODAY)
    assert calendar.call("isBusinessDay", 1, TODAY + 1)
    # At midnight UTC it is still yesterday in New York.
    calendar.call("publish", 2, [TODAY])
    assert not calendar.call("isBusinessDay", 2, TODAY)
    assert refused(calendar, "publish", 2, [TODAY - 1]) == (
        "HolidayNotInFuture",
        TODAY - 1,
        TODAY - 1,
    )


@pytest.mark.parametrize("offset", [-43_201, 50_401])
def test_offsets_that_no_clock_has_are_refused(calendar: Contract, offset: int) -> None:
    assert refused(calendar, "open", 1, offset, 0x60) == ("UtcOffsetOutOfRange", offset)
    with pytest.raises(InvalidInput, match=str(offset)):
        Calendar(utc_offset=offset)


@pytest.mark.parametrize("mask", [0x7F, 0x80, 0xE0])
def test_a_weekend_is_not_the_whole_week(calendar: Contract, mask: int) -> None:
    assert refused(calendar, "open", 1, 0, mask) == ("WeekendMaskInvalid", mask)
    with pytest.raises(InvalidInput, match="weekend"):
        Calendar(weekend=[weekday for weekday in range(8) if mask >> weekday & 1])


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("publish", ([],)),
        ("offsetOf", ()),
        ("dayOf", (0,)),
        ("closeOf", (0,)),
        ("isBusinessDay", (0,)),
        ("rollModifiedFollowing", (0,)),
        ("rollPreceding", (0,)),
        ("addBusinessDays", (0, 1)),
    ],
)
def test_an_unknown_calendar_answers_nothing(
    calendar: Contract, verb: str, arguments: Sequence[object]
) -> None:
    assert refused(calendar, verb, 9, *arguments) == ("CalendarNotOpen", 9)


def test_the_last_second_of_a_day_is_in_time(calendar: Contract) -> None:
    calendar.call("open", 1, SHANGHAI, 0x60)
    close = calendar.call("closeOf", 1, TODAY)
    assert close == datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC).timestamp()
    assert [calendar.call("dayOf", 1, close + step) for step in (0, 1)] == [TODAY, TODAY + 1]


def test_a_roll_never_leaves_the_month(calendar: Contract) -> None:
    march = [date(2026, 3, day) for day in range(11, 32)]
    may = [date(2026, 5, day) for day in range(1, 32)]
    twin = Calendar(weekend=(), holidays=[*march, *may])
    opened(calendar, 1, twin)
    rolled = calendar.call("rollModifiedFollowing", 1, day_number(march[9]))
    assert date_of(rolled) == twin.roll_modified_following(march[9]) == date(2026, 3, 10)
    closed = day_number(may[8])
    refusal = refused(calendar, "rollModifiedFollowing", 1, closed)
    assert refusal == ("BusinessDayNotFound", 1, closed)
    with pytest.raises(InvalidInput, match="2026-05-09"):
        twin.roll_modified_following(may[8])


@pytest.mark.parametrize(("length", "found"), [(31, True), (32, False)])
def test_no_business_day_in_a_month_of_days(calendar: Contract, length: int, found: bool) -> None:
    closed = [TODAY + step for step in range(1, length + 1)]
    calendar.call("open", 1, 0, 0)
    calendar.call("publish", 1, closed)
    twin = Calendar(weekend=(), holidays=map(date_of, closed))
    if found:
        assert calendar.call("addBusinessDays", 1, TODAY, 1) == TODAY + length + 1
        assert twin.add_business_days(date_of(TODAY), 1) == date_of(TODAY + length + 1)
        return
    refusal = refused(calendar, "addBusinessDays", 1, TODAY, 1)
    assert refusal == ("BusinessDayNotFound", 1, TODAY + 1)
    with pytest.raises(InvalidInput, match="2026-03-02"):
        twin.add_business_days(date_of(TODAY), 1)


@pytest.mark.parametrize(("length", "found"), [(31, True), (32, False)])
def test_no_business_day_in_the_days_before(calendar: Contract, length: int, found: bool) -> None:
    closed = [TODAY + step for step in range(1, length + 1)]
    calendar.call("open", 1, 0, 0)
    calendar.call("publish", 1, closed)
    twin = Calendar(weekend=(), holidays=map(date_of, closed))
    last = closed[-1]
    if found:
        assert calendar.call("rollPreceding", 1, last) == TODAY
        assert twin.roll_preceding(date_of(last)) == date_of(TODAY)
        return
    assert refused(calendar, "rollPreceding", 1, last) == ("BusinessDayNotFound", 1, last)
    with pytest.raises(InvalidInput, match="2026-04-03"):
        twin.roll_preceding(date_of(last))


def test_rolls_and_steps() -> None:
    calendar = Calendar(holidays=[date(2026, 5, 29), date(2026, 6, 1)])
    assert calendar.roll_modified_following(date(2026, 5, 29)) == date(2026, 5, 28)
    assert calendar.roll_modified_following(date(2026, 5, 31)) == date(2026, 5, 28)
    assert calendar.roll_modified_following(date(2026, 5, 23)) == date(2026, 5, 25)
    assert calendar.roll_preceding(date(2026, 6, 1)) == date(2026, 5, 28)
    assert calendar.add_business_days(date(2026, 5, 28), 1) == date(2026, 6, 2)


@pytest.mark.parametrize("kind", list(AmortizationKind))
def test_rolled_schedules_agree(calendar: Contract, solidity: Twin, kind: AmortizationKind) -> None:
    start, holidays = date(2026, 8, 31), [date(2026, 9, 30), date(2027, 1, 29), date(2027, 5, 31)]
    twin = Calendar(SHANGHAI, holidays=holidays)
    opened(calendar, 1, twin)
    terms = (Money(123_456_789, "KWD"), 525, start)
    unrolled = [day_number(day) for day in solidity.due_dates(start, 12, 1)]
    due = [date_of(calendar.call("rollModifiedFollowing", 1, day)) for day in unrolled]
    expected = schedule(*terms, 12, kind, DayCount.ACT_360, twin)
    assert solidity.schedule_on(*terms, due, kind, DayCount.ACT_360) == expected
    assert [row.due for row in expected][:2] == [date(2026, 9, 29), date(2026, 10, 30)]


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidInput, match="time zone"):
        Calendar().day_of(datetime(2026, 3, 2))


@given(
    offset=OFFSETS,
    weekend=st.frozensets(st.integers(0, 6), max_size=3),
    holidays=st.frozensets(DAYS, max_size=12),
    cluster=st.tuples(DAYS, st.integers(0, 20)),
    day=DAYS,
    steps=st.integers(0, 20),
    second=st.integers(86_400, 2**37),
)
@cases(400)
def test_twins_agree(
    shared: Contract,
    numbers: count[int],
    offset: int,
    weekend: frozenset[int],
    holidays: frozenset[date],
    cluster: tuple[date, int],
    day: date,
    steps: int,
    second: int,
) -> None:
    first, length = cluster
    closed = holidays | {first + timedelta(days=step) for step in range(length)}
    twin, number = Calendar(offset, weekend, closed), next(numbers)
    opened(shared, number, twin)
    at_chain = day_number(day)
    moment = datetime.fromtimestamp(second, UTC)
    assert shared.call("dayOf", number, second) == day_number(twin.day_of(moment))
    assert shared.call("closeOf", number, at_chain) == twin.close_of(day).timestamp()
    assert shared.call("isBusinessDay", number, at_chain) == twin.is_business_day(day)
    rolled = twin.roll_modified_following(day)
    assert shared.call("rollModifiedFollowing", number, at_chain) == day_number(rolled)
    assert shared.call("rollPreceding", number, at_chain) == day_number(twin.roll_preceding(day))
    assert shared.call("addBusinessDays", number, at_chain, steps) == day_number(
        twin.add_business_days(day, steps)
    )
