"""What an asset is worth as security, as the contract CounterSecurity has it, to the last unit."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tradefin.documents.kinds import VALUED
from tradefin.enums import DocumentKind
from tradefin.errors import InvalidInput
from tradefin.money import Money
from tradefin.terms import DEFAULT_TERMS, AssetTerms, add_months, day_number, recognised_down

BPS = 10_000


class Reason(StrEnum):
    """Why an asset counts nothing for new cover."""

    LIENS = "LIENS"
    SECOND_VALUATION = "SECOND_VALUATION"
    STALE = "STALE"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What an asset counts: `amount` for new cover, `standing` behind cover that is live already.

    They differ only where `reason` forbids new cover. `valid_through` is the last day on which the
    valuation is good, None where it doesn't age.
    """

    amount: Money
    standing: Money
    reason: Reason | None
    valid_through: date | None

    @property
    def stale(self) -> bool:
        """Whether cover that is live already calls for a new valuation."""
        return self.reason is Reason.STALE


def recognise(
    value: Money,
    kind: DocumentKind,
    *,
    valued_on: date,
    on: date,
    prior_liens: Money,
    due_on: date | None = None,
    second_value: Money | None = None,
    second_above: Money | None = None,
    terms: AssetTerms | None = None,
) -> Recognised:
    """What an asset appraised at `value` on `valued_on` counts on the day `on`.

    `recognised_down` with the terms of its kind. A valuation is good through the same day of the
    month, `valid_months` later, a receivable through `due_on`; after it the asset counts nothing
    for new cover, reason STALE. Of two valuations the lower counts; above `second_above` a missing
    second one counts nothing for new cover. All amounts in one currency.

    Raises InvalidInput for a valuation dated after `on`, a kind that is no asset, a negative
    amount, or one that needs more than 96 bits; CurrencyMismatch for two currencies.
    """
    if day_number(valued_on) > day_number(on):
        raise InvalidInput(f"a valuation of {valued_on} can't count on {on}")
    rules = _terms(kind) if terms is None else terms
    lower = value if second_value is None else min(value, second_value)
    nothing = lower - lower
    liens = (nothing + prior_liens).minor
    until = None if rules.valid_months is None else add_months(valued_on, rules.valid_months)
    if kind is DocumentKind.INVOICE:
        until = due_on
    minor = recognised_down(lower.minor, rules.rate_bps, rules.liquidity_bps, liens)
    standing = Money(minor, value.currency)
    reason = None
    if until is not None and on > until:
        reason = Reason.STALE
    elif second_value is None and second_above is not None and second_above < value:
        reason = Reason.SECOND_VALUATION
    elif not minor:
        reason = Reason.LIENS if liens else None
    return Recognised(standing if reason is None else nothing, standing, reason, until)


def _terms(kind: DocumentKind) -> AssetTerms:
    """A kind that is valued and has no terms of its own counts nothing."""
    if kind not in VALUED | DEFAULT_TERMS.keys():
        raise InvalidInput(f"a paper of kind {kind.name} is no asset")
    return DEFAULT_TERMS.get(kind, AssetTerms(0, 0, None))


def cover_ratio(recognised: Money, cover: Money) -> int:
    """Recognised value over cover in basis points, rounded down: 17,380 is 1.7380.

    Raises InvalidInput unless `cover` is positive, CurrencyMismatch for two currencies.
    """
    if cover <= cover - cover:
        raise InvalidInput("a ratio needs a positive cover")
    return (recognised + (cover - cover)).minor * BPS // cover.minor
