"""Refusals of GuarantorCapital and GuaranteeEscrow."""

from __future__ import annotations

from datetime import datetime

from tradefin.enums import DemandStatus, FinancingStatus, GuaranteeStatus
from tradefin.errors.tree import Conflict, NotPermitted, OutOfBounds, WrongStatus
from tradefin.ids import DemandId, FinancingId, GuaranteeId, OrgId


class CallerNotBeneficiary(NotPermitted):
    """A guarantee is another organisation's to demand on."""

    guarantee: GuaranteeId
    beneficiary: OrgId
    caller: OrgId
    says = "guarantee {guarantee} is in favour of organisation {beneficiary}, not of {caller}"


class CallerNotEscrow(NotPermitted):
    """Only the escrow locks capital and pays it out."""

    caller: str
    says = "{caller} is not the escrow contract, which alone locks capital and pays it out"


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


class CapitalInsufficient(OutOfBounds):
    """More capital is needed than a guarantor has free."""

    guarantor: OrgId
    requested: int
    free: int
    says = (
        "{requested:,} minor units of capital asked of organisation {guarantor}, {free:,} are "
        "free; deposit more, or wait until a guarantee is released"
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


class CoversTooMany(OutOfBounds):
    """More guarantees would stand behind a financing than can be kept."""

    financing: FinancingId
    most: int
    says = "{most} guarantees stand behind financing {financing}, the most there can be"


class CoverExceedsObligation(OutOfBounds):
    """More would be covered than may be of a financing."""

    financing: FinancingId
    requested: int
    available: int
    says = (
        "a cover of {requested:,} minor units offered for financing {financing}, {available:,} "
        "may still be covered"
    )


class DemandExceedsAvailable(OutOfBounds):
    """More is demanded than a guarantee pays."""

    guarantee: GuaranteeId
    requested: int
    available: int
    says = "{requested:,} minor units demanded on guarantee {guarantee}, {available:,} are payable"


class DemandIsZero(OutOfBounds):
    """A demand for nothing."""

    guarantee: GuaranteeId
    says = "a demand on guarantee {guarantee} needs an amount above 0"


class DemandNotInStatus(WrongStatus):
    """A demand is in another state than this takes."""

    demand: DemandId
    actual: DemandStatus
    expected: DemandStatus
    says = "demand {demand} is in the state {actual}; this takes {expected}"


class DemandOpen(Conflict):
    """A demand is being examined."""

    guarantee: GuaranteeId
    demand: DemandId
    says = "demand {demand} on guarantee {guarantee} is open; it has to end first"


class DepositIsZero(OutOfBounds):
    """A deposit of nothing."""

    says = "the deposit is 0; give an amount above 0"


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
    """An offer covers nothing, or its times can't be kept."""

    cover: int
    expiry: datetime | None
    offer_until: datetime | None
    says = (
        "an offer needs a cover above 0 and times to come, the expiry last; given were {cover:,} "
        "minor units, expiry {expiry}, open until {offer_until}"
    )


class GuarantorRelated(NotPermitted):
    """A guarantor belongs to the group of a party that it would stand beside."""

    guarantor: OrgId
    party: OrgId
    says = "organisation {guarantor} is related to organisation {party} and can't stand behind it"


class ObligationNotDefaulted(WrongStatus):
    """An accessory guarantee is demanded on before default."""

    financing: FinancingId
    status: FinancingStatus
    says = (
        "financing {financing} is in the state {status}; this guarantee pays once it is defaulted"
    )


class ReleaseNotDue(WrongStatus):
    """A guarantee is still needed."""

    guarantee: GuaranteeId
    financing: FinancingStatus
    says = (
        "guarantee {guarantee} can't be released: its financing is in the state {financing}, not "
        "settled, closed or lapsed"
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
