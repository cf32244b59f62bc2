"""Which days count (contracts/BusinessCalendar.sol)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from tradefin.errors import InvalidInput
from tradefin.terms._bounds import unsigned
from tradefin.terms.day_count import date_of, day_number

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
_DAY_SECONDS = 86_400
_OFFSETS = range(-12 * 3600, 14 * 3600 + 1)
_MAX_STEPS = 31


@dataclass(frozen=True)
class Calendar:
    """A clock `utc_offset` seconds ahead of UTC, a weekend (0 = Monday .. 6 = Sunday), holidays.

    `Calendar()` is the contracts' calendar 0. A `holidays` object of the PyPI package of that name
    does for `holidays`. Raises InvalidInput for an offset outside -12 h .. +14 h, and where the
    weekend is the whole week.
    """

    utc_offset: int = 0
    weekend: Iterable[int] = frozenset({5, 6})
    holidays: Iterable[date] = frozenset()

    def __post_init__(self) -> None:
        object.__setattr__(self, "weekend", frozenset(self.weekend))
        object.__setattr__(self, "holidays", frozenset(self.holidays))
        if self.utc_offset not in _OFFSETS:
            raise InvalidInput(f"UTC offset {self.utc_offset} s is not within -43,200 and 50,400")
        if not frozenset(self.weekend) < frozenset(range(7)):
            raise InvalidInput(f"weekend {sorted(self.weekend)} is not some but not all of 0 to 6")

    @property
    def weekend_mask(self) -> int:
        """The weekend as the contracts hold it, bit 0 = Monday."""
        return sum(1 << weekday for weekday in self.weekend)

    def day_of(self, moment: datetime) -> date:
        """The local day of an aware `moment`: floor((t + utc_offset) / 86,400)."""
        if moment.tzinfo is None:
            raise InvalidInput(f"{moment} has no time zone")
        local = (moment - _EPOCH) // _SECOND + self.utc_offset
        return date_of(local // _DAY_SECONDS)

    def close_of(self, day: date) -> datetime:
        """The last second of `day`, in UTC: at this second one is still in time."""
        seconds = (day_number(day) + 1) * _DAY_SECONDS - 1 - self.utc_offset
        return _EPOCH + timedelta(seconds=seconds)

    def is_business_day(self, day: date) -> bool:
        return day.weekday() not in self.weekend and day not in self.holidays

    def roll_modified_following(self, day: date) -> date:
        """`day`, or the next business day, or the one before where the next is in another month.

        Raises InvalidInput where no day of the month is a business day.
        """
        first = day_number(day) - day.day + 1
        after = range(day_number(day), first + monthrange(day.year, day.month)[1])
        before = range(day_number(day) - 1, first - 1, -1)
        return self._first_business_day(day, (*after, *before))

    def roll_preceding(self, day: date) -> date:
        """`day`, or the business day before it.

        Raises InvalidInput where 32 days in a row are no business days.
        """
        last = day_number(day)
        return self._first_business_day(day, range(last, max(-1, last - _MAX_STEPS - 1), -1))

    def add_business_days(self, day: date, count: int) -> date:
        """The `count`-th business day after `day`, up to 255; `day` itself where `count` is 0.

        Raises InvalidInput where 32 days in a row are no business days.
        """
        for _ in range(unsigned(count, 8, "count")):
            tomorrow = day_number(day) + 1
            day = self._first_business_day(day, range(tomorrow, tomorrow + _MAX_STEPS + 1))
        return day

    def _first_business_day(self, day: date, numbers: Iterable[int]) -> date:
        for candidate in map(date_of, numbers):
            if self.is_business_day(candidate):
                return candidate
        raise InvalidInput(f"no business day was found from {day}")
