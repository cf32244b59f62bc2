"""Refusals of ParticipantRegistry."""

from __future__ import annotations

from datetime import datetime

from tradefin.enums import DocumentKind, Role
from tradefin.errors.tree import Conflict, NotFound, NotPermitted, OutOfBounds, WrongStatus
from tradefin.ids import OrgId


class AccountTaken(Conflict):
    """An account holds another organisation's money."""

    account: str
    org: OrgId
    says = "{account} is the account of organisation {org}; each needs one of its own"


class AddressIsZero(OutOfBounds):
    """A signer or an account was left empty."""

    says = "the zero address can neither sign nor hold money; give an address"


class AttestorRelated(NotPermitted):
    """An organisation attests its own paper, or a related company's."""

    attestor: OrgId
    holder: OrgId
    says = (
        "organisation {attestor} can't attest a paper of organisation {holder}, which it is or is "
        "related to; have it attested by somebody independent"
    )


class ConsentMissing(NotPermitted):
    """A key or an account did not agree to serve an organisation."""

    who: str
    org: OrgId
    hold: bool
    says = (
        "{who} has not consented to serve organisation {org} (hold its money: {hold}); it calls "
        "consent({org}, {hold}) first"
    )


class AdmissionInPast(OutOfBounds):
    """An admission would have ended before it began."""

    valid_until: datetime | None
    says = "an admission until {valid_until} has ended already; give a later time"


class IdentifierTaken(Conflict):
    """An LEI or USCC was admitted before."""

    identifier: str
    org: OrgId
    says = "{identifier} is admitted already, as organisation {org}"


class KindNotEntitled(NotPermitted):
    """An organisation attests a kind of paper that it was not entitled to."""

    org: OrgId
    kind: DocumentKind
    says = "organisation {org} is not entitled to attest the kind {kind}; its registrar may add it"


class OrganisationExpired(WrongStatus):
    """An admission has ended."""

    org: OrgId
    valid_until: datetime | None
    says = "the admission of organisation {org} ended at {valid_until}; its registrar may renew it"


class OrganisationIsFrozen(WrongStatus):
    """A regulator stopped an organisation: no new business, and no money out."""

    org: OrgId
    until: datetime | None
    says = (
        "organisation {org} is frozen by a regulator until {until}; what it is owed is kept for "
        "it until then"
    )


class OrganisationIsRegulator(NotPermitted):
    """Whoever may lift freezes would be frozen."""

    org: OrgId
    says = "organisation {org} is a regulator, and none is frozen: its registrar ends that first"


class OrganisationIsSuspended(WrongStatus):
    """An organisation may do no new business."""

    org: OrgId
    says = "organisation {org} is suspended and may do no new business until it is reinstated"


class OrganisationUnknown(NotFound):
    """No organisation has this number."""

    org: OrgId
    says = "no organisation has the number {org}"


class RecoveryNotProposed(NotFound):
    """There is no recovery to complete or cancel."""

    org: OrgId
    says = "no recovery of a key is under way for organisation {org}"


class RecoveryTooEarly(WrongStatus):
    """A recovery's delay has not passed."""

    org: OrgId
    effective_from: datetime | None
    says = "the recovered key of organisation {org} counts from {effective_from}; try again then"


class RoleMissing(NotPermitted):
    """An organisation does not hold the role that this takes."""

    org: OrgId
    role: Role
    says = "organisation {org} does not hold the role {role}, which this takes"


class SignerIsLast(Conflict):
    """An organisation would be left without a key."""

    org: OrgId
    signer: str
    says = "{signer} is the last signer of organisation {org}; add another one first"


class SignerNotOfOrganisation(NotFound):
    """A key signs for somebody else, or for nobody."""

    signer: str
    org: OrgId
    says = "{signer} does not sign for organisation {org}"


class SignerTaken(Conflict):
    """A key signs for an organisation already."""

    signer: str
    org: OrgId
    says = "{signer} signs for organisation {org} already; a key signs for one only"


class SignerUnknown(NotPermitted):
    """A key signs for no organisation."""

    signer: str
    says = "{signer} signs for no organisation; have it admitted, or added by one of its signers"
