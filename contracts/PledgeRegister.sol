// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20Metadata} from "@openzeppelin/contracts/token/ERC20/extensions/IERC20Metadata.sol";

import {Permissioned} from "./Permissioned.sol";
import {IClaimLedger} from "./interfaces/IClaimLedger.sol";
import {IDocumentRegistry} from "./interfaces/IDocumentRegistry.sol";
import {IParticipantRegistry} from "./interfaces/IParticipantRegistry.sol";
import {IPledgeRegister} from "./interfaces/IPledgeRegister.sol";
import {IReceivablePledge} from "./interfaces/IReceivablePledge.sol";
import {Tolerance} from "./libraries/Tolerance.sol";
import {DocumentId, FinancingId, OrgId} from "./types/Ids.sol";
import {DocumentKind, Role} from "./types/Roles.sol";

contract PledgeRegister is IPledgeRegister, Permissioned {
    uint40 private constant COMMITTED = type(uint40).max;

    IDocumentRegistry public immutable DOCUMENTS;
    IClaimLedger public immutable CLAIMS;
    IReceivablePledge public immutable PLEDGE;

    mapping(DocumentId invoice => Notice) private _notice;
    mapping(FinancingId => Registration) private _registration;
    mapping(DocumentId invoice => mapping(DocumentId note => bool)) private _noteBooked;
    mapping(OrgId payer => mapping(bytes32 bankReference => bool)) private _contested;

    constructor(
        IParticipantRegistry participants,
        IDocumentRegistry documents,
        IClaimLedger claims,
        IReceivablePledge pledge
    ) Permissioned(participants) {
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

    function confirm(IReceivablePledge.Held calldata h, bytes32 proof) external {
        OrgId bank = _requireRank(h);
        DocumentId invoice = h.basis.whole;
        Notice storage n = _notice[invoice];
        if (n.status != NoticeStatus.Sent) revert NoticeNotInStatus(invoice, n.status, NoticeStatus.Sent);
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

    /* BOOKINGS */

    function bookCreditNote(IReceivablePledge.Held calldata h, DocumentId note, uint96 amount) external {
        OrgId bank = _requireRank(h);
        DocumentId invoice = h.basis.whole;
        if (amount == 0) revert IReceivablePledge.AmountIsZero();
        if (note.kindByte() != uint8(DocumentKind.CreditNote)) {
            revert IDocumentRegistry.KindNotOfDocument(note, DocumentKind.CreditNote);
        }
        if (_noteBooked[invoice][note]) revert CreditNoteUsed(invoice, note);
        _noteBooked[invoice][note] = true;
        emit CreditNoteBooked(invoice, bank, note, amount);
        DOCUMENTS.dilute(invoice, amount);
    }

    function clearDifference(IReceivablePledge.Receipt calldata r) external returns (uint96 cleared) {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        IDocumentRegistry.Document memory d = DOCUMENTS.document(r.invoice);
        bool mayClear = caller == d.holder || (caller == r.payer && caller != d.counterparty);
        if (!mayClear || caller.isNull()) revert CallerNotHolderOrBank(r.invoice, d.holder, caller);
        _requireStanding(r);
        // What is open is the registry's to say.
        cleared = DOCUMENTS.dilute(r.invoice, type(uint96).max);
        if (cleared == 0) revert DifferenceIsZero(r.invoice);
        uint256 most = _tolerance(d);
        if (cleared > most) revert DifferenceExceedsTolerance(r.invoice, cleared, most);
        emit DifferenceCleared(r.invoice, caller, cleared);
    }

    function contestReceipt(IReceivablePledge.Receipt calldata r, bytes32 reason) external {
        OrgId caller = PARTICIPANTS.organisationOf(msg.sender);
        if (caller != r.payer) revert CallerNotPayerOfReceipt(r.bankReference, r.payer, caller);
        _requireStanding(r);
        _contested[caller][r.bankReference] = true;
        emit ReceiptContested(r.invoice, caller, r.bankReference, r.amount, reason);
    }

    function _requireStanding(IReceivablePledge.Receipt calldata r) private view {
        if (!PLEDGE.isBooked(r)) revert ReceiptNotBooked(r.invoice, r.payer, r.bankReference, r.amount);
        if (_contested[r.payer][r.bankReference]) revert ReceiptIsContested(r.payer, r.bankReference);
    }

    function _tolerance(IDocumentRegistry.Document memory d) private view returns (uint256) {
        return Tolerance.mostDown(d.amount, IERC20Metadata(CLAIMS.tokenOf(d.currency)).decimals());
    }

    /// @dev Suspended or not: its word on what it owes binds itself alone.
    function _requireDebtor(DocumentId invoice) private view returns (OrgId caller) {
        caller = PARTICIPANTS.organisationOf(msg.sender);
        IDocumentRegistry.Document memory d = DOCUMENTS.document(invoice);
        // Whoever a bill or a declaration names as receiving the goods owes nothing on it.
        OrgId debtor = d.kind == DocumentKind.Invoice ? d.counterparty : OrgId.wrap(0);
        if (caller.isNull() || caller != debtor) revert CallerNotDebtor(invoice, debtor, caller);
    }

    function _requireRank(IReceivablePledge.Held calldata h) private view returns (OrgId bank) {
        bank = only(Role.Bank);
        bool funded = DOCUMENTS.useOf(address(PLEDGE), h.financing.ref(), h.basis).until == COMMITTED;
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

    function toleranceOf(DocumentId invoice) external view returns (uint256) {
        return _tolerance(DOCUMENTS.document(invoice));
    }

    function isNoteBooked(DocumentId invoice, DocumentId note) external view returns (bool) {
        return _noteBooked[invoice][note];
    }

    function isContested(OrgId payer, bytes32 bankReference) external view returns (bool) {
        return _contested[payer][bankReference];
    }

    function dischargedByHolder(DocumentId invoice) external view returns (bool) {
        return _notice[invoice].status < NoticeStatus.Received;
    }
}
