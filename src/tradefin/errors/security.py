"""Refusals of CounterSecurity."""

from __future__ import annotations

from datetime import datetime

from tradefin.enums import DocumentKind
from tradefin.errors.tree import Conflict, NotFound, OutOfBounds, WrongStatus
from tradefin.ids import DocumentId, GuaranteeId


class AssetNotSecured(NotFound):
    """An asset doesn't stand behind this guarantee."""

    guarantee: GuaranteeId
    asset: DocumentId
    says = "asset {asset} doesn't secure the guarantor of guarantee {guarantee}"


class AssetSecuresOthers(WrongStatus):
    """An asset on which others rest too brings its guarantor no more than it secures."""

    asset: DocumentId
    others: int
    secured: int
    says = (
        "{others:,} minor units of others rest on asset {asset} too, so that it brings no more "
        "than the {secured:,} that it secures; they release it first, or are repaid"
    )


class AssetsNotAscending(Conflict):
    """Assets are named twice, or in another order than that of their keys."""

    before: DocumentId
    next: DocumentId
    says = "asset {next} comes after {before}; name each once, in ascending order"


class AssetsOutOfBounds(OutOfBounds):
    """No asset is named, or more than may be at once."""

    given: int
    most: int
    says = "{given} assets are named, 1 to {most} may be at once"


class ClassTermsInvalid(OutOfBounds):
    """A class is to count more than its value, or is of papers that are no assets."""

    kind: DocumentKind
    rate_bps: int
    liquidity_bps: int
    says = (
        "assets of the kind {kind} can't count at {rate_bps} and {liquidity_bps} basis points: "
        "each is at most 10,000, of an invoice or a kind that is valued"
    )


class GuaranteeNotPaid(WrongStatus):
    """Nothing was paid on a guarantee, so that its guarantor recovers nothing."""

    guarantee: GuaranteeId
    says = "nothing was paid on guarantee {guarantee}, so there is nothing to recover"


class NothingToRecover(WrongStatus):
    """A guarantor has got back all that it paid and spent."""

    guarantee: GuaranteeId
    says = (
        "the guarantor of guarantee {guarantee} holds no claim and has no costs that it waits for; "
        "it may release its security"
    )


class RecoveryOutOfBounds(OutOfBounds):
    """More of an asset was realised than it still bears, or nothing."""

    asset: DocumentId
    value: int
    most: int
    says = "{value:,} minor units of asset {asset} realised, it still bears {most:,}"


class SecurityExceedsRecognised(OutOfBounds):
    """More was to be secured by an asset than it is recognised at beside what rests on it."""

    asset: DocumentId
    requested: int
    available: int
    says = (
        "{requested:,} minor units to be secured by asset {asset}, it is recognised at "
        "{available:,} more than what rests on it"
    )


class ValuationLapsed(WrongStatus):
    """An asset's valuation, or the time of a receivable, has run out."""

    asset: DocumentId
    stated: datetime | None
    valid_through: datetime | None
    says = (
        "asset {asset}, stated as of {stated}, counts through {valid_through} and no longer; have "
        "its attestor value it anew, a receivable is due by then"
    )
