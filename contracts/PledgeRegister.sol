// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Permissioned} from "./Permissioned.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {IDocumentRegistry} from "./interfaces/IDocumentRegistry.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {IPledgeRegister} from "./interfaces/IPledgeRegister.sol";
import {IReceivablePledge} from "./interfaces/IReceivablePledge.sol";
import {DocumentId, FinancingId, OrgId} from "./types/Ids.sol";
import {Role} from "./types/Roles.sol";

contract PledgeRegister is IPledgeRegister, Permissioned {
    uint40 private constant COMMITTED = type(uint40).max;

    IDocumentRegistry public immutable DOCUMENTS;
    IClaimLedger public immutable CLAIMS;
    address public immutable PLEDGE;

    mapping(DocumentId invoice => Notice) private _notice;
    mapping(FinancingId => Registration) private _registration;

    constructor(IParticipantRegistry participants, IDocumentRegistry documents, IClaimLedger claims, address pledge)
        Permissioned(participants)
    {
        (DOCUMENTS, CLAIMS, PLEDGE) = (documents, claims, pledge);
    }

    /* PERFECTION */

    function register(IReceivablePledge.Held calldata h, bytes32 entry, uint40 lapses) external {
        OrgId bank = _requireRank(h);
        if (lapses < block.timestamp) revert RegistrationInPast(lapses);
        _registration[h.financing] = Registration(entry, lapses);
        emit PledgeRegistered(h.financing, h.basis.whole, bank, entry, lapses);
    }

    function notify(IReceivablePledge.Held calldata h, bytes32 digest) external {
        OrgId bank = _requireRank(h);
        DocumentId invoice = h.basis.whole;
        NoticeStatus status = _notice[invoice].status;
        if (status != NoticeStatus.None) revert NoticeNotInStatus(invoice, status, NoticeStatus.None);
        _notice[invoice] = Notice(NoticeStatus.Sent, bank, uint40(block.timestamp), digest);
        emit NoticeSent(invoice, bank, digest);
    }

    function confirm(DocumentId invoice, bytes32 proof) external {
        OrgId bank = only(Role.Bank);
        Notice storage n = _notice[invoice];
        if (n.status != NoticeStatus.Sent) revert NoticeNotInStatus(invoice, n.status, NoticeStatus.Sent);
        if (n.bank != bank) revert NoticeNotOfBank(invoice, n.bank, bank);
        (n.status, n.since) = (NoticeStatus.Received, uint40(block.timestamp));
        emit NoticeReceived(invoice, bank, proof);
    }

    /* THE DEBTOR'S WORD */

    function acknowledge(DocumentId invoice) external {
        OrgId debtor = _requireDebtor(invoice);
        Notice storage n = _notice[invoice];
        (n.status, n.since) = (NoticeStatus.Acknowledged, uint40(block.timestamp));
        emit NoticeAcknowledged(invoice, debtor);
        if (_isDisputed(invoice)) _settle(invoice, debtor);
    }

    function dispute(DocumentId invoice, bytes32 reason) external {
        OrgId debtor = _requireDebtor(invoice);
        if (_isDisputed(invoice)) revert DisputeUnchanged(invoice, true);
        emit InvoiceDisputed(invoice, debtor, reason);
        DOCUMENTS.dispute(invoice, debtor);
    }

    function settle(DocumentId invoice) external {
        OrgId debtor = _requireDebtor(invoice);
        if (!_isDisputed(invoice)) revert DisputeUnchanged(invoice, false);
        _settle(invoice, debtor);
    }

    function _settle(DocumentId invoice, OrgId debtor) private {
        emit DisputeSettled(invoice, debtor);
        DOCUMENTS.dispute(invoice, OrgId.wrap(0));
    }

    function _isDisputed(DocumentId invoice) private view returns (bool disputed) {
        (,,, disputed) = DOCUMENTS.stopsOn(invoice);
    }

    /// @dev Suspended or not: its word on what it owes binds itself alone.
    function _requireDebtor(DocumentId invoice) private view returns (OrgId caller) {
        caller = PARTICIPANTS.organisationOf(msg.sender);
        OrgId debtor = DOCUMENTS.document(invoice).counterparty;
        if (caller.isNull() || caller != debtor) revert CallerNotDebtor(invoice, debtor, caller);
    }

    function _requireRank(IReceivablePledge.Held calldata h) private view returns (OrgId bank) {
        bank = only(Role.Bank);
        bytes32 ref = bytes32(uint256(FinancingId.unwrap(h.financing)));
        bool funded = DOCUMENTS.useOf(PLEDGE, ref, h.basis).until == COMMITTED;
        if (!funded || CLAIMS.partiesOf(h.financing).bank != bank) {
            revert CallerNotRank(h.financing, h.basis.whole, bank);
        }
        CLAIMS.requireNotFrozen(h.financing);
    }

    /* STATE */

    function noticeOf(DocumentId invoice) external view returns (Notice memory) {
        return _notice[invoice];
    }

    function registrationOf(FinancingId financing) external view returns (Registration memory) {
        return _registration[financing];
    }

    function dischargedByHolder(DocumentId invoice) external view returns (bool) {
        return _notice[invoice].status < NoticeStatus.Received;
    }
}
