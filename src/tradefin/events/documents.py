"""Events of DocumentRegistry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tradefin.enums import DocumentKind
from tradefin.events.event import Event
from tradefin.ids import DocumentId, OrgId


@dataclass(frozen=True, slots=True)
class BatchAnchored(Event):
    """An attestor answers for every statement under a root."""

    root: bytes
    attestor: OrgId


@dataclass(frozen=True, slots=True)
class BatchRetracted(Event):
    """An attestor took a root back; what was presented of it stays."""

    root: bytes
    attestor: OrgId


@dataclass(frozen=True, slots=True)
class CargoSurrendered(Event):
    """Goods behind a paper were handed over; at `open` 0 it bears nothing any more."""

    document: DocumentId
    attestor: OrgId
    amount: int
    open: int


@dataclass(frozen=True, slots=True)
class DocumentAttested(Event):
    """A paper was attested, or amended where `version` is above 1."""

    document: DocumentId
    holder: OrgId
    attestor: OrgId
    kind: DocumentKind
    counterparty: OrgId
    amount: int
    currency: str | None
    due: datetime | None
    valid_until: datetime | None
    version: int
    commitment: bytes


@dataclass(frozen=True, slots=True)
class DocumentDisputed(Event):
    """New uses of an invoice stop while `debtor` is its debtor; 0 ends that."""

    document: DocumentId
    debtor: OrgId


@dataclass(frozen=True, slots=True)
class DocumentFrozen(Event):
    """A regulator's case froze a paper until `until`, or lifted its freeze by an end in the past.

    `frozen_until` tells until when the paper is frozen by all cases now, None where by none.
    """

    document: DocumentId
    regulator: OrgId
    case_number: bytes
    until: datetime | None
    frozen_until: datetime | None


@dataclass(frozen=True, slots=True)
class DocumentRejected(Event):
    """An attestor says that a paper is not authentic; `until` in the past takes that back."""

    document: DocumentId
    attestor: OrgId
    until: datetime | None


@dataclass(frozen=True, slots=True)
class DocumentRevoked(Event):
    """An attestor took its word on a paper back."""

    document: DocumentId
    attestor: OrgId
    used: int


@dataclass(frozen=True, slots=True)
class DocumentShort(Event):
    """More rests on a paper than it is still good for."""

    document: DocumentId
    used: int
    open: int


@dataclass(frozen=True, slots=True)
class DocumentUsed(Event):
    """What rests on a paper changed."""

    document: DocumentId
    ref: bytes
    used: int
    open: int


@dataclass(frozen=True, slots=True)
class EpochBegun(Event):
    """A new epoch of the consortium's secret began."""

    epoch: int


@dataclass(frozen=True, slots=True)
class EpochRetired(Event):
    """First statements on keys of an epoch count no more."""

    epoch: int


@dataclass(frozen=True, slots=True)
class HoldOpened(Event):
    """New uses of a paper stop: it may be another one in disguise."""

    document: DocumentId
    other: DocumentId
    opener: OrgId
    until: datetime | None


@dataclass(frozen=True, slots=True)
class HoldResolved(Event):
    """An attestor told whether a held paper is a paper of its own."""

    document: DocumentId
    resolver: OrgId
    genuine: bool


@dataclass(frozen=True, slots=True)
class KeyBound(Event):
    """A further key of a paper is known: whoever comes with it is told so."""

    document: DocumentId
    key: DocumentId


@dataclass(frozen=True, slots=True)
class RoomOpened(Event):
    """A contract may write uses of papers."""

    room: str


@dataclass(frozen=True, slots=True)
class UseCommitted(Event):
    """A reservation became final."""

    room: str
    ref: bytes


@dataclass(frozen=True, slots=True)
class UseReserved(Event):
    """An amount was reserved on papers."""

    room: str
    ref: bytes
    org: OrgId
    amount: int
    until: datetime | None
