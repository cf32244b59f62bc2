"""Expected credit loss: probability x loss given default x exposure x discount, over the terms.

Modelled on IFRS 9's stages; the backstops (30 and 90 days past due) and every rate are arguments.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from enum import IntEnum, StrEnum

from tradefin.errors import InvalidInput
from tradefin.money import Money

BPS = 10_000
YEAR = 360
"""Days to the year that a probability of default is stated for."""

# Powers need room; the result is the same on every machine, which a float's is not.
_CONTEXT = Context(prec=50)


class Stage(IntEnum):
    """How far a debt has deteriorated."""

    PERFORMING = 1
    DETERIORATED = 2
    IMPAIRED = 3


class Term(StrEnum):
    """How a yearly probability of default becomes that of n days.

    LINEAR is PD x n / 360, HAZARD is 1 - (1 - PD)^(n / 360).
    """

    HAZARD = "HAZARD"
    LINEAR = "LINEAR"


@dataclass(frozen=True, slots=True)
class Exposure:
    """What is outstanding through the day `until`, counted from the reporting day."""

    until: int
    amount: Money


def stage_of(days_past_due: int, *, deteriorated: bool = False) -> Stage:
    """IMPAIRED from 90 days past due, DETERIORATED from 30 or where `deteriorated` tells of a jump
    in the probability of default, else PERFORMING."""
    if days_past_due < 0:
        raise InvalidInput(f"{days_past_due} days past due is no delay")
    if days_past_due >= 90:
        return Stage.IMPAIRED
    return Stage.DETERIORATED if deteriorated or days_past_due >= 30 else Stage.PERFORMING


def default_probability(pd_bps: int, days: int, term: Term = Term.HAZARD) -> Decimal:
    """The probability of default within `days`, from `pd_bps` within 360; at most 1.

    Raises InvalidInput unless `pd_bps` is within 0 and 10,000 and `days` is not negative.
    """
    _shares(pd_bps)
    if days < 0:
        raise InvalidInput(f"a term of {days} days runs back")
    with localcontext(_CONTEXT):
        pd, years = Decimal(pd_bps) / BPS, Decimal(days) / YEAR
        if term is Term.LINEAR:
            return min(Decimal(1), pd * years)
        return 1 - (1 - pd) ** years if days else Decimal(0)


def expected_loss_half_up(
    exposures: Sequence[Exposure],
    *,
    pd_bps: int,
    lgd_bps: int,
    stage: Stage = Stage.PERFORMING,
    term: Term = Term.HAZARD,
    discount_bps: int = 0,
    cover_bps: int = 0,
    guarantor_pd_bps: int = 0,
) -> Money:
    """The allowance for a debt whose balance falls step by step; rounded once, half a unit up.

    `exposures` stand in order, each up to its day; a default in a step loses `lgd_bps` of its
    amount, discounted from the step's end at `discount_bps` a year, simple, 360 days. PERFORMING
    counts the first 360 days, DETERIORATED all, IMPAIRED the first exposure as defaulted today.
    `cover_bps` of the loss is a guarantor's and is lost only if it fails too, independently and by
    the same step's end.

    Raises InvalidInput without exposures, for days that don't ascend, a negative amount, and a
    share outside 0 and 10,000; CurrencyMismatch for two currencies.
    """
    _shares(lgd_bps, cover_bps, guarantor_pd_bps)
    steps = _steps(exposures)
    if stage is Stage.IMPAIRED:
        steps = [(0, 0, steps[0][2])]
    elif stage is Stage.PERFORMING:
        steps = [(first, min(last, YEAR), amount) for first, last, amount in steps if first < YEAR]
    lost = Decimal(0)
    with localcontext(_CONTEXT):
        for first, last, amount in steps:
            failing = default_probability(pd_bps, last, term)
            failing -= default_probability(pd_bps, first, term)
            if stage is Stage.IMPAIRED:
                failing = Decimal(1)
            guarantor = default_probability(guarantor_pd_bps, last, term)
            borne = BPS - cover_bps * (1 - guarantor)
            discount = 1 + Decimal(discount_bps * last) / (BPS * YEAR)
            lost += failing * amount * lgd_bps * borne / BPS**2 / discount
        minor = int(lost.quantize(Decimal(1), ROUND_HALF_UP))
    return Money(minor, exposures[0].amount.currency)


def _steps(exposures: Sequence[Exposure]) -> list[tuple[int, int, int]]:
    """(first day, last day, minor units) of each exposure."""
    if not exposures:
        raise InvalidInput("there is no exposure")
    nothing = exposures[0].amount - exposures[0].amount
    steps, first = [], 0
    for exposure in exposures:
        if exposure.until <= first:
            raise InvalidInput(f"day {exposure.until} isn't after day {first}")
        if exposure.amount < nothing:
            raise InvalidInput("an exposure is not negative")
        steps.append((first, exposure.until, exposure.amount.minor))
        first = exposure.until
    return steps


def _shares(*shares_bps: int) -> None:
    for bps in shares_bps:
        if not 0 <= bps <= BPS:
            raise InvalidInput(f"a share of {bps} basis points is not within 0 and {BPS:,}")
