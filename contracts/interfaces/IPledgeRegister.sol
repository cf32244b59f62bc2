// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {DocumentId, FinancingId, OrgId} from "../types/Ids.sol";
import {IReceivablePledge} from "./IReceivablePledge.sol";

/// @title What makes a pledge good against others
/// @notice The entry of a pledge in a registry ashore, the notice of assignment to the debtor of an invoice, and the
/// debtor's word on it. A dispute stops new financings on the invoice, and the funding of what waits; it takes nothing
/// back, and money goes on.
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

    error CallerNotRank(FinancingId financing, DocumentId invoice, OrgId caller);
    error CallerNotDebtor(DocumentId invoice, OrgId debtor, OrgId caller);
    error NoticeNotInStatus(DocumentId invoice, NoticeStatus actual, NoticeStatus expected);
    error NoticeNotOfBank(DocumentId invoice, OrgId bank, OrgId caller);
    error RegistrationInPast(uint40 lapses);
    error DisputeUnchanged(DocumentId invoice, bool disputed);

    /// @notice Records under which number a registry ashore holds the pledge, and until when; again when renewed. The
    /// bank of a funded financing.
    function register(IReceivablePledge.Held calldata held, bytes32 entry, uint40 lapses) external;

    /// @notice Tells that notice of the assignment was sent to the debtor. The bank of a funded financing on the
    /// invoice; once, whichever is first.
    function notify(IReceivablePledge.Held calldata held, bytes32 digest) external;

    /// @notice Tells that the notice was delivered. The bank that sent it.
    function confirm(DocumentId invoice, bytes32 proof) external;

    /// @notice The debtor's word that it knows of the assignment and owes the invoice, notice or not. It ends its
    /// dispute.
    function acknowledge(DocumentId invoice) external;

    /// @notice The debtor's word that it doesn't owe the invoice as it stands.
    function dispute(DocumentId invoice, bytes32 reason) external;

    /// @notice Ends the debtor's dispute.
    function settle(DocumentId invoice) external;

    function noticeOf(DocumentId invoice) external view returns (Notice memory);

    function registrationOf(FinancingId financing) external view returns (Registration memory);

    /// @notice Whether the debtor is discharged by paying the invoice's holder: until notice reached it.
    function dischargedByHolder(DocumentId invoice) external view returns (bool);
}
