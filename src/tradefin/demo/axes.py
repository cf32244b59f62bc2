"""Round amounts up the side of a chart, dates along its foot."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from tradefin.money import Money

MOST_TICKS = 4
MOST_DATES = 5
EDGE = 0.03
"""Share of the width beside an end in which no date is told."""
NEAR = 0.12
"""Share of the width beside an end in which a label leans inwards."""


@dataclass(frozen=True, slots=True)
class Span:
    """The time that a chart covers."""

    start: datetime
    end: datetime

    @classmethod
    def around(cls, first: datetime, last: datetime) -> Span:
        """A little more than from `first` to `last`."""
        margin = max((last - first) / 25, timedelta(minutes=1))
        return cls(first - margin, last + margin)

    def share(self, time: datetime) -> float:
        """0 at the start, 1 at the end."""
        return min(1.0, max(0.0, (time - self.start) / (self.end - self.start)))


def scale_to(most: int) -> list[int]:
    """Round amounts from 0 to at least `most`, minor units."""
    step = 1
    while step * MOST_TICKS < most:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return [step * i for i in range(-(-most // step) + 1)]


def short(amount: Money) -> str:
    """Without minor units where there are none: 300,000."""
    major = amount.amount
    return f"{int(major):,}" if major == major.to_integral_value() else str(amount).split(" ")[1]


def dates_in(span: Span) -> Iterator[tuple[datetime, str]]:
    """The starts of months, or of days where there are too few months."""
    day = span.start.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    days = [day + timedelta(days=i) for i in range((span.end - day).days + 1)]
    months = [day for day in days if day.day == 1]
    every = -(-len(months) // MOST_DATES) if len(months) > 1 else -(-len(days) // MOST_DATES)
    chosen = (months if len(months) > 1 else days)[:: every or 1]
    for i, day in enumerate(day for day in chosen if span.share(day) < 1 - EDGE):
        year = f" {day.year}" if i == 0 or (day.month, day.day) == (1, 1) else ""
        yield day, f"{day.day} {day:%b}{year}"
