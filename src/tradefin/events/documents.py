"""Events of DocumentRegistry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tradefin.enums import DocumentKind
from tradefin.events.event import Event
from tradefin.ids import DocumentId, OrgId


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
class DocumentFrozen(Event):
    """A regulator froze a paper; `until` in the past ends a freeze."""

    document: DocumentId
    regulator: OrgId
    case_number: bytes
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
