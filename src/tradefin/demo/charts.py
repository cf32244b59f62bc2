"""Step charts: from histories to the geometry of an SVG that stretches to any width.

Outlines live in a box of WIDTH by HEIGHT, y downwards; labels stand beside it at a percentage and
so keep their size. Floats are pixels here, never money.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from tradefin.demo.axes import NEAR, Span, dates_in, scale_to, short
from tradefin.money import Money

WIDTH = 1000
HEIGHT = 200


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
    scale = scale_to(most)
    return Chart(
        title,
        description,
        tuple(_shape(s, span, scale[-1]) for s in outlines),
        tuple(series),
        tuple(Tick(f"{100 * a / scale[-1]:.2f}", short(Money(a, currency))) for a in scale),
        tuple(_tick(span.share(time), label) for time, label in dates_in(span)),
        tuple(_tick(span.share(time), label) for time, label in marks),
    )


def _tick(share: float, label: str) -> Tick:
    side = "left" if share < NEAR else "right" if share > 1 - NEAR else ""
    return Tick(f"{100 * share:.2f}", label, side)


def _shape(series: Series, span: Span, top: int) -> Shape:
    line = f"M0,{HEIGHT}"
    for time, amount in series.points:
        line += f"H{WIDTH * span.share(time):.1f}V{HEIGHT - HEIGHT * amount.minor / top:.1f}"
    line += f"H{WIDTH}"
    return Shape(series.name, line, f"{line}V{HEIGHT}H0Z")
