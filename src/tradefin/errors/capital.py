"""Refusals of GuarantorCapital."""

from __future__ import annotations

from datetime import datetime

from tradefin.errors.tree import Conflict, NotFound, NotPermitted, OutOfBounds, WrongStatus
from tradefin.ids import OrgId


class CallerNotEscrow(NotPermitted):
    """Only the escrow locks capital and pays it out."""

    caller: str
    says = "{caller} is not the escrow contract, which alone locks capital and pays it out"


class CapitalInsufficient(OutOfBounds):
    """More capital is needed than a guarantor has free."""

    guarantor: OrgId
    requested: int
    free: int
    says = (
        "{requested:,} minor units of capital asked of organisation {guarantor}, {free:,} are "
        "free; deposit more, or wait until a guarantee is released"
    )


class ClientExceedsLimit(OutOfBounds):
    """A guarantor would promise more for one client than its net assets allow."""

    guarantor: OrgId
    client: OrgId
    exposure: int
    limit: int
    says = (
        "organisation {guarantor} would answer for {exposure:,} minor units for client {client}, "
        "its net assets allow {limit:,}"
    )


class DepositIsZero(OutOfBounds):
    """A deposit of nothing."""

    says = "the deposit is 0; give an amount above 0"


class GroupExceedsLimit(OutOfBounds):
    """A guarantor would promise more for a group of clients than its net assets allow."""

    guarantor: OrgId
    group: int
    exposure: int
    limit: int
    says = (
        "organisation {guarantor} would answer for {exposure:,} minor units for group {group}, its "
        "net assets allow {limit:,}"
    )


class GroupIsCounted(Conflict):
    """What is promised for a client is counted to its group already, or nothing is promised."""

    guarantor: OrgId
    client: OrgId
    group: int
    says = (
        "what organisation {guarantor} promised for client {client} counts to group {group}, as it "
        "should"
    )


class GuaranteeCircular(Conflict):
    """A client stands behind its guarantor, itself or through others."""

    guarantor: OrgId
    client: OrgId
    through: OrgId
    says = (
        "organisation {client} stands behind organisation {through}, so that {guarantor} can't "
        "stand behind {client}"
    )


class GuarantorIsShort(WrongStatus):
    """A guarantor owes a beneficiary what it didn't have."""

    guarantor: OrgId
    shortfall: int
    says = (
        "organisation {guarantor} owes {shortfall:,} minor units on demands; it has to deposit "
        "them first"
    )


class GuarantorsTooMany(OutOfBounds):
    """More guarantors would stand behind an organisation than can be kept."""

    client: OrgId
    most: int
    says = "{most} guarantors stand behind organisation {client}, the most there can be"


class JurisdictionUnknown(NotFound):
    """Nobody put down the rules of a jurisdiction."""

    jurisdiction: int
    says = "there are no rules of jurisdiction {jurisdiction}; set them first"


class LiabilityExceedsLimit(OutOfBounds):
    """A guarantor would promise more than its net assets allow."""

    guarantor: OrgId
    liability: int
    limit: int
    says = (
        "organisation {guarantor} would answer for {liability:,} minor units in all, its net "
        "assets allow {limit:,}"
    )


class MarginOutOfBounds(OutOfBounds):
    """A margin is nothing, or more than the whole cover."""

    given: int
    most: int
    says = "a margin of {given:,} basis points isn't within 1 and {most:,}"


class NetAssetsNotAttested(WrongStatus):
    """Nobody attested what a guarantor's limits are measured by."""

    guarantor: OrgId
    currency: str | None
    says = (
        "nobody attested the net assets of organisation {guarantor} behind guarantees in "
        "{currency}; a regulator or an auditor does"
    )


class NetAssetsOutdated(OutOfBounds):
    """Net assets are attested as of a time that is to come, or before the last one."""

    guarantor: OrgId
    as_of: datetime | None
    known: datetime | None
    says = (
        "net assets of organisation {guarantor} as of {as_of} can't follow those of {known}, nor "
        "come before their day"
    )
