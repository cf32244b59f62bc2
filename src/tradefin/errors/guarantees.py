"""Refusals of GuaranteeEscrow."""

from __future__ import annotations

from datetime import datetime

from tradefin.enums import FinancingStatus, GuaranteeStatus
from tradefin.errors.tree import Conflict, NotPermitted, OutOfBounds, WrongStatus
from tradefin.ids import DemandId, FinancingId, GuaranteeId, OrgId


class ArbiterRelated(NotPermitted):
    """An arbiter is a side of the guarantee, or of its group."""

    arbiter: OrgId
    party: OrgId
    says = "organisation {arbiter} is related to organisation {party} and can't be its arbiter"


class CallerNotBeneficiary(NotPermitted):
    """A guarantee is another organisation's to demand on."""

    guarantee: GuaranteeId
    beneficiary: OrgId
    caller: OrgId
    says = "guarantee {guarantee} is in favour of organisation {beneficiary}, not of {caller}"


class CallerNotGuarantor(NotPermitted):
    """A guarantee was given by another organisation."""

    guarantee: GuaranteeId
    guarantor: OrgId
    caller: OrgId
    says = "guarantee {guarantee} was given by organisation {guarantor}, not by {caller}"


class CallerNotParty(NotPermitted):
    """An offer is accepted by somebody whom it does not ask."""

    guarantee: GuaranteeId
    caller: OrgId
    says = (
        "organisation {caller} is neither the beneficiary nor the premium's payer of guarantee "
        "{guarantee}"
    )


class ConsentHashMismatch(Conflict):
    """A guarantor consents to terms that are neither in force nor proposed."""

    guarantee: GuaranteeId
    current: bytes
    proposed: bytes
    given: bytes
    says = (
        "the financing of guarantee {guarantee} has terms of the hash {current}, those proposed "
        "have {proposed}; {given} was consented to; read the terms again"
    )


class CoverBelowPaid(OutOfBounds):
    """A cover would be amended to less than was paid on it."""

    guarantee: GuaranteeId
    cover: int
    paid: int
    says = (
        "{paid:,} minor units were paid on guarantee {guarantee}, so that its cover can't be "
        "{cover:,}"
    )


class CoverExceedsObligation(OutOfBounds):
    """More would be covered than may be of a financing."""

    financing: FinancingId
    requested: int
    available: int
    says = (
        "a cover of {requested:,} minor units offered for financing {financing}, {available:,} "
        "may still be covered"
    )


class CoversTooMany(OutOfBounds):
    """More guarantees would stand behind a financing than can be kept."""

    financing: FinancingId
    most: int
    says = "{most} guarantees stand behind financing {financing}, the most there can be"


class DemandOpen(Conflict):
    """A demand is being examined."""

    guarantee: GuaranteeId
    demand: DemandId
    says = "demand {demand} on guarantee {guarantee} is open; it has to end first"


class FinancingNotGuaranteeable(WrongStatus):
    """A financing is past the point at which cover can be given."""

    financing: FinancingId
    status: FinancingStatus
    says = (
        "financing {financing} is in the state {status}; cover is given while it is requested or "
        "funded"
    )


class FinancingTermsChanged(Conflict):
    """A financing has other terms than the guarantor consented to."""

    financing: FinancingId
    consented: int
    actual: int
    says = (
        "the guarantor consented to version {consented} of the terms of financing {financing}, "
        "which stand at version {actual}; it has to consent, or to offer anew"
    )


class GuaranteeNotInStatus(WrongStatus):
    """A guarantee is in another state than this takes."""

    guarantee: GuaranteeId
    actual: GuaranteeStatus
    expected: GuaranteeStatus
    says = "guarantee {guarantee} is in the state {actual}; this takes {expected}"


class GuaranteeTermsInvalid(OutOfBounds):
    """An offer covers nothing, or no share, or its times can't be kept."""

    cover: int
    share_bps: int
    expiry: datetime | None
    offer_until: datetime | None
    says = (
        "an offer needs a cover above 0, a share of 1 to 10,000 basis points, and to be open until "
        "a time to come and not after its expiry; given were {cover:,} minor units, {share_bps:,} "
        "basis points, expiry {expiry}, open until {offer_until}"
    )


class GuarantorRelated(NotPermitted):
    """A guarantor belongs to the group of a party that it would stand beside."""

    guarantor: OrgId
    party: OrgId
    says = "organisation {guarantor} is related to organisation {party} and can't stand behind it"


class PremiumExceedsLock(OutOfBounds):
    """A premium in advance is more than the guarantee's lock could give back."""

    guarantee: GuaranteeId
    premium: int
    locked: int
    says = (
        "guarantee {guarantee} asks a premium of {premium:,} minor units in advance and locks "
        "{locked:,}, out of which it would be given back; let it be paid in arrear, or ask less"
    )


class PremiumNotDue(WrongStatus):
    """Nothing of a premium is to be paid, nor given back."""

    guarantee: GuaranteeId
    earned: int
    paid: int
    says = (
        "of the premium of guarantee {guarantee} {earned:,} minor units are earned and {paid:,} "
        "are paid"
    )


class ReductionNotDue(WrongStatus):
    """No reduction of a cover has begun that isn't booked."""

    guarantee: GuaranteeId
    says = "guarantee {guarantee} has no reduction to book today"


class ReductionsNotFalling(OutOfBounds):
    """Reductions aren't in the order of their days, or don't fall."""

    index: int
    says = (
        "reduction {index} doesn't come after the one before it, or covers no less; give days "
        "that rise and shares below 10,000 that fall"
    )


class ReductionsTooMany(OutOfBounds):
    """An offer reduces its cover in more steps than can be kept."""

    given: int
    most: int
    says = "{given} reductions were given, {most} can be kept"


class ReleaseNotDue(WrongStatus):
    """A guarantee is still needed."""

    guarantee: GuaranteeId
    financing: FinancingStatus
    says = (
        "guarantee {guarantee} can't be released: its financing is in the state {financing}, not "
        "settled, closed or lapsed"
    )


class SecurityInsufficient(OutOfBounds):
    """Assets count less behind a guarantee than it requires."""

    guarantee: GuaranteeId
    counted: int
    required: int
    says = (
        "the assets named count {counted:,} minor units behind guarantee {guarantee}, which "
        "requires {required:,}; secure it by more, or have stale valuations renewed"
    )


class TermsHashMismatch(Conflict):
    """An offer is accepted on other terms than it has."""

    guarantee: GuaranteeId
    expected: bytes
    given: bytes
    says = (
        "the terms of guarantee {guarantee} have the hash {expected}, {given} was accepted; read "
        "the offer again"
    )
