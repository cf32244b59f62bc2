"""Refusals of DocumentRegistry."""

from __future__ import annotations

from datetime import datetime

from tradefin.enums import DocumentKind
from tradefin.errors.tree import Conflict, NotFound, NotPermitted, OutOfBounds, WrongStatus
from tradefin.ids import DocumentId, OrgId


class AttestorNotOfDocument(NotPermitted):
    """A paper is amended or revoked by somebody who did not attest it."""

    document: DocumentId
    attestor: OrgId
    caller: OrgId
    says = "document {document} was attested by organisation {attestor}, not by {caller}"


class BatchAlreadyAnchored(Conflict):
    """An attestor anchors a root twice, or one that it took back."""

    attestor: OrgId
    root: bytes
    says = "organisation {attestor} anchored the root {root} before, or took it back"


class BatchNotAnchored(NotFound):
    """A statement leads to a root for which its attestor doesn't answer."""

    attestor: OrgId
    root: bytes
    says = (
        "organisation {attestor} answers for no batch with the root {root}: the statement or its "
        "proof was changed, or the batch was taken back; ask the attestor for the statement"
    )


class CounterpartyMismatch(Conflict):
    """An invoice has another debtor than when it was requested on."""

    document: DocumentId
    actual: OrgId
    expected: OrgId
    says = (
        "document {document} is owed by organisation {actual}, and by {expected} when it was "
        "requested on; request anew"
    )


class CurrencyMismatch(Conflict):
    """Two currencies meet where there can be only one; both are ISO 4217 numbers."""

    expected: int
    actual: int
    says = "expected {expected:iso}, got {actual:iso}"


class DocumentAlreadyAttested(Conflict):
    """The same statement was entered before."""

    document: DocumentId
    version: int
    says = "version {version} of document {document} is attested already, with the same contents"


class DocumentConflict(Conflict):
    """Two statements on one paper disagree."""

    document: DocumentId
    known: bytes
    presented: bytes
    says = (
        "document {document} is attested with other contents: {known} is known, {presented} was "
        "presented; compare the papers, or have the attestor amend it"
    )


class DocumentExpired(WrongStatus):
    """Nothing new may rest on a paper any more."""

    document: DocumentId
    valid_until: datetime | None
    says = "document {document} was valid until {valid_until}; its attestor may amend it"


class DocumentInUse(Conflict):
    """A paper's parties can't change while something rests on it."""

    document: DocumentId
    used: int
    says = "{used:,} minor units rest on document {document}, so its parties can't change"


class DocumentIsDisputed(WrongStatus):
    """The debtor of an invoice says that it doesn't owe it as it stands."""

    document: DocumentId
    says = "the debtor of document {document} disputes it; it ends that by settling"


class DocumentIsFrozen(WrongStatus):
    """A regulator stopped a paper."""

    document: DocumentId
    until: datetime | None
    says = "document {document} is frozen by a regulator until {until}"


class DocumentIsHeld(WrongStatus):
    """A paper waits for somebody to tell whether it is another one in disguise."""

    document: DocumentId
    until: datetime | None
    says = "document {document} is on hold until {until}, or until an attestor resolves it"


class DocumentIsRejected(WrongStatus):
    """An entitled attestor says that a paper is not authentic."""

    document: DocumentId
    attestor: OrgId
    until: datetime | None
    says = (
        "organisation {attestor} rejects document {document} until {until}; only it can take that "
        "back"
    )


class DocumentIsRevoked(WrongStatus):
    """A paper's attestor took its word back."""

    document: DocumentId
    says = "document {document} was revoked by its attestor"


class DocumentIsShort(WrongStatus):
    """More rests on a paper than it is still good for."""

    document: DocumentId
    used: int
    open: int
    says = (
        "{used:,} minor units rest on document {document}, of which {open:,} are open; nothing can "
        "be added until the difference is repaid"
    )


class DocumentKnownAs(Conflict):
    """A paper comes under a second key."""

    document: DocumentId
    key: DocumentId
    says = (
        "the paper presented as {document} is known already by its key {key}; use the id that it "
        "has under its first epoch"
    )


class DocumentNotAttested(NotFound):
    """Nobody entitled has attested a paper."""

    document: DocumentId
    says = "document {document} is not attested; have it attested by an organisation entitled to"


class EpochIsCurrent(WrongStatus):
    """The last epoch would end."""

    epoch: int
    says = "epoch {epoch} is the current one; begin another before it is retired"


class EpochNotLive(OutOfBounds):
    """A first statement is keyed with a secret that doesn't count."""

    epoch: int
    oldest: int
    current: int
    says = "epoch {epoch} doesn't count; the live epochs are {oldest} to {current}"


class EpochNotOver(WrongStatus):
    """An epoch would be retired while papers may be known by its keys alone."""

    epoch: int
    retirable_from: datetime | None
    says = "epoch {epoch} can be retired from {retirable_from} on"


class EpochsTooMany(OutOfBounds):
    """A further epoch would begin while too many earlier ones are live."""

    most: int
    says = "{most} epochs are live, the most there can be; retire the oldest first"


class HolderMismatch(NotPermitted):
    """A paper belongs to somebody else."""

    document: DocumentId
    holder: OrgId
    given: OrgId
    says = "document {document} belongs to organisation {holder}, not to {given}"


