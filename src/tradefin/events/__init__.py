"""What the contracts tell, one frozen dataclass for each event."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tradefin.events.amendments import (
    AmendmentOffered,
    GuaranteeAmended,
)
from tradefin.events.calendar import (
    CalendarOpened,
    HolidayPublished,
)
from tradefin.events.capital import (
    CapitalDeposited,
    CapitalPaidOut,
    CapitalWithdrawn,
    CoverRelieved,
    CoverUndertaken,
    GuarantorClassified,
    JurisdictionSet,
    NetAssetsAttested,
    PremiumRefunded,
    ShortfallChanged,
)
from tradefin.events.cargo import (
    CargoReleased,
    CargoSecured,
)
from tradefin.events.changes import (
    FinancingAccelerated,
    ProposalWithdrawn,
    TermsProposed,
)
from tradefin.events.claims import (
    ClaimAssigned,
    CreditWithdrawn,
    FinancingClosed,
    FinancingFrozen,
    FinancingFunded,
    FinancingOpened,
    FinancingSettled,
    FinancingWrittenOff,
    HolderCredited,
    HoldingDischarged,
    PayeeCredited,
    PaymentBooked,
    PurchaseAllowed,
    ReceiptParked,
    ReceiptReleased,
    ShareTransferred,
    TermsChanged,
    TokenListed,
)
from tradefin.events.demands import (
    DemandContested,
    DemandDecided,
    DemandExamined,
    DemandIncomplete,
    DemandPaid,
    DemandPresented,
    DemandRefused,
    DemandWithdrawn,
    ExtensionDeclined,
    ExtensionRequested,
)
from tradefin.events.documents import (
    BatchAnchored,
    BatchRetracted,
    CargoSurrendered,
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
    GuaranteeAccepted,
    GuaranteeConsented,
    GuaranteeExtended,
    GuaranteeIssued,
    GuaranteeOffered,
    GuaranteeReduced,
    GuaranteeReleased,
    PremiumSettled,
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
    OrganisationFrozen,
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
    FinancingRelieved,
    FinancingRepaid,
    FinancingRequested,
    FinancingWithdrawn,
    Part,
)
from tradefin.events.register import (
    CreditNoteBooked,
    DifferenceCleared,
    DisputeSettled,
    InvoiceDisputed,
    NoticeAcknowledged,
    NoticeReceived,
    NoticeSent,
    PledgeRegistered,
    ReceiptContested,
)
from tradefin.events.sales import (
    OperatorApproved,
    ShareOffered,
    ShareSold,
    ShareWithdrawn,
)
from tradefin.events.security import (
    AssetRecovered,
    AssetReleased,
    AssetSecured,
    ClassSet,
    LiensStated,
    RecoveryCostsBooked,
)
from tradefin.events.tokens import (
    Approval,
    Transfer,
)

__all__ = [
    "EVENTS", "AccountChanged", "AmendmentOffered", "Approval", "AssetRecovered", "AssetReleased",
    "AssetSecured", "AuthorityUpdated", "BatchAnchored", "BatchRetracted", "CalendarOpened",
    "CapitalDeposited", "CapitalPaidOut", "CapitalWithdrawn", "CargoReleased", "CargoSecured",
    "CargoSurrendered", "ClaimAssigned", "ClassSet", "Collected", "ConsentGiven", "CoverRelieved",
    "CoverUndertaken", "CreditNoteBooked", "CreditWithdrawn", "DebtorUsed", "DemandContested",
    "DemandDecided", "DemandExamined", "DemandIncomplete", "DemandPaid", "DemandPresented",
    "DemandRefused", "DemandWithdrawn", "DifferenceCleared", "DisputeSettled", "DocumentAttested",
    "DocumentDisputed", "DocumentFrozen", "DocumentRejected", "DocumentRevoked", "DocumentShort",
    "DocumentUsed", "EIP712DomainChanged", "EpochBegun", "EpochRetired", "Event",
    "ExtensionDeclined", "ExtensionRequested", "FinancingAccelerated", "FinancingClosed",
    "FinancingDeclined", "FinancingFrozen", "FinancingFunded", "FinancingOpened",
    "FinancingReclaimed", "FinancingRelieved", "FinancingRepaid", "FinancingRequested",
    "FinancingSettled", "FinancingWithdrawn", "FinancingWrittenOff", "GuaranteeAccepted",
    "GuaranteeAmended", "GuaranteeConsented", "GuaranteeExtended", "GuaranteeIssued",
    "GuaranteeOffered", "GuaranteeReduced", "GuaranteeReleased", "GuarantorClassified",
    "HoldOpened", "HoldResolved", "HolderCredited", "HoldingDischarged", "HolidayPublished",
    "InvoiceDisputed", "JurisdictionSet", "KeyBound", "LiensStated", "LineChanged", "LineClosed",
    "LineOpened", "LineUsed", "NetAssetsAttested", "NoticeAcknowledged", "NoticeReceived",
    "NoticeSent", "OperatorApproved", "OrganisationAdmitted", "OrganisationFrozen",
    "OrganisationReinstated", "OrganisationRenewed", "OrganisationSuspended", "Part",
    "PayeeCredited", "PaymentBooked", "PledgeRegistered", "PremiumRefunded", "PremiumSettled",
    "ProposalWithdrawn", "PurchaseAllowed", "ReadingKeyPublished", "Receipt", "ReceiptContested",
    "ReceiptParked", "ReceiptReleased", "RecoveryCancelled", "RecoveryCostsBooked",
    "RecoveryProposed", "RoomOpened", "ShareOffered", "ShareSold", "ShareTransferred",
    "ShareWithdrawn", "ShortfallChanged", "SignerAdded", "SignerRemoved", "TermsChanged",
    "TermsProposed", "TokenListed", "Transfer", "UseCommitted", "UseReserved",
]  # fmt: skip

EVENTS: Mapping[str, type[Event]] = MappingProxyType(
    {
        name: value
        for name, value in vars().copy().items()
        if isinstance(value, type) and issubclass(value, Event) and value is not Event
    }
)
"""Every event of the shipped contracts, OpenZeppelin's AccessManager apart, by name."""
