"""What the contracts tell, one frozen dataclass for each event."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tradefin.events.calendar import (
    CalendarOpened,
    HolidayPublished,
)
from tradefin.events.changes import ProposalWithdrawn, TermsProposed
from tradefin.events.claims import (
    ClaimAssigned,
    CreditWithdrawn,
    FinancingAccelerated,
    FinancingClosed,
    FinancingFunded,
    FinancingOpened,
    FinancingSettled,
    FinancingWrittenOff,
    HolderCredited,
    PayeeCredited,
    PaymentBooked,
    PurchaseAllowed,
    ShareTransferred,
    TermsChanged,
    TokenListed,
)
from tradefin.events.documents import (
    BatchAnchored,
    BatchRetracted,
    DocumentAttested,
    DocumentDisputed,
    DocumentFrozen,
    DocumentRejected,
    DocumentRevoked,
    DocumentShort,
    DocumentUsed,
    EpochBegun,
    EpochRetired,
    HoldOpened,
    HoldResolved,
    KeyBound,
    RoomOpened,
    UseCommitted,
    UseReserved,
)
from tradefin.events.event import (
    Event,
    Receipt,
)
from tradefin.events.guarantees import (
    CapitalDeposited,
    CapitalLocked,
    CapitalPaidOut,
    CapitalUnlocked,
    CapitalWithdrawn,
    DemandExamined,
    DemandPaid,
    DemandPresented,
    DemandWithdrawn,
    GuaranteeAccepted,
    GuaranteeConsented,
    GuaranteeIssued,
    GuaranteeOffered,
    GuaranteeReleased,
)
from tradefin.events.lines import (
    DebtorUsed,
    LineChanged,
    LineClosed,
    LineOpened,
    LineUsed,
)
from tradefin.events.openzeppelin import (
    AuthorityUpdated,
    EIP712DomainChanged,
)
from tradefin.events.participants import (
    AccountChanged,
    ConsentGiven,
    OrganisationAdmitted,
    OrganisationReinstated,
    OrganisationRenewed,
    OrganisationSuspended,
    ReadingKeyPublished,
    RecoveryCancelled,
    RecoveryProposed,
    SignerAdded,
    SignerRemoved,
)
from tradefin.events.pledge import (
    Collected,
    FinancingDeclined,
    FinancingReclaimed,
    FinancingRepaid,
    FinancingRequested,
    FinancingWithdrawn,
    Part,
)
from tradefin.events.register import (
    DisputeSettled,
    InvoiceDisputed,
    NoticeAcknowledged,
    NoticeReceived,
    NoticeSent,
    PledgeRegistered,
)
from tradefin.events.sales import OperatorApproved, ShareOffered, ShareSold, ShareWithdrawn
from tradefin.events.tokens import (
    Approval,
    Transfer,
)

__all__ = [
    "EVENTS",
    "AccountChanged",
    "Approval",
    "AuthorityUpdated",
    "BatchAnchored",
    "BatchRetracted",
    "CalendarOpened",
    "CapitalDeposited",
    "CapitalLocked",
    "CapitalPaidOut",
    "CapitalUnlocked",
    "CapitalWithdrawn",
    "ClaimAssigned",
    "Collected",
    "ConsentGiven",
    "CreditWithdrawn",
    "DebtorUsed",
    "DemandExamined",
    "DemandPaid",
    "DemandPresented",
    "DemandWithdrawn",
    "DisputeSettled",
    "DocumentAttested",
    "DocumentDisputed",
    "DocumentFrozen",
    "DocumentRejected",
    "DocumentRevoked",
    "DocumentShort",
    "DocumentUsed",
    "EIP712DomainChanged",
    "EpochBegun",
    "EpochRetired",
    "Event",
    "FinancingAccelerated",
    "FinancingClosed",
    "FinancingDeclined",
    "FinancingFunded",
    "FinancingOpened",
    "FinancingReclaimed",
    "FinancingRepaid",
    "FinancingRequested",
    "FinancingSettled",
    "FinancingWithdrawn",
    "FinancingWrittenOff",
    "GuaranteeAccepted",
    "GuaranteeConsented",
    "GuaranteeIssued",
    "GuaranteeOffered",
    "GuaranteeReleased",
    "HoldOpened",
    "HoldResolved",
    "HolderCredited",
    "HolidayPublished",
    "InvoiceDisputed",
    "KeyBound",
    "LineChanged",
    "LineClosed",
    "LineOpened",
    "LineUsed",
    "NoticeAcknowledged",
    "NoticeReceived",
    "NoticeSent",
    "OperatorApproved",
    "OrganisationAdmitted",
    "OrganisationReinstated",
    "OrganisationRenewed",
    "OrganisationSuspended",
    "Part",
    "PayeeCredited",
    "PaymentBooked",
    "PledgeRegistered",
    "ProposalWithdrawn",
    "PurchaseAllowed",
    "ReadingKeyPublished",
    "Receipt",
    "RecoveryCancelled",
    "RecoveryProposed",
    "RoomOpened",
    "ShareOffered",
    "ShareSold",
    "ShareTransferred",
    "ShareWithdrawn",
    "SignerAdded",
    "SignerRemoved",
    "TermsChanged",
    "TermsProposed",
    "TokenListed",
    "Transfer",
    "UseCommitted",
    "UseReserved",
]

EVENTS: Mapping[str, type[Event]] = MappingProxyType(
    {
        name: value
        for name, value in vars().copy().items()
        if isinstance(value, type) and issubclass(value, Event) and value is not Event
    }
)
"""Every event of the shipped contracts, OpenZeppelin's AccessManager apart, by name."""
