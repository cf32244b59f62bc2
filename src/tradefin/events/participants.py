"""Events of ParticipantRegistry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from tradefin.events.event import Event
from tradefin.ids import OrgId


@dataclass(frozen=True, slots=True)
class AccountChanged(Event):
    """An organisation's money moved to another account from now on."""

    org: OrgId
    account: str


@dataclass(frozen=True, slots=True)
class ConsentGiven(Event):
    """An address agreed to sign for an organisation, or to hold its money if `hold`."""

    org: OrgId
    who: str
    hold: bool


@dataclass(frozen=True, slots=True)
class OrganisationAdmitted(Event):
    """An organisation was admitted."""

    org: OrgId
    identifier: str
    signer: str
    roles: int
    kinds: int
    group: int
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class OrganisationFrozen(Event):
    """A regulator's case froze an organisation until `until`, or lifted that by an end in the past.

    `frozen_until` tells until when it is frozen by all cases now, None where by none.
    """

    org: OrgId
    regulator: OrgId
    case_number: bytes
    until: datetime | None
    frozen_until: datetime | None


@dataclass(frozen=True, slots=True)
class OrganisationReinstated(Event):
    """A suspension was ended."""

    org: OrgId


@dataclass(frozen=True, slots=True)
class OrganisationRenewed(Event):
    """What an organisation may do, and until when, was changed."""

    org: OrgId
    roles: int
    kinds: int
    group: int
    valid_until: datetime | None


@dataclass(frozen=True, slots=True)
class OrganisationSuspended(Event):
    """An organisation may do no new business."""

    org: OrgId


@dataclass(frozen=True, slots=True)
class ReadingKeyPublished(Event):
    """Papers are sealed for an organisation to this X25519 key from now on."""

    org: OrgId
    key: bytes


@dataclass(frozen=True, slots=True)
class RecoveryCancelled(Event):
    """A proposed key was refused by the organisation."""

    org: OrgId
    signer: str


@dataclass(frozen=True, slots=True)
class RecoveryProposed(Event):
    """A key was proposed for an organisation that lost its own."""

    org: OrgId
    signer: str
    effective_from: datetime | None


@dataclass(frozen=True, slots=True)
class SignerAdded(Event):
    """A key signs for an organisation."""

    org: OrgId
    signer: str


@dataclass(frozen=True, slots=True)
class SignerRemoved(Event):
    """A key signs for an organisation no more."""

    org: OrgId
    signer: str
