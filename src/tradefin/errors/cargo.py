"""Refusals about cargo: of its valuation, its surrender, and of Collateral."""

from __future__ import annotations

from datetime import datetime

from tradefin.enums import FinancingStatus
from tradefin.errors.tree import NotFound, OutOfBounds, WrongStatus
from tradefin.ids import DocumentId, FinancingId


class AmountExceedsCargo(OutOfBounds):
    """More was to be secured by cargo than its value allows, or nothing."""

    cargo: DocumentId
    requested: int
    available: int
    says = (
        "{requested:,} minor units to be secured by cargo {cargo}, the line's advance on it allows "
        "{available:,} beside what rests on it"
    )


class CargoNotSecured(NotFound):
    """A cargo paper does not secure this financing."""

    financing: FinancingId
    cargo: DocumentId
    says = "cargo {cargo} does not secure financing {financing}"


class CargoTooMany(OutOfBounds):
    """A financing is secured by as many cargo papers as can be."""

    financing: FinancingId
    most: int
    says = "financing {financing} is secured by {most} cargo papers already; no more can be"


class DocumentNotCargo(OutOfBounds):
    """A paper that carries no right in goods."""

    document: DocumentId
    says = "paper {document} is neither a warehouse receipt nor a bill of lading"


class FinancingIsOver(WrongStatus):
    """A financing that needs no security any more."""

    financing: FinancingId
    status: FinancingStatus
    says = "financing {financing} is in the state {status}; nothing is secured for it any more"


class SurrenderOutOfBounds(OutOfBounds):
    """More goods were handed over than the paper still stands for, or none."""

    document: DocumentId
    given: int
    most: int
    says = "{given:,} minor units of cargo {document} handed over, {most:,} are still open on it"


class ValuationInFuture(OutOfBounds):
    """An asset was valued as of a time to come."""

    document: DocumentId
    valued: datetime | None
    says = "paper {document} was valued as of {valued}, which is still to come"


class ValuationStale(WrongStatus):
    """A valuation of goods is too old for a line."""

    document: DocumentId
    valued: datetime | None
    oldest: datetime | None
    says = (
        "cargo {document} was valued as of {valued}, the line takes valuations from {oldest} on; "
        "have its keeper or carrier state a new one"
    )
