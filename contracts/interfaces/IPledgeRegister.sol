// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentId, FinancingId, OrgId} from "../types/Ids.sol";
import {IReceivablePledge} from "./IReceivablePledge.sol";

/// @title What makes a pledge good against others
/// @notice The entry of a pledge in a registry ashore, the notice of assignment to the debtor of an invoice, and the
/// debtor's word on it. A dispute stops new financings on the invoice, and the funding of what waits; it takes nothing
/// back, and money goes on. Beside it the bookings that banks make on receivables: credit notes and small differences,
/// which lower for good what an invoice bears, and counter-entries. None of them moves money or changes what is owed.
interface IPledgeRegister {
    /// @dev What the debtor knows of the assignment. From Received on, paying the exporter doesn't discharge it.
    enum NoticeStatus {
        None,
        Sent,
        Received,
        Acknowledged
    }

    /// @param bank that gave it
    /// @param since when it reached its status
    /// @param digest of the notice as sent
    struct Notice {
        NoticeStatus status;
        OrgId bank;
        uint40 since;
        bytes32 digest;
    }

    /// @param entry digest of the registry's number (CCRC, UCC), zero if none
    /// @param lapses last second for which it is registered
    struct Registration {
        bytes32 entry;
        uint40 lapses;
    }

    event PledgeRegistered(
        FinancingId indexed financing,
        DocumentId indexed invoice,
        OrgId indexed bank,
        bytes32 entry,
        uint40 lapses
    );
    event NoticeSent(DocumentId indexed invoice, OrgId indexed bank, bytes32 digest);
    event NoticeReceived(DocumentId indexed invoice, OrgId indexed bank, bytes32 proof);
    event NoticeAcknowledged(DocumentId indexed invoice, OrgId indexed debtor);
    event InvoiceDisputed(DocumentId indexed invoice, OrgId indexed debtor, bytes32 reason);
    event DisputeSettled(DocumentId indexed invoice, OrgId indexed debtor);
    event CreditNoteBooked(DocumentId indexed invoice, OrgId indexed bank, DocumentId indexed note, uint96 amount);
    event DifferenceCleared(DocumentId indexed invoice, OrgId indexed by, uint96 amount);
    event ReceiptContested(
        DocumentId indexed invoice,
        OrgId indexed payer,
        bytes32 indexed bankReference,
        uint96 amount,
        bytes32 reason
    );

    error CallerNotRank(FinancingId financing, DocumentId invoice, OrgId caller);
    error CallerNotDebtor(DocumentId invoice, OrgId debtor, OrgId caller);
    error NoticeNotInStatus(DocumentId invoice, NoticeStatus actual, NoticeStatus expected);
    error RegistrationInPast(uint40 lapses);
    error DisputeUnchanged(DocumentId invoice, bool disputed);
    error CreditNoteUsed(DocumentId invoice, DocumentId note);
    error CallerNotHolderOrBank(DocumentId invoice, OrgId holder, OrgId caller);
    error CallerNotPayerOfReceipt(bytes32 bankReference, OrgId payer, OrgId caller);
    error DifferenceExceedsTolerance(DocumentId invoice, uint256 difference, uint256 tolerance);
    error DifferenceIsZero(DocumentId invoice);
    error ReceiptNotBooked(DocumentId invoice, OrgId payer, bytes32 bankReference, uint96 amount);
    error ReceiptIsContested(OrgId payer, bytes32 bankReference);

    /// @notice Records under which number a registry ashore holds the pledge, and until when; again when renewed. The
    /// bank of a funded financing.
    function register(IReceivablePledge.Held calldata held, bytes32 entry, uint40 lapses) external;

    /// @notice Tells that notice of the assignment was sent to the debtor. The bank of a funded financing on the
    /// invoice; once, whichever is first.
    function notify(IReceivablePledge.Held calldata held, bytes32 digest) external;

    /// @notice Tells that the notice was delivered. The bank of a funded financing on the invoice, whichever has the
    /// proof: one that sends a notice and says no more doesn't hold up the others.
    function confirm(IReceivablePledge.Held calldata held, bytes32 proof) external;

    /// @notice The debtor's word that it knows of the assignment and owes the invoice, notice or not. It ends its
    /// dispute.
    function acknowledge(DocumentId invoice) external;

    /// @notice The debtor's word that it doesn't owe the invoice as it stands.
    function dispute(DocumentId invoice, bytes32 reason) external;

    /// @notice Ends the debtor's dispute.
    function settle(DocumentId invoice) external;

    /// @notice Books a credit note on an invoice: what it bears falls for good by `amount`, at most by what is open. What
    /// rests on it stays; it may be short then and bears nothing new. Either this, or the attestor amends the invoice:
    /// both count. The bank of a funded financing on it; a note once for an invoice, whoever books it.
    /// @param note key of the credit note, attested or not
    /// @param amount minor units of the invoice's currency
    function bookCreditNote(IReceivablePledge.Held calldata held, DocumentId note, uint96 amount) external;

    /// @notice Takes what a debtor left unpaid off an invoice for good, within `toleranceOf` it. What financings on it
    /// still owe stays owed by the borrower. The invoice's holder, or the bank that booked the receipt.
    /// @param receipt one on the invoice, not contested
    /// @return cleared minor units
    function clearDifference(IReceivablePledge.Receipt calldata receipt) external returns (uint96 cleared);

    /// @notice Books a counter-entry to a receipt that was taken back ashore (a recall, a payment by mistake): for the
    /// record alone. What was distributed stays so, claims and papers stay as they are; a bank recovers ashore from
    /// whom it paid. Whoever booked it, suspended or not, once.
    function contestReceipt(IReceivablePledge.Receipt calldata receipt, bytes32 reason) external;

    /// @notice Minor units that may be cleared on an invoice: 25 major units of its currency, or 0.25 % of its attested
    /// amount rounded down, whichever is more.
    function toleranceOf(DocumentId invoice) external view returns (uint256);

    function isNoteBooked(DocumentId invoice, DocumentId note) external view returns (bool);

    function isContested(OrgId payer, bytes32 bankReference) external view returns (bool);

    function noticeOf(DocumentId invoice) external view returns (Notice memory);

    function registrationOf(FinancingId financing) external view returns (Registration memory);

    /// @notice Whether the debtor is discharged by paying the invoice's holder: until notice reached it.
    function dischargedByHolder(DocumentId invoice) external view returns (bool);
}
