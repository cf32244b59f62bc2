"""Refusals of GuaranteeDemands."""

from __future__ import annotations

from datetime import datetime

from tradefin.enums import DemandStatus, FinancingStatus
from tradefin.errors.tree import NotPermitted, OutOfBounds, WrongStatus
from tradefin.ids import DemandId, FinancingId, GuaranteeId, OrgId


class CallerNotArbiter(NotPermitted):
    """A contest is another organisation's to decide."""

    guarantee: GuaranteeId
    arbiter: OrgId
    caller: OrgId
    says = "organisation {arbiter} is the arbiter of guarantee {guarantee}, not {caller}"


class DemandExceedsAvailable(OutOfBounds):
    """More is demanded than a guarantee pays."""

    guarantee: GuaranteeId
    requested: int
    available: int
    says = "{requested:,} minor units demanded on guarantee {guarantee}, {available:,} are payable"


class DemandIsSuspended(WrongStatus):
    """Payment waits for the answer to a request to extend."""

    demand: DemandId
    until: datetime | None
    says = "demand {demand} waits for an extension until {until}; the guarantor can decline it"


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


class DiscrepanciesInvalid(OutOfBounds):
    """A refusal lists nothing, or what is no discrepancy."""

    demand: DemandId
    discrepancies: int
    says = (
        "a refusal of demand {demand} lists its discrepancies by their bits; {discrepancies} was "
        "given"
    )


class ExtensionInvalid(OutOfBounds):
    """An expiry is asked for that extends nothing, or for the second time."""

    demand: DemandId
    extend_to: datetime | None
    expiry: datetime | None
    says = (
        "demand {demand} may ask once to extend, to a time after {expiry} and to come; {extend_to} "
        "was given"
    )


class ExtensionNotRequested(WrongStatus):
    """No extension is asked for, or it was declined."""

    demand: DemandId
    says = "demand {demand} asks for no extension"


class ObligationNotDefaulted(WrongStatus):
    """An accessory guarantee is demanded on before default."""

    financing: FinancingId
    status: FinancingStatus
    says = (
        "financing {financing} is in the state {status}; this guarantee pays once it is defaulted"
    )


class RefusalNotContestable(WrongStatus):
    """A refusal can't be taken to an arbiter, or not any more."""

    demand: DemandId
    until: datetime | None
    says = (
        "the refusal of demand {demand} could be contested until {until}, unless it was decided, "
        "followed by another demand, or has no arbiter"
    )


class StatementMissing(OutOfBounds):
    """A demand is completed without its supporting statement."""

    demand: DemandId
    says = "demand {demand} needs its supporting statement"