class HoldNotOpen(WrongStatus):
    """A hold is resolved that is not, or no longer, open."""

    document: DocumentId
    says = "document {document} is not on hold; a hold ends by itself after three business days"


class HoldUsed(Conflict):
    """A second hold is opened for the same reason, or by the same opener."""

    document: DocumentId
    other: DocumentId
    opener: OrgId
    says = (
        "a hold of {document} for {other}, or by organisation {opener}, was opened before, and "
        "there is one; a regulator can freeze the paper"
    )


class HoldWithoutReason(Conflict):
    """Two papers can't be one in disguise."""

    document: DocumentId
    other: DocumentId
    says = "{document} and {other} are one paper, or of two kinds; a hold names two of one kind"


class KindNotOfDocument(Conflict):
    """A paper stands where another kind belongs, or is stated as one."""

    document: DocumentId
    given: DocumentKind
    says = "{document} is no key of a paper of the kind {given}"


class OtherKeysMissing(Conflict):
    """A first statement hides the paper's keys under earlier epochs."""

    document: DocumentId
    given: int
    expected: int
    says = (
        "the statement on document {document} tells {given} of the {expected} keys that the paper "
        "has under earlier live epochs; the attestor needs their secrets"
    )


class OtherKeysTooMany(OutOfBounds):
    """A statement tells more keys than there are live epochs."""

    document: DocumentId
    given: int
    most: int
    says = "the statement on document {document} tells {given} other keys, {most} at most"


class PartsNotWhole(Conflict):
    """The shares of the papers don't add up to the amount."""

    amount: int
    parts: int
    says = "the papers' shares add up to {parts:,} minor units, not to {amount:,}"


class ReservationLapsed(WrongStatus):
    """A reservation ran out before it was committed."""

    ref: bytes
    until: datetime | None
    says = "reservation {ref} lapsed after {until}; request anew"


class ResolverRelated(NotPermitted):
    """A hold is resolved by whoever opened it, or by a related company."""

    resolver: OrgId
    opener: OrgId
    says = (
        "organisation {resolver} opened the hold or is related to {opener}, which did; another "
        "attestor resolves it"
    )


class RejectionsTooMany(OutOfBounds):
    """More attestors would reject a paper than there is room for."""

    document: DocumentId
    most: int
    says = "{most} attestors reject document {document} already, the most there can be"


class RoomNotTrusted(NotPermitted):
    """A contract writes uses that was not entrusted with it."""

    room: str
    says = "{room} is not one of the contracts that may write uses of documents"


class SignatureInvalid(NotPermitted):
    """A statement was not signed by the key that it names."""

    signer: str
    document: DocumentId
    says = (
        "the statement on document {document} is not signed by {signer}; check the key, and that "
        "it was signed for this chain and this registry"
    )


class StatementExpired(WrongStatus):
    """A statement came after its own end of validity."""

    document: DocumentId
    valid_until: datetime | None
    says = "the statement on document {document} was valid until {valid_until}"


class StatementIncomplete(OutOfBounds):
    """A statement lacks its holder, amount or commitment."""

    document: DocumentId
    says = "the statement on document {document} lacks its holder, its amount or its commitment"


class AttestationIsDebtors(WrongStatus):
    """A payment would use up a paper that nobody but its debtor has attested."""

    document: DocumentId
    debtor: OrgId
    says = (
        "nobody but its debtor, organisation {debtor}, has attested document {document}; have it "
        "attested by an organisation entitled to its kind first"
    )


class UsesTooMany(OutOfBounds):
    """More uses would rest on a paper than it can carry."""

    document: DocumentId
    most: int
    says = "{most} uses rest on document {document}, the most there can be; wait until one ends"


class UseExceeded(OutOfBounds):
    """More would be freed or consumed than a use holds."""

    ref: bytes
    requested: int
    remaining: int
    says = "{requested:,} minor units asked of use {ref}, which holds {remaining:,}"


class UseExceedsCapacity(OutOfBounds):
    """More was asked of a paper than is free on it."""

    document: DocumentId
    requested: int
    available: int
    says = (
        "{requested:,} minor units requested of document {document}, {available:,} are free of "
        "uses; what a line advances on it may be less: ask for a quote"
    )


class UseExists(Conflict):
    """A reference is in use."""

    room: str
    ref: bytes
    says = "{room} has a use {ref} on the same papers already"


class UseNotCommitted(WrongStatus):
    """A use that waits to be funded is listed where money is collected."""

    ref: bytes
    says = "use {ref} is reserved and not committed; leave its financing out of the ranks"


class UseNotFound(NotFound):
    """No use has this reference and rests on these papers."""

    room: str
    ref: bytes
    says = "{room} has no use {ref} on these papers; give the papers it was reserved with, in order"


class UseNotReserved(WrongStatus):
    """A use was committed before."""

    ref: bytes
    says = "use {ref} is committed already"


class VersionOutranked(Conflict):
    """A statement comes with a version that a later one has outranked."""

    document: DocumentId
    version: int
    given: int
    says = (
        "document {document} stands in version {version}; a statement needs a higher one, and "
        "{given} is not"
    )
