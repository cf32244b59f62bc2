"""Step charts: from histories to the geometry of an SVG that stretches to any width.

Outlines live in a box of WIDTH by HEIGHT, y downwards; labels stand beside it at a percentage and
so keep their size. Floats are pixels here, never money.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from tradefin.money import Money

WIDTH = 1000
HEIGHT = 200
MOST_TICKS = 4
MOST_DATES = 5
EDGE = 0.03


@dataclass(frozen=True, slots=True)
class Series:
    """What held from each moment on; zero before the first."""

    name: str
    points: tuple[tuple[datetime, Money], ...]

    @property
    def changes(self) -> tuple[tuple[datetime, Money], ...]:
        """The points at which something changed: the last of each moment, no repetition."""
        found: list[tuple[datetime, Money]] = []
        for time, amount in dict(self.points).items():
            if not found or found[-1][1] != amount:
                found.append((time, amount))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Tick:
    """A label at `at` per cent of the width, or of the height from below; `side` if at an edge."""

    at: str
    label: str
    side: str = ""


@dataclass(frozen=True, slots=True)
class Shape:
    """A series drawn: the SVG path of its line, and of the area below it."""

    name: str
    line: str
    area: str


@dataclass(frozen=True, slots=True)
class Chart:
    """One panel: `amounts` upwards, `dates` along, `marks` moments worth a vertical line.

    `shapes` are drawn over each other, the first furthest back; `series` are what they tell.
    """

    title: str
    description: str
    shapes: tuple[Shape, ...]
    series: tuple[Series, ...]
    amounts: tuple[Tick, ...]
    dates: tuple[Tick, ...]
    marks: tuple[Tick, ...]


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


def chart(
    title: str,
    description: str,
    series: Sequence[Series],
    span: Span,
    *,
    drawn: Sequence[Series] | None = None,
    marks: Sequence[tuple[datetime, str]] = (),
) -> Chart | None:
    """The panel of `series`, None where all of them are nothing all the time.

    `drawn` are the outlines where they differ from `series`: what lies upon each other, added up.
    """
    outlines = series if drawn is None else drawn
    most = max((amount.minor for s in outlines for _, amount in s.points), default=0)
    if most <= 0:
        return None
    currency = next(amount.currency for s in outlines for _, amount in s.points)
    scale = _scale(most)
    return Chart(
        title,
        description,
        tuple(_shape(s, span, scale[-1]) for s in outlines),
        tuple(series),
        tuple(Tick(f"{100 * a / scale[-1]:.2f}", _short(Money(a, currency))) for a in scale),
        tuple(_tick(span.share(time), label) for time, label in _dates(span)),
        tuple(_tick(span.share(time), label) for time, label in marks),
    )


def _tick(share: float, label: str) -> Tick:
    side = "left" if share < 4 * EDGE else "right" if share > 1 - 4 * EDGE else ""
    return Tick(f"{100 * share:.2f}", label, side)


def _shape(series: Series, span: Span, top: int) -> Shape:
    line = f"M0,{HEIGHT}"
    for time, amount in series.points:
        line += f"H{WIDTH * span.share(time):.1f}V{HEIGHT - HEIGHT * amount.minor / top:.1f}"
    line += f"H{WIDTH}"
    return Shape(series.name, line, f"{line}V{HEIGHT}H0Z")


def _scale(most: int) -> list[int]:
    """Round amounts from 0 to at least `most`, minor units."""
    step = 1
    while step * MOST_TICKS < most:
        step = step * 5 // 2 if str(step)[0] == "2" else step * 2
    return [step * i for i in range(-(-most // step) + 1)]


def _short(amount: Money) -> str:
    """Without minor units where there are none: 300,000."""
    major = amount.amount
    return f"{int(major):,}" if major == major.to_integral_value() else str(amount).split(" ")[1]


def _dates(span: Span) -> Iterator[tuple[datetime, str]]:
    """The starts of months, or of days where there are too few months."""
    day = span.start.replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    days = [day + timedelta(days=i) for i in range((span.end - day).days + 1)]
    months = [day for day in days if day.day == 1]
    every = -(-len(months) // MOST_DATES) if len(months) > 1 else -(-len(days) // MOST_DATES)
    chosen = (months if len(months) > 1 else days)[:: every or 1]
    for i, day in enumerate(day for day in chosen if span.share(day) < 1 - EDGE):
        year = f" {day.year}" if i == 0 or (day.month, day.day) == (1, 1) else ""
        yield day, f"{day.day} {day:%b}{year}"
