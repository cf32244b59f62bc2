"""Participants and papers, and what rests on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tradefin.enums import DocumentKind, DocumentStatus, NoticeStatus, Role
from tradefin.ids import DocumentId, FinancingId, OrgId
from tradefin.models.record import Record
from tradefin.money import Money


@dataclass(frozen=True, slots=True)
class Organisation(Record):
    """A participant; `group` 0 means that it belongs to no group of related companies.

    `kinds` of paper it may attest. `frozen_until` tells that a regulator stops it until then.
    """

    id: OrgId
    account: str
    roles: frozenset[Role]
    signers: int
    suspended: bool
    frozen_until: datetime | None
    valid_until: datetime
    group: int
    kinds: frozenset[DocumentKind]


@dataclass(frozen=True, slots=True)
class Document(Record):
    """A paper as attested. `open` = amount less consumed, `free` = open less used; 0 if blocked.

    `due` of cargo is when its goods were valued. `short` tells that more rests on it than it bears;
    `frozen_until` that a regulator stops it, `held_until` that it may be another paper in disguise,
    `rejected_until` that an attestor says it isn't authentic; `disputed` that its debtor doesn't
    own up to it, `by_debtor` that nobody else states it.
    """

    id: DocumentId
    kind: DocumentKind
    status: DocumentStatus
    version: int
    holder: OrgId
    counterparty: OrgId
    attestor: OrgId
    currency: str
    amount: Money
    used: Money
    consumed: Money
    open: Money
    free: Money
    due: datetime | None
    valid_until: datetime | None
    commitment: bytes
    short: bool
    frozen_until: datetime | None
    held_until: datetime | None
    rejected_until: datetime | None
    disputed: bool
    by_debtor: bool


@dataclass(frozen=True, slots=True)
class Assignment(Record):
    """The notice of an invoice's assignment: how far it got, from which bank, since when.

    `digest` of the notice as sent. `discharged_by_holder` tells that the debtor may still pay the
    invoice's holder.
    """

    invoice: DocumentId
    status: NoticeStatus
    bank: OrgId
    since: datetime | None
    digest: bytes

    @property
    def discharged_by_holder(self) -> bool:
        return self.status < NoticeStatus.RECEIVED


@dataclass(frozen=True, slots=True)
class Registration(Record):
    """A pledge's entry in a registry ashore: the digest of its number, and until when it stands."""

    financing: FinancingId
    entry: bytes
    lapses: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """A paper that bears a share of a financing, minor units."""

    document: DocumentId
    share: int


@dataclass(frozen=True, slots=True)
class Basis:
    """What a financing rests on: a paper that bears all of it, and papers that share it."""

    whole: DocumentId
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Asset:
    """What is financed, and the financings that rest on it now.

    A receivable: an invoice with its declarations, its debtor and due date. Or cargo, a warehouse
    receipt or bill of lading: no declarations, debtor 0, no due date.
    """

    id: DocumentId
    declarations: tuple[DocumentId, ...]
    debtor: OrgId
    due: datetime | None
    document: Document
    financings: tuple[FinancingId, ...]
