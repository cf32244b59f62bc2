"""The one rule by which regulators freeze: a model of cases, whatever they freeze."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.machine.days import DAY, at
from tradefin.errors import FreezeNotFound, FreezesTooMany, FreezeUsedUp, StopTooLong

MAX_STOP = 180 * DAY
MOST_CASES = 3
MOST_TIMES = 2


@dataclass
class Cases:
    """Last seconds and how often, of one subject, by case; one regulator has them all."""

    ends: dict[bytes, int] = field(default_factory=dict)
    times: dict[bytes, int] = field(default_factory=dict)

    def use(self, t: int, subject: bytes, case: bytes, until: int) -> None:
        require_within(t, until)
        times, lifts = self.times.get(case, 0), until < t
        if lifts and t > self.ends.get(case, -1):
            raise FreezeNotFound(subject, case)
        if not lifts and times == MOST_TIMES:
            raise FreezeUsedUp(subject, case)
        if len(self.standing(t).keys() - {case}) == MOST_CASES:
            raise FreezesTooMany(subject, MOST_CASES)
        self.ends[case], self.times[case] = until, MOST_TIMES if lifts else times + 1

    def standing(self, t: int) -> dict[bytes, int]:
        return {case: until for case, until in self.ends.items() if t <= until}

    def until(self, t: int) -> int:
        """0 where nothing freezes."""
        return max(self.standing(t).values(), default=0)


def require_within(t: int, until: int) -> None:
    if until > t + MAX_STOP:
        raise StopTooLong(at(until), at(t + MAX_STOP))


def subject_of(number: int) -> bytes:
    return number.to_bytes(32, "big")
